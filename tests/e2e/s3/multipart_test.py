"""Multipart uploads: their parts, their listings, their order, and what they refuse."""

import concurrent.futures

import pytest

from support.errors import refused
from support.raw import request, signed_as
from support.s3 import PART, etag, headers_of, multipart_etag, s3, status_of, upload
from support.user import User

NO_UPLOAD = (
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have "
    "been aborted or completed."
)
BIG = b"0123456789abcdef" * (PART // 16)


@pytest.fixture
def begun(user):
    """The names of an upload that was begun."""
    names = {"Bucket": user.bucket, "Key": "k"}
    return {**names, "UploadId": s3(user).create_multipart_upload(**names)["UploadId"]}


def put_part(user, begun, number, body=b"x"):
    answer = s3(user).upload_part(PartNumber=number, Body=body, **begun)
    assert answer["ETag"] == etag(body)
    return {"PartNumber": number, "ETag": answer["ETag"]}


def complete(user, begun, parts):
    return s3(user).complete_multipart_upload(MultipartUpload={"Parts": parts}, **begun)


def test_an_upload_has_what_it_was_begun_with(user):
    client, names = s3(user), {"Bucket": user.bucket, "Key": "ümlaut/a b"}
    begun = client.create_multipart_upload(
        ContentType="text/csv", Metadata={"a": "b"}, Tagging="t=1", CacheControl="no-cache",
        StorageClass="STANDARD_IA", **names,
    )
    assert (begun["Bucket"], begun["Key"]) == (names["Bucket"], names["Key"])
    begun = {**names, "UploadId": begun["UploadId"]}
    parts = [put_part(user, begun, 1, BIG), put_part(user, begun, 2, b"end")]
    answer = complete(user, begun, parts)
    assert (answer["Bucket"], answer["Key"]) == (names["Bucket"], names["Key"])
    assert answer["ETag"] == multipart_etag([BIG, b"end"])
    assert answer["Location"].startswith("http")
    read = client.get_object(**names)
    assert read["Body"].read() == BIG + b"end"
    assert (read["ContentType"], read["CacheControl"]) == ("text/csv", "no-cache")
    assert (read["Metadata"], read["StorageClass"]) == ({"a": "b"}, "STANDARD_IA")
    assert headers_of(read)["x-amz-tagging-count"] == "1"
    assert read["ETag"] == client.list_objects_v2(Bucket=user.bucket)["Contents"][0]["ETag"]


def test_parts_come_in_any_order_and_the_last_of_a_number_counts(user, begun):
    put_part(user, begun, 7, b"never used")
    last = put_part(user, begun, 9, b"end")
    put_part(user, begun, 2, b"replaced")
    first = put_part(user, begun, 2, BIG)
    complete(user, begun, [first, last])
    assert user.get(user.uri("k")) == BIG + b"end"


def test_completing_twice_is_completing_once(user, begun):
    parts = [put_part(user, begun, 1)]
    first = complete(user, begun, parts)
    second = complete(user, begun, parts)
    assert first["ETag"] == second["ETag"] == multipart_etag([b"x"])
    with refused("NoSuchUpload", 404) as refusal:
        put_part(user, begun, 2)
    assert refusal.message == NO_UPLOAD
    assert refusal.members["Error"]["UploadId"] == begun["UploadId"]


def test_etags_of_parts_may_be_bare(user, begun):
    part = put_part(user, begun, 1)
    complete(user, begun, [{**part, "ETag": part["ETag"].strip('"')}])
    assert user.keys() == ["k"]


def test_what_cannot_be_completed_stays_an_upload(user, begun):
    one, two = put_part(user, begun, 1), put_part(user, begun, 2)
    missing = (
        "One or more of the specified parts could not be found.  The part may not have been "
        "uploaded, or the specified entity tag may not match the part's entity tag."
    )
    for parts, code, message in (
        ([one, {"PartNumber": 3, "ETag": one["ETag"]}], "InvalidPart", missing),
        ([{"PartNumber": 1, "ETag": etag(b"other")}], "InvalidPart", missing),
        ([two, one], "InvalidPartOrder", "The list of parts was not in ascending order. "
                                         "Parts must be ordered by part number."),
        ([one, two], "EntityTooSmall", "Your proposed upload is smaller than the minimum "
                                       "allowed size"),
    ):
        with refused(code) as refusal:
            complete(user, begun, parts)
        assert refusal.message == message
        assert user.keys() == []
        assert len(s3(user).list_parts(**begun)["Parts"]) == 2
    assert refusal.members["Error"]["MinSizeAllowed"] == "5242880"
    assert refusal.members["Error"]["ProposedSize"] == "1"
    assert refusal.members["Error"]["PartNumber"] == "1"
    with refused("MalformedXML"):
        s3(user).complete_multipart_upload(**begun)
    complete(user, begun, [one])


def test_part_numbers_are_from_1_to_10000(user, begun):
    put_part(user, begun, 10_000)
    for number in (0, 10_001, -1):
        with refused("InvalidArgument") as refusal:
            put_part(user, begun, number)
        assert refusal.message == "Part number must be an integer between 1 and 10000, inclusive"
        assert refusal.members["Error"]["ArgumentName"] == "partNumber"
        assert refusal.members["Error"]["ArgumentValue"] == str(number)


def test_a_part_is_read_by_its_number(user):
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    upload(client, [BIG, b"end"], **names)
    total = PART + 3
    for number, first, content in ((1, 0, BIG), (2, PART, b"end")):
        for call in (client.head_object, client.get_object):
            answer = call(PartNumber=number, **names)
            last = first + len(content) - 1
            assert status_of(answer) == 206
            assert headers_of(answer)["content-range"] == f"bytes {first}-{last}/{total}"
            assert (answer["PartsCount"], answer["ContentLength"]) == (2, len(content))
            assert answer["ETag"] == multipart_etag([BIG, b"end"])
        assert answer["Body"].read() == content
    with refused("InvalidPartNumber", 416) as refusal:
        client.get_object(PartNumber=3, **names)
    assert refusal.message == "The requested partnumber is not satisfiable"
    assert refusal.members["Error"]["ActualPartCount"] == "2"
    assert refusal.members["Error"]["PartNumberRequested"] == "3"
    with refused("InvalidRequest"):
        client.get_object(PartNumber=1, Range="bytes=0-1", **names)
    # What was put as a whole is its own only part.
    user.put("whole", "text")
    answer = client.get_object(Bucket=user.bucket, Key="whole", PartNumber=1)
    assert (status_of(answer), answer["Body"].read()) == (206, b"text")
    assert "PartsCount" not in answer


def test_parts_are_listed_in_pages(user, begun):
    for number in (1, 2, 5, 8, 10):
        put_part(user, begun, number, b"x" * number)
    pages = s3(user).get_paginator("list_parts").paginate(
        PaginationConfig={"PageSize": 2}, **begun
    )
    pages = list(pages)
    found = [(part["PartNumber"], part["Size"], part["ETag"]) for page in pages
             for part in page["Parts"]]
    assert found == [(number, number, etag(b"x" * number)) for number in (1, 2, 5, 8, 10)]
    assert [len(page["Parts"]) for page in pages] == [2, 2, 1]
    assert [page["IsTruncated"] for page in pages] == [True, True, False]
    assert pages[0]["NextPartNumberMarker"] == 2
    for page in pages:
        assert (page["Key"], page["UploadId"]) == ("k", begun["UploadId"])
        assert page["StorageClass"] == "STANDARD" and page["Owner"]["ID"]


def test_uploads_are_listed_by_key_and_age(user):
    client, bucket = s3(user), user.bucket
    begun = []
    for key in ("b", "a/1", "a/2", "b", "c&d", "e/1"):
        answer = client.create_multipart_upload(Bucket=bucket, Key=key)
        begun.append((key, answer["UploadId"]))
    expected = [begun[at] for at in (1, 2, 0, 3, 4, 5)]

    def listed(**arguments):
        pages = list(client.get_paginator("list_multipart_uploads").paginate(
            Bucket=bucket, **arguments))
        uploads = [(it["Key"], it["UploadId"]) for page in pages for it in page.get("Uploads", [])]
        folders = [it["Prefix"] for page in pages for it in page.get("CommonPrefixes", [])]
        return uploads, folders

    for size in (1, 2, 3, 1000):
        paging = {"PaginationConfig": {"PageSize": size}}
        assert listed(**paging) == (expected, [])
        assert listed(Delimiter="/", **paging) == (expected[2:5], ["a/", "e/"])
        assert listed(Prefix="a/", **paging) == (expected[:2], [])
    assert user.keys() == []


def test_an_upload_of_another_key_is_none(user, begun):
    part = put_part(user, begun, 1)
    other = {**begun, "Key": "other"}
    for call in (
        lambda: put_part(user, other, 1),
        lambda: complete(user, other, [part]),
        lambda: s3(user).list_parts(**other),
        lambda: s3(user).abort_multipart_upload(**other),
    ):
        with refused("NoSuchUpload", 404) as refusal:
            call()
        assert refusal.message == NO_UPLOAD


def test_a_bucket_with_uploads_can_be_removed(user, begun):
    """Uploads are no objects."""
    s3(user).delete_bucket(Bucket=user.bucket)
    with refused("NoSuchBucket", 404):
        s3(user).list_multipart_uploads(Bucket=user.bucket)


def test_overlapping_completions_answer_the_same(user, begun):
    """Two programs complete an upload at once; neither is told that its parts are not there."""
    parts = [put_part(user, begun, number, BIG) for number in range(1, 9)]
    clients = [User(user.server, user.account) for _ in range(4)]
    with concurrent.futures.ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(lambda client: complete(client, begun, parts), clients))
    assert {answer["ETag"] for answer in answers} == {multipart_etag([BIG] * 8)}


def test_a_star_matches_no_part(user, begun):
    put_part(user, begun, 1)
    with refused("InvalidPart", 400):
        complete(user, begun, [{"PartNumber": 1, "ETag": "*"}])


def test_the_location_under_a_virtual_host_has_no_bucket_in_its_path(user, begun):
    parts = [put_part(user, begun, 1)]
    scheme, _, port = user.server.url.split(":")
    body = (f"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber>"
            f"<ETag>{parts[0]['ETag']}</ETag></Part></CompleteMultipartUpload>").encode()
    host = f"{user.bucket}.localhost:{port}"
    answer = request(user.server.url, "POST", f"/k?uploadId={begun['UploadId']}", body,
                     signed_as(user, "s3", Host=host))
    assert f"<Location>{scheme}://{host}/k</Location>".encode() in answer.body, answer.body
