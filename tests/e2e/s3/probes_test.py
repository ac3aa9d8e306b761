"""What tools ask a bucket that nobody configured, and access control lists."""

import pytest

from support.errors import refused
from support.s3 import s3, status_of


@pytest.mark.parametrize("operation, code, message", [
    ("get_bucket_policy", "NoSuchBucketPolicy", "The bucket policy does not exist"),
    ("get_bucket_cors", "NoSuchCORSConfiguration", "The CORS configuration does not exist"),
    ("get_bucket_lifecycle_configuration", "NoSuchLifecycleConfiguration",
     "The lifecycle configuration does not exist"),
    ("get_bucket_website", "NoSuchWebsiteConfiguration", None),
    ("get_bucket_replication", "ReplicationConfigurationNotFoundError", None),
    ("get_bucket_ownership_controls", "OwnershipControlsNotFoundError", None),
    ("get_public_access_block", "NoSuchPublicAccessBlockConfiguration",
     "The public access block configuration was not found"),
    ("get_object_lock_configuration", "ObjectLockConfigurationNotFoundError", None),
    ("get_bucket_tagging", "NoSuchTagSet", "The TagSet does not exist"),
])
def test_what_a_bucket_does_not_have_is_not_found_by_its_name(user, operation, code, message):
    with refused(code, 404) as refusal:
        getattr(s3(user), operation)(Bucket=user.bucket)
    assert refusal.message == message or message is None
    assert refusal.members["Error"]["BucketName"] == user.bucket


def test_what_a_bucket_does_by_default_is_told(user):
    client, names = s3(user), {"Bucket": user.bucket}

    def answer(call, **arguments):
        found = call(**names, **arguments)
        assert status_of(found) == 200
        return {name: value for name, value in found.items() if name != "ResponseMetadata"}

    for call in (
        client.get_bucket_versioning, client.get_bucket_logging,
        client.get_bucket_notification_configuration,
        client.get_bucket_accelerate_configuration,
    ):
        assert answer(call) == {}
    assert answer(client.get_bucket_request_payment) == {"Payer": "BucketOwner"}
    [rule] = answer(client.get_bucket_encryption)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_everything_belongs_to_its_owner_alone(user):
    user.put("k", "x")
    client, bucket = s3(user), user.bucket
    owner = client.list_buckets()["Owner"]["ID"]
    for answer in (
        client.get_bucket_acl(Bucket=bucket), client.get_object_acl(Bucket=bucket, Key="k")
    ):
        assert answer["Owner"]["ID"] == owner
        [grant] = answer["Grants"]
        assert grant["Permission"] == "FULL_CONTROL"
        assert (grant["Grantee"]["ID"], grant["Grantee"]["Type"]) == (owner, "CanonicalUser")
    assert status_of(client.put_bucket_acl(Bucket=bucket, ACL="private")) == 200
    assert status_of(client.put_object_acl(Bucket=bucket, Key="k", ACL="private")) == 200
    for call in (client.get_object_acl, lambda **it: client.put_object_acl(ACL="private", **it)):
        with refused("NoSuchKey", 404):
            call(Bucket=bucket, Key="none")


@pytest.mark.parametrize("operation, arguments", [
    ("put_bucket_versioning", {"VersioningConfiguration": {"Status": "Enabled"}}),
    ("put_bucket_policy", {"Policy": "{}"}),
    ("put_bucket_lifecycle_configuration", {"LifecycleConfiguration": {"Rules": [
        {"Status": "Enabled", "Prefix": "", "Expiration": {"Days": 1}}]}}),
    ("put_bucket_cors", {"CORSConfiguration": {"CORSRules": [
        {"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}}),
    ("put_object_legal_hold", {"Key": "k", "LegalHold": {"Status": "ON"}}),
    ("restore_object", {"Key": "k", "RestoreRequest": {"Days": 1}}),
    ("get_object_torrent", {"Key": "k"}),
])
def test_what_would_have_no_effect_is_refused(user, operation, arguments):
    user.put("k", "x")
    with refused("NotImplemented", 501):
        getattr(s3(user), operation)(Bucket=user.bucket, **arguments)


def test_attributes_are_only_those_that_are_asked_for(user):
    user.put("k", "content")
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    for attribute, value in (
        ("ObjectSize", 7), ("StorageClass", "STANDARD"),
        ("ETag", "9a0364b9e99bb480dd25e1f0284c8555"),
    ):
        answer = client.get_object_attributes(ObjectAttributes=[attribute], **names)
        answer.pop("ResponseMetadata")
        assert answer.pop("LastModified")
        assert answer == {attribute: value}
    # What was put as a whole has no parts.
    answer = client.get_object_attributes(
        ObjectAttributes=["ObjectParts", "ObjectSize"], **names)
    assert "ObjectParts" not in answer and answer["ObjectSize"] == 7
    with refused("NoSuchKey", 404):
        client.get_object_attributes(
            Bucket=user.bucket, Key="none", ObjectAttributes=["ObjectSize"])
    with refused("InvalidArgument"):
        client.get_object_attributes(ObjectAttributes=["Colour"], **names)
