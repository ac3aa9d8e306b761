"""Jobs under the control of somebody with a shell."""

import json
import re

import pytest

from support import geospatial, glue
from support.polling import wait_until


def finished(user, arn):
    return wait_until(
        lambda: geospatial.get_job(user, arn),
        lambda job: job["Status"] not in geospatial.RUNNING)[-1]


def test_the_clock_stands_and_moves(operator, user):
    shown = operator("clock", "set", "--mode", "manual", "--now", "2030-01-01T00:00:00Z")
    assert shown == ("mode      manual\nnow       2030-01-01T00:00:00.000Z\nnext due  -\n")
    arn = geospatial.start_places(user)
    assert geospatial.get_job(user, arn)["Status"] in geospatial.RUNNING
    assert operator.json("clock")["next_due"].startswith("2030-01-01T00:00:00.")
    assert "now       2030-01-01T01:30:00.000Z\n" in operator("clock", "advance", "1h30m")
    assert geospatial.get_job(user, arn)["Status"] == "COMPLETED"
    assert operator.json("clock", "advance", "PT30M")["now"] == "2030-01-01T02:00:00.000000Z"


def test_a_job_fails_as_ordered(operator, user):
    added = operator("outcomes", "fail", "--name", "two", "--times", "1", "--reason", "too large",
                     "--type", "SERVER_ERROR")
    assert re.search(r"^outcome-\d+  name=two  1    1      0        0        fail=too large$",
                     added, re.MULTILINE)
    assert finished(user, geospatial.start_places(user, "one"))["Status"] == "COMPLETED"
    failed = finished(user, geospatial.start_places(user, "two"))
    assert failed["Status"] == "FAILED"
    assert failed["ErrorDetails"] == {"ErrorMessage": "too large", "ErrorType": "SERVER_ERROR"}
    [rule] = operator.json("outcomes")["outcomes"]
    assert (rule["matched"], rule["applied"]) == (1, 1)
    assert operator("outcomes", "remove", rule["id"]) == f"removed {rule['id']}\n"
    assert operator.json("outcomes")["outcomes"] == []


def test_every_kind_of_outcome_is_taken(operator, tmp_path):
    operator("outcomes", "stay", "--kind", "glue::ml_task_run", "--state", "RUNNING")
    operator("outcomes", "take", "--seconds", "1.5", "--account", "123456789012")
    operator("outcomes", "deny", "read", "write", "--region", "us-west-2", "--arn", "arn:*")
    document = {"match": {"name": "x"}, "nth": 2, "outcome": {"stay": True}}
    operator("outcomes", "add", json.dumps(document))
    (tmp_path / "rule.json").write_text(json.dumps(document))
    operator("outcomes", "add", f"@{tmp_path / 'rule.json'}")
    operator("outcomes", "add", "-", stdin=json.dumps(document))
    rules = operator.json("outcomes")["outcomes"]
    assert [rule["outcome"] for rule in rules] == [
        {"state": "RUNNING", "stay": True}, {"seconds": 1.5}, {"deny": ["read", "write"]},
        {"stay": True}, {"stay": True}, {"stay": True}]
    assert rules[2]["match"] == {"region": "us-west-2", "arn": "arn:*"}
    assert [rule["nth"] for rule in rules] == [1, 1, 1, 2, 2, 2]
    assert operator("outcomes", "remove", "--all") == "removed 6\n"
    assert operator("outcomes").count("\n") == 1


def test_a_task_waits_until_it_is_released(operator, user):
    assert "glue::ml_task_run" in operator("transitions", "kinds").splitlines()
    shown = operator("transitions", "set", "manual", "--kind", "glue::ml_task_run")
    assert shown.splitlines()[1].split() == [
        "transition-1", "kind=glue::ml_task_run", "manual"]
    glue.make_table(user)
    transform = glue.make_transform(user)
    labels = user.put("labels.csv", glue.HEADER + "1,A,1,Emma,1815\n")
    task = glue.start_import(user, transform, labels)

    def status():
        run = glue.glue(user).get_ml_task_run(TransformId=transform, TaskRunId=task)
        return run["Status"]

    assert status() == "STARTING"
    assert operator("transitions", "release", "--kind", "glue::*") == "released 1\n"
    assert status() == "RUNNING"
    assert operator.json("transitions", "release") == {"released": 1}
    assert status() == "SUCCEEDED"
    operator("transitions", "set", "polls", "--times", "3")
    operator("transitions", "set", "time", "--seconds", "5", "--name", "x")
    operator("transitions", "set", "immediate", "--name", "y")
    assert len(operator.json("transitions")["transitions"]) == 4
    assert operator("transitions", "remove", "--all") == "removed 4\n"
    done = operator.run("transitions", "remove", "transition-1")
    assert (done.status, done.err) == (
        1, "portside transitions remove: There is no transition 'transition-1'.\n")


def test_a_reset_leaves_nothing(operator, user):
    arn = geospatial.start_places(user)
    assert operator("reset").startswith(("reset", "removed"))
    with pytest.raises(user.client("sagemaker-geospatial").exceptions.ResourceNotFoundException):
        geospatial.get_job(user, arn)
    assert operator.json("reset")["status"] == "ok"
