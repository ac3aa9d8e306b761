"""Listings: every key in the order of its bytes, in pages of any size, by both versions."""

import pytest

from support.connection import Connection
from support.errors import refused
from support.s3 import etag, s3
from support.user import User

ODD = [
    " ", "..", "../up", ".", "/", "//", "/leading", "a", "a-b", "a.txt", "a/", "a//", "a/b",
    "a/b/", "a0", "back\\slash", "control\x01\x1f", "line\nfeed", "percent%2F", "plus+ space",
    "tab\t", "trailing ", "ä" * 512, "日本", "\U0001f600", "\uffee", "z" * 1024,
]
FOLDERS = ["a/1", "a/2", "a/b/3", "b", "c/1", "c/2", "d", "e/1"]


@pytest.fixture(scope="module")
def odd(shared_servers):
    """A user whose bucket has all the odd keys, which no test of this file changes."""
    user = User(shared_servers())
    for key in reversed(ODD):
        user.put(key, key)
    return user


@pytest.fixture(scope="module")
def folders(shared_servers):
    user = User(shared_servers())
    for key in FOLDERS:
        user.put(key, "x")
    return user


def entries(pages):
    """The keys and the common prefixes of these pages."""
    pages = list(pages)
    keys = [it["Key"] for page in pages for name in ("Contents", "Versions")
            for it in page.get(name, [])]
    return keys, [it["Prefix"] for page in pages for it in page.get("CommonPrefixes", [])]


def pages(user, operation, size=1000, **arguments):
    return s3(user).get_paginator(operation).paginate(
        Bucket=user.bucket, PaginationConfig={"PageSize": size}, **arguments
    )


LISTINGS = ("list_objects_v2", "list_objects", "list_object_versions")


@pytest.mark.parametrize("operation", LISTINGS)
@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_odd_keys_are_listed_in_the_order_of_their_bytes(odd, operation, size):
    listed = list(pages(odd, operation, size))
    assert entries(listed) == (sorted(ODD, key=str.encode), [])
    assert {len(entries([page])[0]) for page in listed[:-1]} <= {size}


def test_odd_keys_are_read_by_the_names_in_the_listing(odd):
    for item in s3(odd).list_objects_v2(Bucket=odd.bucket)["Contents"]:
        content = item["Key"].encode()
        answer = s3(odd).get_object(Bucket=odd.bucket, Key=item["Key"])
        assert answer["Body"].read() == content
        assert (item["ETag"], item["Size"]) == (etag(content), len(content))
        assert item["LastModified"] == answer["LastModified"]


@pytest.mark.parametrize("prefix, keys, folders", [
    ("", [" ", ".", "..", "a", "a-b", "a.txt", "a0"], ["../", "/", "a/"]),
    ("a", ["a", "a-b", "a.txt", "a0"], ["a/"]),
    ("a/", ["a/", "a/b"], ["a//", "a/b/"]),
    ("a/b/", ["a/b/"], []),
    ("/", ["/", "/leading"], ["//"]),
    ("..", [".."], ["../"]),
    ("../", ["../up"], []),
    ("none", [], []),
])
def test_folders_of_odd_keys(odd, prefix, keys, folders):
    for operation in LISTINGS:
        found = entries(pages(odd, operation, 3, Prefix=prefix, Delimiter="/"))
        found_keys = [key for key in found[0] if key < "b"]
        assert (found_keys, found[1]) == (keys, folders)


@pytest.mark.parametrize("operation", LISTINGS)
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 1000])
def test_keys_and_folders_share_a_page(folders, operation, size):
    listed = list(pages(folders, operation, size, Delimiter="/"))
    assert entries(listed) == (["b", "d"], ["a/", "c/", "e/"])
    lengths = [len(page.get("Contents", []) + page.get("Versions", []))
               + len(page.get("CommonPrefixes", [])) for page in listed]
    assert sum(lengths) == 5 and set(lengths[:-1]) <= {size}
    if operation == "list_objects_v2":
        assert [page["KeyCount"] for page in listed] == lengths


def test_any_text_is_a_delimiter(folders):
    for delimiter, prefix, keys, prefixes in (
        ("/b/", "", ["a/1", "a/2", "b", "c/1", "c/2", "d", "e/1"], ["a/b/"]),
        ("1", "", ["a/2", "a/b/3", "b", "c/2", "d"], ["a/1", "c/1", "e/1"]),
        ("none", "c", ["c/1", "c/2"], []),
        ("", "c", ["c/1", "c/2"], []),
    ):
        found = entries(pages(folders, "list_objects_v2", Prefix=prefix, Delimiter=delimiter))
        assert found == (keys, prefixes)


@pytest.mark.parametrize("arguments, keys", [
    ({"StartAfter": "c"}, ["c/1", "c/2", "d", "e/1"]),
    ({"StartAfter": "c/1"}, ["c/2", "d", "e/1"]),
    # The marker need be no key, and one before the prefix leaves nothing out.
    ({"StartAfter": "a", "Prefix": "c/"}, ["c/1", "c/2"]),
    ({"StartAfter": "c/1", "Prefix": "c/"}, ["c/2"]),
    ({"StartAfter": "z", "Prefix": "c/"}, []),
])
def test_a_listing_starts_after_any_text(folders, arguments, keys):
    assert entries(pages(folders, "list_objects_v2", 1, **arguments)) == (keys, [])
    marker = {"Marker": arguments["StartAfter"], "Prefix": arguments.get("Prefix", "")}
    answer = s3(folders).list_objects(Bucket=folders.bucket, **marker)
    assert entries([answer]) == (keys, [])
    answer = s3(folders).list_object_versions(
        Bucket=folders.bucket, KeyMarker=marker["Marker"], Prefix=marker["Prefix"]
    )
    assert entries([answer]) == (keys, [])


