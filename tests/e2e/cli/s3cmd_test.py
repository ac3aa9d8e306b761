"""s3cmd: signs by itself, compares ETags with MD5s, and asks buckets what SDKs do not."""

import subprocess
import urllib.request

import pytest

from support.commands import make_tree, read_tree, s3cmd_of
from support.s3 import etag, multipart_etag, s3

FILES = {"a.txt": b"text\n", "folder/b c+d.csv": b"1,2\n", "folder/ümlaut": b"\0\1\2"}


@pytest.fixture
def s3cmd(user, tmp_path):
    """s3cmd("ls"): what the command prints."""
    return s3cmd_of(user, tmp_path / "s3cfg")


def test_buckets_are_made_described_and_removed(user, s3cmd):
    bucket = f"s3://portside-s3cmd-{user.account}"
    assert "created" in s3cmd("mb", bucket)
    assert bucket in s3cmd("ls")
    info = s3cmd("info", bucket)
    assert "Location:  us-west-2" in info
    assert "Policy:    none" in info and "CORS:      none" in info
    assert "Expiration Rule: none" in info and "Payer:     BucketOwner" in info
    assert "Logging Enabled: False" in s3cmd("accesslog", bucket)
    assert "removed" in s3cmd("rb", bucket)
    assert bucket not in s3cmd("ls")


@pytest.mark.parametrize("signature", [[], ["--signature-v2"]])
def test_files_go_up_and_come_down(user, s3cmd, tmp_path, signature):
    tree = make_tree(tmp_path / "tree", FILES)
    for path in FILES:
        s3cmd(*signature, "put", tree / path, user.uri(path))
    assert user.keys() == sorted(FILES, key=str.encode)
    listing = s3cmd(*signature, "ls", "--recursive", user.uri())
    assert [line.partition("s3://")[2] for line in listing.splitlines()] == [
        f"{user.bucket}/{path}" for path in sorted(FILES, key=str.encode)]
    assert f"DIR  {user.uri('folder/')}" in s3cmd(*signature, "ls", user.uri())
    for path, content in FILES.items():
        s3cmd(*signature, "get", user.uri(path), tmp_path / "back", "--force")
        assert (tmp_path / "back").read_bytes() == content
    s3cmd(*signature, "del", "--recursive", "--force", user.uri())
    assert user.keys() == []


def test_an_object_is_described(user, s3cmd, tmp_path):
    (tmp_path / "f").write_bytes(b"content")
    s3cmd("put", tmp_path / "f", user.uri("k"), "--mime-type", "text/x-own",
          "--add-header", "x-amz-meta-by:me")
    info = s3cmd("info", user.uri("k"))
    assert "File size: 7\n" in info and "MIME type: text/x-own\n" in info
    assert f"MD5 sum:   {etag(b'content')[1:-1]}\n" in info
    assert "x-amz-meta-by: me\n" in info
    assert ": FULL_CONTROL" in info
    # The times and the owner of the file, which sync compares.
    assert "x-amz-meta-s3cmd-attrs: " in info
    s3cmd("setacl", "--acl-public", user.uri("k"))
    assert "*anon*: READ" in s3cmd("info", user.uri("k"))
    s3cmd("setacl", "--acl-private", user.uri("k"))
    assert "*anon*" not in s3cmd("info", user.uri("k"))


def test_sync_goes_both_ways(user, s3cmd, tmp_path):
    tree = make_tree(tmp_path / "tree", FILES)
    assert s3cmd("sync", f"{tree}/", user.uri("s/")).count("upload: ") == len(FILES)
    assert "upload: " not in s3cmd("sync", f"{tree}/", user.uri("s/"))
    (tree / "a.txt").write_bytes(b"TEXT\n")
    (tree / "folder/ümlaut").unlink()
    changed = s3cmd("sync", "--delete-removed", f"{tree}/", user.uri("s/"))
    assert (changed.count("upload: "), changed.count("delete: ")) == (1, 1)
    (tmp_path / "down").mkdir()
    s3cmd("sync", user.uri("s/"), f"{tmp_path}/down/")
    assert read_tree(tmp_path / "down") == read_tree(tree)


def test_large_files_go_in_parts(user, s3cmd, tmp_path):
    content = bytes(range(256)) * (6 << 12)
    (tmp_path / "large").write_bytes(content)
    s3cmd("put", "--multipart-chunk-size-mb=5", tmp_path / "large", user.uri("large"))
    head = s3(user).head_object(Bucket=user.bucket, Key="large")
    assert head["ETag"] == multipart_etag([content[: 5 << 20], content[5 << 20 :]])
    s3cmd("get", user.uri("large"), tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == content
    s3cmd("cp", user.uri("large"), user.uri("copy"))
    assert user.get(user.uri("copy")) == content


def test_objects_are_copied_moved_and_published_by_url(user, s3cmd):
    user.put("a b+c", "content")
    s3cmd("cp", user.uri("a b+c"), user.uri("copied/ümlaut"))
    s3cmd("mv", user.uri("a b+c"), user.uri("moved"))
    assert user.keys() == ["copied/ümlaut", "moved"]
    s3cmd("modify", "--add-header", "Cache-Control: no-cache", user.uri("moved"))
    head = s3(user).head_object(Bucket=user.bucket, Key="moved")
    assert (head["CacheControl"], head["ETag"]) == ("no-cache", etag(b"content"))
    url = s3cmd("signurl", user.uri("moved"), "+600").strip()
    with urllib.request.urlopen(url, timeout=15) as answer:
        assert answer.read() == b"content"
    with pytest.raises(subprocess.CalledProcessError) as refusal:
        s3cmd("get", user.uri("none"), "-")
    assert f"'{user.uri('none')}' does not exist".encode() in refusal.value.stderr
