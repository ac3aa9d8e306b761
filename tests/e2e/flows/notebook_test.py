"""The steps of the public notebooks about geospatial jobs, one after the other, as a person runs
them: find a collection, look for a clear image, start a job, wait as the notebooks wait, lay the
result over a map, export it and count."""

import time
from datetime import datetime, timezone

import numpy as np

from support import geospatial
from support.map_tiles import get_array, get_tile, open_picture, tile_at

DROUGHT = [
    [[-114.529, 36.142], [-114.373, 36.142], [-114.373, 36.411], [-114.529, 36.411],
     [-114.529, 36.142]]
]  # fmt: skip
AREA = {"AreaOfInterestGeometry": {"PolygonGeometry": {"Coordinates": DROUGHT}}}
SUMMER = {
    "StartTime": datetime(2021, 6, 1, tzinfo=timezone.utc),
    "EndTime": datetime(2021, 8, 31, tzinfo=timezone.utc),
}
CLEAR = {
    "Properties": [{"Property": {"EoCloudCover": {"LowerBound": 0, "UpperBound": 1}}}],
    "LogicalOperator": "AND",
}


def collection_named(client, name):
    pages = client.get_paginator("list_raster_data_collections").paginate()
    for page in pages:
        for collection in page["RasterDataCollectionSummaries"]:
            if collection["Name"] == name:
                return collection
    raise AssertionError(name)


def wait_as_the_notebooks_do(client, arn):
    """Sleeps, then polls as long as the job says IN_PROGRESS: a job that were still INITIALIZING
    would end the loop."""
    time.sleep(0.6)
    job = client.get_earth_observation_job(Arn=arn)
    while job["Status"] == "IN_PROGRESS":
        time.sleep(0.1)
        job = client.get_earth_observation_job(Arn=arn)
    return job


def test_the_lake_of_a_drought(user):
    client = geospatial.geospatial(user)
    collection = collection_named(client, "Sentinel 2 L2A COGs")
    assert {it["Name"] for it in collection["SupportedFilters"]} >= {"EoCloudCover", "Platform"}
    found = client.search_raster_data_collection(
        Arn=collection["Arn"],
        RasterDataCollectionQuery={
            "AreaOfInterest": AREA,
            "TimeRangeFilter": SUMMER,
            "PropertyFilters": CLEAR,
            "BandFilter": ["visual"],
        },
    )
    assert found["ApproximateResultCount"] == len(found["Items"]) > 0
    addresses = [item["Assets"]["visual"]["Href"] for item in found["Items"]]
    assert all(address.startswith("https://") for address in addresses)

    started = client.start_earth_observation_job(
        Name="lake-of-a-drought",
        ExecutionRoleArn=user.role,
        InputConfig={
            "RasterDataCollectionQuery": {
                "RasterDataCollectionArn": collection["Arn"],
                "AreaOfInterest": AREA,
                "TimeRangeFilter": SUMMER,
                "PropertyFilters": CLEAR,
            }
        },
        JobConfig={"BandMathConfig": {"PredefinedIndices": ["NDVI"]}},
    )
    job = wait_as_the_notebooks_do(client, started["Arn"])
    assert job["Status"] == "COMPLETED"
    assert "ExportStatus" not in job
    bands = [band["BandName"] for band in job["OutputBands"]]

    # What a map widget asks for: the tiles that it shows, of the result and of the image.
    west, north = tile_at(11, -114.529, 36.411)
    east, south = tile_at(11, -114.373, 36.142)
    for x in range(west, east + 1):
        for y in range(north, south + 1):
            _, result = open_picture(get_tile(user, job["Arn"], 11, x, y, bands)[0])
            assert result[1].any()
            body, _ = get_tile(user, job["Arn"], 11, x, y, ["red", "green", "blue"], "INPUT")
            assert open_picture(body)[1].shape[0] == 4

    client.export_earth_observation_job(
        Arn=job["Arn"],
        ExecutionRoleArn=user.role,
        OutputConfig={"S3Data": {"S3Uri": user.uri("lake/"), "KmsKeyId": ""}},
        ExportSourceImages=False,
    )
    _, job = geospatial.finish_export(user, job["Arn"])
    assert job["ExportStatus"] == "SUCCEEDED"
    keys = [key for key in user.keys("lake/") if "output" in key and key.endswith(".tif")]
    # One file for each image that the search has shown.
    names = {key.rpartition("/")[2].removesuffix("_ndvi.tif") for key in keys}
    assert names == {item["Id"] for item in found["Items"]}
    for key in keys:
        with geospatial.open_raster(user, key) as raster:
            ndvi = raster.read(1, out_shape=(549, 549))
        assert 0.02 < np.mean(ndvi > 0.4) < 0.98, key


def test_arrays_for_people_who_calculate(user):
    """A user takes arrays instead of pictures, and needs no export."""
    query = geospatial.raster_query(end=(2022, 7, 5))
    arn = geospatial.start_observation(user, {"LandCoverSegmentationConfig": {}}, query)
    assert wait_as_the_notebooks_do(geospatial.geospatial(user), arn)["Status"] == "COMPLETED"
    x, y = tile_at(10, -114.42, 36.18)
    classes, seen = get_array(user, arn, 10, x, y, ["mask"])
    assert set(np.unique(classes[seen == 255])) <= set(range(1, 12))
    water = np.mean(classes[seen == 255] == 6)
    assert 0 < water < 1
