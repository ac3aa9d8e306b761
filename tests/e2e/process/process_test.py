"""Starting, stopping and refusing to start, as a supervisor sees it."""

import http.client
import signal
import subprocess
import time

import pytest

from support import glue
from support.polling import wait_until
from support.server import PROGRAM, serve_command
from support.user import User


@pytest.fixture(autouse=True)
def own_server(start_server):
    """These tests are about the program, not about an endpoint."""


def portside(*arguments, environment=None):
    return subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, timeout=30, env=environment
    )


def check_refusal(done, status, *texts):
    """One clear line on stderr and a status that is not 0."""
    assert done.returncode == status
    assert done.stderr.count("\n") == 1, done.stderr
    for text in texts:
        assert text in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_with_status_0(start_server, number):
    """A supervisor stops the server in the middle of a job; the job goes on after the start."""
    server = start_server("--time-scale", "2")
    user = User(server)
    glue.make_table(user)
    transform = glue.make_transform(user)
    task = glue.start_import(user, transform, user.put("l.csv", glue.HEADER + "1,A,1,Emma,1815\n"))
    wait_until(
        lambda: glue.glue(user).get_ml_task_run(TransformId=transform, TaskRunId=task)["Status"],
        lambda status: status == "RUNNING",
    )
    server.process.send_signal(number)
    assert server.process.wait(timeout=15) == 0
    server.start()
    statuses, _ = glue.finish_task(user, transform, task)
    assert statuses == ["RUNNING", "SUCCEEDED"]


def test_a_stop_waits_for_the_request_under_way(start_server):
    """A supervisor stops the server while an upload is being sent: the upload is answered."""
    server = start_server()
    user = User(server)
    content = b"x" * 1_000_000
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=15)
    connection.putrequest("PUT", f"/{user.bucket}/late")
    connection.putheader("Content-Length", str(len(content)))
    connection.putheader(
        "Authorization",
        f"AWS4-HMAC-SHA256 Credential={user.account}/20240101/us-west-2/s3/aws4_request, "
        "SignedHeaders=host, Signature=0",
    )
    connection.endheaders(content[:1000])
    time.sleep(0.2)
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    assert server.is_running()
    connection.send(content[1000:])
    assert connection.getresponse().status == 200
    assert server.process.wait(timeout=15) == 0
    server.start()
    assert user.get(user.uri("late")) == content


def test_a_data_directory_has_one_server(start_server):
    server = start_server()
    done = portside(*serve_command(server.data_dir)[1:])
    check_refusal(done, 1, "portside serve: ", str(server.data_dir), "in use by another")
    assert User(server).keys() == []


def test_a_port_has_one_server(start_server, tmp_path):
    port = start_server().url.rpartition(":")[2]
    done = portside("serve", "--port", port, "--data-dir", str(tmp_path / "other"))
    check_refusal(done, 1, "portside serve: ", port, "in use")


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("no directory")
    done = portside("serve", "--port", "0", "--data-dir", str(tmp_path / "file" / "data"))
    check_refusal(done, 1, "portside serve: cannot make the data directory")


@pytest.mark.parametrize(
    "arguments, text",
    [
        (("serve", "--prot", "1"), "--prot"),
        (("serve", "--port", "65536"), "65536"),
        (("serve", "--account", "12"), "'12' is not an account id"),
        (("serve", "--time-scale", "-1"), "--time-scale"),
        (("server",), "unknown command 'server'"),
        ((), "a command is needed"),
    ],
)
def test_a_wrong_command_line_is_refused(arguments, text):
    check_refusal(portside(*arguments), 2, text, "--help")


def test_health_is_an_exit_status(start_server):
    server = start_server()
    healthy = portside("health", "--url", server.url)
    assert (healthy.returncode, healthy.stderr) == (0, "")
    server.stop()
    check_refusal(portside("health", "--url", server.url), 1, server.url)


def test_an_ephemeral_server_keeps_nothing(tmp_path):
    """A user wants a server for an hour."""
    process = subprocess.Popen(
        [PROGRAM, "serve", "--port", "0", "--ephemeral"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={"TMPDIR": str(tmp_path)},
    )
    for line in process.stdout:
        if line.strip() == "Ready.":
            break
    assert len(list(tmp_path.iterdir())) == 1
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=15) == 0
    assert list(tmp_path.iterdir()) == []


def test_the_environment_and_a_file_configure_the_server(start_server, tmp_path):
    """A user sets an account by PORTSIDE_ACCOUNT and the region in a file; callers whose key is no
    account id get the account."""
    config = tmp_path / "portside.toml"
    config.write_text('account = "111111111111"\ntime-scale = 0\n')
    server = start_server(
        "--config", str(config), environment={"PORTSIDE_ACCOUNT": "222222222222"}
    )
    identity = server.client("sts", account="some-key").get_caller_identity()
    assert identity["Account"] == "222222222222"
    server.stop()
    server.environment.pop("PORTSIDE_ACCOUNT")
    server.start()
    identity = server.client("sts", account="some-key").get_caller_identity()
    assert identity["Account"] == "111111111111"


def test_a_seed_repeats_everything(start_server):
    """A user starts two servers with one seed, and gets the same ids and the same bytes."""
    results = []
    for _ in range(2):
        user = User(start_server("--seed", "7", "--time-scale", "0"), account="123456789012")
        glue.make_table(user)
        transform = glue.make_transform(user)
        glue.import_labels(user, transform, glue.HEADER + "1,A,1,Emma,1815\n")
        results.append((transform, glue.export_labels(user, transform)))
    assert results[0] == results[1]
