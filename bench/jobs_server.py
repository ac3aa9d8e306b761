"""The server of bench/memory and bench/geospatial."""

import pathlib
import time

import measure
import memory_jobs
from scale_server import Server


class Bench(Server):
    """A server whose jobs begin at once, with a bucket whose folder files are put into."""

    def __init__(self, program, data, log):
        self.data, self.log, self.limit = data, log, 3600
        self.port = measure.free_port()
        command = [str(program), "serve", "--port", str(self.port), "--data-dir", data,
                   "--account", measure.ACCOUNT, "--region", measure.REGION,
                   "--time-scale", "0.001"]
        self.process, _ = measure.start_until_healthy(command, self.port, log, 60)
        self.folder = pathlib.Path(data, "s3", memory_jobs.BUCKET)
        self.folder.mkdir(parents=True)

    def call(self, service, target, body):
        return self.ask(("POST", "/", measure.headers_for(service, target), body))

    def rest(self, method, path, body=None):
        return self.ask((method, path, measure.headers_for("sagemaker-geospatial"), body))

    def settle(self, kind):
        """Waits until every job of the kind is at rest; fails where one failed."""
        while True:
            jobs = self.control("GET", f"jobs?kind={kind}")["jobs"]
            if jobs and all(job["final"] for job in jobs):
                break
            time.sleep(0.05)
        for job in jobs:
            if job["reason"]:
                raise SystemExit(f"{job['arn']}: {job['reason']}")

    def peak_of(self, job):
        """(The most MB while it ran, MB before it, seconds)."""
        time.sleep(0.5)
        before = measure.megabytes(self.process, "VmRSS")
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        began = time.perf_counter()
        job(self)
        took = time.perf_counter() - began
        return measure.megabytes(self.process, "VmHWM"), before, took
