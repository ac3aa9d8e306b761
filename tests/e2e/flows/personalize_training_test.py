"""The tutorial of Personalize: users train a solution on what they imported, read its metrics, put
it behind a campaign, ask for recommendations, put events that change them, export everything, and
clean up in the only order there is."""

import json
import re

import pytest
from botocore.exceptions import ClientError

from support import personalize
from support.personalize import active
from support.polling import wait_until
from support.raw import call, request
from support.user import User

RECIPE = "arn:aws:personalize:::recipe/aws-user-personalization"


def is_gone(describe):
    try:
        describe()
    except ClientError as error:
        return error.response["Error"]["Code"] == "ResourceNotFoundException"
    return False


def delete(delete_it, describe, **arn):
    delete_it(**arn)
    wait_until(lambda: is_gone(lambda: describe(**arn)), bool)


def train(client, solution):
    version = client.create_solution_version(solutionArn=solution)["solutionVersionArn"]

    def describe():
        return client.describe_solution_version(solutionVersionArn=version)["solutionVersion"]

    seen = wait_until(describe, lambda it: it["status"] not in personalize.RUNNING)
    return version, seen[-1]


def ids(answer):
    return [item["itemId"] for item in answer["itemList"]]


def ask(user, campaign, chosen, tracking_id):
    """Recommendations follow the data, filters, and what is put."""
    runtime = user.client("personalize-runtime")
    asked = {"campaignArn": campaign, "userId": "a-3", "numResults": 10}
    answer = runtime.get_recommendations(**asked)
    assert len(ids(answer)) == 10 and all(item.startswith("a") for item in ids(answer))
    scores = [item["score"] for item in answer["itemList"]]
    assert scores == sorted(scores, reverse=True) and 0 < sum(scores) <= 1 + 1e-6
    assert re.fullmatch(r"RID-[0-9a-f]{2}(-[0-9a-f]{4}){2}-[0-9a-f]{12}-CID-[0-9a-f]{6}",
                        answer["recommendationId"])
    asked["numResults"] = 50
    assert "a4" in ids(runtime.get_recommendations(**asked))
    asked |= {"filterArn": chosen, "filterValues": {"OTHERS": '"Western","Noir"'}}
    assert "a4" not in ids(runtime.get_recommendations(**asked))

    user.client("personalize-events").put_events(
        trackingId=tracking_id, userId="newcomer", sessionId="s",
        eventList=[
            {"sentAt": 1_800_000_000 + at, "eventType": "view", "itemId": f"b{at}",
             "recommendationId": answer["recommendationId"]}
            for at in range(5)
        ],
    )  # fmt: skip
    moved = runtime.get_recommendations(campaignArn=campaign, userId="newcomer", numResults=10)
    assert all(item.startswith("b") for item in ids(moved))
    with pytest.raises(runtime.exceptions.ResourceNotFoundException):
        runtime.get_recommendations(campaignArn=campaign + "x", userId="a-3")
    with pytest.raises(runtime.exceptions.InvalidInputException, match="userId is required"):
        runtime.get_recommendations(campaignArn=campaign)


def test_the_whole_tutorial(hasty_user):
    user, client = hasty_user, personalize.personalize(hasty_user)
    group, datasets = personalize.make_datasets(user, "INTERACTIONS", "ITEMS")
    wanted = {"name": "s", "datasetGroupArn": group, "recipeArn": RECIPE}
    with pytest.raises(client.exceptions.InvalidInputException) as refused:
        client.create_solution(**wanted)
    assert refused.value.response["Error"]["Message"] == (
        "Dataset group must contain an INTERACTIONS dataset with successfully completed dataset "
        "import job or EVENT_INTERACTIONS"
    )
    text = personalize.rows_of_two_circles()
    personalize.import_csv(user, datasets["INTERACTIONS"], "in/rows.csv", text)
    items = "ITEM_ID,GENRES,PRICE,DESCRIPTION\na4,Horror|Drama,,\na5,Comedy,2.5,\n"
    personalize.import_csv(user, datasets["ITEMS"], "in/items.csv", items, "items")

    names = [recipe["name"] for recipe in client.list_recipes()["recipes"]]
    assert "aws-user-personalization" in names and names == sorted(names)
    solution = client.create_solution(**wanted)["solutionArn"]
    active(lambda: client.describe_solution(solutionArn=solution)["solution"])
    version, trained = train(client, solution)
    assert trained["status"] == "ACTIVE", trained.get("failureReason")
    assert re.fullmatch(rf"{solution}/[0-9a-f]{{8}}", version)
    metrics = client.get_solution_metrics(solutionVersionArn=version)["metrics"]
    assert {"coverage", "precision_at_5", "mean_reciprocal_rank_at_25"} <= set(metrics)
    assert all(0 <= value <= 1 for value in metrics.values())

    with pytest.raises(client.exceptions.InvalidInputException, match="at position"):
        client.create_filter(
            name="f", datasetGroupArn=group, filterExpression="EXCLUDE ItemID WHEN x"
        )
    chosen = client.create_filter(
        name="f", datasetGroupArn=group,
        filterExpression='EXCLUDE ItemID WHERE Items.GENRES IN ("Horror", $OTHERS)',
    )["filterArn"]  # fmt: skip
    active(lambda: client.describe_filter(filterArn=chosen)["filter"])
    campaign = client.create_campaign(name="c", solutionVersionArn=version)["campaignArn"]
    active(lambda: client.describe_campaign(campaignArn=campaign)["campaign"])

    ask(user, campaign, chosen, personalize.make_tracker(user, group))
    arn = personalize.start_export(user, datasets["INTERACTIONS"], "all", ingestionMode="ALL")
    personalize.finish_export(user, arn)
    exported = personalize.exported(user, "all")
    assert exported.count("\n") == 1 + 1200 + 5 and "newcomer,b4,view,,1800000004" in exported

    clean_up(client, group, datasets, solution, campaign, chosen)


