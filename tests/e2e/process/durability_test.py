"""What a crash leaves behind: everything that was answered, and nothing that was not."""

import http.client
import threading
import time

from botocore.exceptions import BotoCoreError

from support import glue
from support.user import User


def test_every_answered_write_survives_a_kill(start_server):
    """A user writes objects and resources as fast as they can until the server is killed."""
    server = start_server()
    user = User(server)
    bucket = user.bucket
    answered = []

    def write():
        for number in range(100_000):
            try:
                user.put(f"objects/{number:05}", f"content of {number}")
                glue.glue(user).create_database(DatabaseInput={"Name": f"database{number}"})
            except (BotoCoreError, OSError):
                return
            answered.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    while len(answered) < 50:
        time.sleep(0.01)
    server.kill()
    writer.join(timeout=30)
    assert not writer.is_alive()

    server.start()
    assert user.bucket == bucket
    for number in answered:
        assert user.get(user.uri(f"objects/{number:05}")).decode() == f"content of {number}"
    names = [
        database["Name"]
        for page in glue.glue(user).get_paginator("get_databases").paginate()
        for database in page["DatabaseList"]
    ]
    assert {f"database{number}" for number in answered} <= set(names)
    # At most the write under way when the server went may be there without its answer.
    assert len(user.keys("objects/")) <= len(answered) + 1
    assert len(names) <= len(answered) + 1


def test_half_an_object_is_no_object(start_server):
    """A user's upload breaks off, because the server is killed, and leaves the old object."""
    server = start_server()
    user = User(server)
    user.put("old", "the old content")
    host = server.url.removeprefix("http://")
    uploads = []
    for key in ("old", "new"):
        connection = http.client.HTTPConnection(host)
        connection.putrequest("PUT", f"/{user.bucket}/{key}")
        connection.putheader("Content-Length", "1000000")
        connection.putheader(
            "Authorization",
            f"AWS4-HMAC-SHA256 Credential={user.account}/20240101/us-west-2/s3/aws4_request, "
            "SignedHeaders=host, Signature=0",
        )
        connection.endheaders(b"half" * 100_000)
        uploads.append(connection)
    time.sleep(0.2)
    server.kill()
    server.start()
    assert user.keys() == ["old"]
    assert user.get(user.uri("old")) == b"the old content"


def test_a_file_dropped_into_a_bucket_is_an_object(start_server):
    """A user copies a file into the data directory with the file manager, and reads an object from
    there with another program."""
    server = start_server()
    user = User(server)
    folder = server.data_dir / "s3" / user.bucket
    (folder / "dropped").mkdir()
    (folder / "dropped" / "file.txt").write_text("from outside")
    assert user.keys() == ["dropped/file.txt"]
    assert user.get(user.uri("dropped/file.txt")) == b"from outside"
    user.put("a/b.txt", "from inside")
    assert (folder / "a" / "b.txt").read_text() == "from inside"
