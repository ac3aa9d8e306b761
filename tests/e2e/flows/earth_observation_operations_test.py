"""Every operation of earth observation jobs: users export the results with the source images, open
both with rasterio, and compute the results again."""

import csv
import io
import json
from datetime import datetime

import numpy as np
import pytest
import rasterio.features
import rasterio.warp
from rasterio.enums import Resampling
from rasterio.transform import Affine
from rasterio.windows import Window, transform as window_transform

from support import geospatial
from support.earth_observation import go_on, key_of, pixels, results, run

JULY = {"start": (2022, 7, 1), "end": (2022, 7, 31)}
SCENE = "S2B_11SQA_20220709_0_L2A"
CLOUD = (8, 9, 10)
HIDDEN = (3, 8, 9, 10)  # clouds and their shadows
# West of it is the tile 11SPA.
TWO_TILES = [
    [[-114.9, 36.15], [-114.6, 36.15], [-114.6, 36.2], [-114.9, 36.2], [-114.9, 36.15]]
]


def resampling(metres, *bands, algorithm="NEAR"):
    resolution = {"UserDefined": {"Unit": "METERS", "Value": metres}}
    config = {"OutputResolution": resolution, "AlgorithmName": algorithm}
    return {"ResamplingConfig": {**config, "TargetBands": list(bands)}}


def scenes_of(keys):
    """The ids of the images among source keys, oldest first."""
    ids = {key.split("/")[-2] for key in keys if "/input/" in key}
    return sorted(ids, key=lambda scene: scene.split("_")[2])


def sources(user, keys, file, window):
    """A window of each source image, oldest first."""
    return [pixels(user, key_of(keys, f"input/{scene}/{file}.tif"), window)
            for scene in scenes_of(keys)]


def test_cloud_masks_say_where_clouds_are(hasty_user):
    user = hasty_user
    _, masked = run(user, {"CloudMaskingConfig": {}})
    assert masked["OutputBands"] == [{"BandName": "mask", "OutputDataType": "UINT16"}]
    _, covered = run(user, {"LandCoverSegmentationConfig": {}})
    mask_keys, cover_keys = results(user, masked), results(user, covered)
    assert len(mask_keys) == len(cover_keys)
    window = Window(0, 0, 1830, 1830)
    for key in mask_keys:
        with geospatial.open_raster(user, key) as raster:
            assert (raster.nodata, raster.dtypes) == (None, ("uint16",))
        classes = pixels(user, key_of(cover_keys, key.rpartition("/")[2]), window)
        np.testing.assert_array_equal(pixels(user, key, window), np.isin(classes, CLOUD))


def test_clouds_are_interpolated_in_time(hasty_user):
    """Linearly between the nearest clear images of each pixel."""
    user = hasty_user
    config = {"AlgorithmName": "INTERPOLATION", "InterpolationValue": "-9999",
              "TargetBands": ["red", "scl"]}
    query = geospatial.raster_query(**JULY)
    _, job = run(user, {"CloudRemovalConfig": config}, query)
    assert job["OutputBands"][0] == {"BandName": "red", "OutputDataType": "INT32"}
    keys = results(user, job, ExportSourceImages=True)

    window = Window(2000, 3000, 300, 300)
    red = np.stack(sources(user, keys, "B04", window))
    classes = np.stack(sources(user, keys, "SCL", Window(1000, 1500, 150, 150)))
    hidden = np.isin(classes, HIDDEN).repeat(2, axis=1).repeat(2, axis=2)
    assert hidden.any() and not hidden.all()
    outputs = [key_of(keys, f"{scene}_red.tif") for scene in scenes_of(keys)]
    times = [datetime.fromisoformat(key.split("/")[-2].replace("Z", "+00:00")).timestamp()
             for key in outputs]
    expected = interpolated(red, hidden, np.array(times))
    for at, key in enumerate(outputs):
        with geospatial.open_raster(user, key) as raster:
            assert (raster.width, raster.nodata, raster.dtypes) == (10980, -9999, ("int32",))
        np.testing.assert_allclose(pixels(user, key, window), expected[at], atol=0.5)


def interpolated(values, hidden, times):
    flat, gaps = values.reshape(len(times), -1), hidden.reshape(len(times), -1)
    result = flat.copy()
    for pixel in np.flatnonzero(gaps.any(axis=0)):
        clear = ~gaps[:, pixel]
        result[:, pixel] = (
            np.where(clear, flat[:, pixel], np.interp(times, times[clear], flat[clear, pixel]))
            if clear.any() else -9999)
    return result.reshape(values.shape)


