"""Objects beside other writers, on a full disk, and much larger than the server's memory."""

import concurrent.futures
import re

import pytest
from botocore.exceptions import ClientError

from support.connection import Connection
from support.errors import refused
from support.s3 import etag, multipart_etag, s3, sent_with
from support.user import User

GIGABYTE = 1 << 30


def test_writers_of_one_key_leave_one_of_their_objects(user):
    """Whoever reads meanwhile gets a whole object too, with its own ETag and metadata."""
    bodies = {number: f"{number} ".encode() * (number * 20_000) for number in range(1, 9)}
    etags = {}
    names = {"Bucket": user.bucket, "Key": "k"}

    def put(number):
        client = user.server.client("s3", user.account)
        for _ in range(5):
            client.put_object(Body=bodies[number], Metadata={"number": str(number)}, **names)
        etags[etag(bodies[number])] = number

    def complete(number):
        client = user.server.client("s3", user.account)
        begun = client.create_multipart_upload(Metadata={"number": str(number)}, **names)
        part = {"UploadId": begun["UploadId"], "PartNumber": 1}
        part["ETag"] = client.upload_part(Body=bodies[number], **part, **names)["ETag"]
        parts = {"Parts": [{name: part[name] for name in ("PartNumber", "ETag")}]}
        client.complete_multipart_upload(
            UploadId=begun["UploadId"], MultipartUpload=parts, **names)
        etags[multipart_etag([bodies[number]])] = number

    def read():
        answer = s3(user).get_object(**names)
        return answer["ETag"], answer["Metadata"]["number"], answer["Body"].read()

    put(1)
    with concurrent.futures.ThreadPoolExecutor(9) as pool:
        writers = [pool.submit(put if number % 2 else complete, number) for number in bodies]
        seen = [read()]
        while not all(writer.done() for writer in writers):
            seen.append(read())
        for writer in writers:
            writer.result()
    for found, number, body in [*seen, read()]:
        assert etags[found] == int(number)
        assert body == bodies[int(number)]
    [listed] = s3(user).list_objects_v2(Bucket=user.bucket)["Contents"]
    assert (listed["ETag"], listed["Size"]) == (found, len(body))


def test_of_many_who_make_a_new_object_one_succeeds(user):
    """If-None-Match: * is how jobs take a lock."""
    def take(number):
        client = user.server.client("s3", user.account)
        with sent_with(client, "PutObject", {"If-None-Match": "*"}):
            try:
                client.put_object(Bucket=user.bucket, Key="lock", Body=str(number).encode())
            except ClientError as refusal:
                assert refusal.response["Error"]["Code"] in (
                    "PreconditionFailed", "ConditionalRequestConflict")
                return None
        return number

    assert user.bucket
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        winners = [it for it in pool.map(take, range(8)) if it is not None]
    assert len(winners) == 1
    assert user.get(user.uri("lock")) == str(winners[0]).encode()


def test_a_full_disk_is_an_error_and_loses_nothing(small_disk, start_server):
    server = start_server(data_dir=small_disk / "data")
    user = User(server)
    client, bucket = s3(user), user.bucket
    client.put_object(Bucket=bucket, Key="old", Body=b"old" * 1000, Metadata={"a": "b"})
    begun = client.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
    too_large = b"x" * (32 << 20)
    for call in (
        lambda: client.put_object(Bucket=bucket, Key="old", Body=too_large),
        lambda: client.put_object(Bucket=bucket, Key="new", Body=too_large),
        lambda: client.upload_part(
            Bucket=bucket, Key="parts", UploadId=begun, PartNumber=1, Body=too_large),
    ):
        with pytest.raises(ClientError) as refusal:
            call()
        assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 507
        assert "no space left" in refusal.value.response["Error"]["Message"]
        assert server.is_running(), server.log_tail()
        # What could not be finished takes no room.
        client.put_object(Bucket=bucket, Key="fits", Body=b"y" * (12 << 20))
        client.delete_object(Bucket=bucket, Key="fits")
    answer = client.get_object(Bucket=bucket, Key="old")
    assert (answer["Body"].read(), answer["Metadata"]) == (b"old" * 1000, {"a": "b"})
    assert user.keys() == ["old"]
    assert "Parts" not in client.list_parts(Bucket=bucket, Key="parts", UploadId=begun)


def test_a_disk_filled_by_others_can_be_read_and_freed(small_disk, start_server):
    server = start_server(data_dir=small_disk / "data")
    user = User(server)
    user.put("old", "old content")
    filler = small_disk / "filler"
    with pytest.raises(OSError), filler.open("wb", buffering=0) as file:
        while file.write(b"z" * 65536):
            pass
    for key in ("old", "new"):
        with pytest.raises(ClientError) as refusal:
            user.put(key, "other content" * 10_000)
        assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] >= 500
    assert user.keys() == ["old"]
    assert user.get(user.uri("old")) == b"old content"
    s3(user).delete_object(Bucket=user.bucket, Key="old")
    filler.unlink()
    user.put("new", "new content")
    assert user.get(user.uri("new")) == b"new content"
    with refused("NoSuchKey", 404):
        user.get(user.uri("old"))


def peak_memory(server):
    """The most that the server ever had in memory, in MiB."""
    with open(f"/proc/{server.process.pid}/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) / 1024


def test_a_large_object_passes_through_little_memory(start_server):
    """As large as still takes seconds."""
    server = start_server()
    user = User(server)
    size = GIGABYTE
    block = memoryview(bytes(range(256)) * (1 << 12))
    path = f"/{user.bucket}/large"
    with Connection(user) as connection:
        connection.send_head("PUT", path, Content_Length=size)
        for _ in range(size // len(block)):
            connection.send(block)
        assert connection.read_head()[0] == 200
        connection.send_head("GET", path)
        status, headers = connection.read_head()
        assert (status, headers["content-length"]) == (200, str(size))
        for _ in range(size // len(block)):
            assert connection.file.read(len(block)) == block
        assert peak_memory(server) < 64
        connection.send_head("DELETE", path)
        assert connection.read_head()[0] == 204
    assert user.keys() == []


def test_offsets_do_not_end_at_four_gigabytes(start_server):
    """A file with a hole, dropped into the bucket, costs no time."""
    server = start_server()
    user = User(server)
    size = 5 * GIGABYTE
    with (server.data_dir / "s3" / user.bucket / "hole").open("wb") as file:
        file.seek(size - 4)
        file.write(b"tail")
    names = {"Bucket": user.bucket, "Key": "hole"}
    assert s3(user).head_object(**names)["ContentLength"] == size
    assert s3(user).list_objects_v2(Bucket=user.bucket)["Contents"][0]["Size"] == size
    for range_, first, content in (
        ("bytes=-6", size - 6, b"\0\0tail"),
        (f"bytes={size - 4}-", size - 4, b"tail"),
        ("bytes=4294967295-4294967297", 4294967295, b"\0\0\0"),
    ):
        answer = s3(user).get_object(Range=range_, **names)
        last = first + len(content) - 1
        assert answer["ContentRange"] == f"bytes {first}-{last}/{size}"
        assert answer["Body"].read() == content
