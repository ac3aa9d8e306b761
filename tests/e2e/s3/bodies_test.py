"""Bodies as SDKs of all sorts code and announce them, and as they break."""

import hashlib

import pytest

from support.connection import Connection
from support.raw import request, signed_as
from support.s3 import checksum, md5_base64, s3

CONTENT = b"0123456789" * 3
EMPTY = hashlib.sha256(b"").hexdigest()
SIGNATURE = "0" * 64
TRAILER = f"x-amz-checksum-crc32:{checksum('CRC32', CONTENT)}\r\n"


def put(user, body, path="k", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return request(
        user.server.url, "PUT", f"/{user.bucket}/{path}", body, signed_as(user, "s3", **named)
    )


def chunks(sizes=(10, 20), signed=False, trailer=""):
    """CONTENT in aws-chunked coding."""
    extension = f";chunk-signature={SIGNATURE}" if signed else ""
    coded, rest = "", CONTENT.decode()
    for size in sizes:
        coded += f"{size:x}{extension}\r\n{rest[:size]}\r\n"
        rest = rest[size:]
    return f"{coded}0{extension}\r\n{trailer}\r\n".encode()


CODED = {"Content_Encoding": "aws-chunked", "X_Amz_Decoded_Content_Length": "30"}
CODINGS = [
    ("STREAMING-UNSIGNED-PAYLOAD-TRAILER", chunks(trailer=TRAILER)),
    ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", chunks(signed=True)),
    ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", chunks(
        signed=True, trailer=TRAILER + f"x-amz-trailer-signature:{SIGNATURE}\r\n")),
    # Some SDKs say nothing of the coding here.
    ("UNSIGNED-PAYLOAD", chunks(trailer=TRAILER)),
    ("STREAMING-UNSIGNED-PAYLOAD-TRAILER", chunks([1] * 30, trailer=TRAILER)),
    ("STREAMING-UNSIGNED-PAYLOAD-TRAILER", chunks([30], trailer=TRAILER.replace(":", ": "))),
]


@pytest.mark.parametrize("sha256, body", CODINGS, ids=[
    "unsigned", "signed", "signed-trailer", "unsaid", "by-bytes", "spaced-trailer",
])
def test_coded_bodies_are_stored_without_their_coding(user, sha256, body):
    headers = {**CODED, "X_Amz_Content_Sha256": sha256}
    if b"x-amz-checksum" in body:
        headers["X_Amz_Trailer"] = "x-amz-checksum-crc32"
    assert put(user, body, **headers).status == 200
    answer = s3(user).get_object(Bucket=user.bucket, Key="k", ChecksumMode="ENABLED")
    assert answer["Body"].read() == CONTENT
    assert "ContentEncoding" not in answer
    if "X_Amz_Trailer" in headers:
        assert answer["ChecksumCRC32"] == checksum("CRC32", CONTENT)


@pytest.mark.parametrize("sent, kept", [
    ("aws-chunked", None), ("gzip,aws-chunked", "gzip"), ("aws-chunked, gzip", "gzip"),
    ("gzip, br", "gzip, br"),
])
def test_the_coding_of_the_transfer_is_not_that_of_the_object(user, sent, kept):
    coded = "aws-chunked" in sent
    headers = {**CODED, "Content_Encoding": sent} if coded else {"Content_Encoding": sent}
    assert put(user, chunks() if coded else CONTENT, **headers).status == 200
    answer = s3(user).head_object(Bucket=user.bucket, Key="k")
    assert answer.get("ContentEncoding") == kept
    assert answer["ContentLength"] == len(CONTENT)


STREAM = {**CODED, "X_Amz_Content_Sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER"}
ANNOUNCED = {**STREAM, "X_Amz_Trailer": "x-amz-checksum-crc32"}
BROKEN = [
    ({"X_Amz_Content_Sha256": EMPTY}, CONTENT, "XAmzContentSHA256Mismatch",
     "The provided 'x-amz-content-sha256' header does not match what was computed."),
    ({**STREAM, "X_Amz_Decoded_Content_Length": "31"}, chunks(), "IncompleteBody", None),
    ({**STREAM, "X_Amz_Decoded_Content_Length": "29"}, chunks(), "IncompleteBody", None),
    (ANNOUNCED, chunks(), "MalformedTrailerError",
     "The request contained trailing data that was not well-formed or did not conform to our "
     "published schema."),
    (ANNOUNCED, chunks(trailer=TRAILER.replace("crc32", "crc32c")), "MalformedTrailerError", None),
    (ANNOUNCED, chunks(trailer="x-amz-checksum-crc32:AAAAAA==\r\n"), "BadDigest",
     "The CRC32 you specified did not match the calculated checksum."),
    (STREAM, b"not a size\r\n" + CONTENT, "IncompleteBody", None),
    (STREAM, chunks()[:-20], "IncompleteBody", None),
]


@pytest.mark.parametrize("headers, body, code, message", BROKEN, ids=[
    "other-sha256", "too-short", "too-long", "no-trailer", "other-trailer", "wrong-trailer",
    "no-size", "cut-off",
])
def test_a_body_that_is_not_what_it_says_is_refused(user, headers, body, code, message):
    put(user, b"old")
    answer = put(user, body, **headers)
    assert answer.status == 400
    assert f"<Code>{code}</Code>".encode() in answer.body
    assert f"<Message>{message or ''}".encode() in answer.body
    assert user.get(user.uri("k")) == b"old"


def test_a_body_that_breaks_off_leaves_the_old_object(user):
    put(user, b"old")
    with Connection(user) as connection:
        connection.send_head("PUT", f"/{user.bucket}/k", Content_Length=1000)
        connection.send(b"x" * 999)
    assert user.get(user.uri("k")) == b"old"
    assert user.keys() == ["k"]


def test_headers_are_kept_even_where_they_make_no_sense(user):
    assert put(user, b"x", Expires="tomorrow", Cache_Control="whatever, really").status == 200
    answer = request(user.server.url, "GET", f"/{user.bucket}/k", headers=signed_as(user, "s3"))
    assert answer.headers["Expires"] == "tomorrow"
    assert answer.headers["Cache-Control"] == "whatever, really"


def test_a_list_of_keys_that_xml_cannot_hold_is_refused(user):
    """XML has no control characters; such an object is deleted by its address."""
    user.put("\x01", "x")
    body = b"<Delete><Object><Key>\x01</Key></Object></Delete>"
    headers = signed_as(user, "s3", **{"Content-MD5": md5_base64(body)})
    answer = request(user.server.url, "POST", f"/{user.bucket}?delete", body, headers)
    assert answer.status == 400 and b"<Code>MalformedXML</Code>" in answer.body
    assert user.keys() == ["\x01"]
    s3(user).delete_object(Bucket=user.bucket, Key="\x01")
    assert user.keys() == []
