"""Vector enrichment jobs that fail, and say why in their own members."""

import pytest

from support import geospatial
from support.errors import refused
from support.polling import pause, watch

PLACES = "longitude,latitude\n-122.33,47.61\n"


def failure(user, uri, job_config=geospatial.REVERSE_GEOCODING):
    """Runs a job that fails; returns its reason."""
    _, job = geospatial.finish(user, geospatial.start_enrichment(user, uri, job_config))
    assert job["Status"] == "FAILED"
    assert job["ErrorDetails"]["ErrorType"] == "CLIENT_ERROR"
    return job["ErrorDetails"]["ErrorMessage"]


def test_a_missing_bucket_is_named(user):
    """The states of a job that fails, on the default clock."""
    arn = geospatial.start_enrichment(user, "s3://portside-no-such-bucket/places.csv")
    statuses, job = geospatial.finish(user, arn)
    assert statuses == ["INITIALIZING", "IN_PROGRESS", "FAILED"]
    assert "'portside-no-such-bucket' does not exist" in job["ErrorDetails"]["ErrorMessage"]
    with refused("ConflictException", 409):
        geospatial.export(user, arn, user.uri("out"))


def test_a_missing_key_is_named(hasty_user):
    uri = hasty_user.uri("in/no-such-key.csv")
    assert uri in failure(hasty_user, uri)


@pytest.mark.parametrize(
    "text, reason",
    [
        ("", "empty"),
        ("longitude,latitude\n", "no rows"),
        ('longitude,latitude\n1,2\n3,"4\n', "line 3, column 2: unbalanced quote"),
        ("lon,latitude\n1,2\n", "no column 'longitude'. Its columns are 'lon', 'latitude'"),
        ("longitude,latitude\n1,2\n1,2,3\n", "line 3 has 3 fields; its header has 2"),
        ("longitude,latitude\n1,2\n\nwest,2\n", "line 4, column 'longitude': 'west' is not a n"),
    ],
)
def test_an_unreadable_file_is_named_by_line_and_column(hasty_user, text, reason):
    assert reason in failure(hasty_user, hasty_user.put("places.csv", text))


@pytest.mark.parametrize(
    "row, reason",
    [
        ("1,yesterday,1,2,3", "line 2, column 'time': 'yesterday' is not a timestamp"),
        ("1,1672854393,1,200,3", "line 2, column 'latitude': '200' is no latitude"),
        ("1,1672854393,1,2,fast", "line 2, column 'speed': 'fast' is not a number"),
    ],
)
def test_a_wrong_point_of_a_drive_is_named_by_line_and_column(hasty_user, row, reason):
    points = hasty_user.put("drives.csv", f"drive,time,longitude,latitude,speed\n{row}\n")
    assert reason in failure(hasty_user, points, geospatial.MAP_MATCHING)


def test_a_wrong_header_of_drives_names_its_columns(hasty_user):
    points = hasty_user.put("drives.csv", "id,time,longitude,latitude\n1,1672854393,1,2\n")
    reason = failure(hasty_user, points, geospatial.MAP_MATCHING)
    assert "no column 'drive'" in reason
    assert "'id', 'time', 'longitude', 'latitude'" in reason


def test_an_export_into_a_missing_bucket_fails_and_can_be_repeated(user):
    """A user misspells the bucket, reads why, and exports again."""
    arn = geospatial.start_enrichment(user, user.put("places.csv", PLACES))
    geospatial.finish(user, arn)
    geospatial.export(user, arn, "s3://portside-no-such-bucket/out")
    statuses, job = geospatial.finish_export(user, arn)
    assert statuses == ["IN_PROGRESS", "FAILED"]
    assert job["Status"] == "COMPLETED"
    details = job["ExportErrorDetails"]
    assert details["Type"] == "CLIENT_ERROR"
    assert "'portside-no-such-bucket' does not exist" in details["Message"]

    geospatial.export(user, arn, user.uri("out"))
    assert "ExportErrorDetails" not in geospatial.get_job(user, arn)
    _, job = geospatial.finish_export(user, arn)
    assert job["ExportStatus"] == "SUCCEEDED"
    assert "ExportErrorDetails" not in job


def test_only_a_completed_job_is_exported_and_only_once_at_a_time(user):
    """A user is too fast, twice."""
    arn = geospatial.start_enrichment(user, user.put("places.csv", PLACES))
    with refused("ConflictException", 409) as refusal:
        geospatial.export(user, arn, user.uri("out"))
    assert "INITIALIZING" in refusal.message
    assert refusal.members["ResourceId"] == arn
    geospatial.finish(user, arn)
    geospatial.export(user, arn, user.uri("out"))
    with refused("ConflictException", 409):
        geospatial.export(user, arn, user.uri("out"))
    with refused("ConflictException", 409):
        geospatial.geospatial(user).delete_vector_enrichment_job(Arn=arn)


def test_a_job_that_does_not_exist_is_named(hasty_user):
    arn = geospatial.resource_arn(hasty_user, "vector-enrichment-job/abcdefghijkm")
    for call in (
        lambda: geospatial.get_job(hasty_user, arn),
        lambda: geospatial.export(hasty_user, arn, hasty_user.uri("out")),
    ):
        with refused("ResourceNotFoundException", 404) as refusal:
            call()
        assert arn in refusal.message
        assert refusal.members["ResourceId"] == arn


def test_an_input_is_one_object(hasty_user):
    with refused("ValidationException") as refusal:
        geospatial.start_enrichment(hasty_user, hasty_user.uri("folder/"))
    assert "must name one CSV object" in refusal.message


def test_a_stopped_job_is_never_exported(user):
    """A user stops a job, deletes it, and asks for it again."""
    client = geospatial.geospatial(user)
    arn = geospatial.start_enrichment(user, user.put("places.csv", PLACES))
    client.stop_vector_enrichment_job(Arn=arn)
    statuses, _ = watch(
        lambda: geospatial.get_job(user, arn), lambda job: job["Status"], ("STOPPING",)
    )
    assert statuses == ["STOPPING", "STOPPED"]
    with refused("ConflictException", 409):
        geospatial.export(user, arn, user.uri("out"))
    client.delete_vector_enrichment_job(Arn=arn)
    with refused("ResourceNotFoundException", 404):
        for _ in range(400):
            assert geospatial.get_job(user, arn)["Status"] == "DELETING"
            pause()
