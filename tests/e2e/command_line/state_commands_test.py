"""State that is saved and comes back, calls that fail, and what was asked."""

import json

import pytest
from botocore.exceptions import ClientError

from support import glue, personalize
from support.user import User


def databases(user):
    return [it["Name"] for it in glue.glue(user).get_databases()["DatabaseList"]]


def test_a_snapshot_brings_back_what_was(operator, user):
    glue.make_table(user, database="before")
    assert operator("snapshot", "save", "first").startswith("saved first")
    glue.make_table(user, database="after")
    assert len(databases(user)) == 2
    operator("snapshot", "restore", "first")
    assert databases(user) == ["before"]
    [snapshot] = operator.json("snapshot")["snapshots"]
    assert snapshot["name"] == "first"
    operator("snapshot", "save", "mine", "--account", user.account, "--service", "glue")
    assert len(operator("snapshot").splitlines()) == 3
    operator("snapshot", "drop", "first")
    done = operator.run("snapshot", "restore", "first")
    assert (done.status, done.err.count("\n")) == (1, 1)


def test_an_archive_brings_back_what_was(operator, user, tmp_path):
    glue.make_table(user, database="before")
    archive = tmp_path / "state.tar"
    assert operator("state", "save", archive).startswith("saved ")
    assert [path.name for path in tmp_path.glob("state*")] == ["state.tar"]
    operator("reset")
    assert databases(user) == []
    operator("state", "load", archive)
    assert databases(user) == ["before"]
    (tmp_path / "broken.tar").write_text("no archive")
    done = operator.run("state", "load", tmp_path / "broken.tar")
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert databases(user) == ["before"]


def test_a_reset_has_a_scope(operator, user):
    other = User(user.server)
    for each in (user, other):
        glue.make_table(each)
    assert operator("reset", "--account", user.account).startswith("removed: resources ")
    assert (databases(user), databases(other)) == ([], ["library"])


def test_calls_fail_as_ordered(operator, user):
    operator("faults", "add", "--service", "personalize", "--operation", "ListSchemas", "--times",
             "1", "--code", "InvalidNextTokenException", "--message", "as ordered")
    client = personalize.personalize(user)
    with pytest.raises(ClientError, match="as ordered"):
        client.list_schemas()
    assert client.list_schemas()["schemas"] == []
    [fault] = operator.json("faults")["faults"]
    assert fault["applied"] == 1
    operator("faults", "add", json.dumps({"match": {}, "effect": {"latency": 1}}))
    operator("faults", "add", "--latency", "1-5", "--service", "s3")
    operator("faults", "add", "--throttle", "100/100", "--probability", "0.5")
    operator("faults", "add", "--connection", "reset", "--operation", "DeleteSchema")
    assert operator("faults", "remove", fault["id"]) == f"removed {fault['id']}\n"
    assert operator("faults", "remove", "--all") == "removed 4\n"


def test_requests_are_listed_shown_and_sent_again(operator, user):
    glue.make_table(user)
    listed = operator.json("requests", "--operation", "CreateTable", "--account", user.account)
    [request] = listed["requests"]
    assert request["status"] == 200
    assert "CreateTable" in operator("requests", "--service", "glue")
    assert '"Name": "books"' in operator("requests", "show", request["id"])
    # The table is there already.
    assert ": status 400" in operator("requests", "replay", request["id"])
    assert operator("requests", "clear").startswith("cleared ")
    done = operator.run("requests", "show", request["id"])
    assert (done.status, done.err.count("\n")) == (1, 1)
