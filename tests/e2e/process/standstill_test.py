"""Work on the whole state: other calls wait for it, health does not, nobody is answered wrong."""

import concurrent.futures
import json
import threading
import time

import pytest

from support.raw import request
from support.server import ACCOUNT, REGION, Server

FILES = 20_000


@pytest.fixture
def full_server(tmp_path):
    """A server with a bucket of very many files, which a person has put there."""
    server = Server(tmp_path / "data", ["--account", ACCOUNT, "--region", REGION])
    bucket = tmp_path / "data/s3/many-files"
    bucket.mkdir()
    for number in range(FILES):
        (bucket / f"key-{number:06d}").write_bytes(b"x")
    yield server
    server.kill()


def control(server, method, path, body=None):
    answer = request(server.url, method, path, json.dumps(body or {}).encode())
    assert answer.status in (200, 201, 204), answer.body
    return answer.json() if answer.body else None


class Poller(threading.Thread):
    """Asks for health as fast as it can; remembers when it asked and was answered."""

    def __init__(self, server):
        super().__init__()
        self.server, self.over, self.answers = server, threading.Event(), []
        self.start()

    def run(self):
        while not self.over.is_set():
            began = time.monotonic()
            answer = request(self.server.url, "GET", "/_portside/health")
            assert answer.status == 200
            self.answers.append((began, time.monotonic()))

    def answers_within(self, began, ended):
        self.over.set()
        self.join()
        return [it for it in self.answers if began < it[0] and it[1] < ended]


def answered_beside(server, action):
    """How many whole answers of health there were while the action was under way."""
    poller = Poller(server)
    began = time.monotonic()
    action()
    return len(poller.answers_within(began, time.monotonic()))


def keys(server):
    pages = server.client("s3").get_paginator("list_objects_v2").paginate(Bucket="many-files")
    return sum(page["KeyCount"] for page in pages)


def test_health_answers_beside_work_on_the_whole_state(full_server, tmp_path):
    server = full_server
    snapshot = "/_portside/snapshots/whole"
    archive = tmp_path / "state.tar"

    def export():
        archive.write_bytes(request(server.url, "GET", "/_portside/state").body)

    def load():
        answer = request(server.url, "PUT", "/_portside/state", archive.read_bytes())
        assert answer.json()["loaded"]["objects"] == FILES

    def reset():
        assert control(server, "POST", "/_portside/reset")["removed"]["objects"] == FILES

    def restore():
        assert control(server, "POST", snapshot)["objects"] == FILES

    saved = answered_beside(server, lambda: control(server, "PUT", snapshot))
    exported = answered_beside(server, export)
    answered_beside(server, reset)  # takes no time, however much there is
    restored = answered_beside(server, restore)
    assert keys(server) == FILES
    loaded = answered_beside(server, load)
    assert keys(server) == FILES
    assert min(saved, exported, restored, loaded) >= 3, (saved, exported, restored, loaded)


def test_calls_that_come_meanwhile_wait_and_see_what_is_there_then(full_server):
    """Whoever asks beside a reset is answered as before it or as after it, and by all that is."""
    server = full_server
    control(server, "PUT", "/_portside/snapshots/whole")
    s3 = server.client("s3")

    def ask(number):
        bucket = f"made-meanwhile-{number}"
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={
            "LocationConstraint": s3.meta.region_name})
        s3.put_object(Bucket=bucket, Key="k", Body=b"bytes")
        names = [it["Name"] for it in s3.list_buckets()["Buckets"]]
        return bucket if bucket in names else None

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        restoring = pool.submit(control, server, "POST", "/_portside/snapshots/whole")
        asked = []
        while not restoring.done():
            asked.append(pool.submit(ask, len(asked)))
            time.sleep(0.02)
        restoring.result()
        seen = []
        for it in asked:
            try:
                seen.append(it.result())
            except s3.exceptions.NoSuchBucket:
                pass  # the restore came between two calls
    names = {it["Name"] for it in s3.list_buckets()["Buckets"]}
    assert "many-files" in names
    # What was made after the restore is there; what was made before is not, as a whole.
    for bucket in names - {"many-files"}:
        assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] in (0, 1)
    assert keys(server) == FILES


def test_a_kill_amid_a_restore_is_made_good_by_the_next_start(full_server):
    server = full_server
    control(server, "PUT", "/_portside/snapshots/whole")
    control(server, "POST", "/_portside/reset")
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        restoring = pool.submit(request, server.url, "POST", "/_portside/snapshots/whole", b"{}")
        mark = server.data_dir / ".portside/snapshots/restoring"
        while not mark.exists() and not restoring.done():
            pass
        server.kill()
        restoring.exception()
    server.start()
    assert keys(server) == FILES


def test_what_was_thrown_away_is_deleted_also_after_a_kill(full_server):
    server = full_server
    trash = server.data_dir / ".portside/trash"
    control(server, "POST", "/_portside/reset")
    server.kill()
    server.start()
    until = time.monotonic() + 60
    while any(trash.iterdir()):
        assert time.monotonic() < until
        time.sleep(0.05)
