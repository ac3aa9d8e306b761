"""Logs of jobs: users follow what a job says while it runs, and look for something in it later."""

import pytest
from botocore.exceptions import ClientError

from support import sagemaker
from support.logs import Follower
from support.raw import call

GROUP = "/aws/sagemaker/CompilationJobs"


def test_a_user_follows_a_job(user):
    client = user.client("logs")
    follower = Follower(user, GROUP, "compile")
    assert follower.follow() == []
    with pytest.raises(ClientError, match="The specified log group does not exist."):
        client.filter_log_events(logGroupName=GROUP)
    compiled = sagemaker.compile_model(user)
    assert follower.follow()[0].startswith("Reading the model s3://")
    assert follower.lines[-1].startswith(f"Wrote {compiled}.")
    assert any("model.onnx, 2048 bytes" in line for line in follower.lines)
    assert follower.follow() == []

    [group] = client.describe_log_groups(logGroupNamePrefix="/aws/sagemaker")["logGroups"]
    arn = f"arn:aws:logs:{user.region}:{user.account}:log-group:{GROUP}"
    assert (group["logGroupName"], group["arn"]) == (GROUP, f"{arn}:*")
    [stream] = client.describe_log_streams(logGroupName=GROUP)["logStreams"]
    assert stream["logStreamName"].startswith("compile/algo-1-1")
    assert stream["arn"] == f"{arn}:log-stream:{stream['logStreamName']}"
    assert group["creationTime"] <= stream["firstEventTimestamp"] <= stream["lastEventTimestamp"]


def test_a_user_looks_for_what_went_wrong(user):
    """In all streams of the group, page by page; the log outlives its job."""
    client = user.client("logs")
    sagemaker.compile_model(user, name="well")
    sagemaker.start_compilation(user, user.put("broken.tar.gz", "none"), "broken")
    _, job = sagemaker.finish_compilation(user, "broken")
    # The SDK of Debian does not know it.
    gone = call(user, "SageMaker.DeleteCompilationJob", {"CompilationJobName": "broken"})
    assert gone.status == 200
    found = client.filter_log_events(logGroupName=GROUP, filterPattern="ClientError")["events"]
    assert [event["message"] for event in found] == [job["FailureReason"]]
    assert found[0]["logStreamName"].startswith("broken/")

    pages = client.get_paginator("filter_log_events").paginate(
        logGroupName=GROUP, PaginationConfig={"PageSize": 2}
    )
    lines = [event["message"] for page in pages for event in page["events"]]
    assert job["FailureReason"] in lines and len(lines) > 5
    with pytest.raises(ClientError, match="are not emulated by Portside"):
        client.filter_log_events(logGroupName=GROUP, filterPattern="{ $.level = 50 }")
    with pytest.raises(ClientError) as refused:
        client.create_log_group(logGroupName="/mine")
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
