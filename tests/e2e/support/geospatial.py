"""What users of SageMaker Geospatial do: start a job, wait for it, export its results."""

import io
from contextlib import contextmanager
from datetime import datetime, timezone

from rasterio.io import MemoryFile

from support.polling import watch

SENTINEL_2 = (
    "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/"
    "public/nmqj48dcu3g7ayw8"
)
RUNNING = ("INITIALIZING", "IN_PROGRESS")

# Around the Hoover dam's lake. Sentinel-2 has it in tile 11SQA.
LAKE_MEAD = [
    [[-114.45, 36.15], [-114.40, 36.15], [-114.40, 36.20], [-114.45, 36.20], [-114.45, 36.15]]
]
REVERSE_GEOCODING = {
    "ReverseGeocodingConfig": {"XAttributeName": "longitude", "YAttributeName": "latitude"}
}
MAP_MATCHING = {
    "MapMatchingConfig": {
        "IdAttributeName": "drive",
        "TimestampAttributeName": "time",
        "XAttributeName": "longitude",
        "YAttributeName": "latitude",
    }
}


def geospatial(user):
    return user.client("sagemaker-geospatial")


def resource_arn(user, resource):
    return f"arn:aws:sagemaker-geospatial:{user.region}:{user.account}:{resource}"


def start_enrichment(user, csv_uri, job_config=REVERSE_GEOCODING, name="places"):
    """Returns the ARN of a new vector enrichment job over a CSV object."""
    answer = geospatial(user).start_vector_enrichment_job(
        Name=name,
        ExecutionRoleArn=user.role,
        InputConfig={
            "DataSourceConfig": {"S3Data": {"S3Uri": csv_uri, "KmsKeyId": ""}},
            "DocumentType": "CSV",
        },
        JobConfig=job_config,
    )
    return answer["Arn"]


def start_places(user, name="one"):
    """Returns the ARN of a new vector enrichment job over one place."""
    places = user.put("places.csv", "longitude,latitude\n-122.33,47.61\n")
    return start_enrichment(user, places, name=name)


def raster_query(start=(2022, 7, 1), end=(2022, 7, 10), polygon=LAKE_MEAD, **query):
    """The input of an earth observation job: all images of a place and a time."""
    return {
        "RasterDataCollectionQuery": {
            "RasterDataCollectionArn": SENTINEL_2,
            "AreaOfInterest": {
                "AreaOfInterestGeometry": {"PolygonGeometry": {"Coordinates": polygon}}
            },
            "TimeRangeFilter": {
                "StartTime": datetime(*start, tzinfo=timezone.utc),
                "EndTime": datetime(*end, tzinfo=timezone.utc),
            },
            **query,
        }
    }


def start_observation(user, job_config, input_config=None, name="lake"):
    """Returns the ARN of a new earth observation job."""
    answer = geospatial(user).start_earth_observation_job(
        Name=name,
        ExecutionRoleArn=user.role,
        InputConfig=input_config or raster_query(),
        JobConfig=job_config,
    )
    return answer["Arn"]


def get_job(user, arn):
    if ":vector-enrichment-job/" in arn:
        return geospatial(user).get_vector_enrichment_job(Arn=arn)
    return geospatial(user).get_earth_observation_job(Arn=arn)


def finish(user, arn):
    """Waits for a job. Returns the statuses seen on the way and its last description."""
    return watch(lambda: get_job(user, arn), lambda job: job["Status"], RUNNING)


def export(user, arn, uri, **options):
    """Starts the export of a job's results."""
    client = geospatial(user)
    call = (
        client.export_vector_enrichment_job
        if ":vector-enrichment-job/" in arn
        else client.export_earth_observation_job
    )
    return call(
        Arn=arn,
        ExecutionRoleArn=user.role,
        OutputConfig={"S3Data": {"S3Uri": uri, "KmsKeyId": ""}},
        **options,
    )


def finish_export(user, arn):
    """Waits for an export. Returns the statuses seen on the way and the job's description. Ten
    bands of a scene with shores take some seconds, and more where machines are busy."""
    return watch(
        lambda: get_job(user, arn), lambda job: job.get("ExportStatus"), (None, "IN_PROGRESS"),
        timeout=120.0,
    )


def job_id(arn):
    return arn.rpartition("/")[2]


@contextmanager
def open_raster(user, key):
    """A GeoTIFF of the user's bucket, as rasterio reads it."""
    content = user.get(user.uri(key))
    with MemoryFile(io.BytesIO(content)) as memory, memory.open() as raster:
        yield raster
