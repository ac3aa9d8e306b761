"""A test that moves the clock instead of sleeping."""

import datetime
import json

import pytest

from support import geospatial, glue
from support.raw import request
from support.user import User

START = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)


def clock(server, method, path="", **body):
    content = json.dumps(body).encode() if body else b""
    answer = request(server.url, method, f"/_portside/clock{path}", content)
    assert answer.status == 200, answer.body
    return answer.json()


def get_task(user, transform, task):
    return glue.glue(user).get_ml_task_run(TransformId=transform, TaskRunId=task)


@pytest.fixture
def user(start_server):
    """A user of a server whose clock stands at the beginning of 2030."""
    server = start_server()
    clock(server, "PUT", mode="manual", now="2030-01-01T00:00:00Z")
    return User(server)


def test_a_job_moves_only_with_the_clock(user):
    glue.make_table(user)
    transform = glue.make_transform(user)
    labels = user.put("labels.csv", glue.HEADER + "1,A,1,Emma,1815\n")
    task = glue.start_import(user, transform, labels)
    run = get_task(user, transform, task)
    assert (run["Status"], run["StartedOn"]) == ("STARTING", START)
    clock(user.server, "POST", "/advance", seconds=0.4)
    assert get_task(user, transform, task)["Status"] == "RUNNING"
    assert clock(user.server, "POST", "/advance", seconds=3600)["next_due"] is None
    run = get_task(user, transform, task)
    assert run["Status"] == "SUCCEEDED"
    # It ended at its own time, not when the clock was looked at again.
    assert run["CompletedOn"] == START + datetime.timedelta(seconds=1)
    assert glue.get_transform(user, transform)["LabelCount"] == 1


def test_two_jobs_and_an_export_are_done_when_the_advance_is_answered(user):
    places = user.put("places.csv", "longitude,latitude\n-122.33,47.61\n")
    jobs = [geospatial.start_enrichment(user, places, name=name) for name in ("one", "two")]
    clock(user.server, "POST", "/advance", seconds="PT10M")
    for arn in jobs:
        assert geospatial.get_job(user, arn)["Status"] == "COMPLETED"
    geospatial.export(user, jobs[0], user.uri("out"))
    clock(user.server, "POST", "/advance", seconds="PT10M")
    assert geospatial.get_job(user, jobs[0])["ExportStatus"] == "SUCCEEDED"
    assert len(user.keys("out/")) == 1


def test_a_fast_clock_makes_jobs_fast(start_server):
    """Jobs that take twenty hours each are over in a moment."""
    server = start_server("--time-scale", "72000")
    clock(server, "PUT", mode="scaled", scale=1000000)
    user = User(server)
    glue.make_table(user)
    transform = glue.make_transform(user)
    glue.import_labels(user, transform, glue.HEADER + "1,A,1,Emma,1815\n")
    assert glue.get_transform(user, transform)["LabelCount"] == 1


def test_times_of_objects_follow_the_clock_and_the_date_header_does_not(user):
    user.put("k", "x")
    head = user.client("s3").head_object(Bucket=user.bucket, Key="k")
    assert head["LastModified"] == START
    date = head["ResponseMetadata"]["HTTPHeaders"]["date"]
    assert str(datetime.datetime.now(datetime.timezone.utc).year) in date
