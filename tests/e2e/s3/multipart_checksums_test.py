"""Checksums of multipart uploads: of the parts together, or of the whole object."""

import pytest

from support.errors import refused
from support.s3 import (
    PART, checksum, composite_checksum, headers_of, known_algorithms, knows, multipart_etag, s3,
    sent_with,
)

PARTS = [b"\0" * PART, b"the end"]
WHOLE = b"".join(PARTS)


def put_parts(user, algorithm, headers=()):
    """Begins an upload with this algorithm and puts its parts with theirs."""
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    with sent_with(client, "CreateMultipartUpload", dict(headers)):
        begun = client.create_multipart_upload(ChecksumAlgorithm=algorithm, **names)
    names["UploadId"] = begun["UploadId"]
    parts = []
    for number, content in enumerate(PARTS, start=1):
        value = {f"Checksum{algorithm}": checksum(algorithm, content)}
        answer = client.upload_part(PartNumber=number, Body=content, **value, **names)
        assert answer[f"Checksum{algorithm}"] == checksum(algorithm, content)
        parts.append({"PartNumber": number, "ETag": answer["ETag"], **value})
    return begun, names, parts


def complete(user, names, parts):
    return s3(user).complete_multipart_upload(MultipartUpload={"Parts": parts}, **names)


def check_object(user, algorithm, value, type_):
    """What readers are told of the object."""
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    member = f"Checksum{algorithm}"
    for call in (client.head_object, client.get_object):
        answer = call(ChecksumMode="ENABLED", **names)
        assert answer[member] == value
        assert headers_of(answer)["x-amz-checksum-type"] == type_
        assert answer["ETag"] == multipart_etag(PARTS)
    assert answer["Body"].read() == WHOLE
    answer = client.get_object_attributes(
        ObjectAttributes=["Checksum", "ObjectParts", "ObjectSize", "ETag"], **names
    )
    # Here the number of parts is no part of the value.
    assert answer["Checksum"][member] == value.partition("-")[0]
    assert answer["ETag"] == multipart_etag(PARTS).strip('"')
    assert answer["ObjectSize"] == len(WHOLE)
    assert answer["ObjectParts"]["TotalPartsCount"] == 2
    return answer["ObjectParts"]


def test_a_composite_checksum_is_of_those_of_the_parts(user):
    for algorithm in known_algorithms(s3(user)):
        if algorithm == "CRC64NVME":
            continue
        begun, names, parts = put_parts(user, algorithm)
        assert headers_of(begun)["x-amz-checksum-algorithm"] == algorithm
        assert headers_of(begun)["x-amz-checksum-type"] == "COMPOSITE"
        expected = composite_checksum(algorithm, PARTS)
        assert complete(user, names, parts)[f"Checksum{algorithm}"] == expected
        told = check_object(user, algorithm, expected, "COMPOSITE")
        assert [(it["PartNumber"], it["Size"], it[f"Checksum{algorithm}"])
                for it in told["Parts"]] == [
            (number, len(part), checksum(algorithm, part))
            for number, part in enumerate(PARTS, start=1)]
        answer = s3(user).head_object(
            Bucket=user.bucket, Key="k", PartNumber=2, ChecksumMode="ENABLED")
        assert answer[f"Checksum{algorithm}"] == checksum(algorithm, PARTS[1])


def test_a_full_checksum_is_of_the_whole_object(user):
    for algorithm in known_algorithms(s3(user)):
        if not algorithm.startswith("CRC"):
            continue
        headers = {"x-amz-checksum-type": "FULL_OBJECT"}
        _, names, parts = put_parts(user, algorithm, headers)
        expected = checksum(algorithm, WHOLE)
        header = f"x-amz-checksum-{algorithm.lower()}"
        wrong = {header: checksum(algorithm, b"other"), "x-amz-checksum-type": "FULL_OBJECT"}
        with sent_with(s3(user), "CompleteMultipartUpload", wrong), refused("BadDigest"):
            complete(user, names, parts)
        with sent_with(s3(user), "CompleteMultipartUpload", {**wrong, header: expected}):
            assert complete(user, names, parts)[f"Checksum{algorithm}"] == expected
        check_object(user, algorithm, expected, "FULL_OBJECT")


