"""A user has texts labelled: the manifest that comes out, and the answers of the workers, read as
users' scripts read them."""

import json

from support.polling import wait_until

LAMBDA = "arn:aws:lambda:us-west-2:081040173940:function:"


def create(user, name, workers=1):
    user.client("sagemaker").create_labeling_job(
        LabelingJobName=name,
        LabelAttributeName="mood",
        InputConfig={
            "DataSource": {"S3DataSource": {"ManifestS3Uri": user.uri("texts.manifest")}}
        },
        OutputConfig={"S3OutputPath": user.uri("labels")},
        RoleArn=user.role,
        LabelCategoryConfigS3Uri=user.uri("labels.json"),
        HumanTaskConfig={
            "WorkteamArn": f"arn:aws:sagemaker:us-west-2:{user.account}:workteam/private-crowd/t",
            "UiConfig": {"UiTemplateS3Uri": user.uri("form.html")},
            "PreHumanTaskLambdaArn": LAMBDA + "PRE-TextMultiClass",
            "TaskTitle": "Mood",
            "TaskDescription": "Which is it",
            "NumberOfHumanWorkersPerDataObject": workers,
            "TaskTimeLimitInSeconds": 60,
            "AnnotationConsolidationConfig": {
                "AnnotationConsolidationLambdaArn": LAMBDA + "ACS-TextMultiClass"
            },
        },
    )


def test_the_answers_of_workers_are_found_where_scripts_look(hasty_user):
    user = hasty_user
    client = user.client("sagemaker")
    user.put("texts.manifest", '{"source":"one"}\n{"source":"two"}\n')
    user.put("labels.json", json.dumps({"labels": [{"label": "good"}, {"label": "bad"}]}))
    create(user, "moods", workers=3)
    job = wait_until(
        lambda: client.describe_labeling_job(LabelingJobName="moods"),
        lambda job: job["LabelingJobStatus"] in ("Completed", "Failed"),
    )[-1]
    assert job["LabelCounters"]["HumanLabeled"] == 2
    lines = user.get(job["LabelingJobOutput"]["OutputDatasetS3Uri"]).decode().splitlines()
    names = [json.loads(line)["mood-metadata"]["class-name"] for line in lines]

    folder = "labels/moods/annotations/"
    s3 = user.client("s3")
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=user.bucket)["Contents"]]
    for number, name in enumerate(names):
        place = f"{folder}worker-response/iteration-1/{number}/"
        found = [key for key in keys if place in key]
        assert len(found) == 1
        answers = json.loads(user.get(f"s3://{user.bucket}/{found[0]}"))["answers"]
        labels = [answer["answerContent"]["crowd-classifier"]["label"] for answer in answers]
        assert labels == [name] * 3
        assert len({answer["workerId"] for answer in answers}) == 3
    place = f"{folder}consolidated-annotation/consolidation-request/iteration-1/"
    request = next(key for key in keys if place in key)
    objects = json.loads(user.get(f"s3://{user.bucket}/{request}"))
    assert [entry["dataObject"]["content"] for entry in objects] == ["one", "two"]
    content = json.loads(objects[0]["annotations"][0]["annotationData"]["content"])
    assert content == {"crowd-classifier": {"label": names[0]}}
