"""Maps on the web: where their tiles are, and what GetTile gives for them."""

import io
import math

import numpy as np
from rasterio.io import MemoryFile

from support import geospatial

SIDE = 256  # of a tile, in pixels


def tile_at(zoom, longitude, latitude):
    """x and y of the map tile at a place, as map libraries count."""
    across = (longitude + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return int(across * 2**zoom), int(down * 2**zoom)


def centres(zoom, x, y):
    """Longitudes and latitudes of the centres of a tile's pixels, row by row."""
    pixels = SIDE * 2**zoom
    columns = (x * SIDE + np.arange(SIDE) + 0.5) / pixels
    rows = (y * SIDE + np.arange(SIDE) + 0.5) / pixels
    latitudes = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * rows))))
    return np.meshgrid(columns * 360 - 180, latitudes)


def get_tile(user, arn, zoom, x, y, assets, target="OUTPUT", **options):
    answer = geospatial.geospatial(user).get_tile(
        Arn=arn, x=x, y=y, z=zoom, ImageAssets=assets, Target=target, **options
    )
    body = answer["BinaryFile"].read()
    return body, answer["ResponseMetadata"]["HTTPHeaders"]["content-type"]


def get_array(user, arn, zoom, x, y, assets, target="OUTPUT", **options):
    body, _ = get_tile(user, arn, zoom, x, y, assets, target, OutputFormat="npy", **options)
    return np.load(io.BytesIO(body), allow_pickle=False)


def open_picture(body):
    with MemoryFile(io.BytesIO(body)) as memory, memory.open() as picture:
        return picture.driver, picture.read()
