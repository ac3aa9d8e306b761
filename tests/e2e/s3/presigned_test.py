"""Presigned URLs, which a user gives to somebody without credentials or an SDK."""

import urllib.parse

import pytest

from support.raw import request
from support.s3 import PART, checksum, headers_of, multipart_etag, s3
from support.server import make_client

KEYS = ["from a browser.txt", "ümlaut/a+b&c=d?e#f", "percent%20encoded", "a//b/../c/"]
VERSIONS = pytest.mark.parametrize("version", ["s3v4", "s3"])


def presigner(user, version):
    """presigner(user, "s3v4")(operation, ...): a URL of Signature Version 4 ("s3": 2)."""
    client = make_client(
        user.server.url, "s3", user.account, user.region, signature_version=version
    )

    def presign(operation, method=None, **params):
        url = client.generate_presigned_url(
            operation, Params={"Bucket": user.bucket, **params}, HttpMethod=method
        )
        assert ("X-Amz-Signature=" in url) == (version == "s3v4")
        return url

    return presign


def fetch(url, method="GET", body=b"", **headers):
    parts = urllib.parse.urlsplit(url)
    path = f"{parts.path}?{parts.query}"
    return request(f"{parts.scheme}://{parts.netloc}", method, path, body, headers)


@VERSIONS
@pytest.mark.parametrize("key", KEYS)
def test_any_key_has_its_url(user, version, key):
    presign = presigner(user, version)
    content = key.encode()
    assert fetch(presign("put_object", Key=key), "PUT", content).status == 200
    assert user.keys() == [key]
    answer = fetch(presign("get_object", Key=key))
    assert (answer.status, answer.body) == (200, content)
    answer = fetch(presign("head_object", Key=key), "HEAD")
    assert (answer.status, answer.headers["Content-Length"]) == (200, str(len(content)))
    assert answer.body == b""
    assert fetch(presign("delete_object", Key=key), "DELETE").status == 204
    answer = fetch(presign("get_object", Key=key))
    assert answer.status == 404 and b"<Code>NoSuchKey</Code>" in answer.body


@VERSIONS
def test_a_url_can_name_the_file_that_a_browser_saves(user, version):
    user.put("k", b"0123456789")
    url = presigner(user, version)(
        "get_object", Key="k", ResponseContentDisposition='attachment; filename="a & b.csv"',
        ResponseContentType="text/csv",
    )
    answer = fetch(url, Range="bytes=2-4")
    assert (answer.status, answer.body) == (206, b"234")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a & b.csv"'
    assert answer.headers["Content-Type"] == "text/csv"


@VERSIONS
def test_the_bucket_of_a_url_is_the_account_of_its_signer(user, version):
    """The account is in the credential of the URL; a URL without a signature has none."""
    user.put("k", "x")
    presign = presigner(user, version)
    assert b"<Key>k</Key>" in fetch(presign("list_objects_v2")).body
    url = presign("get_object", Key="k").replace(user.account, "111122223333")
    answer = fetch(url)
    assert answer.status == 403 and b"<Code>AccessDenied</Code>" in answer.body


@VERSIONS
def test_what_a_url_says_of_the_object_is_kept(user, version):
    """Signature Version 4 signs headers, which the sender repeats; 2 has them in the URL."""
    url = presigner(user, version)(
        "put_object", Key="k", Metadata={"from": "a browser"}, ContentType="text/csv",
        StorageClass="STANDARD_IA",
    )
    headers = {"Content-Type": "text/csv"}
    if version == "s3v4":
        headers.update({"x-amz-meta-from": "a browser", "x-amz-storage-class": "STANDARD_IA"})
    assert fetch(url, "PUT", b"x", **headers).status == 200
    answer = s3(user).head_object(Bucket=user.bucket, Key="k")
    assert (answer["Metadata"], answer["ContentType"]) == ({"from": "a browser"}, "text/csv")
    assert answer["StorageClass"] == "STANDARD_IA"


def test_headers_in_the_url_count_as_headers(user):
    """The JavaScript SDK puts them there, and the checksum of an empty body along with them."""
    url = presigner(user, "s3v4")("put_object", Key="k")
    url += "&x-amz-meta-from=a%20browser&x-amz-tagging=a%3D1&x-amz-storage-class=GLACIER"
    url += "&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32"
    assert fetch(url, "PUT", b"no empty body").status == 200
    answer = s3(user).head_object(Bucket=user.bucket, Key="k", ChecksumMode="ENABLED")
    assert (answer["Metadata"], answer["StorageClass"]) == ({"from": "a browser"}, "GLACIER")
    assert headers_of(answer)["x-amz-tagging-count"] == "1"
    expected = checksum("CRC64NVME", b"no empty body")
    assert headers_of(answer)["x-amz-checksum-crc64nvme"] == expected
    assert user.get(user.uri("k")) == b"no empty body"


@VERSIONS
def test_a_browser_uploads_parts(user, version):
    """The user begins and completes the upload, the browser puts its parts."""
    presign = presigner(user, version)
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    begun = client.create_multipart_upload(**names)["UploadId"]
    parts = [b"a" * PART, b"b"]
    done = []
    for number, content in enumerate(parts, start=1):
        url = presign("upload_part", Key="k", UploadId=begun, PartNumber=number)
        answer = fetch(url, "PUT", content)
        assert answer.status == 200
        done.append({"PartNumber": number, "ETag": answer.headers["ETag"]})
    answer = client.complete_multipart_upload(
        UploadId=begun, MultipartUpload={"Parts": done}, **names
    )
    assert answer["ETag"] == multipart_etag(parts)
