"""ExportVectorEnrichmentJob: users bring points, and get addresses or matched drives."""

import csv
import io
import json
from datetime import datetime, timedelta, timezone

from support import geospatial

ADDRESS_COLUMNS = [
    "reverse_geo.address_number",
    "reverse_geo.country",
    "reverse_geo.label",
    "reverse_geo.municipality",
    "reverse_geo.neighborhood",
    "reverse_geo.postal_code",
    "reverse_geo.region",
    "reverse_geo.status",
]


def test_reverse_geocoding_adds_an_address_to_every_row(user):
    """A user puts a CSV file of places, starts a job, polls it, exports it, polls again and reads
    results_0.csv."""
    places = user.put(
        "in/places.csv",
        "id,longitude,latitude,note\n"
        '1,-122.33,47.61,"by the water, on a hill"\n'
        "2,13.40,52.52,\n"
        "3,-123.4,-48.9,far from every city\n"
        "4,10.0,95.0,off the globe\n",
    )
    arn = geospatial.start_enrichment(user, places)
    statuses, job = geospatial.finish(user, arn)
    assert statuses == ["INITIALIZING", "IN_PROGRESS", "COMPLETED"]
    assert "ExportStatus" not in job

    answer = geospatial.export(user, arn, user.uri("out"))
    assert answer["Arn"] == arn
    assert answer["ExportStatus"] == "IN_PROGRESS"
    assert answer["CreationTime"] == job["CreationTime"]
    assert answer["ExecutionRoleArn"] == user.role
    assert answer["OutputConfig"]["S3Data"]["S3Uri"] == user.uri("out")
    statuses, job = geospatial.finish_export(user, arn)
    assert statuses == ["IN_PROGRESS", "SUCCEEDED"]
    assert job["Status"] == "COMPLETED"
    assert "ExportErrorDetails" not in job

    key = f"out/{geospatial.job_id(arn)}/results_0.csv"
    assert user.keys("out/") == [key]
    header, *rows = csv.reader(io.StringIO(user.get(user.uri(key)).decode()))
    assert header == ["id", "longitude", "latitude", "note", *ADDRESS_COLUMNS]
    assert [row[:4] for row in rows] == [
        ["1", "-122.33", "47.61", "by the water, on a hill"],
        ["2", "13.40", "52.52", ""],
        ["3", "-123.4", "-48.9", "far from every city"],
        ["4", "10.0", "95.0", "off the globe"],
    ]
    seattle, berlin, ocean, nowhere = (dict(zip(header, row)) for row in rows)
    check_address(seattle, "Seattle", "Washington", "USA")
    check_address(berlin, "Berlin", "Berlin", "DEU")
    assert [ocean[name] for name in ADDRESS_COLUMNS] == [""] * 7 + ["No Data"]
    assert [nowhere[name] for name in ADDRESS_COLUMNS] == [""] * 7 + ["Invalid Data"]


def check_address(row, city, region, country):
    number, code = row["reverse_geo.address_number"], row["reverse_geo.postal_code"]
    assert number.isdigit()
    assert code.isdigit() and len(code) == 5
    assert row["reverse_geo.municipality"] == city
    assert row["reverse_geo.region"] == region
    assert row["reverse_geo.country"] == country
    assert row["reverse_geo.status"] == "Valid Data"
    label = row["reverse_geo.label"]
    assert label.startswith(f"{number} ")
    assert label.endswith(f", {city}, {region}, {code}, {country}")