def test_a_marker_that_is_a_folder_leaves_all_of_it_out(folders):
    client, bucket = s3(folders), folders.bucket
    answer = client.list_objects(Bucket=bucket, Delimiter="/", Marker="a/")
    assert entries([answer]) == (["b", "d"], ["c/", "e/"])
    answer = client.list_object_versions(Bucket=bucket, Delimiter="/", KeyMarker="c/")
    assert entries([answer]) == (["d"], ["e/"])


def test_a_page_says_how_to_go_on(folders):
    client, bucket = s3(folders), folders.bucket
    first = client.list_objects(Bucket=bucket, MaxKeys=2)
    # Without a delimiter the last key is the marker.
    assert first["IsTruncated"] and "NextMarker" not in first
    assert client.list_objects(Bucket=bucket, MaxKeys=2, Delimiter="/")["NextMarker"] == "b"
    assert client.list_objects(Bucket=bucket, MaxKeys=1, Delimiter="/")["NextMarker"] == "a/"
    first = client.list_objects_v2(Bucket=bucket, MaxKeys=2, StartAfter="a/2")
    second = client.list_objects_v2(
        Bucket=bucket, MaxKeys=9, StartAfter="a/2",
        ContinuationToken=first["NextContinuationToken"],
    )
    assert (first["IsTruncated"], second["IsTruncated"]) == (True, False)
    assert entries([first, second])[0] == FOLDERS[2:]
    assert second["ContinuationToken"] == first["NextContinuationToken"]
    assert second["StartAfter"] == "a/2" and "NextContinuationToken" not in second
    versions = client.list_object_versions(Bucket=bucket, MaxKeys=2)
    assert (versions["NextKeyMarker"], versions["NextVersionIdMarker"]) == ("a/2", "null")


def test_max_keys_is_a_number_up_to_a_thousand(folders):
    client, bucket = s3(folders), folders.bucket
    for call in (client.list_objects, client.list_objects_v2, client.list_object_versions):
        answer = call(Bucket=bucket, MaxKeys=0)
        assert entries([answer]) == ([], []) and not answer["IsTruncated"]
        assert call(Bucket=bucket, MaxKeys=5000)["MaxKeys"] == 1000
        with refused("InvalidArgument"):
            call(Bucket=bucket, MaxKeys=-1)


def test_a_page_has_a_thousand_keys_at_most(user):
    keys = [f"{number:04}" for number in range(1001)]
    with Connection(user) as connection:
        for key in keys:
            connection.send_head("PUT", f"/{user.bucket}/{key}", Content_Length=0)
            assert connection.read_head()[0] == 200
    client, bucket = s3(user), user.bucket
    for call in (client.list_objects_v2, client.list_objects, client.list_object_versions):
        answer = call(Bucket=bucket)
        assert answer["IsTruncated"] and entries([answer]) == (keys[:1000], [])
    assert user.keys() == keys


def test_only_those_who_ask_are_told_the_owner(folders):
    client, bucket = s3(folders), folders.bucket
    owner = client.list_buckets()["Owner"]["ID"]
    assert "Owner" not in client.list_objects_v2(Bucket=bucket)["Contents"][0]
    for item in (
        client.list_objects_v2(Bucket=bucket, FetchOwner=True)["Contents"][0],
        client.list_objects(Bucket=bucket)["Contents"][0],
        client.list_object_versions(Bucket=bucket)["Versions"][0],
    ):
        assert item["Owner"]["ID"] == owner


def test_every_object_is_its_only_version(folders):
    answer = s3(folders).list_object_versions(Bucket=folders.bucket)
    assert [(it["VersionId"], it["IsLatest"]) for it in answer["Versions"]] == [
        ("null", True)] * len(FOLDERS)
    assert "DeleteMarkers" not in answer


def test_a_token_of_somewhere_else_is_refused(folders):
    for token in ("made up", "YQ=="):
        with refused("InvalidArgument") as refusal:
            s3(folders).list_objects_v2(Bucket=folders.bucket, ContinuationToken=token)
        assert refusal.message == "The continuation token provided is incorrect"


def test_a_key_and_a_folder_of_its_name_live_side_by_side(user):
    """In either order, and one stays when the other goes."""
    for first, second in (("a", "a/b"), ("c/d", "c")):
        user.put(first, "first")
        user.put(second, "second")
        assert user.get(user.uri(first)) == b"first"
        assert user.get(user.uri(second)) == b"second"
        s3(user).delete_object(Bucket=user.bucket, Key=first)
        assert user.get(user.uri(second)) == b"second"
        with refused("NoSuchKey", 404):
            user.get(user.uri(first))
    assert user.keys() == ["a/b", "c"]


def test_a_folder_that_a_console_makes_is_an_object(user):
    s3(user).put_object(Bucket=user.bucket, Key="folder/")
    user.put("folder/file", "x")
    assert user.keys() == ["folder/", "folder/file"]
    with refused("NoSuchKey", 404):
        user.get(user.uri("folder"))
    s3(user).delete_object(Bucket=user.bucket, Key="folder/file")
    assert user.keys() == ["folder/"]
    s3(user).delete_object(Bucket=user.bucket, Key="folder/")
    s3(user).delete_bucket(Bucket=user.bucket)
