"""Checksums of whole objects: sent, checked, stored and told to those who ask."""

import base64

import pytest

from support.errors import refused
from support.raw import request, signed_as
from support.s3 import (
    ALGORITHMS, checksum, headers_of, known_algorithms, s3, sent_with,
)

CONTENT = b"123456789"
WRONG = b"987654321"


def test_checksums_are_those_of_their_definitions():
    """The check values of the CRC catalogue, so that the tests compare with the right thing."""
    values = {"CRC32": "cbf43926", "CRC32C": "e3069283", "CRC64NVME": "ae8b14860a799888"}
    for algorithm, value in values.items():
        assert base64.b64decode(checksum(algorithm, CONTENT)).hex() == value


def told(answer):
    """The checksums of an answer's headers."""
    prefix = "x-amz-checksum-"
    return {
        name.removeprefix(prefix): value
        for name, value in headers_of(answer).items() if name.startswith(prefix)
    }


def full(algorithm, content=CONTENT):
    return {algorithm.lower(): checksum(algorithm, content), "type": "FULL_OBJECT"}


def test_each_algorithm_is_checked_stored_and_told(user):
    client = s3(user)
    for algorithm in known_algorithms(client):
        names = {"Bucket": user.bucket, "Key": algorithm}
        member = f"Checksum{algorithm}"
        right = checksum(algorithm, CONTENT)
        answer = client.put_object(Body=CONTENT, **names, **{member: right})
        assert answer[member] == right
        assert told(answer) == full(algorithm)
        with refused("BadDigest") as refusal:
            client.put_object(Body=WRONG, **names, **{member: right})
        assert refusal.message == (
            f"The {algorithm} you specified did not match the calculated checksum.")
        with refused("InvalidRequest") as refusal:
            client.put_object(Body=CONTENT, **names, **{member: "YWI="})
        header = f"x-amz-checksum-{algorithm.lower()}"
        assert refusal.message == f"Value for {header} header is invalid."
        for call in (client.get_object, client.head_object):
            assert told(call(ChecksumMode="ENABLED", **names)) == full(algorithm)
        attributes = client.get_object_attributes(ObjectAttributes=["Checksum"], **names)
        assert attributes["Checksum"][member] == right
        assert client.get_object(**names)["Body"].read() == CONTENT


def test_the_sdk_computes_and_verifies_what_it_is_asked_for(user):
    client = s3(user)
    for algorithm in ("CRC32", "SHA1", "SHA256"):
        names = {"Bucket": user.bucket, "Key": algorithm}
        answer = client.put_object(Body=CONTENT, ChecksumAlgorithm=algorithm, **names)
        assert answer[f"Checksum{algorithm}"] == checksum(algorithm, CONTENT)
        # The SDK raises FlexibleChecksumError where the bytes do not fit.
        read = client.get_object(ChecksumMode="ENABLED", **names)
        assert read["Body"].read() == CONTENT


def raw_put(user, key, headers=(), content=CONTENT):
    return request(
        user.server.url, "PUT", f"/{user.bucket}/{key}", content,
        signed_as(user, "s3", **dict(headers)),
    )


def test_who_sends_no_checksum_gets_a_crc64nvme(user):
    answer = raw_put(user, "k")
    assert answer.headers["x-amz-checksum-crc64nvme"] == checksum("CRC64NVME", CONTENT)
    assert answer.headers["x-amz-checksum-type"] == "FULL_OBJECT"
    answer = s3(user).head_object(Bucket=user.bucket, Key="k", ChecksumMode="ENABLED")
    assert told(answer) == full("CRC64NVME")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_algorithm_is_taken_as_a_header_and_as_a_trailer(user, algorithm):
    """Also where the SDK does not know it; trailers are what SDKs send with streams."""
    header = f"x-amz-checksum-{algorithm.lower()}"
    value = checksum(algorithm, CONTENT)
    answer = raw_put(user, "header", {header: value})
    assert (answer.status, answer.headers[header]) == (200, value)
    chunked = {
        "Content-Encoding": "aws-chunked",
        "X-Amz-Content-Sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "X-Amz-Decoded-Content-Length": str(len(CONTENT)),
        "X-Amz-Trailer": header,
    }
    body = b"4\r\n1234\r\n5\r\n56789\r\n0\r\n%s:%s\r\n\r\n"
    answer = raw_put(user, "trailer", chunked, body % (header.encode(), value.encode()))
    assert (answer.status, answer.headers[header]) == (200, value)
    head = s3(user).head_object(Bucket=user.bucket, Key="trailer", ChecksumMode="ENABLED")
    assert (told(head), head["ContentLength"]) == (full(algorithm), len(CONTENT))
    assert "ContentEncoding" not in head
    wrong = checksum(algorithm, WRONG).encode()
    answer = raw_put(user, "trailer", chunked, body % (header.encode(), wrong))
    assert answer.status == 400 and b"<Code>BadDigest</Code>" in answer.body
    assert user.get(user.uri("trailer")) == CONTENT