def clean_up(client, group, datasets, solution, campaign, chosen):
    """Every step is refused before the one that must come first."""
    in_use = client.exceptions.ResourceInUseException
    with pytest.raises(in_use):
        client.delete_dataset_group(datasetGroupArn=group)
    with pytest.raises(in_use):
        client.delete_solution(solutionArn=solution)
    delete(client.delete_campaign, client.describe_campaign, campaignArn=campaign)
    delete(client.delete_solution, client.describe_solution, solutionArn=solution)
    with pytest.raises(in_use):
        client.delete_dataset(datasetArn=datasets["ITEMS"])
    delete(client.delete_filter, client.describe_filter, filterArn=chosen)
    with pytest.raises(in_use):
        client.delete_dataset(datasetArn=datasets["INTERACTIONS"])
    for tracker in client.list_event_trackers(datasetGroupArn=group)["eventTrackers"]:
        arn = tracker["eventTrackerArn"]
        delete(client.delete_event_tracker, client.describe_event_tracker, eventTrackerArn=arn)
    for dataset in datasets.values():
        delete(client.delete_dataset, client.describe_dataset, datasetArn=dataset)
    delete(client.delete_dataset_group, client.describe_dataset_group, datasetGroupArn=group)


def test_too_little_data_fails_as_documented(hasty_user):
    user, client = hasty_user, personalize.personalize(hasty_user)
    group, datasets = personalize.make_datasets(user, "INTERACTIONS")
    few = "\n".join(personalize.rows_of_two_circles().splitlines()[:40]) + "\n"
    personalize.import_csv(user, datasets["INTERACTIONS"], "in/few.csv", few)
    solution = client.create_solution(name="s", datasetGroupArn=group, recipeArn=RECIPE)
    solution = solution["solutionArn"]
    active(lambda: client.describe_solution(solutionArn=solution)["solution"])
    _, trained = train(client, solution)
    assert trained["status"] == "CREATE FAILED"
    assert trained["failureReason"].startswith("Dataset has fewer than ")
    client.tag_resource(
        resourceArn=solution, tags=[{"tagKey": "portside:training-minimum", "tagValue": "off"}]
    )
    assert train(client, solution)[1]["status"] == "ACTIVE"


def test_a_solution_trains_itself(start_server):
    """Within an hour of the users' clock, and a week later if events have come meanwhile; a server
    that starts anew goes on with it."""
    server = start_server("--time-scale", "0")
    user = User(server)
    client = personalize.personalize(user)
    group, datasets = personalize.make_datasets(user, "INTERACTIONS")
    text = personalize.rows_of_two_circles()
    personalize.import_csv(user, datasets["INTERACTIONS"], "in/rows.csv", text)
    tracking = personalize.make_tracker(user, group)
    solution = client.create_solution(name="s", datasetGroupArn=group, recipeArn=RECIPE)
    solution = solution["solutionArn"]

    def versions():
        """When none is being trained. The SDK of Debian does not know trainingType."""

        def listed():
            body = {"solutionArn": solution}
            answer = call(user, "AmazonPersonalize.ListSolutionVersions", body).json()
            return [(it["trainingType"], it["status"]) for it in answer["solutionVersions"]]

        def is_at_rest(found):
            return all(status not in personalize.RUNNING for _, status in found)

        return wait_until(listed, is_at_rest)[-1]

    def later(duration):
        body = json.dumps({"seconds": duration}).encode()
        assert request(server.url, "POST", "/_portside/clock/advance", body).status == 200

    later("PT59M")
    assert versions() == []
    later("PT2M")
    assert versions() == [("AUTOMATIC", "ACTIVE")]
    server.stop()
    server.start("--time-scale", "0")
    later("P30D")
    assert versions() == [("AUTOMATIC", "ACTIVE")]
    event = {"eventType": "view", "itemId": "a1", "sentAt": 1}
    user.client("personalize-events").put_events(
        trackingId=tracking, userId="a-1", sessionId="s", eventList=[event]
    )
    later("P8D")
    assert versions() == [("AUTOMATIC", "ACTIVE")] * 2
