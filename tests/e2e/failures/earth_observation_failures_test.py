"""Earth observation jobs that fail or are refused."""

import pytest

from support import geospatial
from support.errors import refused
from support.geospatial import raster_query

LAND_COVER = {"LandCoverSegmentationConfig": {}}


def custom(equation):
    operation = {"Name": "index", "Equation": equation}
    return {"BandMathConfig": {"CustomIndices": {"Operations": [operation]}}}


def test_an_export_into_a_missing_bucket_fails_in_both_parts(user):
    """A user misspells the bucket, reads why, and exports again."""
    arn = geospatial.start_observation(user, LAND_COVER)
    geospatial.finish(user, arn)
    geospatial.export(user, arn, "s3://portside-no-such-bucket/out", ExportSourceImages=True)
    statuses, job = geospatial.finish_export(user, arn)
    assert statuses == ["IN_PROGRESS", "FAILED"]
    assert set(job["ExportErrorDetails"]) == {"ExportResults", "ExportSourceImages"}
    for part in job["ExportErrorDetails"].values():
        assert part["Type"] == "CLIENT_ERROR"
        assert "'portside-no-such-bucket' does not exist" in part["Message"]

    geospatial.export(user, arn, user.uri("out"))
    _, job = geospatial.finish_export(user, arn)
    assert job["ExportStatus"] == "SUCCEEDED"
    assert "ExportErrorDetails" not in job
    assert all(key.endswith("_L2A.tif") for key in user.keys("out/"))


@pytest.mark.parametrize(
    "query, reason",
    [
        (raster_query(start=(2022, 7, 5), end=(2022, 7, 6)), "No satellite"),
        (raster_query(start=(2001, 1, 1), end=(2001, 2, 1)), "No satellite"),
        (
            raster_query(
                PropertyFilters={
                    "Properties": [
                        {"Property": {"EoCloudCover": {"LowerBound": 99.99, "UpperBound": 100}}}
                    ]
                }
            ),
            "PropertyFilters",
        ),
    ],
)
def test_a_query_without_images_fails_the_job(hasty_user, query, reason):
    arn = geospatial.start_observation(hasty_user, LAND_COVER, query)
    _, job = geospatial.finish(hasty_user, arn)
    assert job["Status"] == "FAILED"
    assert job["ErrorDetails"]["Type"] == "CLIENT_ERROR"
    assert reason in job["ErrorDetails"]["Message"]
    assert "11SQA" in job["ErrorDetails"]["Message"]
    with refused("ConflictException", 409):
        geospatial.export(hasty_user, arn, hasty_user.uri("out"))


@pytest.mark.parametrize(
    "job_config, reason",
    [
        (custom("(nir - rod) / 2"), "`rod`"),
        (custom("(nir - red"), "at position"),
        (custom("1 + 2"), "'index'"),
        ({"BandMathConfig": {"PredefinedIndices": ["NDVI", "LAI"]}}, "'LAI'"),
        ({"BandMathConfig": {}}, "names no index"),
    ],
)
def test_wrong_band_math_is_refused_at_once(hasty_user, job_config, reason):
    with refused("ValidationException") as refusal:
        geospatial.start_observation(hasty_user, job_config)
    assert reason in refusal.message


def test_wrong_inputs_are_refused_at_once(hasty_user):
    both = dict(
        raster_query(),
        PreviousEarthObservationJobArn=geospatial.resource_arn(
            hasty_user, "earth-observation-job/abcdefghijkm"
        ),
    )
    with refused("ValidationException") as refusal:
        geospatial.start_observation(hasty_user, LAND_COVER, both)
    assert "exactly one of" in refusal.message
    del both["RasterDataCollectionQuery"]
    with refused("ResourceNotFoundException", 404):
        geospatial.start_observation(hasty_user, LAND_COVER, both)

    unknown = raster_query()
    arn = geospatial.SENTINEL_2.replace("nmqj48dcu3g7ayw8", "nosuchcollection")
    unknown["RasterDataCollectionQuery"]["RasterDataCollectionArn"] = arn
    with refused("ResourceNotFoundException", 404) as refusal:
        geospatial.start_observation(hasty_user, LAND_COVER, unknown)
    assert refusal.members["ResourceId"] == arn
    with refused("ValidationException"):
        backwards = raster_query(start=(2022, 7, 10), end=(2022, 7, 1))
        geospatial.start_observation(hasty_user, LAND_COVER, backwards)


def test_a_running_job_cannot_be_exported(user):
    arn = geospatial.start_observation(user, LAND_COVER)
    with refused("ConflictException", 409) as refusal:
        geospatial.export(user, arn, user.uri("out"))
    assert refusal.members["ResourceId"] == arn
