"""Access control lists: given in every way, shown, and acted on."""

import pytest

from support.errors import refused
from support.raw import request, signed_as
from support.s3 import s3
from support.user import User

ALL = "http://acs.amazonaws.com/groups/global/AllUsers"
AUTHENTICATED = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
SOMEBODY = "ab" * 32


def grants(answer):
    """(grantee, permission), in their order."""
    return [(grant["Grantee"].get("URI") or grant["Grantee"]["ID"], grant["Permission"])
            for grant in answer["Grants"]]


def acl_of(user, key):
    answer = s3(user).get_object_acl(Bucket=user.bucket, Key=key)
    return answer["Owner"]["ID"], grants(answer)


CANNED = [
    ("private", []), ("public-read", [(ALL, "READ")]),
    ("public-read-write", [(ALL, "READ"), (ALL, "WRITE")]),
    ("authenticated-read", [(AUTHENTICATED, "READ")]), ("bucket-owner-read", []),
    ("bucket-owner-full-control", []),
]


@pytest.mark.parametrize("acl, others", CANNED, ids=[acl for acl, _ in CANNED])
def test_a_canned_acl_is_shown_as_its_grants(user, acl, others):
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    client.put_object(ACL=acl, **names)
    owner, shown = acl_of(user, "k")
    assert shown == [(owner, "FULL_CONTROL"), *others]
    # With a copy, an upload in parts, and afterwards.
    client.put_object(Bucket=user.bucket, Key="plain")
    client.copy_object(Bucket=user.bucket, Key="copy", ACL=acl, CopySource=names)
    upload = client.create_multipart_upload(Bucket=user.bucket, Key="parts", ACL=acl)
    part = {"Bucket": user.bucket, "Key": "parts", "UploadId": upload["UploadId"]}
    put = client.upload_part(PartNumber=1, Body=b"x", **part)
    client.complete_multipart_upload(
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": put["ETag"]}]}, **part)
    client.put_object_acl(Bucket=user.bucket, Key="plain", ACL=acl)
    for key in ("copy", "parts", "plain"):
        assert acl_of(user, key) == (owner, shown), key


def test_a_copy_does_not_take_the_acl_of_its_source(user):
    client = s3(user)
    client.put_object(Bucket=user.bucket, Key="open", ACL="public-read")
    client.copy_object(Bucket=user.bucket, Key="copy",
                       CopySource={"Bucket": user.bucket, "Key": "open"})
    owner, shown = acl_of(user, "copy")
    assert shown == [(owner, "FULL_CONTROL")]
    client.put_object(Bucket=user.bucket, Key="open")
    assert acl_of(user, "open") == (owner, shown)


def test_grants_are_given_in_headers(user):
    client = s3(user)
    client.put_object(Bucket=user.bucket, Key="k", GrantRead=f'uri="{ALL}", id="{SOMEBODY}"',
                      GrantReadACP=f"id={SOMEBODY}")
    owner, shown = acl_of(user, "k")
    assert sorted(shown) == sorted([(ALL, "READ"), (SOMEBODY, "READ"), (SOMEBODY, "READ_ACP")])
    for wrong, code in [
        ("emailAddress=a@b.example", "UnresolvableGrantByEmailAddress"),
        ("id=x", "InvalidArgument"),
        ("uri=http://x", "InvalidArgument"), ("nobody", "InvalidArgument"),
    ]:
        with refused(code):
            client.put_object(Bucket=user.bucket, Key="k", GrantRead=wrong)
    with refused("InvalidRequest"):
        client.put_object(Bucket=user.bucket, Key="k", GrantRead=f"uri={ALL}", ACL="private")
    with refused("InvalidArgument"):
        client.put_object(Bucket=user.bucket, Key="k", ACL="open")
    assert acl_of(user, "k") == (owner, shown)


def test_a_policy_is_given_and_given_back(user):
    client, names = s3(user), {"Bucket": user.bucket, "Key": "k"}
    client.put_object(**names)
    owner = client.get_object_acl(**names)["Owner"]
    policy = {"Owner": owner, "Grants": [
        {"Grantee": {"Type": "CanonicalUser", "ID": owner["ID"]}, "Permission": "FULL_CONTROL"},
        {"Grantee": {"Type": "Group", "URI": ALL}, "Permission": "READ"},
        {"Grantee": {"Type": "Group", "URI": ALL}, "Permission": "READ_ACP"},
    ]}
    client.put_object_acl(AccessControlPolicy=policy, **names)
    shown = client.get_object_acl(**names)
    assert (shown["Owner"], shown["Grants"]) == (owner, policy["Grants"])
    client.put_bucket_acl(Bucket=user.bucket, AccessControlPolicy=policy)
    assert client.get_bucket_acl(Bucket=user.bucket)["Grants"] == policy["Grants"]
    with refused("AccessDenied", 403):
        client.put_object_acl(
            AccessControlPolicy={**policy, "Owner": {"ID": SOMEBODY}}, **names)
    for body, code in [(b"<x/>", b"MalformedACLError"), (b"", b"MissingSecurityHeader")]:
        answer = request(user.server.url, "PUT", f"/{user.bucket}/k?acl", body,
                         signed_as(user, "s3"))
        assert (answer.status, code in answer.body) == (400, True)
    assert client.get_object_acl(**names)["Grants"] == policy["Grants"]


def test_a_bucket_that_its_owner_owns_has_no_acls(user):
    client = s3(user)
    name = f"{user.bucket}-enforced"
    client.create_bucket(
        Bucket=name, ObjectOwnership="BucketOwnerEnforced",
        CreateBucketConfiguration={"LocationConstraint": user.region})
    rules = client.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"]
    assert rules == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    for acl in ("public-read", "private"):
        with refused("AccessControlListNotSupported"):
            client.put_object(Bucket=name, Key="k", ACL=acl)
    client.put_object(Bucket=name, Key="k", ACL="bucket-owner-full-control")
    with refused("AccessControlListNotSupported"):
        client.put_bucket_acl(Bucket=name, ACL="public-read")
    with refused("InvalidBucketAclWithObjectOwnership"):
        client.create_bucket(
            Bucket=f"{name}-2", ObjectOwnership="BucketOwnerEnforced", ACL="public-read",
            CreateBucketConfiguration={"LocationConstraint": user.region})
    client.put_bucket_ownership_controls(
        Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]})
    client.put_bucket_acl(Bucket=name, ACL="public-read")
    with refused("InvalidBucketAclWithObjectOwnership"):
        client.put_bucket_ownership_controls(
            Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]})
    client.delete_bucket_ownership_controls(Bucket=name)
    with refused("OwnershipControlsNotFoundError", 404):
        client.get_bucket_ownership_controls(Bucket=name)


