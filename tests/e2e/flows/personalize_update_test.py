"""A user of Personalize gives a dataset a schema with one more column. The SDK of Debian does not
know this operation yet, so it is called without it."""

import json

from support import personalize
from support.polling import watch
from support.raw import call

MORE_USERS = json.loads(personalize.USERS)
MORE_USERS["fields"].insert(1, {"name": "CITY", "type": ["null", "string"]})


def test_a_dataset_gets_a_column(user):
    client = user.client("personalize")
    _, datasets = personalize.make_datasets(user, "USERS")
    users = datasets["USERS"]
    personalize.import_csv(user, users, "users.csv", "USER_ID,AGE,MEMBERSHIP_TYPE\nu1,1,gold\n")
    schema = client.create_schema(name="more", schema=json.dumps(MORE_USERS))["schemaArn"]
    answer = call(
        user, "AmazonPersonalize.UpdateDataset", {"datasetArn": users, "schemaArn": schema}
    )
    assert answer.json() == {"datasetArn": users}

    def describe():
        described = call(user, "AmazonPersonalize.DescribeDataset", {"datasetArn": users})
        return described.json()["dataset"]

    statuses, dataset = watch(
        describe, lambda it: it["status"], ("UPDATE PENDING", "UPDATE IN_PROGRESS")
    )
    assert statuses == ["UPDATE PENDING", "UPDATE IN_PROGRESS", "ACTIVE"]
    assert dataset["schemaArn"] == schema
    assert dataset["latestDatasetUpdate"]["schemaArn"] == schema
    assert dataset["latestDatasetUpdate"]["status"] == "ACTIVE"

    properties = json.dumps({"membershipType": "none", "city": "Bergen"})
    user.client("personalize-events").put_users(
        datasetArn=users, users=[{"userId": "u2", "properties": properties}]
    )
    job = personalize.start_export(user, users, "users", ingestionMode="ALL")
    assert personalize.finish_export(user, job)[1]["status"] == "ACTIVE"
    assert personalize.exported(user, "users") == (
        "USER_ID,CITY,AGE,MEMBERSHIP_TYPE\nu1,,1,gold\nu2,Bergen,,none\n"
    )
