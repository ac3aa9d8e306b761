"""What users of earth observation jobs do: run one, export it, and look for its files."""

import re

from support import geospatial


def run(user, job_config, input_config=None, **options):
    """Runs a job to its end; returns its statuses and its description."""
    arn = geospatial.start_observation(user, job_config, input_config, **options)
    return geospatial.finish(user, arn)


def go_on(user, job, job_config):
    """Runs a job over the results of another; returns its description."""
    previous = {"PreviousEarthObservationJobArn": job["Arn"]}
    return run(user, job_config, previous)[1]


def export(user, arn, **options):
    """Exports to `out/`; returns the keys below the job's folder and the statuses seen."""
    geospatial.export(user, arn, user.uri("out/"), **options)
    statuses, job = geospatial.finish_export(user, arn)
    assert job["ExportStatus"] == "SUCCEEDED", job.get("ExportErrorDetails")
    folder = f"out/{geospatial.job_id(arn)}/"
    keys = [key for key in user.keys("out/") if key.startswith(folder)]
    assert keys
    return keys, statuses


def results(user, job, **options):
    """Exports a job that has ended well; returns its keys."""
    assert job["Status"] == "COMPLETED", job.get("ErrorDetails")
    return export(user, job["Arn"], **options)[0]


def key_of(keys, pattern):
    """The one key whose end matches the pattern."""
    found = [key for key in keys if re.search(pattern + "$", key)]
    assert len(found) == 1, (pattern, keys)
    return found[0]


def pixels(user, key, window, band=1):
    """A window of a raster as doubles."""
    with geospatial.open_raster(user, key) as raster:
        return raster.read(band, window=window).astype("float64")