def test_other_accounts_may_what_an_acl_allows(user):
    client, other = s3(user), User(user.server)
    for key, acl in [("open", "public-read"), ("signed", "authenticated-read"), ("own", "private")]:
        client.put_object(Bucket=user.bucket, Key=key, Body=b"x", ACL=acl)

    def status(key, account=other):
        headers = signed_as(account, "s3") if account else {}
        return request(user.server.url, "GET", f"/{user.bucket}/{key}", headers=headers).status

    assert [status(key) for key in ("open", "signed", "own", "none")] == [200, 200, 403, 403]
    assert [status(key, None) for key in ("open", "signed", "own")] == [200, 403, 403]
    with refused("AccessDenied", 403):
        s3(other).list_objects_v2(Bucket=user.bucket)
    client.put_bucket_acl(Bucket=user.bucket, ACL="public-read-write")
    assert len(s3(other).list_objects_v2(Bucket=user.bucket)["Contents"]) == 3
    s3(other).put_object(Bucket=user.bucket, Key="theirs", Body=b"y")
    assert user.get(user.uri("theirs")) == b"y"
    assert status("none") == 404
    with refused("AccessDenied", 403):
        s3(other).put_bucket_tagging(Bucket=user.bucket, Tagging={"TagSet": []})


def test_acls_survive_a_restart(start_server):
    user = User(start_server())
    s3(user).put_object(Bucket=user.bucket, Key="k", ACL="public-read")
    s3(user).put_bucket_acl(Bucket=user.bucket, ACL="public-read")
    before = acl_of(user, "k"), grants(s3(user).get_bucket_acl(Bucket=user.bucket))
    user.server.kill()
    user.server.start()
    assert (acl_of(user, "k"), grants(s3(user).get_bucket_acl(Bucket=user.bucket))) == before
    assert (ALL, "READ") in before[1]
