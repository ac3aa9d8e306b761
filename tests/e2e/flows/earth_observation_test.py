"""ExportEarthObservationJob: users ask for land cover and band math over a place and a time, and
open the rasters with rasterio."""

import numpy as np
from rasterio.transform import Affine
from rasterio.warp import transform
from rasterio.windows import Window

from support import earth_observation, geospatial
from support.earth_observation import export, key_of

SCENE = "S2B_11SQA_20220709_0_L2A"
FOLDER = r"output/consolidated/11SQA/2022-07-09T18:\d\d:\d\dZ/"
ONLY_S2B = {
    "LogicalOperator": "AND",
    "Properties": [
        {"Property": {"Platform": {"Value": "sentinel-2b", "ComparisonOperator": "EQUALS"}}}
    ],
}
CORNER = (699960.0, 4100040.0)  # of tile 11SQA, in metres
VEGETATION, WATER, SNOW = 4, 6, 11


def run(user, job_config, **options):
    """Runs a job over the one image of Sentinel-2B; returns its statuses and its description."""
    query = geospatial.raster_query(PropertyFilters=ONLY_S2B)
    return earth_observation.run(user, job_config, query, **options)


def check_grid(raster, metres, dtype, nodata):
    """The whole scene, in the tile's own projection."""
    side = 109800 // metres
    assert (raster.width, raster.height, raster.count) == (side, side, 1)
    assert raster.dtypes == (dtype,)
    assert raster.crs.to_string() == "EPSG:32611"
    assert raster.transform == Affine(metres, 0, CORNER[0], 0, -metres, CORNER[1])
    assert raster.nodata == nodata or (np.isnan(nodata) and np.isnan(raster.nodata))


def test_land_cover_is_classified(user):
    """A user segments the land cover of an image, exports it with its source images, and counts
    pixels by class."""
    statuses, job = run(user, {"LandCoverSegmentationConfig": {}}, name="lake-mead-landcover")
    assert statuses == ["INITIALIZING", "IN_PROGRESS", "COMPLETED"]
    assert "ExportStatus" not in job
    assert job["OutputBands"] == [{"BandName": "mask", "OutputDataType": "UINT16"}]
    query = job["InputConfig"]["RasterDataCollectionQuery"]
    assert query["RasterDataCollectionName"] == "Sentinel 2 L2A COGs"

    keys, statuses = export(user, job["Arn"], ExportSourceImages=True)
    assert statuses == ["IN_PROGRESS", "SUCCEEDED"]
    with geospatial.open_raster(user, key_of(keys, FOLDER + SCENE + r"\.tif")) as raster:
        check_grid(raster, 60, "uint16", 0)
        mask = raster.read(1)
        check_lake(raster, mask)
    classes = set(np.unique(mask))
    assert classes <= set(range(12))
    assert classes >= {VEGETATION, WATER, SNOW}
    check_reflectances(user, keys, mask)


def check_lake(raster, mask):
    """Lake Mead lies where it lies, and desert around it."""
    clear = mask < 8
    places = {"the lake": (-114.4, 36.15), "its north arm": (-114.36, 36.35),
              "the desert": (-114.6, 36.6)}
    for place, (longitude, latitude) in places.items():
        [east], [north] = transform("EPSG:4326", raster.crs, [longitude], [latitude])
        row, column = raster.index(east, north)
        near = (slice(row - 8, row + 9), slice(column - 8, column + 9))
        water = np.mean(mask[near][clear[near]] == WATER)
        assert water < 0.1 if place == "the desert" else water > 0.7, (place, water)


def check_reflectances(user, keys, mask):
    """What the classes say can be seen in the images that they were computed from."""
    window = Window(0, 0, 3072, 3072)
    bands = {}
    for file in ("B02", "B03", "B04", "B08"):
        with geospatial.open_raster(user, key_of(keys, f"input/{SCENE}/{file}.tif")) as raster:
            check_grid(raster, 10, "uint16", 0)
            # One pixel of 10 m in the middle of each of 60 m.
            bands[file] = raster.read(1, window=window)[2::6, 2::6].astype(float)
    classes = mask[: bands["B04"].shape[0], : bands["B04"].shape[1]]
    ndvi = (bands["B08"] - bands["B04"]) / (bands["B08"] + bands["B04"])
    ndwi = (bands["B03"] - bands["B08"]) / (bands["B03"] + bands["B08"])
    assert np.median(ndvi[classes == VEGETATION]) > 0.4
    assert np.median(ndwi[classes == WATER]) > 0
    assert np.median(bands["B02"][classes == SNOW]) > np.median(bands["B02"][classes == WATER])


