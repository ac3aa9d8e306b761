"""HTTPS beside HTTP on one port, as a user starts it and as clients meet it."""

import http.client
import os
import re
import socket
import ssl
import stat
import subprocess
import time

import pytest
from support.portside import portside
from support.server import TLS, Server
from support.user import User

pytestmark = pytest.mark.skipif(TLS, reason="these tests say themselves what is TLS")


class TlsServer:
    """A server of `start_server` with its https:// address and its authority."""

    def __init__(self, server):
        self.server = server
        self.url = server.url.replace("http://", "https://")
        self.port = int(self.url.rpartition(":")[2])
        self.folder = server.data_dir.resolve() / ".portside/tls"
        self.authority = self.folder / "ca.pem"

    def context(self):
        context = ssl.create_default_context(cafile=self.authority)
        # What newer Pythons ask of every certificate.
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    def get(self, path="/_portside/health", host="127.0.0.1"):
        connection = http.client.HTTPSConnection(
            host, self.port, context=self.context(), timeout=15)
        connection.request("GET", path)
        return connection.getresponse()


@pytest.fixture
def server(start_server):
    return TlsServer(start_server("--tls", "--time-scale", "0"))


def openssl(*arguments):
    return subprocess.run(
        ["openssl", *map(str, arguments)], capture_output=True, text=True, check=True).stdout


def test_one_port_speaks_both(server):
    for host in ("127.0.0.1", "localhost"):
        assert server.get(host=host).status == 200
    assert portside("health", "--url", server.server.url).status == 0
    health = server.get().read().decode()
    assert f'"authority":"{server.authority}"' in health, health


def test_the_start_says_whom_to_trust(tmp_path):
    server = Server(tmp_path / "data", ["--tls"])
    server.kill()
    authority = tmp_path / "data/.portside/tls/ca.pem"
    assert authority.read_text().startswith("-----BEGIN CERTIFICATE-----")


def test_the_certificate_is_one_that_clients_take(server):
    text = openssl("x509", "-in", server.folder / "server.pem", "-noout", "-text")
    for wanted in ("CA:FALSE", "Digital Signature", "TLS Web Server Authentication", "prime256v1",
                   "DNS:localhost, DNS:*.localhost, DNS:portside.localhost",
                   "DNS:*.s3.localhost.localstack.cloud", "IP Address:127.0.0.1",
                   "IP Address:0:0:0:0:0:0:0:1"):
        assert wanted in text, text
    begins, ends = (time.mktime(time.strptime(found, "%b %d %H:%M:%S %Y GMT"))
                    for found in re.findall(r"Not (?:Before|After ?) ?: (.*)", text))
    assert 300 < (ends - begins) / 86400 < 400
    openssl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", server.authority,
            server.folder / "server.pem")
    for key in ("server-key.pem", "ca-key.pem"):
        assert stat.S_IMODE(os.stat(server.folder / key).st_mode) == 0o600


def test_the_authority_is_kept_and_the_names_follow(server):
    def names():
        return openssl("x509", "-in", server.folder / "server.pem", "-noout", "-ext",
                       "subjectAltName")

    before, certificate = server.authority.read_bytes(), names()
    server.server.stop()
    server.server.start()
    assert names() == certificate
    server.server.stop()
    server.server.start("--tls", "--s3-host", "portside")
    assert server.authority.read_bytes() == before
    assert "DNS:portside, DNS:*.portside" in names()


def test_only_tls_1_2_and_newer_and_http_1_1(server):
    def speak(**settings):
        context = server.context()
        for name, value in settings.items():
            setattr(context, name, value)
        context.set_alpn_protocols(["h2", "http/1.1"])
        with socket.create_connection(("127.0.0.1", server.port), timeout=15) as plain:
            with context.wrap_socket(plain, server_hostname="localhost") as secured:
                return secured.version(), secured.selected_alpn_protocol()

    assert speak() == ("TLSv1.3", "http/1.1")
    assert speak(maximum_version=ssl.TLSVersion.TLSv1_2) == ("TLSv1.2", "http/1.1")
    with pytest.raises(ssl.SSLError):
        speak(minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1)


def test_files_of_ones_own(server, start_server):
    own = start_server("--tls-cert", str(server.folder / "server.pem"),
                       "--tls-key", str(server.folder / "server-key.pem"))
    port = int(own.url.rpartition(":")[2])
    connection = http.client.HTTPSConnection(
        "localhost", port, context=server.context(), timeout=15)
    connection.request("GET", "/_portside/health")
    assert b"authority" not in connection.getresponse().read()
    assert not (own.data_dir / ".portside/tls").exists()


@pytest.mark.parametrize("arguments, text", [
    (("--tls-cert", "{}/server.pem", "--tls-key", "{}/ca-key.pem"), "--tls-key: "),
    (("--tls-cert", "{}/none", "--tls-key", "{}/ca-key.pem"), "--tls-cert: cannot read "),
])
def test_wrong_files_stop_the_start(server, tmp_path, arguments, text):
    filled = [each.format(server.folder) for each in arguments]
    done = portside("serve", "--port", "0", "--data-dir", str(tmp_path / "other"), *filled)
    assert done.status == 1
    assert done.err.startswith(f"portside serve: {text}"), done.err
    assert not (tmp_path / "other").exists()


def test_the_command_line_speaks_https(server, monkeypatch):
    trusting = ("--url", server.url, "--ca", str(server.authority))
    for command in (("health",), ("jobs",), ("clock", "show"), ("reset",)):
        done = portside(*command, *trusting)
        assert (done.status, done.err) == (0, ""), done
    refused = portside("jobs", "--url", server.url)
    assert refused.status == 1
    assert "certificate verify failed" in refused.err and "--ca" in refused.err
    monkeypatch.setenv("AWS_CA_BUNDLE", str(server.authority))
    assert portside("jobs", "--url", server.url).status == 0
    monkeypatch.setenv("AWS_CA_BUNDLE", "/nowhere.pem")
    assert "AWS_CA_BUNDLE: /nowhere.pem" in portside("jobs", "--url", server.url).err


def test_a_plain_server_is_told_by_https(start_server):
    url = start_server().url.replace("http://", "https://")
    done = portside("jobs", "--url", url)
    assert done.status == 1 and "does not speak TLS" in done.err, done.err


def test_many_connections_at_once(server):
    """Each with a body that is larger than what a socket takes, read late."""
    user = User(server.server)
    content = os.urandom(3 << 20)
    user.put("large", content)
    connections = []
    for _ in range(30):
        connection = http.client.HTTPSConnection(
            "localhost", server.port, context=server.context(), timeout=15)
        connection.request("GET", f"/{user.bucket}/large", headers={
            "Authorization": f"AWS4-HMAC-SHA256 Credential={user.account}/20240101/{user.region}"
                             "/s3/aws4_request, SignedHeaders=host, Signature=0"})
        connections.append(connection)
    assert server.get().status == 200
    for connection in reversed(connections):
        assert connection.getresponse().read() == content
