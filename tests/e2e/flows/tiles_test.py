"""GetTile: users lay the results of a job, and what it was made of, over a map. What a tile shows
is compared with the files that the job exports."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from botocore.exceptions import ClientError
from rasterio.warp import transform

from support import geospatial
from support.map_tiles import SIDE, centres, get_array, get_tile, open_picture, tile_at

NDVI = {"BandMathConfig": {"PredefinedIndices": ["NDVI"]}}


def expected_of(raster, zoom, x, y):
    """The raster's pixels at the tile's, and where there are any."""
    longitudes, latitudes = centres(zoom, x, y)
    east, north = transform(
        "EPSG:4326", raster.crs, longitudes.ravel().tolist(), latitudes.ravel().tolist()
    )
    metres = raster.transform.a
    columns = np.floor((np.array(east) - raster.transform.c) / metres).astype(int)
    rows = np.floor((raster.transform.f - np.array(north)) / metres).astype(int)
    inside = (columns >= 0) & (columns < raster.width) & (rows >= 0) & (rows < raster.height)
    latitude = latitudes[SIDE // 2, SIDE // 2]
    ground = 2 * math.pi * 6378137 * math.cos(math.radians(latitude)) / (SIDE * 2**zoom)
    step = max(1, round(ground / metres))
    pixels = raster.read(1)[rows[inside] // step * step, columns[inside] // step * step]
    return pixels, inside


@pytest.fixture
def ndvi_job(hasty_user):
    """A finished job over one image, whose results and sources were exported to `out/`."""
    user = hasty_user
    arn = geospatial.start_observation(user, NDVI, geospatial.raster_query(end=(2022, 7, 5)))
    geospatial.finish(user, arn)
    geospatial.export(user, arn, user.uri("out/"), ExportSourceImages=True)
    geospatial.finish_export(user, arn)
    return user, arn


def key_of(user, ending):
    [key] = [key for key in user.keys("out/") if key.endswith(ending)]
    return key


@pytest.mark.parametrize("zoom", [13, 15, 10, 8])
def test_a_tile_has_the_pixels_of_the_exported_file(ndvi_job, zoom):
    user, arn = ndvi_job
    x, y = tile_at(zoom, -114.42, 36.18)
    for ending, assets, target in (
        ("_ndvi.tif", ["ndvi"], "OUTPUT"),
        ("/B08.tif", ["nir"], "INPUT"),
    ):
        tile = get_array(user, arn, zoom, x, y, assets, target)
        assert tile.shape == (2, SIDE, SIDE)
        with geospatial.open_raster(user, key_of(user, ending)) as raster:
            assert tile.dtype == raster.dtypes[0]
            pixels, inside = expected_of(raster, zoom, x, y)
        values, mask = tile[0].ravel(), tile[1].ravel()
        valid = ~np.isnan(pixels) if tile.dtype.kind == "f" else np.ones(len(pixels), bool)
        assert np.array_equal(mask[inside] == 255, valid)
        assert not mask[~inside].any()
        # A centre may lie on an edge between two pixels, within the digits of two projections.
        different = values[inside][valid] != pixels[valid]
        assert np.mean(different) < 0.001
        assert len(np.unique(pixels)) > 4


def test_pictures_are_what_readers_of_pictures_know(ndvi_job):
    user, arn = ndvi_job
    zoom = 13
    x, y = tile_at(zoom, -114.42, 36.18)
    ndvi = get_array(user, arn, zoom, x, y, ["ndvi"], ImageMask=False)
    body, kind = get_tile(user, arn, zoom, x, y, ["ndvi"])
    driver, picture = open_picture(body)
    assert (driver, kind, picture.shape) == ("PNG", "image/png", (2, SIDE, SIDE))
    seen = picture[1] == 255
    np.testing.assert_allclose(picture[0][seen], (ndvi[0][seen] + 1) / 2 * 255, atol=0.51)

    colours = ["red", "green", "blue"]
    body, kind = get_tile(user, arn, zoom, x, y, colours, "INPUT", OutputFormat=".jpg")
    driver, jpeg = open_picture(body)
    assert (driver, kind, jpeg.shape) == ("JPEG", "image/jpeg", (3, SIDE, SIDE))
    body, _ = get_tile(user, arn, zoom, x, y, colours, "INPUT", OutputFormat="png")
    _, png = open_picture(body)
    assert png.shape == (4, SIDE, SIDE) and len(np.unique(png[0])) > 8
    assert np.mean(np.abs(jpeg.astype(int) - png[:3].astype(int))) < 8

    # Sixteen bits have the values themselves.
    red = get_array(user, arn, zoom, x, y, ["red"], "INPUT", ImageMask=False)
    body, _ = get_tile(
        user, arn, zoom, x, y, ["red"], "INPUT", OutputDataType="UINT16", ImageMask=False
    )
    _, deep = open_picture(body)
    assert deep.dtype == np.uint16
    assert np.array_equal(deep, red)


def test_where_nothing_is_a_tile_is_transparent(ndvi_job):
    user, arn = ndvi_job
    x, y = tile_at(12, 10, 50)
    _, picture = open_picture(get_tile(user, arn, 12, x, y, ["ndvi"])[0])
    assert picture.shape == (2, SIDE, SIDE) and not picture.any()
    array = get_array(user, arn, 12, x, y, ["red", "nir"], "INPUT")
    assert array.shape == (3, SIDE, SIDE) and not array.any()


@pytest.mark.parametrize("data_type", ["INT32", "FLOAT32", "INT16", "FLOAT64", "UINT16"])
def test_an_array_has_the_type_that_is_asked_for(ndvi_job, data_type):
    user, arn = ndvi_job
    x, y = tile_at(13, -114.42, 36.18)
    plain = get_array(user, arn, 13, x, y, ["nir"], "INPUT")
    tile = get_array(user, arn, 13, x, y, ["nir"], "INPUT", OutputDataType=data_type)
    assert tile.dtype == np.dtype(data_type.lower())
    assert np.array_equal(tile, plain)


def test_filters_choose_among_images(hasty_user):
    user = hasty_user
    arn = geospatial.start_observation(
        user, {"LandCoverSegmentationConfig": {}}, geospatial.raster_query(end=(2022, 7, 31))
    )
    geospatial.finish(user, arn)
    x, y = tile_at(12, -114.42, 36.18)

    def tile(**options):
        return get_array(user, arn, 12, x, y, ["mask"], **options)

    newest = tile()
    assert np.array_equal(tile(TimeRangeFilter="2022-07-29T00:00:00Z/2022-07-30T00:00:00Z"), newest)
    oldest = tile(
        TimeRangeFilter='{"StartTime": "2022-07-04T00:00:00Z", "EndTime": "2022-07-05T00:00:00Z"}'
    )
    assert not np.array_equal(oldest, newest)
    of_a = '{"Properties": [{"Property": {"Platform": {"Value": "sentinel-2a"}}}]}'
    only_a = tile(PropertyFilters=of_a)
    assert np.array_equal(
        only_a, tile(TimeRangeFilter="2022-07-24T00:00:00Z/2022-07-25T00:00:00Z")
    )
    overcast = '{"EoCloudCover": {"LowerBound": 100, "UpperBound": 100}}'
    none = f'{{"Properties": [{{"Property": {overcast}}}]}}'
    assert not tile(PropertyFilters=none).any()


def test_what_cannot_be_shown_is_refused(ndvi_job):
    user, arn = ndvi_job
    x, y = tile_at(12, -114.42, 36.18)
    for options, text in (
        ({"assets": ["evi"]}, "'evi'; the assets are ndvi"),
        ({"zoom": 24}, "z is 24; a zoom level is 0 to 23"),
        ({"zoom": 3}, f"x is {x}; at zoom level 3 it is 0 to 7"),
        ({"OutputFormat": "gif"}, "'gif'; allowed are png, jpg and npy"),
        ({"OutputFormat": "jpg", "ImageMask": True}, "a jpg has no mask"),
        ({"OutputDataType": "FLOAT32"}, "OutputDataType is for arrays"),
        ({"assets": ["red", "nir"], "target": "INPUT"}, "A picture has one band, or three"),
        ({"TimeRangeFilter": "yesterday"}, "TimeRangeFilter is 'yesterday'"),
        ({"PropertyFilters": "{}}"}, "PropertyFilters must be"),
    ):
        arguments = {"zoom": 12, "x": x, "y": y, "assets": ["ndvi"], **options}
        with pytest.raises(ClientError) as raised:
            get_tile(user, arn, **arguments)
        assert raised.value.response["Error"]["Code"] == "ValidationException"
        assert text in raised.value.response["Error"]["Message"]
    with pytest.raises(ClientError) as raised:
        get_tile(user, arn[:-3] + "zzz", 12, x, y, ["ndvi"])
    assert raised.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_job_under_way_has_no_tiles(user):
    arn = geospatial.start_observation(user, NDVI)
    with pytest.raises(ClientError) as raised:
        get_tile(user, arn, 12, 746, 1605, ["ndvi"])
    assert raised.value.response["Error"]["Code"] == "ValidationException"
    assert "INITIALIZING" in raised.value.response["Error"]["Message"]


def test_a_map_asks_for_many_tiles_at_once(ndvi_job):
    user, arn = ndvi_job
    x, y = tile_at(12, -114.42, 36.18)
    places = [(x + column, y + row) for column in range(4) for row in range(4)]
    with ThreadPoolExecutor(8) as pool:
        tiles = list(pool.map(lambda at: get_tile(user, arn, 12, *at, ["ndvi"])[0], places))
    assert tiles == [get_tile(user, arn, 12, *at, ["ndvi"])[0] for at in places]