def test_band_math_is_what_its_equations_say(user):
    """A user exports a predefined index and two equations of their own with the source images, and
    computes all of them again."""
    operations = [
        {"Name": "moisture", "Equation": "(nir08 - swir16) / (nir08 + swir16)"},
        {"Name": "scaled", "Equation": "10000 * (nir - red) / (nir + red)", "OutputType": "INT16"},
    ]
    config = {"PredefinedIndices": ["NDVI"], "CustomIndices": {"Operations": operations}}
    statuses, job = run(user, {"BandMathConfig": config})
    assert statuses == ["INITIALIZING", "IN_PROGRESS", "COMPLETED"]
    bands = {band["BandName"]: band["OutputDataType"] for band in job["OutputBands"]}
    assert bands == {"ndvi": "FLOAT32", "moisture": "FLOAT32", "scaled": "INT16"}

    keys, statuses = export(user, job["Arn"], ExportSourceImages=True)
    assert statuses == ["IN_PROGRESS", "SUCCEEDED"]
    sources = {f"input/{SCENE}/{band}.tif" for band in ("B04", "B08", "B8A", "B11")}
    assert {key[key.index("input/") :] for key in keys if "/input/" in key} == sources
    assert len(keys) == 3 + len(sources)

    check_index(user, keys, "ndvi", 10, "float32", ("B08", "B04"), 1)
    check_index(user, keys, "moisture", 20, "float32", ("B8A", "B11"), 1)
    check_index(user, keys, "scaled", 10, "int16", ("B08", "B04"), 10000)


def check_index(user, keys, name, metres, dtype, files, factor):
    """factor * (a - b) / (a + b) for all pixels of some windows."""
    key = key_of(keys, FOLDER + f"{SCENE}_{name}" + r"\.tif")
    sides = [key_of(keys, f"input/{SCENE}/{file}.tif") for file in files]
    with geospatial.open_raster(user, key) as index, geospatial.open_raster(
        user, sides[0]
    ) as first, geospatial.open_raster(user, sides[1]) as second:
        check_grid(index, metres, dtype, float("nan") if dtype == "float32" else -9999)
        last = index.width - 700
        for column, row in ((0, 0), (1024, 2048), (last, last)):
            window = Window(column, row, 700, 700)
            a, b = (it.read(1, window=window).astype("float64") for it in (first, second))
            expected = factor * (a - b) / (a + b)
            actual = index.read(1, window=window)
            assert len(np.unique(actual)) > 8
            # Integers are rounded; floats have 24 bits.
            tolerance = 0.5 if dtype == "int16" else 1e-6
            np.testing.assert_allclose(actual, expected, rtol=0, atol=tolerance)


def test_band_math_goes_on_from_a_job_before(hasty_user):
    """A user starts a second job from the results of a first one."""
    user = hasty_user
    _, first = run(user, {"BandMathConfig": {"PredefinedIndices": ["NDVI"]}})
    twice = {"Name": "twice", "Equation": "2 * ndvi", "OutputType": "FLOAT64"}
    arn = geospatial.start_observation(
        user,
        {"BandMathConfig": {"CustomIndices": {"Operations": [twice]}}},
        {"PreviousEarthObservationJobArn": first["Arn"]},
    )
    _, second = geospatial.finish(user, arn)
    assert second["InputConfig"]["PreviousEarthObservationJobArn"] == first["Arn"]
    assert second["OutputBands"] == [{"BandName": "twice", "OutputDataType": "FLOAT64"}]

    for job in (first, second):
        geospatial.export(user, job["Arn"], user.uri("out"))
        geospatial.finish_export(user, job["Arn"])
    keys = user.keys("out/")
    window = Window(512, 512, 256, 256)
    with geospatial.open_raster(user, key_of(keys, SCENE + "_ndvi.tif")) as raster:
        ndvi = raster.read(1, window=window).astype("float64")
    with geospatial.open_raster(user, key_of(keys, SCENE + "_twice.tif")) as raster:
        assert raster.dtypes == ("float64",)
        np.testing.assert_allclose(raster.read(1, window=window), 2 * ndvi, atol=1e-6)


def test_every_image_of_the_time_range_is_exported(hasty_user):
    """A user takes all images of a month, and finds one file for each with a name of its own."""
    user = hasty_user
    query = geospatial.raster_query(start=(2022, 7, 1), end=(2022, 7, 31))
    arn = geospatial.start_observation(user, {"LandCoverSegmentationConfig": {}}, query)
    geospatial.finish(user, arn)
    keys, _ = export(user, arn)
    names = [key.rpartition("/")[2] for key in keys]
    # The two satellites pass in turn, five days apart.
    assert sorted(names, key=lambda name: name.split("_")[2]) == [
        "S2A_11SQA_20220704_0_L2A.tif",
        "S2B_11SQA_20220709_0_L2A.tif",
        "S2A_11SQA_20220714_0_L2A.tif",
        "S2B_11SQA_20220719_0_L2A.tif",
        "S2A_11SQA_20220724_0_L2A.tif",
        "S2B_11SQA_20220729_0_L2A.tif",
    ]
