"""A disk that is full amid a write, whoever writes: what is not stored did not happen.

For each writer: it answers with an error and everything is as it was, or without one and everything
is done; either way a server that is killed then and started anew shows the same.
"""

import json

import pytest

from support import personalize, raw, sagemaker
from support.user import User

BALLAST = 1 << 20


class Disk:
    """Fills a disk but for `room` bytes, and empties that again."""

    def __init__(self, folder):
        self.ballast = folder / "ballast"

    def fill(self, room=0):
        with open(self.ballast, "wb", buffering=0) as file:
            size = BALLAST
            while size:
                try:
                    file.write(b"x" * size)
                except OSError:
                    size //= 2
            file.truncate(max(0, file.tell() - room))

    def empty(self):
        self.ballast.unlink(missing_ok=True)


def seen(user):
    """What the APIs show: resources with their states, and objects."""
    glue = user.client("glue")
    jobs = raw.request(user.server.url, "GET", "/_portside/jobs?max=1000").json()["jobs"]
    buckets = [bucket["Name"] for bucket in user.client("s3").list_buckets()["Buckets"]]
    return {
        "databases": sorted(found["Name"] for page in glue.get_paginator("get_databases").paginate()
                            for found in page["DatabaseList"]),
        "jobs": sorted((job["arn"], job["state"]) for job in jobs),
        "objects": sorted((bucket, found["Key"]) for bucket in buckets
                          for found in user.client("s3").list_objects_v2(Bucket=bucket)
                          .get("Contents", [])),
    }


def control(user, method, path, body=b""):
    return raw.request(user.server.url, method, f"/_portside/{path}", body)


def furnish(user, prefix, count):
    glue = user.client("glue")
    for number in range(count):
        glue.create_database(DatabaseInput={"Name": f"{prefix}-{number}",
                                            "Description": "d" * 2000})


@pytest.fixture
def user_on_a_small_disk(small_disk, start_server):
    """A user with some state, on a server whose clock stands."""
    user = User(start_server(data_dir=small_disk / "data"))
    assert control(user, "PUT", "clock", b'{"mode": "manual"}').status == 200
    user.put("kept", "bytes")
    furnish(user, "first", 40)
    return user


def check_writer(user, disk, write):
    """`write` gives an HTTP status."""
    before = seen(user)
    disk.fill()
    status = write()
    assert user.server.is_running(), user.server.log_tail()
    after = seen(user)
    if status >= 400:
        assert after == before
    disk.empty()
    user.server.kill()
    user.server.start()
    assert seen(user) == after
    return status


def test_a_reset_is_whole(small_disk, user_on_a_small_disk):
    user = user_on_a_small_disk
    check_writer(user, Disk(small_disk),
                 lambda: control(user, "POST", "reset", b'{"service": "glue"}').status)
    assert control(user, "POST", "reset").status == 200
    assert seen(user) == {"databases": [], "jobs": [], "objects": []}


def test_a_restored_snapshot_is_whole(small_disk, user_on_a_small_disk):
    user = user_on_a_small_disk
    assert control(user, "PUT", "snapshots/s").status == 201
    saved = seen(user)
    furnish(user, "second", 40)
    check_writer(user, Disk(small_disk), lambda: control(user, "POST", "snapshots/s").status)
    assert control(user, "POST", "snapshots/s").status == 200
    assert seen(user) == saved


def test_a_loaded_archive_is_whole(small_disk, user_on_a_small_disk):
    user = user_on_a_small_disk
    archive = control(user, "GET", "state").body
    saved = seen(user)
    furnish(user, "second", 40)
    status = check_writer(user, Disk(small_disk),
                          lambda: control(user, "PUT", "state", archive).status)
    assert status >= 500
    assert control(user, "PUT", "state", archive).status == 200
    assert seen(user) == saved


def test_a_call_is_whole(small_disk, user_on_a_small_disk):
    user = user_on_a_small_disk

    def create():
        for number in range(200):
            database = {"Name": f"late-{number}", "Description": "d" * 2000}
            answer = raw.call(user, "AWSGlue.CreateDatabase", {"DatabaseInput": database})
            if answer.status != 200:
                made.append(number)
                return 200  # those before it are there
        raise AssertionError("the disk has room for everything")

    made = []
    check_writer(user, Disk(small_disk), create)
    late = [name for name in seen(user)["databases"] if name.startswith("late-")]
    assert len(late) == made[0]


def test_transitions_wait_for_room(small_disk, user_on_a_small_disk):
    """Jobs that fall due on a full disk go on when there is room, or have ended failed."""
    user = user_on_a_small_disk
    disk = Disk(small_disk)
    model = user.put("model.tar.gz", sagemaker.tar_gz(sagemaker.MODEL_FILES))
    for number in range(20):
        sagemaker.start_compilation(user, model, name=f"job-{number}")
    disk.fill()
    control(user, "POST", "clock/advance", json.dumps({"seconds": 0.5}).encode())
    assert user.server.is_running(), user.server.log_tail()
    disk.empty()
    control(user, "POST", "clock/advance", json.dumps({"seconds": 60}).encode())
    states = {state for _, state in seen(user)["jobs"]}
    assert states <= {"COMPLETED", "FAILED"}
    shown = seen(user)
    user.server.kill()
    user.server.start()
    assert seen(user) == shown


def test_an_import_is_whole(small_disk, user_on_a_small_disk):
    """Rows that do not fit fail their job, and leave nothing behind."""
    user = user_on_a_small_disk
    assert control(user, "PUT", "clock", b'{"mode": "scaled", "scale": 100}').status == 200
    _, datasets = personalize.make_datasets(user, "INTERACTIONS")
    rows = "".join(f"u{n},i{n % 97},view,,{1700000000 + n}\n" for n in range(60_000))
    location = user.put("in/rows.csv", "USER_ID,ITEM_ID,EVENT_TYPE,EVENT_VALUE,TIMESTAMP\n" + rows)
    disk = Disk(small_disk)
    disk.fill(room=BALLAST)
    job = personalize.start_import(user, datasets["INTERACTIONS"], location)
    statuses, ended = personalize.finish_import(user, job)
    assert statuses[-1] == "CREATE FAILED"
    assert ended["failureReason"].endswith("database or disk is full")
    disk.empty()
    user.server.kill()
    user.server.start()
    job = personalize.start_import(user, datasets["INTERACTIONS"], location, name="again")
    assert personalize.finish_import(user, job)[0][-1] == "ACTIVE"
