"""rclone: whole trees, compared by their MD5s and kept times."""

import json
import subprocess
from datetime import datetime

import pytest

from support.commands import make_tree, rclone_of, read_tree
from support.s3 import multipart_etag, s3

FILES = {
    "a.txt": b"text\n",
    "empty": b"",
    "folder/b c+d%20.csv": b"1,2\n",
    "folder/deep/ümlaut 日本.bin": bytes(range(256)),
    "folder/quotes'&;=@$,#": b"x",
}


@pytest.fixture
def rclone(user):
    """rclone("lsf", ...): what the command prints."""
    return rclone_of(user)


def at(user, path=""):
    return f"portside:{user.bucket}/{path}"


def test_a_tree_is_copied_checked_and_listed(user, rclone, tmp_path):
    tree = make_tree(tmp_path / "tree", FILES)
    rclone("copy", tree, at(user, "t"))
    assert user.keys() == sorted((f"t/{path}" for path in FILES), key=str.encode)
    rclone("check", "--download", tree, at(user, "t"))
    rclone("check", tree, at(user, "t"))
    listed = json.loads(rclone("lsjson", "-R", "--files-only", "--hash", at(user, "t")))
    assert {it["Path"]: it["Size"] for it in listed} == {
        path: len(content) for path, content in FILES.items()}
    assert rclone("lsf", at(user, "t/folder")) == "b c+d%20.csv\ndeep/\nquotes'&;=@$,#\n"
    assert rclone("ls", at(user, "t/folder/deep")).split(maxsplit=1) == [
        "256", "ümlaut 日本.bin\n"]
    rclone("copy", at(user, "t"), tmp_path / "down")
    assert read_tree(tmp_path / "down") == FILES
    assert rclone("cat", at(user, "t/a.txt")) == "text\n"
    assert rclone("cat", "--offset", "1", "--count", "2", at(user, "t/a.txt")) == "ex"
    rclone("rcat", at(user, "piped"), stdin=b"from a pipe")
    assert user.get(user.uri("piped")) == b"from a pipe"


def test_sync_makes_the_other_side_the_same(user, rclone, tmp_path):
    tree = make_tree(tmp_path / "tree", FILES)
    user.put("s/stale/file", "x")
    rclone("sync", tree, at(user, "s"))
    assert "s/stale/file" not in user.keys()
    (tree / "a.txt").write_bytes(b"TEXT\n")
    (tree / "empty").unlink()
    with pytest.raises(subprocess.CalledProcessError) as difference:
        rclone("check", tree, at(user, "s"))
    assert b"2 differences found" in difference.value.stderr
    rclone("sync", tree, at(user, "s"))
    rclone("check", tree, at(user, "s"))
    # The times of the files are kept, so that nothing is copied again.
    kept = json.loads(rclone("lsjson", at(user, "s/a.txt")))[0]["ModTime"]
    assert datetime.fromisoformat(kept).timestamp() == pytest.approx(
        (tree / "a.txt").stat().st_mtime, abs=1e-3)
    rclone("move", at(user, "s/folder"), at(user, "moved"))
    assert not user.keys("s/folder") and len(user.keys("moved/")) == 3


def test_large_files_go_in_parts(user, rclone, tmp_path):
    content = bytes(range(256)) * (11 << 12)
    (tmp_path / "large").write_bytes(content)
    limits = ("--s3-upload-cutoff", "5M", "--s3-chunk-size", "5M", "--s3-copy-cutoff", "5M")
    rclone("copyto", *limits, tmp_path / "large", at(user, "large"))
    parts = [content[first : first + (5 << 20)] for first in range(0, len(content), 5 << 20)]
    head = s3(user).head_object(Bucket=user.bucket, Key="large")
    assert head["ETag"] == multipart_etag(parts)
    rclone("copyto", *limits, at(user, "large"), at(user, "copy"))
    assert s3(user).head_object(Bucket=user.bucket, Key="copy")["ETag"] == head["ETag"]
    rclone("check", tmp_path, at(user), "--include", "large")
    rclone("copyto", at(user, "copy"), tmp_path / "back", "--multi-thread-cutoff", "1M")
    assert (tmp_path / "back").read_bytes() == content


def test_buckets_are_made_and_purged(user, rclone):
    bucket = f"portside-rclone-{user.account}"
    rclone("mkdir", f"portside:{bucket}")
    assert rclone("lsf", "portside:") == f"{bucket}/\n"
    for key in ("a", "b/c", "b/d/e", "f"):
        s3(user).put_object(Bucket=bucket, Key=key, Body=b"x")
    rclone("delete", f"portside:{bucket}/b")
    assert rclone("lsf", "-R", f"portside:{bucket}") == "a\nf\n"
    rclone("purge", f"portside:{bucket}")
    assert rclone("lsf", "portside:") == ""