def test_a_mosaic_joins_tiles(hasty_user):
    user = hasty_user
    query = geospatial.raster_query(end=(2022, 7, 6), polygon=TWO_TILES)
    config = {"AlgorithmName": "NEAR", "TargetBands": ["visual", "nir"]}
    _, job = run(user, {"GeoMosaicConfig": config}, query)
    keys = results(user, job, ExportSourceImages=True)
    outputs = [key for key in keys if "/output/" in key]
    assert {key.rpartition("_")[2] for key in outputs} == {"visual.tif", "nir.tif"}
    with geospatial.open_raster(user, key_of(outputs, "visual.tif")) as raster:
        assert raster.count == 3
    with geospatial.open_raster(user, key_of(outputs, "nir.tif")) as mosaic:
        assert mosaic.transform == Affine(10, 0, 600000, 0, -10, 4100040)
        assert (mosaic.width, mosaic.height, mosaic.nodata) == (20976, 10980, 0)
        newest = {scene.split("_")[1]: scene for scene in scenes_of(keys)}
        assert set(newest) == {"11SPA", "11SQA"}
        for scene in newest.values():
            with geospatial.open_raster(user, key_of(keys, f"input/{scene}/B08.tif")) as tile:
                # Far from the other tile.
                column = 200 if "11SPA" in scene else tile.width - 500
                window = Window(column, 4000, 300, 300)
                left, top = tile.transform * (column, 4000)
                place = Window(int(left - 600000) // 10, int(4100040 - top) // 10, 300, 300)
                np.testing.assert_array_equal(
                    mosaic.read(1, window=place), tile.read(1, window=window))


ALGORITHMS = {
    "NEAR": Resampling.nearest, "BILINEAR": Resampling.bilinear, "CUBIC": Resampling.cubic,
    "CUBICSPLINE": Resampling.cubic_spline, "LANCZOS": Resampling.lanczos,
    "AVERAGE": Resampling.average, "RMS": Resampling.rms, "MODE": Resampling.mode,
    "MAX": Resampling.max, "MIN": Resampling.min, "MED": Resampling.med, "Q1": Resampling.q1,
    "Q3": Resampling.q3, "SUM": Resampling.sum,
}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_resampling_is_what_gdal_does(hasty_user, algorithm):
    user = hasty_user
    query = geospatial.raster_query(end=(2022, 7, 6))
    _, job = run(user, resampling(50, "red", algorithm=algorithm), query)
    keys = results(user, job, ExportSourceImages=True)
    with geospatial.open_raster(user, key_of(keys, "_red.tif")) as raster, geospatial.open_raster(
        user, key_of(keys, "B04.tif")
    ) as source:
        assert (raster.width, raster.height, raster.transform.a) == (2196, 2196, 50)
        assert (raster.nodata, raster.crs, raster.bounds) == (0, source.crs, source.bounds)
        window = Window(700, 900, 80, 80)
        expected = np.zeros((80, 80), "uint16")
        rasterio.warp.reproject(
            rasterio.band(source, 1), expected, dst_crs=raster.crs, dst_nodata=0,
            dst_transform=window_transform(window, raster.transform),
            resampling=ALGORITHMS[algorithm])
        actual = raster.read(1, window=window)
    assert len(np.unique(actual)) > 4
    np.testing.assert_allclose(actual.astype(float), expected.astype(float), atol=1)


def test_source_images_are_cloud_optimized(hasty_user):
    user = hasty_user
    _, job = run(user, resampling(60, "nir"))
    for key in results(user, job, ExportSourceImages=True):
        with geospatial.open_raster(user, key) as raster:
            assert raster.overviews(1) == ([2, 4, 8, 16, 32] if "/input/" in key else [])
            if "/input/" in key:
                small = raster.read(1, out_shape=(686, 686))
                assert small.min() > 0 and len(np.unique(small)) > 8


@pytest.mark.parametrize("resolution, metres", [
    (None, 10), ({"Predefined": "HIGHEST"}, 10), ({"Predefined": "LOWEST"}, 60),
    ({"Predefined": "AVERAGE"}, 30), ({"UserDefined": {"Unit": "METERS", "Value": 120}}, 120),
])
def test_a_stack_has_its_bands_in_order(hasty_user, resolution, metres):
    user = hasty_user
    config = {"TargetBands": ["swir16", "coastal", "red"]}
    if resolution:
        config["OutputResolution"] = resolution
    _, job = run(user, {"StackConfig": config}, geospatial.raster_query(end=(2022, 7, 6)))
    assert [band["BandName"] for band in job["OutputBands"]] == ["swir16", "coastal", "red"]
    keys = results(user, job, ExportSourceImages=True)
    with geospatial.open_raster(user, key_of(keys, "_stacked.tif")) as stack:
        assert stack.descriptions == ("swir16", "coastal", "red")
        assert (stack.width, stack.transform.a, stack.nodata) == (109800 // metres, metres, 0)
        window = Window(60, 40, 30, 30)
        centres = (np.arange(30) + 0.5) * metres
        for band, (file, side) in enumerate((("B11", 20), ("B01", 60), ("B04", 10)), 1):
            columns = np.floor((centres + 60 * metres) / side).astype(int)
            rows = np.floor((centres + 40 * metres) / side).astype(int)
            source = pixels(user, key_of(keys, f"{file}.tif"), Window(0, 0, 1100, 1100))
            np.testing.assert_array_equal(
                stack.read(band, window=window), source[np.ix_(rows, columns)])


def test_a_stack_of_everything_is_in_alphabetical_order(hasty_user):
    _, job = run(hasty_user, {"StackConfig": {}})
    names = [band["BandName"] for band in job["OutputBands"]]
    assert len(names) == 15 and names == sorted(names)


def test_statistics_over_time_are_numpys(hasty_user):
    user = hasty_user
    names = {"MEAN": np.mean, "MEDIAN": np.median, "STANDARD_DEVIATION": np.std}
    config = {"Statistics": list(names), "TargetBands": ["nir"]}
    query = geospatial.raster_query(**JULY)
    _, job = run(user, {"TemporalStatisticsConfig": config}, query)
    keys = results(user, job, ExportSourceImages=True)
    window = Window(5000, 5000, 200, 200)
    images = np.stack(sources(user, keys, "B08", window))
    assert len(images) == 6
    for name, function in names.items():
        key = key_of(keys, f"output/consolidated/11SQA/11SQA_nir_{name.lower()}.tif")
        with geospatial.open_raster(user, key) as raster:
            assert (raster.width, raster.dtypes) == (10980, ("float32",))
            assert np.isnan(raster.nodata)
        np.testing.assert_allclose(pixels(user, key, window), function(images, axis=0), rtol=1e-6)


def test_statistics_are_grouped_by_years(hasty_user):
    user = hasty_user
    config = {"GroupBy": "YEARLY", "Statistics": ["MEAN"], "TargetBands": ["coastal"]}
    query = geospatial.raster_query(start=(2021, 12, 20), end=(2022, 1, 10))
    _, job = run(user, {"TemporalStatisticsConfig": config}, query)
    keys = results(user, job, ExportSourceImages=True)
    window = Window(500, 500, 64, 64)
    for year in ("2021", "2022"):
        files = [key for key in keys if "/input/" in key and f"_{year}" in key]
        assert files
        mean = np.mean([pixels(user, key, window) for key in files], axis=0)
        key = key_of(keys, f"11SQA/{year}/11SQA_{year}_coastal_mean.tif")
        np.testing.assert_allclose(pixels(user, key, window), mean, rtol=1e-6)


ZONES = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "id": "lake", "properties": {}, "geometry": {
            "type": "Polygon",
            "coordinates": [
                [[-114.45, 36.15], [-114.41, 36.14], [-114.40, 36.19], [-114.44, 36.2],
                 [-114.45, 36.15]],
                [[-114.43, 36.16], [-114.42, 36.16], [-114.42, 36.17], [-114.43, 36.16]]]}},
        {"type": "Feature", "properties": {}, "geometry": {
            "type": "MultiPolygon",
            "coordinates": [
                [[[-114.6, 36.3], [-114.1, 36.3], [-114.1, 36.6], [-114.6, 36.3]]],
                [[[-114.3, 36.1], [-114.2, 36.1], [-114.2, 36.12], [-114.3, 36.1]]]]}},
    ],
}
STATISTICS = {"MEAN": np.mean, "MEDIAN": np.median, "STANDARD_DEVIATION": np.std, "MAX": np.max,
              "MIN": np.min, "SUM": np.sum}


