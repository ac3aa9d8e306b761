"""Calls that fail as a test has ordered, seen through an SDK."""

import json
import time

import botocore.exceptions
import pytest

from support.raw import request
from support.user import User


@pytest.fixture
def user(start_server):
    return User(start_server())


def order(user, method="POST", path="/_portside/faults", body=None):
    answer = request(user.server.url, method, path,
                     json.dumps(body).encode() if body is not None else b"")
    assert answer.status in (200, 201), answer.body
    return answer.json()


def applied(user):
    return [fault["applied"] for fault in order(user, "GET")["faults"]]


def client(user, service, attempts=1, **options):
    retries = {"total_max_attempts": attempts, "mode": "standard"}
    return user.server.client(service, user.account, user.region, retries=retries, **options)


def test_an_sdk_gets_over_a_throttle_by_its_retries(user):
    order(user, body={"match": {"service": "glue", "operation": "GetMLTransforms"}, "times": 2,
                      "effect": {"error": {"code": "ThrottlingException"}}})
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        client(user, "glue").get_ml_transforms()
    assert refused.value.response["Error"] == {
        "Code": "ThrottlingException", "Message": "Rate exceeded"}
    answer = client(user, "glue", attempts=3).get_ml_transforms()
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
    assert applied(user) == [2]


def test_a_modelled_error_arrives_as_its_exception(user):
    order(user, body={"match": {"service": "sagemaker-geospatial"},
                      "effect": {"error": {"code": "ServiceQuotaExceededException",
                                           "message": "Too many jobs."}}, "times": 1})
    geospatial = client(user, "sagemaker-geospatial")
    with pytest.raises(geospatial.exceptions.ServiceQuotaExceededException) as refused:
        geospatial.list_earth_observation_jobs()
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 402
    assert refused.value.response["Message"] == "Too many jobs."


def test_s3_slows_down_for_one_prefix(user):
    user.put("hot/a", "1")
    user.put("cold/a", "2")
    order(user, body={"match": {"service": "s3", "resource": f"{user.bucket}/hot/*"},
                      "effect": {"error": {"code": "SlowDown"}}})
    s3 = client(user, "s3")
    assert s3.get_object(Bucket=user.bucket, Key="cold/a")["Body"].read() == b"2"
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        s3.get_object(Bucket=user.bucket, Key="hot/a")
    assert refused.value.response["Error"]["Code"] == "SlowDown"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503
    with pytest.raises(botocore.exceptions.ClientError):
        s3.put_object(Bucket=user.bucket, Key="hot/b", Body=b"x" * 200_000)


def test_connections_break(user):
    order(user, body={"match": {"operation": "CreateBucket"}, "times": 1,
                      "effect": {"connection": "reset", "performed": True}})
    with pytest.raises(botocore.exceptions.HTTPClientError):
        client(user, "s3").create_bucket(
            Bucket="made-all-the-same",
            CreateBucketConfiguration={"LocationConstraint": user.region})
    assert "made-all-the-same" in [
        bucket["Name"] for bucket in client(user, "s3").list_buckets()["Buckets"]]

    user.put("big", "x" * 300_000)
    order(user, body={"match": {"operation": "GetObject"}, "times": 1,
                      "effect": {"connection": "cut", "bytes": 1000}})
    body = client(user, "s3").get_object(Bucket=user.bucket, Key="big")["Body"]
    with pytest.raises((botocore.exceptions.HTTPClientError,
                        botocore.exceptions.IncompleteReadError)):
        body.read()
    assert applied(user) == [1, 1]


def test_answers_are_late(user):
    order(user, body={"match": {"operation": "GetCallerIdentity"}, "times": 2,
                      "effect": {"latency": {"min": 400, "max": 500}}})
    began = time.monotonic()
    client(user, "sts").get_caller_identity()
    assert time.monotonic() - began >= 0.4
    with pytest.raises(botocore.exceptions.ReadTimeoutError):
        client(user, "sts", read_timeout=0.1).get_caller_identity()


def test_localstacks_chaos_calls_work_as_they_are(user):
    path = "/_localstack/chaos/faults"
    faults = [{"service": "personalize", "region": user.region, "operation": "ListSchemas",
               "probability": 1.0, "error": {"statusCode": 500, "code": "InternalError"}}]
    assert order(user, "POST", path, faults) == faults
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        client(user, "personalize").list_schemas()
    assert refused.value.response["Error"]["Code"] == "InternalError"
    assert order(user, "DELETE", path, faults) == []
    client(user, "personalize").list_schemas()
    assert order(user, "POST", "/_localstack/chaos/effects", {"latency": 300}) == {"latency": 300}
    began = time.monotonic()
    client(user, "personalize").list_schemas()
    assert time.monotonic() - began >= 0.3
