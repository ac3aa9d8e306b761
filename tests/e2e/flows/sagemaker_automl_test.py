"""A user lets AutoML find a model: in both forms of the API, with its candidates and what is
written, and with an endpoint of the best one."""

import json

import pytest

from support.jobs import refused
from support.polling import wait_until
from support.sagemaker import untar


@pytest.fixture
def client(hasty_user):
    rows = "".join(f"{number},{number % 2}\n" for number in range(600))
    hasty_user.put("churn/a.csv", "id,left\n" + rows)
    return hasty_user.client("sagemaker")


def channel(user, **more):
    source = {"S3DataType": "S3Prefix", "S3Uri": user.uri("churn/")}
    return {"DataSource": {"S3DataSource": source}} | more


def create(user, name, **more):
    arguments = {
        "InputDataConfig": [channel(user, TargetAttributeName="left")],
        "OutputDataConfig": {"S3OutputPath": user.uri("automl")},
        "RoleArn": user.role,
    }
    user.client("sagemaker").create_auto_ml_job(AutoMLJobName=name, **(arguments | more))


def finish(client, name):
    """Every description up to the end, as SDKs ask for it."""
    return wait_until(
        lambda: client.describe_auto_ml_job(AutoMLJobName=name),
        lambda job: job["AutoMLJobStatus"] not in ("InProgress", "Stopping"),
    )


def test_a_job_finds_its_best_candidate(hasty_user, client):
    user = hasty_user
    create(user, "churn", AutoMLJobConfig={"CompletionCriteria": {"MaxCandidates": 4}})
    job = finish(client, "churn")[-1]
    assert job["AutoMLJobStatus"] == "Completed"
    assert job["AutoMLJobSecondaryStatus"] == "MaxCandidatesReached"
    assert job["ResolvedAttributes"]["ProblemType"] == "BinaryClassification"
    best = job["BestCandidate"]
    found = client.list_candidates_for_auto_ml_job(
        AutoMLJobName="churn", SortBy="FinalObjectiveMetricValue", SortOrder="Descending"
    )["Candidates"]
    assert len(found) == 4
    assert found[0]["CandidateName"] == best["CandidateName"]
    values = [one["FinalAutoMLJobObjectiveMetric"]["Value"] for one in found]
    assert values == sorted(values, reverse=True)
    notice = json.loads(
        untar(user.get(best["InferenceContainers"][0]["ModelDataUrl"]))["stand-in.json"]
    )
    assert notice["candidate"] == best["CandidateName"]
    assert "nothing was trained" in notice["writtenBy"]
    # What the SDK does next.
    client.create_model(
        ModelName="best",
        ExecutionRoleArn=user.role,
        PrimaryContainer=best["InferenceContainers"][0],
    )
    listed = client.list_auto_ml_jobs(NameContains="hur")["AutoMLJobSummaries"]
    assert [entry["AutoMLJobName"] for entry in listed] == ["churn"]


def test_the_second_form_shows_the_same_job(hasty_user, client):
    if not hasattr(client, "describe_auto_ml_job_v2"):
        pytest.skip("this SDK has no second form")
    client.create_auto_ml_job_v2(
        AutoMLJobName="tuned",
        AutoMLJobInputDataConfig=[channel(hasty_user)],
        AutoMLProblemTypeConfig={
            "TabularJobConfig": {
                "TargetAttributeName": "left",
                "Mode": "HYPERPARAMETER_TUNING",
                "CompletionCriteria": {"MaxCandidates": 2},
            }
        },
        OutputDataConfig={"S3OutputPath": hasty_user.uri("automl")},
        RoleArn=hasty_user.role,
    )
    first = finish(client, "tuned")[-1]
    second = client.describe_auto_ml_job_v2(AutoMLJobName="tuned")
    assert second["BestCandidate"] == first["BestCandidate"]
    assert second["AutoMLProblemTypeConfigName"] == "Tabular"
    assert first["AutoMLJobConfig"]["Mode"] == "HYPERPARAMETER_TUNING"
    notebook = first["AutoMLJobArtifacts"]["DataExplorationNotebookLocation"]
    assert json.loads(hasty_user.get(notebook))["nbformat"] == 4
    header = hasty_user.get(
        hasty_user.uri("automl/tuned/preprocessed-data/tuning_data/header/headers.csv")
    )
    assert header == b"id,left\n"


def test_the_best_candidate_is_deployed(hasty_user, client):
    create(hasty_user, "served", ModelDeployConfig={"EndpointName": "served-by"})
    job = finish(client, "served")[-1]
    assert job["ModelDeployResult"] == {"EndpointName": "served-by"}
    endpoint = client.describe_endpoint(EndpointName="served-by")
    assert endpoint["EndpointStatus"] == "InService"


def test_what_cannot_be_had_is_said(hasty_user, client):
    source = {"S3DataType": "S3Prefix", "S3Uri": hasty_user.uri("nothing/")}
    data = [{"DataSource": {"S3DataSource": source}, "TargetAttributeName": "left"}]
    create(hasty_user, "empty", InputDataConfig=data)
    job = finish(client, "empty")[-1]
    assert job["AutoMLJobStatus"] == "Failed"
    assert job["FailureReason"].startswith("ClientError: Data download failed:")
    assert refused(client.describe_auto_ml_job, AutoMLJobName="none") == (
        "ResourceNotFound",
        "Amazon SageMaker can't find an AutoML job called none.",
    )
    assert refused(lambda: create(hasty_user, "EMPTY")) == (
        "ResourceInUse",
        "An AutoML job with the name, empty, already exists. Choose a different name.",
    )


def test_a_job_can_be_stopped(user):
    # Of a server whose jobs take their time.
    client = user.client("sagemaker")
    create(user, "stopped")
    client.stop_auto_ml_job(AutoMLJobName="stopped")
    job = finish(client, "stopped")[-1]
    assert (job["AutoMLJobStatus"], job["AutoMLJobSecondaryStatus"]) == ("Stopped", "Stopped")
    assert refused(client.stop_auto_ml_job, AutoMLJobName="stopped") == (
        "ValidationException",
        "The request was rejected because the AutoML job is in status Stopped.",
    )
