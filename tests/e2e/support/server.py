"""A running Portside, and the clients that users have for it."""

import json
import os
import pathlib
import shutil
import signal
import subprocess

import boto3
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = os.environ.get("PORTSIDE_PROGRAM", str(ROOT / "build/release/portside"))
ENDPOINT = os.environ.get("PORTSIDE_ENDPOINT")
# With PORTSIDE_E2E_TLS=1 servers are started with --tls, and clients get https:// addresses.
TLS = os.environ.get("PORTSIDE_E2E_TLS") == "1"
ACCOUNT = "123456789012"
REGION = "us-west-2"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/portside-test"

# Debian's own CLI, also where another one comes first in the PATH.
AWS_CLI = shutil.which("aws", path="/usr/bin:" + os.environ.get("PATH", ""))


class Server:
    """A running `portside serve`, and clients for it."""

    def __init__(self, data_dir, arguments=(), environment=None):
        self.data_dir = pathlib.Path(data_dir)
        self.arguments = list(arguments)
        self.environment = dict(os.environ, **(environment or {}))
        self.log_path = self.data_dir.parent / (self.data_dir.name + ".log")
        self.process = None
        self.url = None
        self.start()

    def start(self, *arguments):
        """Starts it, again after stop() or kill() on the same data; other `arguments` replace the
        former ones."""
        assert os.access(PROGRAM, os.X_OK), f"build {PROGRAM}, or name a PORTSIDE_PROGRAM"
        self.arguments = list(arguments) or self.arguments
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                serve_command(self.data_dir, *self.arguments),
                stdout=subprocess.PIPE,
                stderr=log,
                env=self.environment,
                text=True,
            )
        for line in self.process.stdout:
            if "listening on " in line:
                self.url = line.split("listening on ")[1].split(",")[0].strip()
            if TLS and line.startswith("and on https://"):
                self.url = line.split(",")[0].removeprefix("and on ")
                trust(line.strip().partition("AWS_CA_BUNDLE=")[2])
            if line.strip() == "Ready.":
                return
        raise AssertionError(f"the server did not start:\n{self.log_tail()}")

    def stop(self):
        """SIGTERM, as a supervisor does. Returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=15)

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait(timeout=15)

    def is_running(self):
        return self.process.poll() is None

    def log_tail(self, lines=30):
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-lines:])

    def client(self, service, account=ACCOUNT, region=REGION, **config):
        return make_client(self.url, service, account, region, **config)

    def aws(self, *arguments, account=ACCOUNT, region=REGION):
        return run_aws(self.url, arguments, account, region)


class RemoteServer:
    """The endpoint that PORTSIDE_ENDPOINT names."""

    url = ENDPOINT

    def is_running(self):
        return True

    def client(self, service, account=ACCOUNT, region=REGION, **config):
        return make_client(self.url, service, account, region, **config)

    def aws(self, *arguments, account=ACCOUNT, region=REGION):
        return run_aws(self.url, arguments, account, region)


def serve_command(data_dir, *arguments):
    tls = ["--tls"] if TLS else []
    return [PROGRAM, "serve", "--port", "0", "--data-dir", str(data_dir), *tls, *arguments]


def trust(authority):
    """Adds a server's authority to the file that the clients of these tests trust."""
    with open(os.environ["AWS_CA_BUNDLE"], "a", encoding="ascii") as bundle:
        bundle.write(pathlib.Path(authority).read_text(encoding="ascii"))


def make_client(url, service, account=ACCOUNT, region=REGION, **config):
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key="secret",
        config=Config(**{"retries": {"max_attempts": 1}, **config}),
    )


def run_aws(url, arguments, account=ACCOUNT, region=REGION):
    """Runs the AWS CLI. Returns its parsed JSON output (None where it prints nothing, the text
    where that is no JSON); a call that fails raises CalledProcessError with the CLI's stderr."""
    environment = dict(
        os.environ,
        AWS_ACCESS_KEY_ID=account,
        AWS_SECRET_ACCESS_KEY="secret",
        AWS_DEFAULT_REGION=region,
        AWS_PAGER="",
        AWS_MAX_ATTEMPTS="1",
    )
    done = subprocess.run(
        [AWS_CLI, "--endpoint-url", url, "--output", "json", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    if done.returncode != 0:
        raise subprocess.CalledProcessError(
            done.returncode, done.args, output=done.stdout, stderr=done.stderr
        )
    try:
        return json.loads(done.stdout) if done.stdout.strip() else None
    except json.JSONDecodeError:
        return done.stdout
