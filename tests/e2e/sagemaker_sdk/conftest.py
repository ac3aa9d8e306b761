"""The SageMaker Python SDK 2 as its users have it: a session found by the environment alone."""

import importlib.util
import time

import boto3
import pytest

from support.user import User

# Beside Debian's boto3 there is no such SDK: these flows are run by the script of this folder.
HAS_SDK = importlib.util.find_spec("sagemaker") is not None
collect_ignore_glob = [] if HAS_SDK else ["*_test.py"]



class Haste:
    """Time as the SDK has it while it waits: it passes, and hardly takes any."""

    PAUSE = 0.05

    def __init__(self):
        self.ahead = 0

    def sleep(self, seconds):
        self.ahead += seconds
        time.sleep(self.PAUSE)

    def time(self):
        return time.time() + self.ahead


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """The SDK asks every 5 to 30 seconds; here at once. Nor does it tell anybody how it is used."""
    from sagemaker import session
    from sagemaker.telemetry import telemetry_logging

    monkeypatch.setattr(session, "time", Haste())
    monkeypatch.setattr(telemetry_logging, "_send_telemetry_request", lambda *_, **__: None)


@pytest.fixture
def session(hasty_user, monkeypatch):
    """An SDK's session with a server whose jobs spend no time in their states."""
    return open_session(hasty_user, monkeypatch)


@pytest.fixture
def run(start_server, tmp_path, monkeypatch):
    """run(runners, **files): a session with a server that has these runners, whose scripts lie
    beside their file."""

    def begin(runners, **files):
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(text)
        path = tmp_path / "runners.yaml"
        path.write_text(f"runners: {runners}")
        server = start_server("--time-scale", "0", "--runners", str(path))
        return open_session(User(server), monkeypatch)

    return begin


def open_session(user, monkeypatch):
    import sagemaker

    monkeypatch.setenv("AWS_ENDPOINT_URL", user.server.url)
    boto = boto3.Session(
        aws_access_key_id=user.account, aws_secret_access_key="secret", region_name=user.region
    )
    # For the name of its bucket the SDK would ask AWS's own STS, whatever AWS_ENDPOINT_URL says.
    session = sagemaker.Session(
        boto_session=boto, default_bucket=f"sagemaker-{user.region}-{user.account}"
    )
    session.user = user
    return session