def test_a_job_describes_itself(hasty_user):
    """A user looks at what a job says about itself, before and after its end."""
    user = hasty_user
    places = user.put("places.csv", "longitude,latitude\n-122.33,47.61\n")
    started = user.client("sagemaker-geospatial").start_vector_enrichment_job(
        Name="places",
        ExecutionRoleArn=user.role,
        InputConfig={
            "DataSourceConfig": {"S3Data": {"S3Uri": places}},
            "DocumentType": "CSV",
        },
        JobConfig=geospatial.REVERSE_GEOCODING,
        Tags={"team": "maps"},
    )
    assert started["Status"] == "INITIALIZING"
    assert started["DurationInSeconds"] == 0
    assert abs(datetime.now(timezone.utc) - started["CreationTime"]) < timedelta(minutes=1)
    assert started["Arn"].startswith(geospatial.resource_arn(user, "vector-enrichment-job/"))

    _, job = geospatial.finish(user, started["Arn"])
    assert job["Name"] == "places"
    assert job["Type"] == "REVERSE_GEOCODING"
    assert job["JobConfig"] == geospatial.REVERSE_GEOCODING
    assert job["InputConfig"]["DataSourceConfig"] == {"S3Data": {"S3Uri": places}}
    assert job["Tags"] == {"team": "maps"}
    assert job["CreationTime"] == started["CreationTime"]
    tags = user.client("sagemaker-geospatial").list_tags_for_resource(ResourceArn=job["Arn"])
    assert tags["Tags"] == {"team": "maps"}


def test_map_matching_orders_the_points_of_each_drive(user):
    """A user puts the points of two drives, out of order, and exports links and waypoints."""
    points = user.put(
        "in/drives.csv",
        "drive, time, longitude, latitude, speed\n"
        "1,1672854393,-122.33,47.61,12.5\n"
        "1,1672854395,-122.31,47.63,13\n"
        "2,2023-01-04T17:46:34,13.4,52.52,0\n"
        "1,1672854394,-122.32,47.62,\n"
        "2,2023-01-04T17:46:35,13.4,52.52,0\n"
        "2,2023-01-04T17:46:36,13.41,52.53,7\n",
    )
    arn = geospatial.start_enrichment(user, points, geospatial.MAP_MATCHING, "drives")
    statuses, job = geospatial.finish(user, arn)
    assert statuses == ["INITIALIZING", "IN_PROGRESS", "COMPLETED"]
    assert job["Type"] == "MAP_MATCHING"
    geospatial.export(user, arn, user.uri("out/"))
    statuses, _ = geospatial.finish_export(user, arn)
    assert statuses == ["IN_PROGRESS", "SUCCEEDED"]

    folder = f"out/{geospatial.job_id(arn)}/"
    names = ["links.geojson", "mapmatch_output.json", "waypoints.geojson"]
    assert user.keys("out/") == [folder + name for name in names]
    links, both, waypoints = (json.loads(user.get(user.uri(folder + name))) for name in names)
    assert links == collection(
        feature("1", "LineString", [[-122.33, 47.61], [-122.32, 47.62]]),
        feature("1", "LineString", [[-122.32, 47.62], [-122.31, 47.63]]),
        feature("2", "LineString", [[13.4, 52.52], [13.41, 52.53]]),
    )
    assert waypoints == collection(
        feature("1", "Point", [-122.33, 47.61]),
        feature("1", "Point", [-122.32, 47.62]),
        feature("1", "Point", [-122.31, 47.63]),
        feature("2", "Point", [13.4, 52.52]),
        feature("2", "Point", [13.4, 52.52]),
        feature("2", "Point", [13.41, 52.53]),
    )
    assert both == collection(*links["features"], *waypoints["features"])


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def feature(drive, kind, coordinates):
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": {"driveId": drive},
    }


def test_a_repeated_export_writes_the_same_bytes(hasty_user):
    """A user exports twice, the second time to the root of a bucket, with the input deleted."""
    user = hasty_user
    places = user.put("places.csv", "longitude,latitude\n-122.33,47.61\n")
    arn = geospatial.start_enrichment(user, places)
    geospatial.finish(user, arn)
    geospatial.export(user, arn, user.uri("first/folder/"))
    assert geospatial.finish_export(user, arn)[1]["ExportStatus"] == "SUCCEEDED"
    user.client("s3").delete_object(Bucket=user.bucket, Key="places.csv")

    geospatial.export(user, arn, f"s3://{user.bucket}")
    assert geospatial.finish_export(user, arn)[1]["ExportStatus"] == "SUCCEEDED"
    name = f"{geospatial.job_id(arn)}/results_0.csv"
    assert sorted(user.keys()) == sorted([f"first/folder/{name}", name])
    assert user.get(user.uri(name)) == user.get(user.uri(f"first/folder/{name}"))
