"""One connection, byte by byte: what a user of a socket sends and reads."""

import socket
import ssl

from support.raw import signed_as


class Connection:
    """A connection of its own, which sends bytes and reads answers one by one."""

    def __init__(self, user):
        self.user = user
        scheme, _, self.address = user.server.url.partition("://")
        host, _, port = self.address.partition(":")
        self.socket = socket.create_connection((host, int(port)), timeout=15)
        if scheme == "https":
            context = ssl.create_default_context()
            self.socket = context.wrap_socket(self.socket, server_hostname=host)
        self.file = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()

    def send_head(self, method, path, **headers):
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.address}"]
        for name, value in signed_as(self.user, "s3", **headers).items():
            lines.append(f"{name.replace('_', '-')}: {value}")
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode())

    def send(self, content):
        self.socket.sendall(content)

    def read_head(self):
        """The status and the headers of the next answer."""
        status = int(self.file.readline().split()[1])
        headers = {}
        while (line := self.file.readline().strip()):
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        return status, headers

    def read_answer(self):
        """The status and the body of the next answer that has one."""
        status, headers = self.read_head()
        return status, self.file.read(int(headers["content-length"]))

    def is_at_end(self):
        return self.file.read(1) == b""
