"""The REST protocol of SageMaker Geospatial and of Personalize's events."""

import json
import urllib.parse

import pytest

from support import geospatial
from support.raw import geospatial_call, request, signed_as


def check_error(answer, status, code):
    """The code stands in the header and the message in the body."""
    assert answer.status == status, answer.body
    assert answer.headers["x-amzn-ErrorType"] == code
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["x-amzn-RequestId"]
    return answer.json().get("Message") or answer.json().get("message", "")


def test_an_arn_in_a_path_may_be_escaped_or_not(hasty_user):
    """SDKs escape the slash of an ARN; people who type do not."""
    places = hasty_user.put("places.csv", "longitude,latitude\n-122.33,47.61\n")
    arn = geospatial.start_enrichment(hasty_user, places)
    for written in (urllib.parse.quote(arn, safe=""), urllib.parse.quote(arn, safe=":"), arn):
        answer = geospatial_call(hasty_user, "GET", f"/vector-enrichment-jobs/{written}")
        assert answer.status == 200
        assert answer.json()["Arn"] == arn


def test_times_are_written_as_the_service_does(hasty_user):
    """An SDK that is strict about times reads ISO strings, and wrote epoch seconds."""
    body = {
        "Name": "lake",
        "ExecutionRoleArn": hasty_user.role,
        "JobConfig": {"LandCoverSegmentationConfig": {}},
        "InputConfig": geospatial.raster_query(),
    }
    query = body["InputConfig"]["RasterDataCollectionQuery"]
    query["TimeRangeFilter"] = {"StartTime": 1656633600, "EndTime": 1657411200.25}
    answer = geospatial_call(hasty_user, "POST", "/earth-observation-jobs", body)
    assert answer.status == 200, answer.body
    output = answer.json()
    assert output["CreationTime"].endswith("Z")
    times = output["InputConfig"]["RasterDataCollectionQuery"]["TimeRangeFilter"]
    assert times["StartTime"].startswith("2022-07-01T00:00:00")
    assert times["EndTime"].startswith("2022-07-10T00:00:00.25")


def test_an_unknown_path_is_an_unknown_operation(hasty_user):
    check_error(
        geospatial_call(hasty_user, "GET", "/no-such-path"), 404, "UnknownOperationException"
    )
    check_error(
        geospatial_call(hasty_user, "PUT", "/list-vector-enrichment-jobs", {}),
        405,
        "UnknownOperationException",
    )


@pytest.mark.parametrize("body", [b"{", b'"text"', b"null"])
def test_a_broken_body_is_refused(hasty_user, body):
    answer = geospatial_call(hasty_user, "POST", "/list-vector-enrichment-jobs", body)
    check_error(answer, 400, "SerializationException")


def test_a_union_has_one_member(hasty_user):
    """JavaScript lets two through, and none."""
    body = {
        "Name": "both",
        "ExecutionRoleArn": hasty_user.role,
        "InputConfig": {
            "DocumentType": "CSV",
            "DataSourceConfig": {"S3Data": {"S3Uri": "s3://bucket/key.csv"}},
        },
    }
    for config in ({}, {**geospatial.REVERSE_GEOCODING, **geospatial.MAP_MATCHING}):
        body["JobConfig"] = config
        answer = geospatial_call(hasty_user, "POST", "/vector-enrichment-jobs", body)
        assert answer.status == 400
        assert "JobConfig" in answer.body.decode()


def test_all_violations_come_in_one_answer(hasty_user):
    body = {
        "Arn": "arn",
        "ClientToken": "short",
        "OutputConfig": {"S3Data": {"S3Uri": "http://bucket"}},
    }
    answer = geospatial_call(hasty_user, "POST", "/export-vector-enrichment-jobs", body)
    message = check_error(answer, 400, "ValidationException")
    assert message.startswith("4 validation errors detected: ")
    for path in ("'arn'", "'clientToken'", "'executionRoleArn'", "'outputConfig.s3Data.s3Uri'"):
        assert f" at {path} failed to satisfy constraint: Member must" in message


def test_errors_carry_the_resource(hasty_user):
    arn = geospatial.resource_arn(hasty_user, "vector-enrichment-job/abcdefghijkm")
    path = "/vector-enrichment-jobs/" + urllib.parse.quote(arn, safe="")
    answer = geospatial_call(hasty_user, "GET", path)
    assert arn in check_error(answer, 404, "ResourceNotFoundException")
    assert answer.json()["ResourceId"] == arn


def test_what_is_deleted_answers_without_a_body_to_read(hasty_user):
    """Tags: PUT has a body, DELETE has its keys in the query."""
    places = hasty_user.put("places.csv", "longitude,latitude\n-122.33,47.61\n")
    arn = geospatial.start_enrichment(hasty_user, places)
    path = "/tags/" + urllib.parse.quote(arn, safe="")
    tags = {"a": "1", "b c": "2", "d+e": "3"}
    answer = geospatial_call(hasty_user, "PUT", path, {"Tags": tags})
    assert (answer.status, answer.body) in ((200, b"{}"), (200, b""))
    assert geospatial_call(hasty_user, "GET", path).json() == {"Tags": tags}
    answer = geospatial_call(hasty_user, "DELETE", path + "?tagKeys=a&tagKeys=b%20c")
    assert answer.status == 200
    assert geospatial_call(hasty_user, "GET", path).json() == {"Tags": {"d+e": "3"}}


def test_events_have_their_own_paths_and_statuses(hasty_user):
    headers = signed_as(hasty_user, "personalize", **{"Content-Type": "application/json"})
    dataset = f"arn:aws:personalize:us-west-2:{hasty_user.account}:dataset/none/ITEMS"
    body = {"datasetArn": dataset, "items": [{"itemId": "i1"}]}
    url = hasty_user.server.url
    answer = request(url, "POST", "/items", json.dumps(body).encode(), headers)
    assert dataset in check_error(answer, 404, "ResourceNotFoundException")
    answer = request(url, "POST", "/recommendations", b'{"userId": "u1"}', headers)
    assert "campaignArn" in check_error(answer, 400, "InvalidInputException")
    body = {"userId": "u1", "campaignArn": dataset.replace("dataset/none/ITEMS", "campaign/none")}
    answer = request(url, "POST", "/recommendations", json.dumps(body).encode(), headers)
    assert "campaign/none" in check_error(answer, 404, "ResourceNotFoundException")
