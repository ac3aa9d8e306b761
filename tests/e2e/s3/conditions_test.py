"""Conditional reads, writes, copies and deletions."""

import datetime

import pytest

from support.errors import refused
from support.s3 import etag, headers_of, s3, sent_with, status_of

CONTENT = b"content"
ETAG = etag(CONTENT)
OTHER = etag(b"other")
DAY = datetime.timedelta(days=1)
NOW = datetime.datetime.now(datetime.timezone.utc)
EARLIER, LATER = NOW - DAY, NOW + DAY
FAILED = "At least one of the pre-conditions you specified did not hold"

# What a reader asks for, and the condition that fails; None: it is answered; 304: not modified.
READS = [
    ({"IfMatch": ETAG}, None),
    ({"IfMatch": ETAG.strip('"')}, None),
    ({"IfMatch": "*"}, None),
    ({"IfMatch": OTHER}, "If-Match"),
    ({"IfNoneMatch": OTHER}, None),
    ({"IfNoneMatch": ETAG}, 304),
    ({"IfNoneMatch": ETAG.strip('"')}, 304),
    ({"IfNoneMatch": "*"}, 304),
    ({"IfModifiedSince": EARLIER}, None),
    # A time to come is no condition.
    ({"IfModifiedSince": LATER}, None),
    ({"IfUnmodifiedSince": LATER}, None),
    ({"IfUnmodifiedSince": EARLIER}, "If-Unmodified-Since"),
    # The ETag outweighs the time.
    ({"IfMatch": ETAG, "IfUnmodifiedSince": EARLIER}, None),
    ({"IfMatch": OTHER, "IfUnmodifiedSince": LATER}, "If-Match"),
    ({"IfNoneMatch": OTHER, "IfModifiedSince": LATER}, None),
    ({"IfNoneMatch": ETAG, "IfModifiedSince": EARLIER}, 304),
]


@pytest.mark.parametrize("conditions, outcome", READS)
def test_reads_keep_their_conditions(user, conditions, outcome):
    user.put("k", CONTENT)
    names = {"Bucket": user.bucket, "Key": "k", **conditions}
    if outcome is None:
        assert s3(user).get_object(**names)["Body"].read() == CONTENT
        assert s3(user).head_object(**names)["ETag"] == ETAG
    elif outcome == 304:
        for call in (s3(user).get_object, s3(user).head_object):
            with refused("304", 304) as refusal:
                call(**names)
            headers = headers_of(refusal.members)
            assert headers["etag"] == ETAG and "last-modified" in headers
    else:
        with refused("PreconditionFailed", 412) as refusal:
            s3(user).get_object(**names)
        assert refusal.message == FAILED
        assert refusal.members["Error"]["Condition"] == outcome
        with refused("412", 412):
            s3(user).head_object(**names)


def test_an_object_is_not_modified_since_it_was_made(user):
    user.put("k", CONTENT)
    names = {"Bucket": user.bucket, "Key": "k"}
    made = s3(user).head_object(**names)["LastModified"]
    with refused("304", 304):
        s3(user).get_object(IfModifiedSince=made, **names)
    answer = s3(user).get_object(IfUnmodifiedSince=made, **names)
    assert answer["Body"].read() == CONTENT


# Conditional writes are of 2024; Debian's SDK has no members for them.
@pytest.mark.parametrize("headers, code, status", [
    ({"If-None-Match": "*"}, "PreconditionFailed", 412),
    ({"If-Match": OTHER}, "PreconditionFailed", 412),
    ({"If-None-Match": ETAG}, "NotImplemented", 501),
])
def test_a_write_whose_condition_fails_changes_nothing(user, headers, code, status):
    user.put("k", CONTENT)
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    with sent_with(client, "PutObject", headers), refused(code, status) as refusal:
        client.put_object(Body=b"other", **names)
    if status == 412:
        assert refusal.message == FAILED
        assert refusal.members["Error"]["Condition"] == next(iter(headers))
    else:
        assert refusal.message == (
            "A header you provided implies functionality that is not implemented")
        assert refusal.members["Error"]["Header"] == "If-None-Match"
    answer = client.get_object(**names)
    assert (answer["Body"].read(), answer["ETag"]) == (CONTENT, ETAG)


