"""CreateDatasetExportJob: users import CSV files, put single records, and export them again."""

import gzip
import json
from datetime import datetime, timezone

from support import personalize
from support.personalize import finish_export, finish_import

INTERACTIONS_CSV = (
    "TIMESTAMP,USER_ID,ITEM_ID,EVENT_TYPE,EVENT_VALUE,NOT_IN_THE_SCHEMA\n"
    "1700000000,u1,i1,view,,x\n"
    "1700000001,u1,i2,buy,9.50,x\n"
    "1700000001,u1,i2,buy,9.5,the same interaction again\n"
    '1700000002,u2,"i,3",view,0.25,x\n'
)
INTERACTIONS_HEADER = "USER_ID,ITEM_ID,EVENT_TYPE,EVENT_VALUE,TIMESTAMP\n"
BULK_INTERACTIONS = (
    'u1,i1,view,,1700000000\nu1,i2,buy,9.5,1700000001\nu2,"i,3",view,0.25,1700000002\n'
)
PUT_INTERACTIONS = "u3,i1,view,3,1700000100\nu3,i9,buy,4,1700000101\ns-9,i2,view,,1700000102\n"


def put_events(user, tracking_id):
    """A visitor who is logged in looks at one thing and buys another; one who is not looks."""
    events = user.client("personalize-events")
    events.put_events(
        trackingId=tracking_id,
        userId="u3",
        sessionId="s-1",
        eventList=[
            {"eventType": "view", "itemId": "i1", "eventValue": 3.0, "sentAt": at(1700000100)},
            {
                "eventType": "buy",
                "properties": json.dumps({"itemId": "i9", "eventValue": "4", "color": "red"}),
                "sentAt": at(1700000101),
            },
        ],
    )
    events.put_events(
        trackingId=tracking_id,
        sessionId="s-9",
        eventList=[{"eventType": "view", "itemId": "i2", "sentAt": at(1700000102)}],
    )


def at(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc)


def test_interactions_are_exported_as_they_were_imported(user):
    """A user imports a CSV file, streams events, and exports each kind and both."""
    group, datasets = personalize.make_datasets(user, "INTERACTIONS")
    interactions = datasets["INTERACTIONS"]
    assert interactions == (
        f"arn:aws:personalize:{user.region}:{user.account}:dataset/shop/INTERACTIONS"
    )
    location = user.put("in/interactions.csv", INTERACTIONS_CSV)
    job = personalize.start_import(user, interactions, location)
    statuses, job = finish_import(user, job)
    assert statuses == ["CREATE PENDING", "CREATE IN_PROGRESS", "ACTIVE"]
    assert job["importMode"] == "FULL"
    put_events(user, personalize.make_tracker(user, group))

    # Without a mode, what was put.
    jobs = {
        name: personalize.start_export(user, interactions, name, **options)
        for name, options in {
            "default": {},
            "put": {"ingestionMode": "PUT"},
            "bulk": {"ingestionMode": "BULK"},
            "all": {"ingestionMode": "ALL"},
        }.items()
    }
    statuses, job = finish_export(user, jobs["default"])
    assert statuses == ["CREATE PENDING", "CREATE IN_PROGRESS", "ACTIVE"]
    assert job["ingestionMode"] == "PUT"
    assert job["jobName"] == "default"
    assert job["datasetArn"] == interactions
    assert job["roleArn"] == user.role
    assert job["jobOutput"] == {"s3DataDestination": {"path": user.uri("exports/")}}
    assert "failureReason" not in job
    for name in ("put", "bulk", "all"):
        assert finish_export(user, jobs[name])[1]["status"] == "ACTIVE"

    texts = {name: personalize.exported(user, name) for name in jobs}
    assert texts == {
        "default": INTERACTIONS_HEADER + PUT_INTERACTIONS,
        "put": INTERACTIONS_HEADER + PUT_INTERACTIONS,
        "bulk": INTERACTIONS_HEADER + BULK_INTERACTIONS,
        "all": INTERACTIONS_HEADER + BULK_INTERACTIONS + PUT_INTERACTIONS,
    }


