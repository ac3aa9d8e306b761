"""The SDK's managed transfers and resources: files in parts, streams, whole buckets at once."""

import io
import os

import boto3
import pytest
from boto3.s3.transfer import TransferConfig

from support.s3 import composite_checksum, headers_of, multipart_etag, s3
from support.user import User

SIZE = 12 << 20
CONTENT = bytes(range(256)) * (SIZE // 256)
PARTS = [CONTENT[at : at + (5 << 20)] for at in range(0, SIZE, 5 << 20)]
IN_PARTS = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)


@pytest.fixture
def bucket(user):
    """The user's bucket as a resource."""
    resource = boto3.resource(
        "s3", endpoint_url=user.server.url, region_name=user.region,
        aws_access_key_id=user.account, aws_secret_access_key="secret",
    )
    return resource.Bucket(user.bucket)


class Pipe(io.RawIOBase):
    """Bytes that can be read once, and of which nobody knows how many there are."""

    def __init__(self, content):
        self.content = io.BytesIO(content)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self.content.readinto(buffer)


@pytest.mark.parametrize("algorithm", [None, "CRC32", "SHA1", "SHA256"])
def test_a_file_goes_up_in_parts_with_their_checksums(user, tmp_path, algorithm):
    (tmp_path / "up").write_bytes(CONTENT)
    client, bucket = s3(user), user.bucket
    arguments = {"ChecksumAlgorithm": algorithm} if algorithm else {}
    client.upload_file(
        str(tmp_path / "up"), bucket, "k", ExtraArgs=arguments, Config=IN_PARTS
    )
    head = client.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert head["ETag"] == multipart_etag(PARTS)
    if algorithm and algorithm != "CRC32":
        assert head[f"Checksum{algorithm}"] == composite_checksum(algorithm, PARTS)
    assert "x-amz-checksum-type" in headers_of(head)
    client.download_file(bucket, "k", str(tmp_path / "down"), Config=IN_PARTS)
    assert (tmp_path / "down").read_bytes() == CONTENT


@pytest.mark.parametrize("size", [0, 1, SIZE])
def test_a_pipe_goes_up_and_comes_down(user, size):
    client, bucket = s3(user), user.bucket
    client.upload_fileobj(Pipe(CONTENT[:size]), bucket, "k", Config=IN_PARTS)
    back = io.BytesIO()
    client.download_fileobj(bucket, "k", back, Config=IN_PARTS)
    assert back.getvalue() == CONTENT[:size]


def test_a_large_object_is_copied_in_parts(user):
    client, bucket = s3(user), user.bucket
    client.put_object(Bucket=bucket, Key="from a+b", Body=CONTENT, Metadata={"a": "b"})
    client.copy({"Bucket": bucket, "Key": "from a+b"}, bucket, "to", Config=IN_PARTS)
    head = client.head_object(Bucket=bucket, Key="to")
    assert (head["ETag"], head["ContentLength"]) == (multipart_etag(PARTS), SIZE)
    assert user.get(user.uri("to")) == CONTENT


def test_a_bucket_is_emptied_by_its_versions_and_removed(bucket):
    """As test suites clean up behind themselves."""
    keys = ["a", "a/b", "a//c", "../d", "folder/", "x y"]
    for key in keys:
        bucket.put_object(Key=key, Body=key.encode())
    assert sorted(item.key for item in bucket.objects.all()) == sorted(keys)
    assert bucket.Object("a//c").get()["Body"].read() == b"a//c"
    bucket.objects.filter(Prefix="a").delete()
    assert [item.key for item in bucket.objects.page_size(2)] == ["../d", "folder/", "x y"]
    bucket.object_versions.delete()
    assert list(bucket.objects.all()) == []
    bucket.delete()
    assert bucket.creation_date is None


def test_waiters_see_what_comes_and_goes(user):
    client = s3(user)
    patience = {"Delay": 0, "MaxAttempts": 2}
    names = {"Bucket": user.bucket, "Key": "k"}
    client.get_waiter("bucket_exists").wait(Bucket=user.bucket, WaiterConfig=patience)
    client.get_waiter("object_not_exists").wait(WaiterConfig=patience, **names)
    client.put_object(Body=os.urandom(10), **names)
    client.get_waiter("object_exists").wait(WaiterConfig=patience, **names)
    name = User(user.server, user.account).make_bucket()
    client.delete_bucket(Bucket=name)
    client.get_waiter("bucket_not_exists").wait(Bucket=name, WaiterConfig=patience)
