"""Tags of objects."""

import pytest

from support.errors import refused
from support.s3 import headers_of, s3, status_of


def tag_set(tags):
    return {"TagSet": [{"Key": key, "Value": value} for key, value in tags]}


def tags_of(user, key="k"):
    found = s3(user).get_object_tagging(Bucket=user.bucket, Key=key)["TagSet"]
    return [(tag["Key"], tag["Value"]) for tag in found]


def test_an_object_has_tags(user):
    user.put("k", "content")
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    assert tags_of(user) == []
    assert "x-amz-tagging-count" not in headers_of(client.head_object(**names))
    for tags in ([("a", "1"), ("b c", "ä/ö=ü+ -._:@")], [("other", "")]):
        client.put_object_tagging(Tagging=tag_set(tags), **names)
        assert sorted(tags_of(user)) == tags
        for call in (client.head_object, client.get_object):
            assert headers_of(call(**names))["x-amz-tagging-count"] == str(len(tags))
    assert status_of(client.delete_object_tagging(**names)) == 204
    assert tags_of(user) == []
    # Tags are no part of the content.
    assert user.get(user.uri("k")) == b"content"


def test_tags_come_with_a_put_or_an_upload(user):
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    client.put_object(Body=b"x", Tagging="a=1&b%20c=d%2Be&empty=", **names)
    assert sorted(tags_of(user)) == [("a", "1"), ("b c", "d+e"), ("empty", "")]
    begun = client.create_multipart_upload(Tagging="of=upload", **names)["UploadId"]
    part = client.upload_part(UploadId=begun, PartNumber=1, Body=b"y", **names)
    client.complete_multipart_upload(
        UploadId=begun, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]},
        **names,
    )
    assert tags_of(user) == [("of", "upload")]


@pytest.mark.parametrize("tags, code, message", [
    ([("a", "1"), ("a", "2")], "InvalidTag", "Cannot provide multiple Tags with the same key"),
    ([(str(number), "") for number in range(11)], "BadRequest",
     "Object tags cannot be greater than 10"),
    ([("k" * 129, "v")], "InvalidTag", "The TagKey you have provided is invalid"),
    ([("k", "v" * 257)], "InvalidTag", "The TagValue you have provided is invalid"),
    ([("k", "semi;colon")], "InvalidTag", "The TagValue you have provided is invalid"),
])
def test_tags_that_are_none_are_refused(user, tags, code, message):
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    client.put_object(Body=b"x", Tagging="kept=1", **names)
    with refused(code) as refusal:
        client.put_object_tagging(Tagging=tag_set(tags), **names)
    assert refusal.message == message
    assert tags_of(user) == [("kept", "1")]


def test_a_header_with_a_tag_twice_is_refused(user):
    text = (
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query "
        "parameters without tag name duplicates."
    )
    with refused("InvalidArgument") as refusal:
        s3(user).put_object(Bucket=user.bucket, Key="k", Body=b"x", Tagging="a=1&a=2")
    assert refusal.message == text
    assert user.keys() == []


def test_an_object_that_is_not_there_has_no_tags(user):
    names = {"Bucket": user.bucket, "Key": "none"}
    for call in (
        lambda: s3(user).get_object_tagging(**names),
        lambda: s3(user).put_object_tagging(Tagging=tag_set([("a", "b")]), **names),
        lambda: s3(user).delete_object_tagging(**names),
    ):
        with refused("NoSuchKey", 404):
            call()
