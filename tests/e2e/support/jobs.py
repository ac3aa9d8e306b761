"""What users of SageMaker's jobs do: train, process, transform, and wait with the SDK's waiters."""

import pytest
from botocore.exceptions import ClientError

IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/image:1"
CLUSTER = {"InstanceType": "ml.m5.large", "InstanceCount": 1}
# The SDK's waiters, without their pauses of one or two minutes.
SOON = {"Delay": 1, "MaxAttempts": 60}


def train(user, name, **more):
    """Creates a training job of the user's folder data/."""
    source = {"S3DataType": "S3Prefix", "S3Uri": user.uri("data/")}
    arguments = {
        "RoleArn": user.role,
        "AlgorithmSpecification": {"TrainingImage": IMAGE, "TrainingInputMode": "File"},
        "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": source}}],
        "OutputDataConfig": {"S3OutputPath": user.uri("models")},
        "ResourceConfig": CLUSTER | {"VolumeSizeInGB": 10},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    }
    user.client("sagemaker").create_training_job(TrainingJobName=name, **(arguments | more))


def finish_training(user, name):
    client = user.client("sagemaker")
    waiter = client.get_waiter("training_job_completed_or_stopped")
    waiter.wait(TrainingJobName=name, WaiterConfig=SOON)
    return client.describe_training_job(TrainingJobName=name)


def process(user, name, **more):
    """Creates a processing job that reads the user's folder data/ and writes to results/."""
    source = {
        "S3Uri": user.uri("data"),
        "LocalPath": "/opt/ml/processing/input",
        "S3DataType": "S3Prefix",
        "S3InputMode": "File",
    }
    target = {
        "S3Uri": user.uri("results"),
        "LocalPath": "/opt/ml/processing/output",
        "S3UploadMode": "EndOfJob",
    }
    arguments = {
        "RoleArn": user.role,
        "AppSpecification": {"ImageUri": IMAGE},
        "ProcessingInputs": [{"InputName": "input", "S3Input": source}],
        "ProcessingOutputConfig": {"Outputs": [{"OutputName": "output", "S3Output": target}]},
        "ProcessingResources": {"ClusterConfig": CLUSTER | {"VolumeSizeInGB": 10}},
    }
    user.client("sagemaker").create_processing_job(ProcessingJobName=name, **(arguments | more))


def finish_processing(user, name):
    client = user.client("sagemaker")
    waiter = client.get_waiter("processing_job_completed_or_stopped")
    waiter.wait(ProcessingJobName=name, WaiterConfig=SOON)
    return client.describe_processing_job(ProcessingJobName=name)


def transform(user, name, **more):
    """Creates a transform job of the user's folder data/ by the model `model`, to scores/."""
    client = user.client("sagemaker")
    if not client.list_models()["Models"]:
        client.create_model(
            ModelName="model", ExecutionRoleArn=user.role, PrimaryContainer={"Image": IMAGE}
        )
    source = {"S3DataType": "S3Prefix", "S3Uri": user.uri("data/")}
    arguments = {
        "ModelName": "model",
        "TransformInput": {
            "DataSource": {"S3DataSource": source},
            "ContentType": "text/csv",
            "SplitType": "Line",
        },
        "TransformOutput": {
            "S3OutputPath": user.uri("scores"),
            "AssembleWith": "Line",
            "Accept": "text/csv",
        },
        "TransformResources": CLUSTER,
    }
    client.create_transform_job(TransformJobName=name, **(arguments | more))


def finish_transform(user, name):
    client = user.client("sagemaker")
    waiter = client.get_waiter("transform_job_completed_or_stopped")
    waiter.wait(TransformJobName=name, WaiterConfig=SOON)
    return client.describe_transform_job(TransformJobName=name)


def refused(call, **arguments):
    """The code and text that a call is refused with."""
    with pytest.raises(ClientError) as refusal:
        call(**arguments)
    error = refusal.value.response["Error"]
    return error["Code"], error["Message"]
