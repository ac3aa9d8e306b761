"""Buckets: made where the user asks, listed, tagged, and closed to others."""

import re
import uuid
from urllib.parse import quote

import pytest

from support.errors import refused
from support.raw import request, signed_as
from support.s3 import headers_of, s3, status_of
from support.user import User


def new_name():
    return f"portside-test-{uuid.uuid4().hex[:16]}"


def create(user, name, constraint=None):
    if constraint is None:
        return s3(user).create_bucket(Bucket=name)
    return s3(user).create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": constraint}
    )


@pytest.fixture
def at_home(user):
    """A user of us-east-1, where buckets need no location."""
    return User(user.server, region="us-east-1")


def test_a_bucket_is_in_the_region_of_its_user(user, at_home):
    for owner, constraint, region in (
        (user, "us-west-2", "us-west-2"),
        (at_home, None, None),
        (at_home, "eu-central-1", "eu-central-1"),
        (at_home, "EU", "eu-west-1"),
    ):
        name = new_name()
        answer = create(owner, name, constraint)
        assert name in answer["Location"]
        assert s3(owner).get_bucket_location(Bucket=name)["LocationConstraint"] == region
        head = s3(owner).head_bucket(Bucket=name)
        assert headers_of(head)["x-amz-bucket-region"] == region or region is None
        if region is None:
            assert headers_of(head)["x-amz-bucket-region"] == "us-east-1"


def test_a_bucket_is_made_once(user, at_home):
    name = new_name()
    create(user, name, user.region)
    with refused("BucketAlreadyOwnedByYou", 409) as refusal:
        create(user, name, user.region)
    assert refusal.message == (
        "Your previous request to create the named bucket succeeded and you already own it.")
    assert refusal.members["Error"]["BucketName"] == name
    with refused("BucketAlreadyExists", 409):
        create(at_home, name)
    # In us-east-1 making it again is no error.
    name = new_name()
    create(at_home, name)
    s3(at_home).put_object(Bucket=name, Key="k", Body=b"x")
    assert status_of(create(at_home, name)) == 200
    assert s3(at_home).list_objects_v2(Bucket=name)["KeyCount"] == 1


def test_a_bucket_is_not_made_somewhere_else(user, at_home):
    text = "The {} location constraint is incompatible for the region specific endpoint this "
    text += "request was sent to."
    for constraint in (None, "eu-west-1"):
        with refused("IllegalLocationConstraintException") as refusal:
            create(user, new_name(), constraint)
        assert refusal.message == text.format(constraint or "unspecified")
    with refused("InvalidLocationConstraint") as refusal:
        create(at_home, new_name(), "moon-west-1")
    assert refusal.message == "The specified location-constraint is not valid"
    assert refusal.members["Error"]["LocationConstraint"] == "moon-west-1"


@pytest.mark.parametrize("name", [
    "Upper-Case", "ab", "under_score", "-begins", "ends-", "two..dots", "192.168.1.1", "n" * 64,
])
def test_a_bucket_has_a_name_that_a_host_can_have(user, name):
    with refused("InvalidBucketName") as refusal:
        create(user, name, user.region)
    assert refusal.message == "The specified bucket is not valid."
    assert refusal.members["Error"]["BucketName"] == name


def test_a_bucket_with_dots_and_digits_is_one(user):
    name = f"1.portside.{uuid.uuid4().hex[:16]}.0"
    create(user, name, user.region)
    s3(user).put_object(Bucket=name, Key="k", Body=b"x")
    assert user.get(f"s3://{name}/k") == b"x"


def test_users_list_their_own_buckets(user):
    names = sorted(user.make_bucket() for _ in range(3))
    User(user.server).make_bucket()
    answer = s3(user).list_buckets()
    assert [bucket["Name"] for bucket in answer["Buckets"]] == names
    assert all(bucket["CreationDate"] for bucket in answer["Buckets"])
    assert answer["Owner"]["ID"]
    s3(user).delete_bucket(Bucket=names[1])
    found = [bucket["Name"] for bucket in s3(user).list_buckets()["Buckets"]]
    assert found == [names[0], names[2]]