def test_who_names_no_algorithm_gets_a_crc64nvme_of_the_whole(user):
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    begun = client.create_multipart_upload(**names)["UploadId"]
    parts = []
    for number, content in enumerate(PARTS, start=1):
        answer = client.upload_part(UploadId=begun, PartNumber=number, Body=content, **names)
        parts.append({"PartNumber": number, "ETag": answer["ETag"]})
    complete(user, {"UploadId": begun, **names}, parts)
    head = headers_of(client.head_object(ChecksumMode="ENABLED", **names))
    assert head["x-amz-checksum-crc64nvme"] == checksum("CRC64NVME", WHOLE)
    assert head["x-amz-checksum-type"] == "FULL_OBJECT"


@pytest.mark.parametrize("algorithm, type_, message", [
    ("SHA256", "FULL_OBJECT",
     "The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm."),
    ("CRC64NVME", "COMPOSITE",
     "The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm."),
    (None, "FULL_OBJECT", "The x-amz-checksum-type header can only be used with the "
                          "x-amz-checksum-algorithm header."),
])
def test_types_that_an_algorithm_does_not_have_are_refused(user, algorithm, type_, message):
    client = s3(user)
    headers = {"x-amz-checksum-type": type_}
    if algorithm:
        headers["x-amz-checksum-algorithm"] = algorithm
    with sent_with(client, "CreateMultipartUpload", headers):
        with refused("InvalidRequest") as refusal:
            client.create_multipart_upload(Bucket=user.bucket, Key="k")
    assert refusal.message == message


def test_a_completion_must_repeat_what_was_announced(user):
    client = s3(user)
    _, names, parts = put_parts(user, "SHA256")
    bare = [{"PartNumber": it["PartNumber"], "ETag": it["ETag"]} for it in parts]
    with refused("InvalidRequest") as refusal:
        complete(user, names, bare)
    assert refusal.message == (
        "The upload was created using a sha256 checksum. The complete request must include the "
        "checksum for each part. It was missing for part 1 in the request."
    )
    wrong = [{**it, "ChecksumSHA256": checksum("SHA256", b"other")} for it in parts]
    with refused("InvalidPart"):
        complete(user, names, wrong)
    for headers, message in (
        ({"x-amz-checksum-type": "FULL_OBJECT"},
         "The upload was created using the COMPOSITE checksum mode. The complete request must "
         "use the same checksum mode."),
        ({"x-amz-mp-object-size": "5"},
         "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: "
         f"{len(WHOLE)}"),
    ):
        with sent_with(client, "CompleteMultipartUpload", headers):
            with refused("InvalidRequest") as refusal:
                complete(user, names, parts)
        assert refusal.message == message
    with sent_with(client, "CompleteMultipartUpload", {"x-amz-mp-object-size": str(len(WHOLE))}):
        complete(user, names, parts)


def test_a_part_of_another_algorithm_is_refused(user):
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    begun = client.create_multipart_upload(ChecksumAlgorithm="SHA1", **names)["UploadId"]
    with refused("InvalidRequest") as refusal:
        client.upload_part(
            UploadId=begun, PartNumber=1, Body=b"x", ChecksumSHA256=checksum("SHA256", b"x"),
            **names,
        )
    assert refusal.message == (
        "Checksum Type mismatch occurred, expected checksum Type: sha1, actual checksum Type: "
        "sha256"
    )
    with refused("BadDigest"):
        client.upload_part(
            UploadId=begun, PartNumber=1, Body=b"x", ChecksumSHA1=checksum("SHA1", b"y"), **names
        )
    assert "Parts" not in client.list_parts(UploadId=begun, **names)


def test_listings_of_an_upload_name_its_algorithm(user):
    client = s3(user)
    _, names, parts = put_parts(user, "CRC32")
    listed = client.list_parts(**names)
    assert listed["ChecksumAlgorithm"] == "CRC32"
    assert [it["ChecksumCRC32"] for it in listed["Parts"]] == [
        checksum("CRC32", part) for part in PARTS]
    [upload] = client.list_multipart_uploads(Bucket=user.bucket)["Uploads"]
    assert upload["ChecksumAlgorithm"] == "CRC32"
    if knows(client, "CreateMultipartUpload", "ChecksumType"):
        assert (listed["ChecksumType"], upload["ChecksumType"]) == ("COMPOSITE", "COMPOSITE")