def test_a_write_whose_condition_holds_is_done(user):
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    with sent_with(client, "PutObject", {"If-None-Match": "*"}):
        client.put_object(Body=CONTENT, **names)
    with sent_with(client, "PutObject", {"If-Match": ETAG}):
        client.put_object(Body=b"other", **names)
    assert user.get(user.uri("k")) == b"other"
    names["Key"] = "none"
    with sent_with(client, "PutObject", {"If-Match": ETAG}), refused("NoSuchKey", 404):
        client.put_object(Body=CONTENT, **names)


def test_an_upload_is_completed_on_its_condition(user):
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    upload = client.create_multipart_upload(**names)["UploadId"]
    part = client.upload_part(UploadId=upload, PartNumber=1, Body=CONTENT, **names)
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    user.put("k", b"faster")
    with sent_with(client, "CompleteMultipartUpload", {"If-None-Match": "*"}):
        with refused("PreconditionFailed", 412):
            client.complete_multipart_upload(UploadId=upload, MultipartUpload=parts, **names)
        assert user.get(user.uri("k")) == b"faster"
        client.delete_object(**names)
        client.complete_multipart_upload(UploadId=upload, MultipartUpload=parts, **names)
    assert user.get(user.uri("k")) == CONTENT


def test_a_deletion_keeps_its_condition(user):
    user.put("k", CONTENT)
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    with sent_with(client, "DeleteObject", {"If-Match": OTHER}):
        with refused("PreconditionFailed", 412):
            client.delete_object(**names)
    assert user.keys() == ["k"]
    with sent_with(client, "DeleteObject", {"If-Match": ETAG}):
        assert status_of(client.delete_object(**names)) == 204
    assert user.keys() == []


@pytest.mark.parametrize("conditions, failing", [
    ({"CopySourceIfMatch": ETAG}, None),
    ({"CopySourceIfMatch": OTHER}, "x-amz-copy-source-If-Match"),
    ({"CopySourceIfNoneMatch": OTHER}, None),
    ({"CopySourceIfNoneMatch": ETAG}, "x-amz-copy-source-If-None-Match"),
    ({"CopySourceIfModifiedSince": EARLIER}, None),
    ({"CopySourceIfUnmodifiedSince": EARLIER}, "x-amz-copy-source-If-Unmodified-Since"),
    ({"CopySourceIfUnmodifiedSince": LATER}, None),
    ({"CopySourceIfMatch": ETAG, "CopySourceIfUnmodifiedSince": EARLIER}, None),
])
def test_copies_keep_the_conditions_of_their_source(user, conditions, failing):
    user.put("from", CONTENT)
    client, bucket = s3(user), user.bucket
    source = {"CopySource": {"Bucket": bucket, "Key": "from"}, **conditions}
    upload = client.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
    calls = (
        lambda: client.copy_object(Bucket=bucket, Key="to", **source)["CopyObjectResult"],
        lambda: client.upload_part_copy(
            Bucket=bucket, Key="parts", UploadId=upload, PartNumber=1, **source
        )["CopyPartResult"],
    )
    for call in calls:
        if failing is None:
            assert call()["ETag"] == ETAG
            continue
        with refused("PreconditionFailed", 412) as refusal:
            call()
        assert refusal.message == FAILED
        assert refusal.members["Error"]["Condition"] == failing
    assert user.keys() == (["from"] if failing else ["from", "to"])


@pytest.mark.parametrize("validator, is_partial", [
    (ETAG, True), (OTHER, False), ("Wed, 21 Oct 2015 07:28:00 GMT", False), (None, True),
])
def test_a_range_of_what_has_changed_is_the_whole(user, validator, is_partial):
    """If-Range, by which browsers and curl go on with a download that broke off. SDKs have no
    member for it; None stands for the time that the object was told to have."""
    user.put("k", CONTENT)
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    if validator is None:
        validator = headers_of(client.head_object(**names))["last-modified"]
    with sent_with(client, "GetObject", {"If-Range": validator}):
        answer = client.get_object(Range="bytes=3-", **names)
    assert status_of(answer) == (206 if is_partial else 200)
    assert answer["Body"].read() == (CONTENT[3:] if is_partial else CONTENT)
