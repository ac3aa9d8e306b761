"""SearchRasterDataCollection: users look for clear images of a place before they start a job, page
by page, and show one or read its name."""

from datetime import datetime, timezone

from support import geospatial

LANDSAT = geospatial.SENTINEL_2.replace("nmqj48dcu3g7ayw8", "gmqa64dcu2g9ayx1")


def search(user, collection=geospatial.SENTINEL_2, polygon=geospatial.LAKE_MEAD, **query):
    """All items of a search over the year 2022, as the public notebooks collect them."""
    client = geospatial.geospatial(user)
    params = {
        "Arn": collection,
        "RasterDataCollectionQuery": {
            "AreaOfInterest": {
                "AreaOfInterestGeometry": {"PolygonGeometry": {"Coordinates": polygon}}
            },
            "TimeRangeFilter": {
                "StartTime": "2022-01-01T00:00:00Z",
                "EndTime": "2022-12-31T23:59:59Z",
            },
            **query,
        },
    }
    items = []
    pages = 0
    token = True
    while token:
        answer = client.search_raster_data_collection(**params)
        items.extend(answer["Items"])
        pages += 1
        token = params["NextToken"] = answer.get("NextToken")
    return items, pages


def within(name, low, high):
    return {"Property": {name: {"LowerBound": low, "UpperBound": high}}}


def test_clear_images_of_a_year_are_found_page_by_page(user):
    everything, pages = search(user)
    assert pages == -(-len(everything) // 20) > 1
    clear, _ = search(
        user,
        PropertyFilters={"Properties": [within("EoCloudCover", 0, 2)], "LogicalOperator": "AND"},
    )
    assert 0 < len(clear) < len(everything)
    wanted = [it["Id"] for it in everything if it["Properties"]["EoCloudCover"] <= 2]
    assert [it["Id"] for it in clear] == wanted
    times = [it["DateTime"] for it in everything]
    assert times == sorted(times, reverse=True)
    for item in everything:
        # Users split names, and rely on the date.
        assert item["Id"].split("_")[2] == f"{item['DateTime']:%Y%m%d}"
        [ring] = item["Geometry"]["Coordinates"]
        assert ring[0] == ring[-1] and len(ring) == 5
        assert min(x for x, _ in ring) < -114.45 and max(x for x, _ in ring) > -114.40
        assert item["Assets"]["visual"]["Href"].endswith(f"/{item['Id']}/TCI.tif")


def test_a_search_finds_what_a_job_takes(user):
    filters = {"Properties": [within("EoCloudCover", 0, 30)]}
    found, _ = search(user, PropertyFilters=filters, BandFilter=["visual"])
    assert all(set(item["Assets"]) == {"visual"} for item in found)
    query = geospatial.raster_query(
        start=(2022, 6, 1), end=(2022, 8, 1), PropertyFilters=filters
    )
    arn = geospatial.start_observation(user, {"LandCoverSegmentationConfig": {}}, query)
    geospatial.finish(user, arn)
    geospatial.export(user, arn, user.uri("out/"))
    geospatial.finish_export(user, arn)
    names = {key.rpartition("/")[2].removesuffix(".tif") for key in user.keys("out/")}
    summer = [
        item["Id"]
        for item in found
        if datetime(2022, 6, 1, tzinfo=timezone.utc)
        <= item["DateTime"]
        <= datetime(2022, 8, 1, tzinfo=timezone.utc)
    ]
    assert names == set(summer) and len(summer) > 3


def test_images_of_landsat_tell_where_the_sun_stood(user):
    filters = {
        "Properties": [
            within("ViewSunElevation", 55, 90),
            within("LandsatCloudCoverLand", 0, 40),
            {"Property": {"Platform": {"Value": "LANDSAT_8", "ComparisonOperator": "EQUALS"}}},
        ]
    }
    found, _ = search(user, LANDSAT, PropertyFilters=filters)
    assert found
    for item in found:
        properties = item["Properties"]
        assert properties["Platform"] == "LANDSAT_8"
        assert 55 <= properties["ViewSunElevation"] <= 90
        assert 0 <= properties["LandsatCloudCoverLand"] <= 40
        assert 0 <= properties["ViewSunAzimuth"] <= 360
        assert properties["ViewOffNadir"] == 0


def test_the_whole_earth_and_all_time_come_in_pages_too(user):
    """A query without a place is answered in moments, and others are answered meanwhile."""
    client = geospatial.geospatial(user)
    params = {
        "Arn": geospatial.SENTINEL_2,
        "RasterDataCollectionQuery": {
            "TimeRangeFilter": {"StartTime": 0, "EndTime": datetime(2024, 1, 1)}
        },
    }
    first = client.search_raster_data_collection(**params)
    second = client.search_raster_data_collection(**params, NextToken=first["NextToken"])
    assert first["ApproximateResultCount"] > 10_000_000
    assert second["ApproximateResultCount"] == first["ApproximateResultCount"]
    ids = [item["Id"] for item in first["Items"] + second["Items"]]
    assert len(set(ids)) == len(ids) == 40
