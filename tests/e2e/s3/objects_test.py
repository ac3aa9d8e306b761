"""Objects: what was put is what is got, with its headers, its metadata and its ranges."""

import datetime
import email.header

import pytest

from support.errors import refused
from support.raw import request, signed_as
from support.s3 import etag, headers_of, md5_base64, s3, status_of

CONTENT = b"0123456789"


@pytest.fixture
def put(user):
    """put(Key="k", ...): puts CONTENT, or another Body."""

    def call(**arguments):
        return s3(user).put_object(**{"Bucket": user.bucket, "Body": CONTENT, **arguments})

    return call


def test_an_object_keeps_the_headers_it_was_put_with(user, put):
    headers = {
        "CacheControl": "max-age=60",
        "ContentDisposition": 'attachment; filename="a b.csv"',
        "ContentEncoding": "gzip",
        "ContentLanguage": "de-CH",
        "ContentType": "text/csv; charset=utf-8",
        "Metadata": {"plain": "value", "with-words": "two  words"},
    }
    expires = datetime.datetime(2030, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
    put(Key="k", Expires=expires, **headers)
    for call in (s3(user).head_object, s3(user).get_object):
        answer = call(Bucket=user.bucket, Key="k")
        assert {name: answer[name] for name in headers} == headers
        assert headers_of(answer)["expires"] == "Wed, 02 Jan 2030 03:04:05 GMT"
        assert answer["ContentLength"] == len(CONTENT)
        assert answer["ETag"] == etag(CONTENT)
        assert answer["AcceptRanges"] == "bytes"


def test_an_object_put_with_nothing_is_a_binary_stream(user, put):
    assert put(Key="k")["ETag"] == etag(CONTENT)
    answer = s3(user).get_object(Bucket=user.bucket, Key="k")
    assert answer["ContentType"] == "binary/octet-stream"
    assert answer["Metadata"] == {}
    for name in ("CacheControl", "ContentEncoding", "ContentLanguage", "Expires"):
        assert name not in answer
    age = datetime.datetime.now(datetime.timezone.utc) - answer["LastModified"]
    assert -1 < age.total_seconds() < 60


def test_a_put_replaces_everything(user, put):
    put(Key="k", ContentType="text/plain", Metadata={"a": "b"}, Tagging="t=1")
    put(Key="k", Body=b"")
    answer = s3(user).get_object(Bucket=user.bucket, Key="k")
    assert (answer["Body"].read(), answer["ContentLength"]) == (b"", 0)
    assert (answer["ContentType"], answer["Metadata"]) == ("binary/octet-stream", {})
    assert answer["ETag"] == etag(b"")
    assert s3(user).get_object_tagging(Bucket=user.bucket, Key="k")["TagSet"] == []


@pytest.mark.parametrize("range_, first, last", [
    ("bytes=0-0", 0, 0),
    ("bytes=2-5", 2, 5),
    ("bytes=5-", 5, 9),
    ("bytes=-3", 7, 9),
    ("bytes=-99", 0, 9),
    ("bytes=8-99", 8, 9),
    ("bytes=0-18446744073709551616", 0, 9),
])
def test_a_range_is_answered_with_its_place(user, put, range_, first, last):
    put(Key="k")
    for call in (s3(user).head_object, s3(user).get_object):
        answer = call(Bucket=user.bucket, Key="k", Range=range_)
        assert status_of(answer) == 206
        assert headers_of(answer)["content-range"] == f"bytes {first}-{last}/10"
        assert answer["ContentLength"] == last - first + 1
        assert answer["ETag"] == etag(CONTENT)
    assert answer["Body"].read() == CONTENT[first : last + 1]


@pytest.mark.parametrize("range_", ["bytes=5-2", "bytes=a-b", "lines=0-1", "bytes=0-1,3-4"])
def test_what_is_no_single_range_is_ignored(user, put, range_):
    put(Key="k")
    answer = s3(user).get_object(Bucket=user.bucket, Key="k", Range=range_)
    assert (status_of(answer), answer["Body"].read()) == (200, CONTENT)


@pytest.mark.parametrize("content, range_", [
    (CONTENT, "bytes=10-"), (CONTENT, "bytes=-0"), (b"", "bytes=0-0"), (b"", "bytes=-1"),
])
def test_a_range_beyond_the_object_is_refused(user, put, content, range_):
    put(Key="k", Body=content)
    with refused("InvalidRange", 416) as refusal:
        s3(user).get_object(Bucket=user.bucket, Key="k", Range=range_)
    assert refusal.message == "The requested range is not satisfiable"
    assert refusal.members["Error"]["ActualObjectSize"] == str(len(content))
    assert refusal.members["Error"]["RangeRequested"] == range_
    assert headers_of(refusal.members)["content-range"] == f"bytes */{len(content)}"


def test_a_reader_can_choose_the_headers(user, put):
    put(Key="k", ContentType="text/csv")
    answer = s3(user).get_object(
        Bucket=user.bucket, Key="k",
        ResponseCacheControl="no-store",
        ResponseContentDisposition='attachment; filename="x y.txt"',
        ResponseContentEncoding="identity",
        ResponseContentLanguage="fr",
        ResponseContentType="text/plain",
        ResponseExpires=datetime.datetime(2031, 1, 1),
    )
    assert answer["CacheControl"] == "no-store"
    assert answer["ContentDisposition"] == 'attachment; filename="x y.txt"'
    assert answer["ContentEncoding"] == "identity"
    assert answer["ContentLanguage"] == "fr"
    assert answer["ContentType"] == "text/plain"
    assert headers_of(answer)["expires"] == "Wed, 01 Jan 2031 00:00:00 GMT"
    assert s3(user).head_object(Bucket=user.bucket, Key="k")["ContentType"] == "text/csv"


def test_metadata_outside_of_ascii_comes_back_as_encoded_words(user):
    """SDKs refuse to send it; curl and browsers do not. AWS answers in words of RFC 2047."""
    for value in ("Zürich, main station", "東京"):
        headers = signed_as(user, "s3", **{"X-Amz-Meta-Place": value.encode()})
        path = f"/{user.bucket}/k"
        assert request(user.server.url, "PUT", path, b"x", headers).status == 200
        found = s3(user).head_object(Bucket=user.bucket, Key="k")["Metadata"]["place"]
        assert found.isascii() and found.startswith("=?UTF-8?")
        assert str(email.header.make_header(email.header.decode_header(found))) == value


def test_encoded_words_come_back_as_they_were_sent(user, put):
    word = email.header.Header("Zürich", "utf-8").encode()
    put(Key="k", Metadata={"place": word})
    found = s3(user).head_object(Bucket=user.bucket, Key="k")["Metadata"]["place"]
    assert email.header.decode_header(found)[0][0].decode() == "Zürich"


def test_what_is_too_much_for_an_object_is_refused(user, put):
    put(Key="k" * 1024, Metadata={"m": "v" * 2047})
    with refused("MetadataTooLarge") as refusal:
        put(Key="k", Metadata={"m": "v" * 2048})
    assert refusal.members["Error"]["Size"] == "2049"
    assert refusal.members["Error"]["MaxSizeAllowed"] == "2048"
    with refused("KeyTooLongError") as refusal:
        put(Key="k" * 1025)
    assert refusal.message == "Your key is too long"
    assert (refusal.members["Error"]["Size"], refusal.members["Error"]["MaxSizeAllowed"]) == (
        "1025", "1024")
    with refused("KeyTooLongError"):
        put(Key="é" * 513)
    assert user.keys() == ["k" * 1024]


def test_storage_classes_are_told_where_they_are_not_the_usual_one(user, put):
    put(Key="cold", StorageClass="STANDARD_IA")
    put(Key="usual")
    client, bucket = s3(user), user.bucket
    assert client.head_object(Bucket=bucket, Key="cold")["StorageClass"] == "STANDARD_IA"
    assert "StorageClass" not in client.head_object(Bucket=bucket, Key="usual")
    listed = client.list_objects_v2(Bucket=bucket)["Contents"]
    assert [it["StorageClass"] for it in listed] == ["STANDARD_IA", "STANDARD"]
    with refused("InvalidStorageClass") as refusal:
        put(Key="usual", StorageClass="FREEZER")
    assert refusal.members["Error"]["StorageClassRequested"] == "FREEZER"


def test_a_body_with_its_md5_is_checked(user, put):
    put(Key="k", ContentMD5=md5_base64(CONTENT))
    with refused("BadDigest") as refusal:
        put(Key="k", Body=b"other", ContentMD5=md5_base64(CONTENT))
    assert refusal.message == "The Content-MD5 you specified did not match what we received."
    assert refusal.members["Error"]["ExpectedDigest"] == md5_base64(CONTENT)
    assert refusal.members["Error"]["CalculatedDigest"] == md5_base64(b"other")
    for digest in ("YWJj", "no base64"):
        with refused("InvalidDigest") as refusal:
            put(Key="k", Body=b"other", ContentMD5=digest)
        assert refusal.message == "The Content-MD5 you specified was invalid."
        assert refusal.members["Error"]["Content-MD5"] == digest
    assert user.get(user.uri("k")) == CONTENT


def test_deleting_is_no_question_of_being_there(user, put):
    client, bucket = s3(user), user.bucket
    put(Key="a/b")
    for _ in range(2):
        assert status_of(client.delete_object(Bucket=bucket, Key="a/b")) == 204
    for key in ("1", "2", "3", "4"):
        put(Key=key)
    names = [{"Key": "1"}, {"Key": "2", "VersionId": "null"}]
    answer = client.delete_objects(Bucket=bucket, Delete={"Objects": names})
    assert answer["Deleted"] == names and "Errors" not in answer
    answer = client.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": "3"}, {"Key": "none"}], "Quiet": True}
    )
    assert "Deleted" not in answer and "Errors" not in answer
    answer = client.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": "4", "VersionId": "other"}]}
    )
    [error] = answer["Errors"]
    assert (error["Key"], error["VersionId"], error["Code"]) == ("4", "other", "NoSuchVersion")
    assert user.keys() == ["4"]


def test_at_most_a_thousand_objects_are_deleted_at_once(user, put):
    put(Key="0")
    objects = [{"Key": str(number)} for number in range(1001)]
    with refused("MalformedXML"):
        s3(user).delete_objects(Bucket=user.bucket, Delete={"Objects": objects})
    assert user.keys() == ["0"]
    s3(user).delete_objects(Bucket=user.bucket, Delete={"Objects": objects[:1000]})
    assert user.keys() == []


def test_the_version_of_every_object_is_null(user, put):
    put(Key="k")
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    assert client.get_object(VersionId="null", **names)["Body"].read() == CONTENT
    assert client.head_object(VersionId="null", **names)["ContentLength"] == len(CONTENT)
    client.delete_object(VersionId="null", **names)
    with refused("NoSuchKey", 404):
        client.get_object(VersionId="null", **names)
