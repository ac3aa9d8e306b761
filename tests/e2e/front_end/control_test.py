"""What tests do to the server itself, and what it does to requests of any size."""

import json
import socket

import pytest

from support import glue
from support.errors import refused
from support.raw import call, request, signed_as
from support.server import TLS
from support.user import User

SERVICES = {"s3", "sts", "glue", "logs", "personalize", "sagemaker", "sagemaker-geospatial"}


def test_health_names_the_services(hasty_user):
    for path in ("/_portside/health", "/_localstack/health"):
        answer = request(hasty_user.server.url, "GET", path)
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "application/json"
        health = answer.json()
        assert set(health["services"]) == SERVICES
        assert set(health["services"].values()) == {"available"}
        assert health["version"].count(".") == 2
    answer = request(hasty_user.server.url, "HEAD", "/_portside/health")
    assert (answer.status, answer.body) == (200, b"")


def test_a_control_path_that_does_not_exist_is_told(hasty_user):
    answer = request(hasty_user.server.url, "GET", "/_portside/helth")
    assert answer.status == 404
    assert "/_portside/helth" in answer.json()["message"]
    assert "GET /_portside/health" in answer.json()["endpoints"]
    answer = request(hasty_user.server.url, "GET", "/_portside/reset")
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", ["/_portside/reset", "/moto-api/reset"])
def test_a_reset_leaves_nothing(start_server, path):
    """A test suite resets the server between its tests, with a job on its way."""
    server = start_server()
    user = User(server)
    glue.make_table(user)
    transform = glue.make_transform(user)
    labels = user.put("labels.csv", glue.HEADER + "1,A,1,Emma,1815\n")
    glue.start_import(user, transform, labels)

    answer = request(server.url, "POST", path)
    assert (answer.status, answer.json()["status"]) == (200, "ok")
    assert answer.json()["removed"]["objects"] == 1
    assert user.client("s3").list_buckets()["Buckets"] == []
    assert glue.glue(user).get_databases()["DatabaseList"] == []
    with refused("EntityNotFoundException"):
        glue.get_transform(user, transform)

    other = User(server, user.account)
    glue.make_table(other)
    again = glue.make_transform(other)
    glue.import_labels(other, again, glue.HEADER + "1,A,1,Emma,1815\n")
    assert glue.get_transform(other, again)["LabelCount"] == 1


def test_a_body_that_is_too_large_is_refused(hasty_user):
    """8 MiB of JSON are read; one byte more is not."""
    limit = 8 * 1024 * 1024
    body = json.dumps({"Name": "none"}).encode()
    answer = call(hasty_user, "AWSGlue.GetDatabase", body.ljust(limit))
    assert answer.json()["__type"] == "EntityNotFoundException"

    host, _, port = hasty_user.server.url.partition("://")[2].partition(":")
    with socket.create_connection((host, int(port)), timeout=15) as connection:
        connection.sendall(
            b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AWSGlue.GetDatabase\r\n"
            b"Content-Type: application/x-amz-json-1.1\r\n"
            b"Content-Length: %d\r\n\r\n" % (limit + 1)
        )
        assert connection.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_headers_that_are_too_large_are_refused(hasty_user):
    headers = signed_as(hasty_user, "glue", **{"X-Long": "x" * (33 * 1024)})
    assert request(hasty_user.server.url, "GET", "/", b"", headers).status == 431
    headers["X-Long"] = "x" * (16 * 1024)
    assert request(hasty_user.server.url, "GET", "/_portside/health", b"", headers).status == 200


@pytest.mark.skipif(TLS, reason="what begins so is TLS")
def test_what_is_not_http_is_refused(hasty_user):
    host, _, port = hasty_user.server.url.partition("://")[2].partition(":")
    with socket.create_connection((host, int(port)), timeout=15) as connection:
        connection.sendall(b"\x16\x03\x01 this is TLS\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 400 ")


def test_json_that_is_too_deep_is_refused(hasty_user):
    body = b'{"Name":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    answer = call(hasty_user, "AWSGlue.GetDatabase", body)
    assert answer.status == 400
    assert answer.json()["__type"] == "SerializationException"
