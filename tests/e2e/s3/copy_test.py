"""Copies: of objects of any key, of parts, with or without what the source has."""

import pytest

from support.errors import refused
from support.s3 import PART, etag, multipart_etag, s3, upload
from support.user import User

KEYS = [
    "with space and +plus",
    "ümlaut/日本",
    "percent%20encoded",
    "question?versionId=1",
    "a//b/../c/",
    "quotes'\"&<>#",
]


def of(user, key):
    return {"Bucket": user.bucket, "Key": key}


@pytest.mark.parametrize("key", KEYS)
def test_an_object_of_any_key_is_copied(user, key):
    user.put(key, f"content of {key}")
    answer = s3(user).copy_object(
        Bucket=user.bucket, Key=f"copy of {key}", CopySource=of(user, key)
    )
    content = f"content of {key}".encode()
    assert answer["CopyObjectResult"]["ETag"] == etag(content)
    assert answer["CopyObjectResult"]["LastModified"]
    assert user.get(user.uri(f"copy of {key}")) == content


def test_a_copy_goes_to_another_bucket_and_names_a_version(user):
    user.put("k", "content")
    other = user.make_bucket()
    source = {**of(user, "k"), "VersionId": "null"}
    s3(user).copy_object(Bucket=other, Key="k", CopySource=source)
    assert user.get(f"s3://{other}/k") == b"content"
    s3(user).copy_object(Bucket=other, Key="k2", CopySource=f"/{user.bucket}/k")
    assert user.get(f"s3://{other}/k2") == b"content"


def test_tags_are_copied_unless_others_are_given(user):
    client, bucket = s3(user), user.bucket
    client.put_object(Bucket=bucket, Key="k", Body=b"x", Tagging="a=1&b=2")
    for key, arguments, expected in (
        ("kept", {}, {"a": "1", "b": "2"}),
        ("named", {"TaggingDirective": "COPY", "Tagging": "c=3"}, {"a": "1", "b": "2"}),
        ("new", {"TaggingDirective": "REPLACE", "Tagging": "c=3"}, {"c": "3"}),
        ("none", {"TaggingDirective": "REPLACE"}, {}),
    ):
        client.copy_object(Bucket=bucket, Key=key, CopySource=of(user, "k"), **arguments)
        tags = client.get_object_tagging(Bucket=bucket, Key=key)["TagSet"]
        assert {tag["Key"]: tag["Value"] for tag in tags} == expected


def test_headers_are_copied_but_not_the_storage_class(user):
    client, bucket = s3(user), user.bucket
    headers = {
        "CacheControl": "no-cache", "ContentDisposition": "inline", "ContentEncoding": "gzip",
        "ContentLanguage": "en", "ContentType": "text/csv", "Metadata": {"a": "b"},
    }
    client.put_object(**of(user, "k"), Body=b"x", StorageClass="STANDARD_IA", **headers)
    client.copy_object(Bucket=bucket, Key="copy", CopySource=of(user, "k"))
    copy = client.head_object(**of(user, "copy"))
    assert {name: copy[name] for name in headers} == headers
    assert "StorageClass" not in copy
    # Without the directive, metadata given along is ignored.
    client.copy_object(
        Bucket=bucket, Key="copy", CopySource=of(user, "k"), Metadata={"n": "w"}
    )
    assert client.head_object(**of(user, "copy"))["Metadata"] == {"a": "b"}


def test_a_copy_onto_itself_must_change_something(user):
    client = s3(user)
    client.put_object(**of(user, "k"), Body=b"x", Metadata={"a": "b"})
    with refused("InvalidRequest") as refusal:
        client.copy_object(**of(user, "k"), CopySource=of(user, "k"))
    assert refusal.message == (
        "This copy request is illegal because it is trying to copy an object to itself without "
        "changing the object's metadata, storage class, website redirect location or encryption "
        "attributes."
    )
    client.copy_object(
        **of(user, "k"), CopySource=of(user, "k"), Metadata={"n": "w"},
        MetadataDirective="REPLACE", ContentType="text/plain",
    )
    answer = client.get_object(**of(user, "k"))
    assert (answer["Metadata"], answer["ContentType"]) == ({"n": "w"}, "text/plain")
    assert answer["Body"].read() == b"x"


def test_a_copy_of_parts_has_the_etag_of_a_whole(user):
    parts = [b"a" * PART, b"b"]
    assert upload(s3(user), parts, **of(user, "parts"))["ETag"] == multipart_etag(parts)
    answer = s3(user).copy_object(**of(user, "whole"), CopySource=of(user, "parts"))
    assert answer["CopyObjectResult"]["ETag"] == etag(b"".join(parts))
    assert user.get(user.uri("whole")) == b"".join(parts)


def test_what_cannot_be_copied_is_refused_and_leaves_nothing(user):
    client = s3(user)
    for source, code in (
        (of(user, "none"), "NoSuchKey"),
        ({"Bucket": "portside-no-such-bucket", "Key": "k"}, "NoSuchBucket"),
    ):
        with refused(code, 404) as refusal:
            client.copy_object(**of(user, "to"), CopySource=source)
        if code == "NoSuchKey":
            assert refusal.members["Error"]["Key"] == "none"
    with refused("InvalidArgument"):
        client.copy_object(**of(user, "to"), CopySource=user.bucket)
    stranger = User(user.server)
    stranger.put("secret", "x")
    with refused("AccessDenied", 403):
        client.copy_object(**of(user, "to"), CopySource=of(stranger, "secret"))
    assert user.keys() == []


def test_parts_are_copied_by_ranges(user):
    """As tools put a large object together from another one."""
    content = bytes(range(256)) * 4
    user.put("from", content)
    client, to = s3(user), of(user, "to")
    upload_id = client.create_multipart_upload(**to)["UploadId"]

    def copy(**arguments):
        return client.upload_part_copy(
            UploadId=upload_id, PartNumber=1, CopySource=of(user, "from"), **to, **arguments
        )["CopyPartResult"]

    for range_ in ("bytes=0-1024", "bytes=2000-3000"):
        with refused("InvalidArgument") as refusal:
            copy(CopySourceRange=range_)
        assert refusal.message == "Range specified is not valid for source object of size: 1024"
    for range_ in ("0-1", "bytes=-3", "bytes=0-", "bytes=5-2"):
        with refused("InvalidArgument") as refusal:
            copy(CopySourceRange=range_)
        assert refusal.message == (
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first "
            "and last are the zero-based offsets of the first and last bytes to copy"
        )
    assert copy()["ETag"] == etag(content)
    part = copy(CopySourceRange="bytes=10-19")
    assert part["ETag"] == etag(content[10:20]) and part["LastModified"]
    client.complete_multipart_upload(
        UploadId=upload_id, **to,
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]},
    )
    answer = client.get_object(**to)
    assert (answer["Body"].read(), answer["ETag"]) == (
        content[10:20], multipart_etag([content[10:20]]))
