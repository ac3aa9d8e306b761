"""Imports and exports of Personalize that fail, at once or later in `failureReason`."""

import json
import re

import pytest

from support import personalize
from support.errors import refused
from support.personalize import finish_export, finish_import, start_export, start_import

MISSING_BUCKET = "s3://portside-no-such-bucket/"
HEADER = "USER_ID,AGE,MEMBERSHIP_TYPE\n"


@pytest.fixture
def users(hasty_user):
    """The ARN of an empty USERS dataset."""
    return personalize.make_datasets(hasty_user, "USERS")[1]["USERS"]


def test_an_import_from_a_missing_bucket_is_refused_at_once(hasty_user, users):
    with refused("InvalidInputException") as refusal:
        start_import(hasty_user, users, MISSING_BUCKET + "users.csv")
    assert refusal.message.startswith("Insufficient privileges for accessing data in S3.")
    assert "portside-no-such-bucket" in refusal.message


def test_an_import_of_a_missing_key_is_refused_at_once(hasty_user, users):
    for key in ("users.csv", "empty/folder/", ""):
        location = hasty_user.uri(key)
        with refused("InvalidInputException") as refusal:
            start_import(hasty_user, users, location)
        assert refusal.message.startswith("Invalid Data location.")
        assert location in refusal.message


def test_a_header_without_a_column_of_the_schema_is_refused_at_once(hasty_user, users):
    location = hasty_user.put("users.csv", "USER_ID,MEMBERSHIP\nu1,gold\n")
    with refused("InvalidInputException") as refusal:
        start_import(hasty_user, users, location)
    assert refusal.message == "Input csv is missing the following columns: [AGE, MEMBERSHIP_TYPE]"


@pytest.mark.parametrize(
    "rows, reason",
    [
        ("u1,1,a\nu2,old,b\n", "line 3, column AGE: expected an int"),
        ("u1,1,a\nu2,2,\n", "line 3, column MEMBERSHIP_TYPE: expected a string"),
        ('u1,1,a\nu2,2,"b\n', "line 3, column 3: "),
        ("u1,1,a\n\nu2,2\n", "line 4: expected 3 values"),
        (f"{'u' * 257},1,a\n", "Length cannot be more than 256 characters for USER_ID."),
    ],
)
def test_a_wrong_row_fails_the_whole_import(hasty_user, users, rows, reason):
    """A user reads line and column, and finds that no row came in."""
    location = hasty_user.put("users.csv", HEADER + rows)
    _, job = finish_import(hasty_user, start_import(hasty_user, users, location))
    assert job["status"] == "CREATE FAILED"
    assert reason in job["failureReason"]
    assert location in job["failureReason"]
    assert personalize.export_rows(hasty_user, users, "BULK") == {"BULK": HEADER}


def test_an_export_into_a_missing_bucket_fails(user):
    """The states of a job that fails, on the default clock."""
    _, datasets = personalize.make_datasets(user, "USERS")
    arn = start_export(user, datasets["USERS"], "lost", MISSING_BUCKET + "out/")
    statuses, job = finish_export(user, arn)
    assert statuses == ["CREATE PENDING", "CREATE IN_PROGRESS", "CREATE FAILED"]
    assert "'portside-no-such-bucket' does not exist" in job["failureReason"]
    listed = personalize.personalize(user).list_dataset_export_jobs(datasetArn=datasets["USERS"])
    [summary] = listed["datasetExportJobs"]
    assert summary["failureReason"] == job["failureReason"]


def test_wrong_exports_are_refused_at_once(hasty_user, users):
    user = hasty_user
    finish_export(user, start_export(user, users, "once"))
    with refused("ResourceAlreadyExistsException") as refusal:
        start_export(user, users, "once")
    arn = f"arn:aws:personalize:{user.region}:{user.account}:dataset-export-job/once"
    assert refusal.message == f"Another resource with Arn {arn} already exists."
    with refused("InvalidInputException") as refusal:
        start_export(user, users, "elsewhere", path="https://example.com/out/")
    assert "https://example.com/out/" in refusal.message
    missing = users.replace("USERS", "ITEMS")
    with refused("ResourceNotFoundException") as refusal:
        start_export(user, missing, "missing")
    assert missing in refusal.message
    with refused("ResourceNotFoundException"):
        personalize.get_export(user, arn.replace("once", "never"))


def test_actions_cannot_be_exported(hasty_user):
    _, datasets = personalize.make_datasets(hasty_user, "ACTIONS")
    with refused("InvalidInputException") as refusal:
        start_export(hasty_user, datasets["ACTIONS"], "actions")
    assert "ACTIONS" in refusal.message


def test_a_dataset_that_is_not_active_is_in_use(user):
    """A user does not wait for the dataset."""
    client = personalize.personalize(user)
    group, _ = personalize.make_datasets(user)
    schema = client.create_schema(name="users", schema=personalize.USERS)["schemaArn"]
    dataset = client.create_dataset(
        name="users", datasetType="Users", datasetGroupArn=group, schemaArn=schema
    )["datasetArn"]
    with refused("ResourceInUseException") as refusal:
        start_export(user, dataset, "early")
    assert dataset in refusal.message
    # A busy machine may be as late as its second state.
    assert re.search("its status is CREATE (PENDING|IN_PROGRESS),", refusal.message)
    with refused("ResourceInUseException", 409):
        user.client("personalize-events").put_users(
            datasetArn=dataset, users=[{"userId": "u1", "properties": "{}"}]
        )


def test_wrong_events_are_refused_and_not_kept(hasty_user):
    group, datasets = personalize.make_datasets(hasty_user, "INTERACTIONS")
    tracking_id = personalize.make_tracker(hasty_user, group)
    events = hasty_user.client("personalize-events")

    def put(tracking_id, **event):
        event = {"eventType": "view", "sentAt": 1700000000, **event}
        events.put_events(trackingId=tracking_id, sessionId="s", eventList=[event])

    with refused("InvalidInputException") as refusal:
        put("unknown-tracking-id", itemId="i1")
    assert "unknown-tracking-id" in refusal.message
    with refused("InvalidInputException") as refusal:
        put(tracking_id, itemId="i1", properties=json.dumps(json.dumps({"a": 1})))
    assert refusal.message == "Error parsing properties json"
    with refused("InvalidInputException") as refusal:
        put(tracking_id)
    assert "ITEM_ID" in refusal.message
    texts = personalize.export_rows(hasty_user, datasets["INTERACTIONS"], "PUT")
    assert texts == {"PUT": "USER_ID,ITEM_ID,EVENT_TYPE,EVENT_VALUE,TIMESTAMP\n"}
