"""Users of Personalize put actions and what people did with them. The SDK of Debian does not know
these operations yet, so they are called without it."""

import json

from support import personalize
from support.personalize import active
from support.raw import call, request, signed_as

ACTION_INTERACTIONS = personalize.schema_text(
    "ActionInteractions",
    [
        {"name": "USER_ID", "type": "string"},
        {"name": "ACTION_ID", "type": "string"},
        {"name": "EVENT_TYPE", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"},
    ],
)


def put(user, path, body):
    headers = signed_as(user, "personalize", **{"Content-Type": "application/json"})
    return request(user.server.url, "POST", path, json.dumps(body).encode(), headers)


def test_actions_and_what_people_did_with_them_are_put(user):
    client = user.client("personalize")
    group, datasets = personalize.make_datasets(user, "ACTIONS")
    actions = [{"actionId": "join", "properties": json.dumps({"offer": "club"})}]
    body = {"datasetArn": datasets["ACTIONS"], "actions": actions}
    answer = put(user, "/actions", body)
    assert (answer.status, answer.body) == (200, b"")
    wrong = {"actionId": "join", "properties": json.dumps({"offer": ["club"]})}
    answer = put(user, "/actions", {**body, "actions": [wrong]})
    assert answer.status == 400
    assert "properties.offer" in answer.json()["message"]

    schema = client.create_schema(name="done", schema=ACTION_INTERACTIONS)["schemaArn"]
    dataset = client.create_dataset(
        name="done", datasetType="Action_Interactions", datasetGroupArn=group, schemaArn=schema
    )["datasetArn"]
    active(lambda: client.describe_dataset(datasetArn=dataset)["dataset"])
    described = call(user, "AmazonPersonalize.DescribeDataset", {"datasetArn": dataset}).json()
    taken = {
        "actionId": "join",
        "userId": "u1",
        "sessionId": "s1",
        "timestamp": 1700000000,
        "eventType": "Taken",
    }
    body = {"trackingId": described["dataset"]["trackingId"], "actionInteractions": [taken]}
    answer = put(user, "/action-interactions", body)
    assert (answer.status, answer.body) == (200, b"")
    clicked = {**body, "actionInteractions": [{**taken, "eventType": "Clicked"}]}
    answer = put(user, "/action-interactions", clicked)
    assert answer.status == 400
    assert answer.headers["x-amzn-ErrorType"] == "InvalidInputException"
    answer = put(user, "/action-interactions", {**body, "trackingId": "nobody"})
    assert answer.status == 404
    assert "nobody" in answer.json()["message"]