def zonal(path, *bands):
    config = {"Statistics": list(STATISTICS), "ZoneS3Path": path, "TargetBands": list(bands)}
    return {"ZonalStatisticsConfig": config}


def table_of(user, keys):
    text = user.get(user.uri(key_of(keys, "output/consolidated/zonal_statistics.csv")))
    return list(csv.DictReader(io.StringIO(text.decode())))


def check_zone(row, raster, geometry):
    """Each statistic of a row, over the pixels whose centres lie in the polygon."""
    shape = rasterio.warp.transform_geom("EPSG:4326", raster.crs, geometry, precision=6)
    inside = rasterio.features.geometry_mask(
        [shape], raster.shape, raster.transform, invert=True)
    values = raster.read(1)[inside].astype("float64")
    values = values[~np.isnan(values)]
    # Two projections may see a centre on an edge differently.
    assert abs(int(row["pixels"]) - len(values)) <= 2
    for name, function in STATISTICS.items():
        assert float(row[name.lower()]) == pytest.approx(function(values), rel=1e-4)


def test_zones_have_statistics(hasty_user):
    user = hasty_user
    path = user.put("zones.geojson", json.dumps(ZONES))
    query = geospatial.raster_query(end=(2022, 7, 6))
    _, job = run(user, zonal(path, "coastal", "swir16"), query)
    keys = results(user, job, ExportSourceImages=True)
    table = table_of(user, keys)
    assert [(row["zone"], row["zone_id"], row["band"]) for row in table] == [
        ("0", "lake", "coastal"), ("1", "", "coastal"),
        ("0", "lake", "swir16"), ("1", "", "swir16")]
    files = {"coastal": "B01", "swir16": "B11"}
    for row in table:
        assert row["image"] == scenes_of(keys)[0]
        with geospatial.open_raster(user, key_of(keys, files[row["band"]] + ".tif")) as raster:
            check_zone(row, raster, ZONES["features"][int(row["zone"])]["geometry"])


