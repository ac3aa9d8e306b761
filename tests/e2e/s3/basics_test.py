"""S3 as job users need it: whatever key and size, found again by listing, and errors by name."""

import http.client
import io
import urllib.parse

import pytest
from boto3.s3.transfer import TransferConfig

from support.errors import refused
from support.server import make_client

KEYS = [
    "plain.txt",
    "with space and +plus",
    "ümlaut/日本",
    "percent%20encoded",
    "2022-07-09T18:24:00Z/scene.tif",
    "a",
    "a/b",
    "a/b/c",
    "double//slash",
    "dots/../kept/./here",
    "quotes'\"&<>",
    "folder/",
    "x" * 255 + "/" + "y" * 300,
]


def s3(user):
    return user.client("s3")


def test_any_key_can_be_put_listed_and_read(hasty_user):
    for key in KEYS:
        hasty_user.put(key, f"content of {key}")
    assert hasty_user.keys() == sorted(KEYS, key=str.encode)
    for key in KEYS:
        answer = s3(hasty_user).get_object(Bucket=hasty_user.bucket, Key=key)
        assert answer["Body"].read().decode() == f"content of {key}"
        s3(hasty_user).delete_object(Bucket=hasty_user.bucket, Key=key)
    assert hasty_user.keys() == []


def test_listings_have_pages_and_folders(hasty_user):
    user = hasty_user
    for key in ("in/a.csv", "in/b.csv", "in/deep/c.csv", "in/deep/d.csv", "in/e.csv", "other"):
        user.put(key, "x")
    for operation in ("list_objects_v2", "list_objects"):
        pages = s3(user).get_paginator(operation).paginate(
            Bucket=user.bucket, Prefix="in/", Delimiter="/", PaginationConfig={"PageSize": 2}
        )
        pages = list(pages)
        entries = [page.get("Contents", []) + page.get("CommonPrefixes", []) for page in pages]
        assert [len(page) for page in entries] == [2, 2]
        assert [it["Key"] for page in pages for it in page.get("Contents", [])] == [
            "in/a.csv",
            "in/b.csv",
            "in/e.csv",
        ]
        folders = [it["Prefix"] for page in pages for it in page.get("CommonPrefixes", [])]
        assert folders == ["in/deep/"]
    answer = s3(user).list_objects_v2(Bucket=user.bucket, StartAfter="in/deep/c.csv")
    assert [it["Key"] for it in answer["Contents"]] == ["in/deep/d.csv", "in/e.csv", "other"]


def test_large_objects_go_in_parts_and_come_in_ranges(hasty_user):
    """A user lets the SDK upload 12 MiB, which it does in parts, and download them."""
    content = bytes(range(256)) * (12 * 4096)
    config = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
    s3(hasty_user).upload_fileobj(
        io.BytesIO(content), hasty_user.bucket, "large", ExtraArgs={"Metadata": {"Made-By": "me"}},
        Config=config,
    )
    head = s3(hasty_user).head_object(Bucket=hasty_user.bucket, Key="large")
    assert head["ContentLength"] == len(content)
    assert head["ETag"].endswith('-3"')
    assert head["Metadata"] == {"made-by": "me"}
    back = io.BytesIO()
    s3(hasty_user).download_fileobj(hasty_user.bucket, "large", back, Config=config)
    assert back.getvalue() == content
    for range_, expected in (
        ("bytes=1000-1099", content[1000:1100]),
        ("bytes=-5", content[-5:]),
        ("bytes=12582900-", content[12582900:]),
    ):
        answer = s3(hasty_user).get_object(Bucket=hasty_user.bucket, Key="large", Range=range_)
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 206
        assert answer["Body"].read() == expected
    with refused("InvalidRange", 416):
        s3(hasty_user).get_object(Bucket=hasty_user.bucket, Key="large", Range="bytes=99999999-")


def test_an_aborted_upload_leaves_nothing(hasty_user):
    bucket = hasty_user.bucket
    upload = s3(hasty_user).create_multipart_upload(Bucket=bucket, Key="big")["UploadId"]
    part = {"Bucket": bucket, "Key": "big", "UploadId": upload}
    s3(hasty_user).upload_part(PartNumber=1, Body=b"x" * 1000, **part)
    assert len(s3(hasty_user).list_parts(**part)["Parts"]) == 1
    assert hasty_user.keys() == []
    s3(hasty_user).abort_multipart_upload(**part)
    with refused("NoSuchUpload", 404):
        s3(hasty_user).list_parts(**part)


