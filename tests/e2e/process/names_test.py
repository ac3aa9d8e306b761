"""The names and addresses under which a server is found."""

import socket
import subprocess

import pytest

from support.raw import request, signed_as
from support.server import PROGRAM
from support.user import User


def answers_at(family, address, url):
    with socket.socket(family) as client:
        client.settimeout(5)
        client.connect((address, int(url.rpartition(":")[2])))
        client.sendall(b"GET /_portside/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return client.recv(15)


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


def test_localhost_is_both_addresses(start_server):
    url = start_server().url
    assert url.startswith("http://localhost:")
    assert answers_at(socket.AF_INET, "127.0.0.1", url) == b"HTTP/1.1 200 OK"
    if not has_ipv6():
        pytest.skip("this machine has no ::1")
    assert answers_at(socket.AF_INET6, "::1", url) == b"HTTP/1.1 200 OK"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "a-name-of-nobody.invalid"])
def test_health_takes_names(start_server, host):
    port = start_server().url.rpartition(":")[2]
    health = subprocess.run([PROGRAM, "health", "--url", f"http://{host}:{port}"],
                            capture_output=True, text=True)
    if host.endswith(".invalid"):
        assert health.returncode == 1 and host in health.stderr, health
    else:
        assert (health.returncode, health.stderr) == (0, "")


def put(user, host, path, body=b"x"):
    return request(user.server.url, "PUT", path, body, signed_as(user, "s3", Host=host))


def test_a_name_of_the_server_in_a_network_of_containers(start_server):
    user = User(start_server("--s3-host", "portside", "--s3-host", "s3.example.test"))
    for host in (f"{user.bucket}.portside:4566", f"{user.bucket}.s3.example.test"):
        assert put(user, host, f"/{host}").status == 200
        assert user.get(user.uri(host)) == b"x"
    # Also to those who do not sign.
    assert request(user.server.url, "GET", "/", headers={
        "Host": "portside-anybody.s3.example.test"}).status == 404
    # Without a bucket before it the name is the server's.
    assert put(user, "portside:4566", f"/{user.bucket}/path").status == 200
    assert user.get(user.uri("path")) == b"x"


def test_other_names_are_no_buckets(start_server):
    user = User(start_server())
    for host in (f"{user.bucket}.portside", "s3.example.test", f"{user.bucket}.s3.example.test",
                 "portside.localhost:4566", "s3.localhost.localstack.cloud"):
        assert put(user, host, f"/{user.bucket}/k").status == 200, host
    assert user.keys() == ["k"]
    # Unless there is a bucket of that name.
    user.client("s3").create_bucket(
        Bucket="portside", CreateBucketConfiguration={"LocationConstraint": user.region})
    assert put(user, "portside.localhost", "/k").status == 200
    assert user.get("s3://portside/k") == b"x"


@pytest.mark.parametrize("name", ["", "a b", ".x", "http://x"])
def test_a_wrong_name_is_refused(tmp_path, name):
    serve = subprocess.run([PROGRAM, "serve", "--data-dir", tmp_path, "--s3-host", name],
                           capture_output=True, text=True, timeout=15)
    assert serve.returncode != 0 and "--s3-host" in serve.stderr, serve