def test_a_chain_goes_from_clouds_to_zones(hasty_user):
    """CloudRemoval, BandMath, TemporalStatistics, ZonalStatistics: each over the one before."""
    user = hasty_user
    clear = {"InterpolationValue": "-9999", "TargetBands": ["nir", "red"]}
    _, job = run(user, {"CloudRemovalConfig": clear}, geospatial.raster_query(**JULY))
    clear_keys = results(user, job)
    job = go_on(user, job, {"BandMathConfig": {"PredefinedIndices": ["NDVI"]}})
    ndvi_keys = results(user, job)
    window = Window(1000, 1000, 128, 128)
    for key in ndvi_keys:
        scene = key.rpartition("/")[2].removesuffix("_ndvi.tif")
        nir, red = (pixels(user, key_of(clear_keys, f"{scene}_{band}.tif"), window)
                    for band in ("nir", "red"))
        expected = np.where((nir == -9999) | (red == -9999), np.nan, (nir - red) / (nir + red))
        np.testing.assert_allclose(pixels(user, key, window), expected, atol=1e-6)

    config = {"Statistics": ["MEAN"], "TargetBands": ["ndvi"]}
    job = go_on(user, job, {"TemporalStatisticsConfig": config})
    mean_keys = results(user, job)
    path = user.put("zones.geojson", json.dumps(ZONES))
    last = go_on(user, job, zonal(path, "ndvi_mean"))
    table = table_of(user, results(user, last))
    with geospatial.open_raster(user, key_of(mean_keys, "ndvi_mean.tif")) as raster:
        check_zone(table[0], raster, ZONES["features"][0]["geometry"])


def test_a_mosaic_is_resampled_and_calculated_with(hasty_user):
    user = hasty_user
    query = geospatial.raster_query(end=(2022, 7, 6), polygon=TWO_TILES)
    _, job = run(user, {"GeoMosaicConfig": {"TargetBands": ["nir", "red"]}}, query)
    job = go_on(user, job, resampling(60, "nir", "red", algorithm="AVERAGE"))
    coarse = results(user, job)
    job = go_on(user, job, {"BandMathConfig": {"PredefinedIndices": ["NDVI"]}})
    window = Window(800, 700, 128, 128)
    nir, red = (pixels(user, key_of(coarse, f"mosaic_{band}.tif"), window)
                for band in ("nir", "red"))
    ndvi = pixels(user, key_of(results(user, job), "mosaic_ndvi.tif"), window)
    np.testing.assert_allclose(ndvi, (nir - red) / (nir + red), atol=1e-6)


@pytest.mark.parametrize("content, reason", [
    (None, "zones.geojson"),
    ("{", "not JSON"),
    ({"type": "FeatureCollection", "features": []}, "no features"),
    ({"type": "FeatureCollection", "features": [{"type": "Feature", "id": "x", "geometry": {
        "type": "Point", "coordinates": [0, 0]}}]}, "Feature 0 (id x) has the geometry Point"),
    ({"type": "Polygon", "coordinates": [[[36, -114], [36, -114], [37, -114], [36, -114]]]},
     "degrees"),
    ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}, "No zone"),
])
def test_zones_that_cannot_be_used_fail_the_job(hasty_user, content, reason):
    user = hasty_user
    path = user.uri("zones.geojson")
    if content is not None:
        text = content if isinstance(content, str) else json.dumps(content)
        user.put("zones.geojson", text)
    _, job = run(user, zonal(path, "red"))
    assert job["Status"] == "FAILED"
    assert job["ErrorDetails"]["Type"] == "CLIENT_ERROR"
    assert reason in job["ErrorDetails"]["Message"]
