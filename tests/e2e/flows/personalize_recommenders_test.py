"""Users of Personalize with a shop make a recommender of one of its use cases, change it, stop and
start it, and delete it."""

import pytest

from support import personalize
from support.personalize import active
from support.polling import wait_until, watch

RECIPE = "arn:aws:personalize:::recipe/aws-ecomm-recommended-for-you"


def make_shop(user):
    client = personalize.personalize(user)
    group, datasets = personalize.make_datasets(user, "INTERACTIONS", domain="ECOMMERCE")
    text = personalize.rows_of_two_circles()
    personalize.import_csv(user, datasets["INTERACTIONS"], "in/rows.csv", text)
    return client, group


def describe_of(client, arn):
    return lambda: client.describe_recommender(recommenderArn=arn)["recommender"]


def test_a_recommender_from_its_training_to_its_end(hasty_user):
    client, group = make_shop(hasty_user)
    arn = client.create_recommender(name="r", datasetGroupArn=group, recipeArn=RECIPE)
    arn = arn["recommenderArn"]
    describe = describe_of(client, arn)
    active(describe)
    assert 0 < describe()["modelMetrics"]["coverage"] <= 1
    assert describe()["recommenderConfig"] == {"minRecommendationRequestsPerSecond": 1}
    listed = client.list_recommenders(datasetGroupArn=group)["recommenders"]
    assert [each["recommenderArn"] for each in listed] == [arn]

    config = {"minRecommendationRequestsPerSecond": 2}
    client.update_recommender(recommenderArn=arn, recommenderConfig=config)
    wait_until(describe, lambda it: it["latestRecommenderUpdate"]["status"] == "ACTIVE")
    assert describe()["recommenderConfig"] == config

    client.stop_recommender(recommenderArn=arn)
    moving = ("STOP PENDING", "STOP IN_PROGRESS", "START PENDING", "START IN_PROGRESS")
    _, stopped = watch(describe, lambda it: it["status"], moving)
    assert stopped["status"] == "INACTIVE"
    client.start_recommender(recommenderArn=arn)
    _, started = watch(describe, lambda it: it["status"], moving)
    assert started["status"] == "ACTIVE"

    with pytest.raises(client.exceptions.ResourceInUseException, match=arn):
        client.delete_dataset_group(datasetGroupArn=group)
    client.delete_recommender(recommenderArn=arn)
    wait_until(lambda: client.list_recommenders()["recommenders"], lambda left: not left)


def test_what_is_no_use_case_of_the_group_is_refused(hasty_user):
    client, group = make_shop(hasty_user)
    wrong = client.exceptions.InvalidInputException
    for recipe in ("aws-sims", "aws-vod-top-picks"):
        recipe = f"arn:aws:personalize:::recipe/{recipe}"
        with pytest.raises(wrong, match="has the domain ECOMMERCE"):
            client.create_recommender(name="r", datasetGroupArn=group, recipeArn=recipe)
    own, _ = personalize.make_datasets(hasty_user, group="own")
    with pytest.raises(wrong, match="has no domain"):
        client.create_recommender(name="r", datasetGroupArn=own, recipeArn=RECIPE)