def test_objects_are_copied_with_or_without_their_metadata(hasty_user):
    client, bucket = s3(hasty_user), hasty_user.bucket
    client.put_object(
        Bucket=bucket, Key="from a+b", Body=b"x", Metadata={"k": "v"}, ContentType="text/csv"
    )
    source = {"Bucket": bucket, "Key": "from a+b"}
    client.copy_object(Bucket=bucket, Key="kept", CopySource=source)
    client.copy_object(
        Bucket=bucket, Key="new", CopySource=source, Metadata={"n": "w"},
        MetadataDirective="REPLACE",
    )
    kept, new = (client.head_object(Bucket=bucket, Key=key) for key in ("kept", "new"))
    assert (kept["Metadata"], kept["ContentType"]) == ({"k": "v"}, "text/csv")
    assert (new["Metadata"], new["ContentType"]) == ({"n": "w"}, "binary/octet-stream")


def test_conditions_are_kept(hasty_user):
    client, bucket = s3(hasty_user), hasty_user.bucket
    etag = client.put_object(Bucket=bucket, Key="k", Body=b"x")["ETag"]
    assert client.get_object(Bucket=bucket, Key="k", IfMatch=etag)["ETag"] == etag
    with refused("PreconditionFailed", 412):
        client.get_object(Bucket=bucket, Key="k", IfMatch='"other"')
    with refused("304", 304):
        client.get_object(Bucket=bucket, Key="k", IfNoneMatch=etag)


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_presigned_urls_work_without_credentials(hasty_user, version):
    """A user gives a browser a URL to upload to and another to read from."""
    client = make_client(
        hasty_user.server.url, "s3", hasty_user.account, hasty_user.region,
        signature_version=version,
    )
    params = {"Bucket": hasty_user.bucket, "Key": "from a browser.txt"}
    for method, operation in (("PUT", "put_object"), ("GET", "get_object")):
        url = urllib.parse.urlsplit(client.generate_presigned_url(operation, Params=params))
        connection = http.client.HTTPConnection(url.netloc, timeout=15)
        body = b"hello" if method == "PUT" else None
        connection.request(method, f"{url.path}?{url.query}", body=body)
        response = connection.getresponse()
        assert response.status == 200
        content = response.read()
        connection.close()
    assert content == b"hello"


def test_errors_have_their_names(hasty_user):
    client, bucket = s3(hasty_user), hasty_user.bucket
    with refused("NoSuchKey", 404) as refusal:
        client.get_object(Bucket=bucket, Key="none")
    assert refusal.message == "The specified key does not exist."
    with refused("404", 404):
        client.head_object(Bucket=bucket, Key="none")
    with refused("NoSuchBucket", 404) as refusal:
        client.list_objects_v2(Bucket="portside-no-such-bucket")
    assert refusal.message == "The specified bucket does not exist"
    with refused("BucketAlreadyOwnedByYou", 409):
        client.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": hasty_user.region}
        )
    client.put_object(Bucket=bucket, Key="k", Body=b"x")
    with refused("BucketNotEmpty", 409):
        client.delete_bucket(Bucket=bucket)
    with refused("BadDigest"):
        client.put_object(Bucket=bucket, Key="k", Body=b"y", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg==")
    assert hasty_user.get(hasty_user.uri("k")) == b"x"
    deleted = client.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": "k"}, {"Key": "never there"}]}
    )["Deleted"]
    assert [it["Key"] for it in deleted] == ["k", "never there"]
    client.delete_bucket(Bucket=bucket)
    with refused("404", 404):
        client.head_bucket(Bucket=bucket)


def test_what_is_not_emulated_is_never_a_silent_success(hasty_user):
    for call in (
        lambda client, bucket: client.put_bucket_website(
            Bucket=bucket, WebsiteConfiguration={"IndexDocument": {"Suffix": "i.html"}}
        ),
        lambda client, bucket: client.select_object_content(
            Bucket=bucket, Key="k", Expression="select 1", ExpressionType="SQL",
            InputSerialization={"CSV": {}}, OutputSerialization={"CSV": {}},
        ),
    ):
        with refused("NotImplemented", 501):
            call(s3(hasty_user), hasty_user.bucket)
