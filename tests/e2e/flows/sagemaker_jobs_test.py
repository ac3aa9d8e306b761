"""A user trains, processes and transforms without runners: jobs go through their states, do
stand-in work and write where the real ones write."""

import json

import pytest

from support.jobs import (
    CLUSTER,
    IMAGE,
    finish_processing,
    finish_training,
    finish_transform,
    process,
    refused,
    train,
    transform,
)
from support.logs import Follower
from support.polling import wait_until
from support.sagemaker import untar


@pytest.fixture
def client(hasty_user):
    hasty_user.put("data/a.csv", "1,2\n3,4\n")
    return hasty_user.client("sagemaker")


def test_a_training_job_writes_a_model_that_says_what_it_is(hasty_user, client):
    user = hasty_user
    train(user, "first", HyperParameters={"depth": "5"})
    job = finish_training(user, "first")
    assert job["TrainingJobStatus"] == job["SecondaryStatus"] == "Completed"
    uri = user.uri("models/first/output/model.tar.gz")
    assert job["ModelArtifacts"] == {"S3ModelArtifacts": uri}
    notice = json.loads(untar(user.get(uri))["stand-in.json"])
    assert notice["channels"] == {"train": {"objects": 1, "bytes": 8}}
    steps = [step["Status"] for step in job["SecondaryStatusTransitions"]]
    assert steps == ["Starting", "Downloading", "Training", "Uploading", "Completed"]
    assert job["TrainingTimeInSeconds"] >= 1
    follower = Follower(user, "/aws/sagemaker/TrainingJobs", "first")
    assert "Channel train: 1 objects, 8 bytes." in follower.follow()
    listed = client.list_training_jobs(NameContains="irs")["TrainingJobSummaries"]
    assert [entry["TrainingJobName"] for entry in listed] == ["first"]


def test_a_training_job_can_be_stopped_once(user):
    # Of a server whose jobs take their time.
    client = user.client("sagemaker")
    user.put("data/a.csv", "1,2\n")
    train(user, "stopped")
    client.stop_training_job(TrainingJobName="stopped")
    job = finish_training(user, "stopped")
    assert (job["TrainingJobStatus"], job["SecondaryStatus"]) == ("Stopped", "Stopped")
    assert refused(client.stop_training_job, TrainingJobName="stopped") == (
        "ValidationException",
        "The request was rejected because the training job is in status Stopped.",
    )


def test_what_is_not_there_or_taken_is_refused_as_aws_does(hasty_user, client):
    user = hasty_user
    none = refused(client.describe_training_job, TrainingJobName="none")
    assert none == ("ValidationException", "Requested resource not found.")
    train(user, "taken")
    arn = f"arn:aws:sagemaker:{user.region}:{user.account}:training-job/taken"
    assert refused(lambda: train(user, "taken")) == (
        "ResourceInUse",
        "Training job names must be unique within an AWS account and region, and a training job "
        f"with this name already exists ({arn})",
    )
    source = {"S3DataType": "S3Prefix", "S3Uri": user.uri("nothing/")}
    channels = [{"ChannelName": "train", "DataSource": {"S3DataSource": source}}]
    code, text = refused(lambda: train(user, "empty", InputDataConfig=channels))
    assert code == "ValidationException"
    assert text == (
        f'No S3 objects found under S3 URL "{user.uri("nothing/")}" given in input data source. '
        f"Please ensure that the bucket exists in the selected region ({user.region}), that "
        f'objects exist under that S3 prefix, and that the role "{user.role}" has '
        f'"s3:ListBucket" permissions on bucket "{user.bucket}".'
    )


def test_a_processing_job_writes_each_output(hasty_user, client):
    process(hasty_user, "p")
    job = finish_processing(hasty_user, "p")
    assert job["ProcessingJobStatus"] == "Completed"
    assert job["ProcessingStartTime"] <= job["ProcessingEndTime"]
    notice = json.loads(hasty_user.get(hasty_user.uri("results/stand-in.json")))
    assert notice["inputs"] == {"input": {"objects": 1, "bytes": 8}}
    assert notice["image"] == IMAGE


def test_a_transform_job_gives_back_its_records(hasty_user, client):
    processing = {"JoinSource": "Input", "InputFilter": "$[1]"}
    transform(hasty_user, "t", DataProcessing=processing)
    job = finish_transform(hasty_user, "t")
    assert job["TransformJobStatus"] == "Completed"
    assert hasty_user.get(hasty_user.uri("scores/a.csv.out")) == b"1,2,2\n3,4,4\n"


def test_a_tuning_job_finds_its_best_training_job(hasty_user, client):
    metrics = [{"Name": "auc", "Regex": "auc=([0-9.]+)"}]
    ranges = [{"Name": "eta", "MinValue": "0.1", "MaxValue": "1"}]
    client.create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName="tune",
        HyperParameterTuningJobConfig={
            "Strategy": "Random",
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "auc"},
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 4, "MaxParallelTrainingJobs": 2},
            "ParameterRanges": {"ContinuousParameterRanges": ranges},
        },
        TrainingJobDefinition={
            "RoleArn": hasty_user.role,
            "AlgorithmSpecification": {
                "TrainingImage": IMAGE,
                "TrainingInputMode": "File",
                "MetricDefinitions": metrics,
            },
            "OutputDataConfig": {"S3OutputPath": hasty_user.uri("models")},
            "ResourceConfig": CLUSTER | {"VolumeSizeInGB": 1},
            "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        },
    )
    states = wait_until(
        lambda: client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="tune"),
        lambda job: job["HyperParameterTuningJobStatus"] != "InProgress",
    )
    job = states[-1]
    assert job["HyperParameterTuningJobStatus"] == "Completed"
    assert job["TrainingJobStatusCounters"]["Completed"] == 4
    trials = client.list_training_jobs_for_hyper_parameter_tuning_job(
        HyperParameterTuningJobName="tune",
        SortBy="FinalObjectiveMetricValue",
        SortOrder="Descending",
    )["TrainingJobSummaries"]
    best = job["BestTrainingJob"]["TrainingJobName"]
    assert [trial["TrainingJobName"] for trial in trials][0] == best
    assert finish_training(hasty_user, best)["TuningJobArn"] == job["HyperParameterTuningJobArn"]