def test_checksums_are_told_to_those_who_ask_and_never_of_a_range(user):
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    client.put_object(Body=CONTENT, ChecksumSHA256=checksum("SHA256", CONTENT), **names)
    path = f"/{user.bucket}/k"
    for method in ("GET", "HEAD"):
        answer = request(user.server.url, method, path, headers=signed_as(user, "s3"))
        assert not [name for name in answer.headers if name.startswith("x-amz-checksum")]
    answer = client.get_object(ChecksumMode="ENABLED", Range="bytes=0-3", **names)
    assert (answer["Body"].read(), told(answer)) == (CONTENT[:4], {})


def test_two_checksums_are_one_too_many(user):
    headers = {
        "x-amz-checksum-sha1": checksum("SHA1", CONTENT),
        "x-amz-checksum-sha256": checksum("SHA256", CONTENT),
    }
    answer = raw_put(user, "k", headers)
    assert answer.status == 400
    text = b"Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."
    assert b"<Code>InvalidRequest</Code><Message>" + text in answer.body


def test_an_algorithm_that_is_not_served_is_never_left_unchecked(user):
    """AWS has more of them since 2026."""
    for algorithm in ("md5", "sha512", "xxhash64", "xxhash3", "xxhash128"):
        answer = raw_put(user, "k", {f"x-amz-checksum-{algorithm}": "AAAAAA=="})
        assert answer.status == 501 and b"<Code>NotImplemented</Code>" in answer.body
    answer = raw_put(user, "k", {"x-amz-checksum-adler": "AAAAAA=="})
    assert answer.status == 400 and b"<Code>InvalidRequest</Code>" in answer.body
    assert user.keys() == []


def test_a_copy_keeps_the_algorithm_unless_another_is_named(user):
    client, bucket = s3(user), user.bucket
    client.put_object(
        Bucket=bucket, Key="k", Body=CONTENT, ChecksumSHA1=checksum("SHA1", CONTENT)
    )
    source = {"Bucket": bucket, "Key": "k"}
    answer = client.copy_object(Bucket=bucket, Key="kept", CopySource=source)
    assert answer["CopyObjectResult"]["ChecksumSHA1"] == checksum("SHA1", CONTENT)
    client.copy_object(Bucket=bucket, Key="new", CopySource=source, ChecksumAlgorithm="SHA256")
    head = client.head_object(Bucket=bucket, Key="new", ChecksumMode="ENABLED")
    assert told(head) == full("SHA256")


def test_listings_name_the_algorithms(user):
    client, bucket = s3(user), user.bucket
    for algorithm in known_algorithms(client):
        value = {f"Checksum{algorithm}": checksum(algorithm, CONTENT)}
        client.put_object(Bucket=bucket, Key=algorithm, Body=CONTENT, **value)
    for call in (client.list_objects, client.list_objects_v2):
        for item in call(Bucket=bucket)["Contents"]:
            assert item["ChecksumAlgorithm"] == [item["Key"]]
    for item in client.list_object_versions(Bucket=bucket)["Versions"]:
        assert item["ChecksumAlgorithm"] == [item["Key"]]


def test_bodies_that_are_xml_need_a_digest_that_fits(user):
    user.put("k", "x")
    client = s3(user)
    delete = {"Bucket": user.bucket, "Delete": {"Objects": [{"Key": "k"}]}}
    wrong = {"Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg=="}
    with sent_with(client, "DeleteObjects", wrong), refused("BadDigest"):
        client.delete_objects(**delete)
    body = b"<Delete><Object><Key>k</Key></Object></Delete>"
    answer = request(
        user.server.url, "POST", f"/{user.bucket}?delete", body, signed_as(user, "s3")
    )
    assert answer.status == 400
    assert b"Missing required header for this request: Content-MD5" in answer.body
    assert user.keys() == ["k"]
