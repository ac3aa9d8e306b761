"""Users of Personalize ask a solution version for many users or items at once, with files in S3."""

import json

import pytest

from support import personalize
from support.personalize import active
from support.polling import wait_until

ITEMS = "ITEM_ID,GENRES,PRICE,DESCRIPTION\n" + "".join(
    f"{circle}{item},of {circle},{item},\n" for circle in "ab" for item in range(25)
)


def make_version(user, recipe):
    client = personalize.personalize(user)
    group, datasets = personalize.make_datasets(user, "INTERACTIONS", "ITEMS")
    text = personalize.rows_of_two_circles()
    personalize.import_csv(user, datasets["INTERACTIONS"], "in/rows.csv", text)
    personalize.import_csv(user, datasets["ITEMS"], "in/items.csv", ITEMS, name="items")
    solution = client.create_solution(
        name="s",
        datasetGroupArn=group,
        recipeArn=f"arn:aws:personalize:::recipe/{recipe}",
    )["solutionArn"]
    active(lambda: client.describe_solution(solutionArn=solution)["solution"])
    version = client.create_solution_version(solutionArn=solution)["solutionVersionArn"]
    active(
        lambda: client.describe_solution_version(solutionVersionArn=version)["solutionVersion"]
    )
    return client, group, version


def paths(user, lines):
    text = "".join(json.dumps(line) + "\n" for line in lines)
    return {
        "jobInput": {"s3DataSource": {"path": user.put("batch/lines.json", text)}},
        "jobOutput": {"s3DataDestination": {"path": user.uri("answers/")}},
        "roleArn": user.role,
    }


def answers(user):
    """What stands in the answers' folder, in order, and the answers themselves."""
    text = user.get(user.uri("answers/lines.json.out")).decode()
    return user.keys("answers/"), [json.loads(line) for line in text.splitlines()]


def test_users_who_take_to_attributes(hasty_user):
    client, _, version = make_version(hasty_user, "aws-item-attribute-affinity")
    lines = [{"itemAttributes": f'ITEMS.GENRES = "of {circle}"'} for circle in "ab"]
    arn = client.create_batch_segment_job(
        jobName="j", solutionVersionArn=version, numResults=10, **paths(hasty_user, lines)
    )["batchSegmentJobArn"]
    active(lambda: client.describe_batch_segment_job(batchSegmentJobArn=arn)["batchSegmentJob"])
    keys, found = answers(hasty_user)
    assert keys == ["answers/_CHECK", "answers/lines.json.out"]
    assert [answer["input"] for answer in found] == lines
    for circle, answer in zip("ab", found):
        users = answer["output"]["usersList"]
        assert len(users) == 10 and all(user.startswith(circle) for user in users)
    listed = client.list_batch_segment_jobs(solutionVersionArn=version)["batchSegmentJobs"]
    assert [job["batchSegmentJobArn"] for job in listed] == [arn]


def test_recommendations_with_a_filter_of_each_line(hasty_user):
    client, group, version = make_version(hasty_user, "aws-user-personalization")
    chosen = client.create_filter(
        name="f",
        datasetGroupArn=group,
        filterExpression="INCLUDE ItemID WHERE Items.GENRES IN ($G)",
    )["filterArn"]
    active(lambda: client.describe_filter(filterArn=chosen)["filter"])
    lines = [{"userId": "a-1", "filterValues": {"G": f'"of {circle}"'}} for circle in "ab"]
    job = {
        "jobName": "j",
        "solutionVersionArn": version,
        "filterArn": chosen,
        **paths(hasty_user, lines),
    }
    arn = client.create_batch_inference_job(**job)["batchInferenceJobArn"]

    def describe():
        return client.describe_batch_inference_job(batchInferenceJobArn=arn)["batchInferenceJob"]

    active(describe)
    assert describe()["numResults"] == 25
    _, found = answers(hasty_user)
    for circle, answer in zip("ab", found):
        items = answer["output"]["recommendedItems"]
        assert items and all(item.startswith(circle) for item in items)
        scores = answer["output"]["scores"]
        assert scores == sorted(scores, reverse=True) and len(scores) == len(items)
        assert answer["error"] is None
    with pytest.raises(client.exceptions.ResourceAlreadyExistsException):
        client.create_batch_inference_job(**job)


def test_a_file_that_is_not_there_fails_the_job(hasty_user):
    client, _, version = make_version(hasty_user, "aws-sims")
    job = paths(hasty_user, [])
    job["jobInput"]["s3DataSource"]["path"] = hasty_user.uri("nowhere/")
    arn = client.create_batch_inference_job(jobName="j", solutionVersionArn=version, **job)
    arn = arn["batchInferenceJobArn"]

    def describe():
        return client.describe_batch_inference_job(batchInferenceJobArn=arn)["batchInferenceJob"]

    failed = wait_until(describe, lambda it: it["status"] not in personalize.RUNNING)[-1]
    assert failed["status"] == "CREATE FAILED"
    assert failed["failureReason"].startswith("Invalid S3 input path.")
