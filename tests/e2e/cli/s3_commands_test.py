"""`aws s3` and `aws s3api` as people type them. A call takes about a second."""

import json
import subprocess
import urllib.request

import pytest

from support.commands import aws_of, make_tree, read_tree
from support.s3 import etag, multipart_etag, s3

FILES = {
    "a.txt": b"text\n",
    "empty": b"",
    "folder/b c+d.csv": b"1,2\n",
    "folder/deep/ümlaut.bin": bytes(range(256)),
}


@pytest.fixture
def aws(user, tmp_path):
    """aws("s3", "ls"): what the command prints."""
    return aws_of(user, tmp_path / "config")


def objects(user, prefix=""):
    """{key without the prefix: content}"""
    return {key.removeprefix(prefix): user.get(user.uri(key)) for key in user.keys(prefix)}


def test_cp_copies_files_trees_and_pipes(user, aws, tmp_path):
    tree = make_tree(tmp_path / "tree", FILES)
    aws("s3", "cp", "--recursive", tree, user.uri("up/"))
    assert objects(user, "up/") == FILES
    aws("s3", "cp", "--recursive", user.uri("up/"), tmp_path / "down")
    assert read_tree(tmp_path / "down") == FILES
    aws("s3", "cp", "-", user.uri("pipe"), stdin=b"from a pipe\n")
    assert aws("s3", "cp", user.uri("pipe"), "-") == b"from a pipe\n"
    aws("s3", "cp", "--content-type", "text/x-log", "--metadata", "by=me",
        tree / "a.txt", user.uri("typed"))
    head = s3(user).head_object(Bucket=user.bucket, Key="typed")
    assert (head["ContentType"], head["Metadata"]) == ("text/x-log", {"by": "me"})


def test_sync_moves_what_differs_and_deletes_what_is_gone(user, aws, tmp_path):
    tree = make_tree(tmp_path / "tree", FILES)
    first = aws("s3", "sync", tree, user.uri("s/"))
    assert first.count(b"upload: ") == len(FILES)
    assert aws("s3", "sync", tree, user.uri("s/")) == b""
    (tree / "empty").unlink()
    (tree / "a.txt").write_bytes(b"longer text\n")
    changed = aws("s3", "sync", "--delete", tree, user.uri("s/"))
    assert (changed.count(b"upload: "), changed.count(b"delete: ")) == (1, 1)
    assert objects(user, "s/") == read_tree(tree)
    # And the other way.
    down = make_tree(tmp_path / "down", {"stale/file": b"x", "a.txt": b"old"})
    aws("s3", "sync", "--delete", user.uri("s/"), down)
    assert read_tree(down) == read_tree(tree)
    assert aws("s3", "sync", user.uri("s/"), down) == b""


def test_mv_and_rm_leave_nothing_behind(user, aws, tmp_path):
    tree = make_tree(tmp_path / "tree", FILES)
    aws("s3", "mv", "--recursive", tree, user.uri("m/"))
    assert read_tree(tree) == {} and objects(user, "m/") == FILES
    aws("s3", "mv", "--recursive", user.uri("m/folder/"), user.uri("elsewhere/"))
    assert user.keys() == ["elsewhere/b c+d.csv", "elsewhere/deep/ümlaut.bin", "m/a.txt", "m/empty"]
    assert aws("s3", "rm", "--recursive", user.uri("elsewhere/")).count(b"delete: ") == 2
    assert user.keys() == ["m/a.txt", "m/empty"]
    aws("s3", "rb", "--force", f"s3://{user.bucket}")
    assert s3(user).list_buckets()["Buckets"] == []


def test_presign_prints_a_url_that_anybody_can_fetch(user, aws):
    user.put("a b+c.txt", "for anybody")
    url = aws("s3", "presign", user.uri("a b+c.txt"), "--expires-in", "60").decode().strip()
    with urllib.request.urlopen(url, timeout=15) as answer:
        assert (answer.status, answer.read()) == (200, b"for anybody")


def test_large_files_go_in_parts_of_the_configured_size(user, aws, tmp_path):
    # What `aws configure set default.s3.multipart_threshold 6MB` writes, and so on.
    (tmp_path / "config").write_text(
        "[default]\ns3 =\n    multipart_threshold = 6MB\n    multipart_chunksize = 5MB\n")
    content = bytes(range(256)) * (11 << 12)
    (tmp_path / "large").write_bytes(content)
    aws("s3", "cp", tmp_path / "large", user.uri("large"))
    parts = [content[at : at + (5 << 20)] for at in range(0, len(content), 5 << 20)]
    head = s3(user).head_object(Bucket=user.bucket, Key="large")
    assert (head["ETag"], head["ContentLength"]) == (multipart_etag(parts), 11 << 20)
    # Copied in parts, and read in ranges.
    aws("s3", "cp", user.uri("large"), user.uri("copy"))
    head = s3(user).head_object(Bucket=user.bucket, Key="copy")
    assert head["ETag"] == multipart_etag(parts)
    aws("s3", "cp", user.uri("copy"), tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == content


def test_s3api_prints_what_s3_answers(user, aws, tmp_path):
    (tmp_path / "f").write_bytes(b"0123456789")
    names = ("--bucket", user.bucket, "--key", "folder/k")
    put = json.loads(aws(
        "s3api", "put-object", *names, "--body", tmp_path / "f"))
    assert put["ETag"] == etag(b"0123456789")
    got = json.loads(aws(
        "s3api", "get-object", *names, "--range", "bytes=2-4", tmp_path / "part"))
    assert (got["ContentRange"], (tmp_path / "part").read_bytes()) == ("bytes 2-4/10", b"234")
    listed = json.loads(aws(
        "s3api", "list-objects-v2", "--bucket", user.bucket, "--delimiter", "/"))
    assert listed["CommonPrefixes"] == [{"Prefix": "folder/"}]


def test_a_refused_command_says_why(user, aws, tmp_path):
    for command, text in (
        (("s3", "cp", user.uri("none"), tmp_path / "f"), b"(404)"),
        (("s3api", "get-object", "--bucket", user.bucket, "--key", "none", tmp_path / "f"),
         b"(NoSuchKey)"),
    ):
        with pytest.raises(subprocess.CalledProcessError) as refusal:
            aws(*command)
        assert text in refusal.value.stderr
    assert b"The specified key does not exist." in refusal.value.stderr
    assert not (tmp_path / "f").exists()