def test_users_list_their_buckets_in_pages(user):
    """Debian's SDK has no members for that."""
    names = sorted(user.make_bucket() for _ in range(3))

    def listed(query):
        answer = request(user.server.url, "GET", f"/?{query}", headers=signed_as(user, "s3"))
        assert answer.status == 200
        token = re.search(rb"<ContinuationToken>(.*?)</ContinuationToken>", answer.body)
        found = re.findall(rb"<Name>(.*?)</Name>", answer.body)
        return [name.decode() for name in found], token and token[1].decode()

    first, token = listed("max-buckets=2")
    assert first == names[:2] and token
    assert listed("max-buckets=2&continuation-token=" + quote(token)) == (names[2:], None)
    assert listed(f"prefix={names[1]}") == ([names[1]], None)
    assert listed(f"bucket-region={user.region}") == (names, None)
    assert listed("bucket-region=eu-west-1") == ([], None)
    answer = request(
        user.server.url, "GET", "/?max-buckets=0", headers=signed_as(user, "s3"))
    assert answer.status == 400 and b"<Code>InvalidArgument</Code>" in answer.body


def test_a_bucket_of_another_account_is_closed(user):
    user.put("k", "content")
    names = {"Bucket": user.bucket}
    stranger = s3(User(user.server))
    for call in (
        lambda: stranger.list_objects_v2(**names),
        lambda: stranger.get_object(Key="k", **names),
        lambda: stranger.put_object(Key="k", Body=b"other", **names),
        lambda: stranger.delete_object(Key="k", **names),
        lambda: stranger.delete_bucket(**names),
        lambda: stranger.get_bucket_location(**names),
        lambda: stranger.create_multipart_upload(Key="k", **names),
    ):
        with refused("AccessDenied", 403) as refusal:
            call()
        assert refusal.message == "Access Denied"
    for call in (stranger.head_bucket, lambda **names: stranger.head_object(Key="k", **names)):
        with refused("403", 403):
            call(**names)
    assert user.get(user.uri("k")) == b"content"


def test_who_expects_another_owner_is_denied(user):
    user.put("k", "content")
    client, names = s3(user), {"Bucket": user.bucket}
    for call in (
        client.list_objects_v2,
        client.get_bucket_location,
        lambda **names: client.get_object(Key="k", **names),
        lambda **names: client.put_object(Key="k", Body=b"content", **names),
        lambda **names: client.copy_object(
            Key="k2", CopySource={"Bucket": user.bucket, "Key": "k"}, **names),
    ):
        call(ExpectedBucketOwner=user.account, **names)
        with refused("AccessDenied", 403):
            call(ExpectedBucketOwner="000000000001", **names)
    with refused("AccessDenied", 403):
        client.copy_object(
            Bucket=user.bucket, Key="k2", CopySource={"Bucket": user.bucket, "Key": "k"},
            ExpectedSourceBucketOwner="000000000001",
        )


def test_a_bucket_has_tags(user):
    client, names = s3(user), {"Bucket": user.bucket}
    with refused("NoSuchTagSet", 404) as refusal:
        client.get_bucket_tagging(**names)
    assert refusal.message == "The TagSet does not exist"
    for tags in ({"team": "maps", "Ünit": "a+b c/d:e@f"}, {"other": ""}):
        tag_set = [{"Key": key, "Value": value} for key, value in tags.items()]
        client.put_bucket_tagging(Tagging={"TagSet": tag_set}, **names)
        found = client.get_bucket_tagging(**names)["TagSet"]
        assert {tag["Key"]: tag["Value"] for tag in found} == tags
    assert status_of(client.delete_bucket_tagging(**names)) == 204
    with refused("NoSuchTagSet", 404):
        client.get_bucket_tagging(**names)


def test_what_needs_a_bucket_says_that_there_is_none(user):
    client, names = s3(user), {"Bucket": "portside-no-such-bucket"}
    for call in (
        lambda: client.get_bucket_location(**names),
        lambda: client.get_bucket_versioning(**names),
        lambda: client.get_bucket_acl(**names),
        lambda: client.get_bucket_policy(**names),
        lambda: client.get_bucket_tagging(**names),
        lambda: client.delete_bucket(**names),
        lambda: client.get_object(Key="k", **names),
        lambda: client.put_object(Key="k", Body=b"x", **names),
        lambda: client.delete_object(Key="k", **names),
        lambda: client.create_multipart_upload(Key="k", **names),
        lambda: client.list_object_versions(**names),
        lambda: client.list_multipart_uploads(**names),
    ):
        with refused("NoSuchBucket", 404) as refusal:
            call()
        assert refusal.message == "The specified bucket does not exist"
        assert refusal.members["Error"]["BucketName"] == "portside-no-such-bucket"
