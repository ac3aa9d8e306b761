"""Servers and users for the SDK tests.

Every user has an account and a bucket of its own, puts its own input and looks at the bytes that
come out, so tests share a server where they change nothing but their own account; those that stop,
reset or configure a server start their own. Every server has a free port and a data directory of
its own.

The program is build/release/portside unless PORTSIDE_PROGRAM names another; with PORTSIDE_ENDPOINT
set, tests that need no server of their own run against that endpoint (a container, another build).
With PORTSIDE_E2E_TLS=1 every server speaks TLS, and every client goes there by https://.
"""

import os
import tempfile

import pytest

# What the machine has for AWS is not for these tests.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ["AWS_CONFIG_FILE"] = "/dev/null"
os.environ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null"
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

from support.server import ENDPOINT, TLS, RemoteServer, Server  # noqa: E402
from support.user import User  # noqa: E402


if TLS:
    # What clients trust, each by the variable that it knows: SDKs and the AWS CLI, Python and
    # rclone, s3cmd by its configuration.
    BUNDLE = tempfile.NamedTemporaryFile(prefix="portside-e2e-", suffix=".pem")
    os.environ["AWS_CA_BUNDLE"] = os.environ["SSL_CERT_FILE"] = BUNDLE.name


@pytest.fixture
def start_server(tmp_path):
    """start_server(*arguments): a server of this test; every one is stopped at its end."""
    if ENDPOINT:
        pytest.skip("this test needs a server of its own; PORTSIDE_ENDPOINT names another")
    servers = []

    def start(*arguments, environment=None, data_dir=None):
        directory = data_dir or tmp_path / f"data-{len(servers)}"
        servers.append(Server(directory, arguments, environment))
        return servers[-1]

    yield start
    for server in servers:
        if server.is_running():
            server.kill()


@pytest.fixture
def server(request):
    """A server on its default clock."""
    if ENDPOINT:
        return RemoteServer()
    return request.getfixturevalue("start_server")()


@pytest.fixture(scope="session")
def shared_servers(tmp_path_factory):
    """shared_servers(*arguments): one server for each set of arguments. One that a test brought
    down is replaced, so that the others show their own results."""
    servers = {}

    def get(*arguments):
        if ENDPOINT:
            return RemoteServer()
        server = servers.get(arguments)
        if server is None or not server.is_running():
            server = Server(tmp_path_factory.mktemp("shared") / "data", arguments)
            servers[arguments] = server
        return server

    yield get
    for server in servers.values():
        if server.is_running():
            server.kill()


def user_of(server):
    yield User(server)
    assert server.is_running(), f"the server ended during this test:\n{server.log_tail()}"


@pytest.fixture
def user(shared_servers):
    """A new customer of a server on its default clock."""
    yield from user_of(shared_servers())


@pytest.fixture
def hasty_user(shared_servers):
    """A new customer of a server whose jobs spend no time in their states."""
    yield from user_of(shared_servers("--time-scale", "0"))
