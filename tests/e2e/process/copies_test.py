"""A data directory that was copied, in each way in which people copy: every object is the same."""

import shutil
import subprocess

import pytest

from support.s3 import ALGORITHMS, PART
from support.user import User

ACCOUNT = "210987654321"
BIG = b"0123456789abcdef" * (PART // 16)


def copy_command(way, source, target):
    return {
        "cp -r": ["cp", "-r", source, target],
        "cp -a": ["cp", "-a", source, target],
        "tar": ["sh", "-c", f"mkdir {target} && tar -C {source} -cf - . | tar -C {target} -xf -"],
        "rsync": ["rsync", "-r", f"{source}/", f"{target}/"],
        "rsync -a": ["rsync", "-a", f"{source}/", f"{target}/"],
    }[way]


def put_in_parts(client, bucket, key, algorithm, **attributes):
    checksum = {"ChecksumAlgorithm": algorithm} if algorithm else {}
    upload = client.create_multipart_upload(Bucket=bucket, Key=key, **checksum, **attributes)
    names = {"Bucket": bucket, "Key": key, "UploadId": upload["UploadId"]}
    parts = []
    for number, body in enumerate((BIG, b"end"), 1):
        part = client.upload_part(PartNumber=number, Body=body, **names, **checksum)
        member = f"Checksum{algorithm}"
        parts.append({"PartNumber": number, "ETag": part["ETag"],
                      **({member: part[member]} if member in part else {})})
    client.complete_multipart_upload(MultipartUpload={"Parts": parts}, **names)


def furnish(user):
    """An object of every kind."""
    client, bucket = user.client("s3"), "portside-copied"
    client.create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": user.region})
    attributes = {"Metadata": {"a": "b"}, "ContentType": "text/csv", "Tagging": "t=1"}
    client.put_object(Bucket=bucket, Key="single", Body=b"bytes", **attributes)
    client.put_object(Bucket=bucket, Key="empty", Body=b"", **attributes)
    client.put_object(Bucket=bucket, Key="odd//key/", Body=b"odd", **attributes)
    put_in_parts(client, bucket, "parts/plain", None, **attributes)
    for algorithm in ALGORITHMS:
        try:
            put_in_parts(client, bucket, f"parts/{algorithm}", algorithm, **attributes)
        except Exception as unknown:  # an SDK older than the algorithm
            assert "NotImplemented" not in str(unknown) and algorithm == "CRC64NVME", unknown
    source = {"Bucket": bucket, "Key": "parts/plain"}
    client.copy_object(Bucket=bucket, Key="copy", CopySource=source)
    client.copy_object(Bucket=bucket, Key="single", CopySource={"Bucket": bucket, "Key": "single"},
                       MetadataDirective="REPLACE", Metadata={"c": "d"})
    return bucket


def seen(user, bucket):
    """Every header of every object, and its tags."""
    client = user.client("s3")
    objects = {}
    for item in client.list_objects_v2(Bucket=bucket)["Contents"]:
        key = item["Key"]
        head = client.head_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
        headers = {name: value for name, value in head["ResponseMetadata"]["HTTPHeaders"].items()
                   if name not in ("date", "x-amz-request-id", "x-amz-id-2")}
        tags = client.get_object_tagging(Bucket=bucket, Key=key)["TagSet"]
        objects[key] = (headers, tags, item["ETag"], item["LastModified"], item["Size"])
    return objects


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A data directory without its server, and what that showed."""
    from support.server import Server

    server = Server(tmp_path_factory.mktemp("original") / "data")
    user = User(server, ACCOUNT)
    bucket = furnish(user)
    before = seen(user, bucket)
    server.stop()
    return server.data_dir, bucket, before


@pytest.mark.parametrize("way", ["cp -r", "cp -a", "tar", "rsync", "rsync -a"])
def test_every_object_survives(original, start_server, tmp_path, way):
    source, bucket, before = original
    if shutil.which(way.split()[0]) is None:
        pytest.skip(f"{way} is not installed")
    target = tmp_path / "copied"
    subprocess.run(copy_command(way, str(source), str(target)), check=True)
    user = User(start_server(data_dir=target), ACCOUNT)
    assert len(before) >= 9
    assert seen(user, bucket) == before
    # Also when what was read is remembered.
    user.server.stop()
    user.server.start()
    assert seen(user, bucket) == before


def test_new_bytes_win(original, start_server, tmp_path):
    source, bucket, before = original
    target = tmp_path / "changed"
    shutil.copytree(source, target)
    with open(target / "s3" / bucket / "parts" / "plain", "r+b") as file:
        file.seek(PART)
        file.write(b"END")
    user = User(start_server(data_dir=target), ACCOUNT)
    after = seen(user, bucket)
    headers = after["parts/plain"][0]
    assert "x-amz-meta-a" not in headers and "-" not in headers["etag"]
    assert {**after, "parts/plain": before["parts/plain"]} == before
