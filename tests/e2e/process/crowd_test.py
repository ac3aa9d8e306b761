"""More clients than there is room for: the surplus is refused, and the server stays as it is."""

import contextlib
import re
import select
import signal
import socket
import subprocess
import urllib.parse

import pytest

from support.raw import request
from support.server import PROGRAM, Server

MEGABYTE = 1 << 20
BODY = 8 * MEGABYTE  # the largest of a JSON call


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path / "data")
    yield server
    server.kill()


def connect(url):
    parts = urllib.parse.urlsplit(url)
    return socket.create_connection((parts.hostname, parts.port), timeout=15)


def head(length):
    return ("POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AWSGlue.GetDatabases\r\n"
            "Content-Type: application/x-amz-json-1.1\r\n"
            f"Content-Length: {length}\r\n\r\n").encode()


def answered(clients):
    """Those to whom something was said, once nobody new is within a second."""
    found, waiting = [], list(clients)
    while ready := select.select(waiting, [], [], 1)[0]:
        found += ready
        waiting = [client for client in waiting if client not in ready]
    return found


def peak_megabytes(server):
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) / 1024


def test_bodies_that_wait_for_their_end_are_bounded_together(server):
    """64 clients send all but the last byte of 8 MiB: there is room for about 32 of them."""
    with contextlib.ExitStack() as stack:
        clients, refused = [], []
        for _ in range(64):
            client = stack.enter_context(connect(server.url))
            try:
                client.sendall(head(BODY) + b" " * (BODY - 1))
                clients.append(client)
            except OSError:
                clients.append(client)  # refused amid the body
        for client in answered(clients):
            with contextlib.suppress(ConnectionResetError):
                if answer := client.recv(65536):
                    refused.append(answer)
        assert len(refused) >= 24
        for answer in refused:
            assert answer.startswith(b"HTTP/1.1 503 "), answer
            assert b"\r\nRetry-After: 1\r\n" in answer
            assert b"ServiceUnavailable" in answer
        assert request(server.url, "GET", "/_portside/health").status == 200
        assert peak_megabytes(server) < 400
    answer = request(server.url, "POST", "/", b"{}", {
        "X-Amz-Target": "AWSGlue.GetDatabases", "Content-Type": "application/x-amz-json-1.1"})
    assert answer.status == 200


def test_s3_says_it_in_its_own_form(server):
    with contextlib.ExitStack() as stack:
        for _ in range(40):
            client = stack.enter_context(connect(server.url))
            with contextlib.suppress(OSError):
                client.sendall(head(BODY) + b" " * (BODY - 1))
        answer = request(server.url, "POST", "/bucket?delete", b" " * 100_000)
        assert answer.status == 503
        assert b"<Code>ServiceUnavailable</Code>" in answer.body
        assert answer.headers["Retry-After"] == "1"


def test_few_descriptors_mean_few_connections(tmp_path):
    """Each connection counts with the files that its request may need."""
    log = tmp_path / "log"
    with open(log, "wb") as output:
        process = subprocess.Popen(
            ["sh", "-c", f'ulimit -n 1024; exec "{PROGRAM}" serve --port 0 --log-format json '
             f'--data-dir "{tmp_path / "data"}"'],
            stdout=subprocess.PIPE, stderr=output, text=True)
    try:
        for line in process.stdout:
            if "listening on " in line:
                url = line.split("listening on ")[1].split(",")[0].strip()
            if line.strip() == "Ready.":
                break
        with contextlib.ExitStack() as stack:
            clients = [stack.enter_context(connect(url)) for _ in range(256)]
            for client in clients:
                client.sendall(b"GET /_portside/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert client.recv(65536).startswith(b"HTTP/1.1 200 ")
            surplus = stack.enter_context(connect(url))
            assert surplus.recv(1) == b""
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=15)
        assert '"connections":256' in log.read_text()
    finally:
        process.kill()
        process.wait()