def test_items_and_users_are_exported_with_their_newest_records(hasty_user):
    """A user imports a catalogue, then puts items and users one by one. With ALL there is one row
    for each id; with BULK and PUT every record."""
    user = hasty_user
    _, datasets = personalize.make_datasets(user, "ITEMS", "USERS")
    personalize.import_csv(
        user,
        datasets["ITEMS"],
        "in/items.csv",
        'ITEM_ID,GENRES,PRICE,DESCRIPTION\ni1,Action|Comedy,9.99,"says \\"hi\\", twice"\n'
        "i2,Drama,,\n",
    )
    events = user.client("personalize-events")
    put_item(events, datasets["ITEMS"], "i2", genres="Crime", price=5, description="first")
    put_item(events, datasets["ITEMS"], "i3", genres="Drama|Crime")
    put_item(events, datasets["ITEMS"], "i2", genres="Crime", price=5.5, description="second")
    events.put_users(
        datasetArn=datasets["USERS"],
        users=[
            {"userId": "u1", "properties": json.dumps({"age": 33, "membershipType": "gold"})},
            {"userId": "u2", "properties": json.dumps({"membershipType": "none"})},
        ],
    )

    header = "ITEM_ID,GENRES,PRICE,DESCRIPTION\n"
    first = 'i1,Action|Comedy,9.99,"says \\"hi\\", twice"\n'
    put = "i2,Crime,5,first\ni3,Drama|Crime,,\ni2,Crime,5.5,second\n"
    texts = personalize.export_rows(user, datasets["ITEMS"], "BULK", "PUT", "ALL")
    assert texts == {
        "BULK": header + first + "i2,Drama,,\n",
        "PUT": header + put,
        "ALL": header + first + "i3,Drama|Crime,,\ni2,Crime,5.5,second\n",
    }
    header = "USER_ID,AGE,MEMBERSHIP_TYPE\n"
    job = personalize.start_export(user, datasets["USERS"], "users-put")
    assert finish_export(user, job)[1]["status"] == "ACTIVE"
    assert personalize.exported(user, "users-put") == header + "u1,33,gold\nu2,,none\n"
    job = personalize.start_export(user, datasets["USERS"], "users-bulk", ingestionMode="BULK")
    assert finish_export(user, job)[1]["status"] == "ACTIVE"
    assert personalize.exported(user, "users-bulk") == header


def put_item(events, dataset, item, **properties):
    record = {"itemId": item, "properties": json.dumps(properties)}
    events.put_items(datasetArn=dataset, items=[record])


def test_imports_replace_or_join_former_ones(hasty_user):
    """A user imports a folder of two files, adds to it with INCREMENTAL, and begins anew with
    FULL."""
    user = hasty_user
    _, datasets = personalize.make_datasets(user, "USERS")
    users = datasets["USERS"]
    header = "USER_ID,AGE,MEMBERSHIP_TYPE\n"
    user.put("users/a.csv", header + "u1,1,a\nu2,2,a\n")
    user.put("users/b.csv", "membership_type,user_id,age\nb,u3,3\n")
    _, job = finish_import(user, personalize.start_import(user, users, user.uri("users/")))
    assert job["status"] == "ACTIVE", job.get("failureReason")
    personalize.import_csv(
        user, users, "more.csv", header + "u2,22,c\nu4,4,c\n", "more", importMode="INCREMENTAL"
    )
    job = personalize.start_export(user, users, "joined", ingestionMode="BULK")
    finish_export(user, job)
    assert personalize.exported(user, "joined") == header + "u1,1,a\nu3,3,b\nu2,22,c\nu4,4,c\n"

    personalize.import_csv(user, users, "new.csv", header + "u5,5,d\n", "new", importMode="FULL")
    job = personalize.start_export(user, users, "replaced", ingestionMode="BULK")
    finish_export(user, job)
    assert personalize.exported(user, "replaced") == header + "u5,5,d\n"


def test_what_was_exported_can_be_imported_again(hasty_user):
    """A user moves a dataset to another group: the export of one is the import of the other."""
    user = hasty_user
    _, datasets = personalize.make_datasets(user, "ITEMS")
    rows = 'ITEM_ID,GENRES,PRICE,DESCRIPTION\ni1,"A, B",0.1,"back\\\\slash \\"quote\\""\ni2,ß|é,,\n'
    personalize.import_csv(user, datasets["ITEMS"], "items.csv", rows)
    job = personalize.start_export(user, datasets["ITEMS"], "out", ingestionMode="BULK")
    finish_export(user, job)
    assert personalize.exported(user, "out") == rows

    _, others = personalize.make_datasets(user, "ITEMS", group="second")
    location = user.uri("exports/out/")
    _, job = finish_import(user, personalize.start_import(user, others["ITEMS"], location, "again"))
    assert job["status"] == "ACTIVE", job.get("failureReason")
    job = personalize.start_export(user, others["ITEMS"], "again", ingestionMode="BULK")
    finish_export(user, job)
    assert personalize.exported(user, "again") == rows


def test_packed_files_are_imported(hasty_user):
    """A user imports what a warehouse unloads: a folder of files in gzip. One that was cut off in
    an upload is named."""
    user = hasty_user
    _, datasets = personalize.make_datasets(user, "INTERACTIONS")
    header, *rows = INTERACTIONS_CSV.splitlines(keepends=True)
    user.put("unload/0.csv.gz", gzip.compress((header + "".join(rows[:2])).encode()))
    user.put("unload/1.csv.gz", gzip.compress((header + "".join(rows[2:])).encode()))
    interactions = datasets["INTERACTIONS"]
    arn = personalize.start_import(user, interactions, user.uri("unload/"))
    assert finish_import(user, arn)[1]["status"] == "ACTIVE"
    texts = personalize.export_rows(user, interactions, "BULK")
    assert texts["BULK"] == INTERACTIONS_HEADER + BULK_INTERACTIONS

    packed = gzip.compress(personalize.rows_of_two_circles().encode())
    user.put("unload/2.csv.gz", packed[: len(packed) // 2])
    arn = personalize.start_import(user, interactions, user.uri("unload/"), "cut")
    _, job = finish_import(user, arn)
    assert job["status"] == "CREATE FAILED"
    assert user.uri("unload/2.csv.gz") in job["failureReason"]
    assert "cannot be unpacked" in job["failureReason"]
