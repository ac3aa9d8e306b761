"""Jobs that end as their test has ordered, seen through an SDK."""

import json

import pytest

from support import geospatial, glue, personalize
from support.polling import wait_until
from support.raw import request
from support.user import User


@pytest.fixture
def user(start_server):
    return User(start_server("--time-scale", "0.1"))


def order(user, path, **body):
    answer = request(user.server.url, "POST", f"/_portside/{path}", json.dumps(body).encode())
    assert answer.status in (200, 201), answer.body
    return answer.json()


def finished(user, arn):
    return wait_until(
        lambda: geospatial.get_job(user, arn),
        lambda job: job["Status"] not in geospatial.RUNNING)[-1]


def test_the_second_job_of_an_account_fails(user):
    """Retry code is tried out: the first job succeeds, the second fails, the third succeeds."""
    places = user.put("places.csv", "longitude,latitude\n-122.33,47.61\n")
    order(user, "outcomes", nth=2, times=1,
          match={"kind": "sagemaker-geospatial::vector_enrichment_job", "account": user.account},
          outcome={"fail": {"reason": "The data was too large.", "type": "SERVER_ERROR"}})
    other = User(user.server)
    elsewhere = geospatial.start_enrichment(
        other, other.put("places.csv", "longitude,latitude\n-122.33,47.61\n"))
    jobs = [finished(user, geospatial.start_enrichment(user, places, name=name))
            for name in ("one", "two", "three")]
    assert [job["Status"] for job in jobs] == ["COMPLETED", "FAILED", "COMPLETED"]
    assert jobs[1]["ErrorDetails"] == {
        "ErrorMessage": "The data was too large.", "ErrorType": "SERVER_ERROR"}
    assert finished(other, elsewhere)["Status"] == "COMPLETED"


def test_an_export_is_denied_its_bucket(user):
    _, datasets = personalize.make_datasets(user, "USERS")
    order(user, "outcomes", match={"kind": "personalize::dataset_export_job"},
          outcome={"deny": ["write"]})
    client = personalize.personalize(user)
    arn = client.create_dataset_export_job(
        jobName="out", datasetArn=datasets["USERS"], roleArn=user.role,
        ingestionMode="ALL", jobOutput={"s3DataDestination": {"path": user.uri("out/")}},
    )["datasetExportJobArn"]
    job = wait_until(
        lambda: client.describe_dataset_export_job(datasetExportJobArn=arn)["datasetExportJob"],
        lambda it: it["status"] not in personalize.RUNNING)[-1]
    assert job["status"] == "CREATE FAILED"
    assert "denied: the role may not write to it" in job["failureReason"]
    assert user.keys("out/") == []


def test_a_task_moves_with_each_poll(user):
    order(user, "transitions", match={"kind": "glue::ml_task_run"},
          transition={"progression": "polls", "times": 1})
    glue.make_table(user)
    transform = glue.make_transform(user)
    task = glue.start_import(
        user, transform, user.put("labels.csv", glue.HEADER + "1,A,1,Emma,1815\n"))

    # Without being asked for it would stay where it is; its work takes its time all the same.
    seen, run = glue.finish_task(user, transform, task)
    assert seen == ["STARTING", "RUNNING", "SUCCEEDED"]
    assert [run["Status"], glue.get_transform(user, transform)["LabelCount"]] == ["SUCCEEDED", 1]


def test_a_job_that_waits_goes_on_after_a_kill(start_server):
    server = start_server()
    user = User(server)
    order(user, "transitions", match={}, transition={"progression": "manual"})
    places = user.put("places.csv", "longitude,latitude\n-122.33,47.61\n")
    arn = geospatial.start_enrichment(user, places)
    assert order(user, "transitions/release", arn=arn) == {"released": 1}
    assert geospatial.get_job(user, arn)["Status"] == "IN_PROGRESS"
    server.kill()
    server.start()
    assert finished(user, arn)["Status"] == "COMPLETED"


def test_pages_of_browsers_are_kept_out(user):
    answer = request(user.server.url, "POST", "/_portside/reset", b"",
                     {"Origin": "http://evil.example"})
    assert answer.status == 403
    answer = request(user.server.url, "POST", "/_portside/reset", b"",
                     {"Host": "evil.example"})
    assert (answer.status, "evil.example" in answer.json()["message"]) == (403, True)


def test_the_control_plane_asks_for_its_token_or_is_off(start_server):
    url = start_server("--control-token", "secret").url
    assert request(url, "GET", "/_portside/health").status == 200
    answer = request(url, "GET", "/_portside/clock")
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert request(url, "GET", "/_portside/clock", b"",
                   {"Authorization": "Bearer secret"}).status == 200
    url = start_server("--no-control").url
    assert request(url, "GET", "/_portside/health").status == 200
    assert request(url, "GET", "/_portside/clock").status == 404
    assert request(url, "POST", "/_portside/reset").status == 404
