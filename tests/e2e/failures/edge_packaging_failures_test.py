"""Compilation and packaging jobs that fail in `FailureReason` and `EdgePackagingJobStatusMessage`,
or are refused."""

import json

import pytest

from support import sagemaker
from support.errors import refused
from support.polling import watch


def failure(user, uri, **input_config):
    """Runs a compilation that fails; returns its reason."""
    sagemaker.start_compilation(user, uri, **input_config)
    _, job = sagemaker.finish_compilation(user)
    assert job["CompilationJobStatus"] == "FAILED"
    return job["FailureReason"]


def test_a_missing_key_is_named(user):
    """The states of a job that fails, on the default clock."""
    sagemaker.start_compilation(user, user.uri("models/none.tar.gz"))
    statuses, job = sagemaker.finish_compilation(user)
    assert statuses == ["STARTING", "INPROGRESS", "FAILED"]
    assert job["FailureReason"] == (
        "ClientError: InputConfiguration: S3 object does not exist. "
        f"Bucket: {user.bucket}, Key: models/none.tar.gz"
    )


def test_a_missing_bucket_is_named(hasty_user):
    assert failure(hasty_user, "s3://portside-no-such-bucket/model.tar.gz") == (
        "ClientError: InputConfiguration: S3 object does not exist. "
        "Bucket: portside-no-such-bucket, Key: model.tar.gz"
    )


@pytest.mark.parametrize("content", [b"no archive at all", b"", sagemaker.tar_gz({"a": b"b"})[:40]])
def test_what_is_not_a_tar_gz_cannot_be_compiled(hasty_user, content):
    assert failure(hasty_user, hasty_user.put("model.tar.gz", content)) == (
        "ClientError: InputConfiguration: Unable to untar input model. "
        "Please confirm the model is a tar.gz file"
    )


@pytest.mark.parametrize(
    "framework, files, reason",
    [
        ("ONNX", ["model.txt"], "No .onnx file found"),
        ("KERAS", ["a.h5", "b.h5"], "Multiple h5 files provided, ['a.h5', 'b.h5'], when only one"),
        ("KERAS", ["model.pb"], "No h5 file provided in s3://"),
        ("MXNET", ["net-0000.params"], "No valid Mxnet model file -symbol.json found"),
        ("TENSORFLOW", ["a.pb", "b.pb"], "Exactly one .pb or .pbtxt file is allowed"),
    ],
)
def test_a_model_of_another_framework_cannot_be_compiled(hasty_user, framework, files, reason):
    model = sagemaker.tar_gz({name: b"content" for name in files})
    uri = hasty_user.put("model.tar.gz", model)
    text = failure(hasty_user, uri, Framework=framework)
    assert text.startswith("ClientError: InputConfiguration: ")
    assert reason in text


def test_a_compilation_into_a_missing_bucket_fails(hasty_user):
    model = hasty_user.put("model.tar.gz", sagemaker.tar_gz(sagemaker.MODEL_FILES))
    sagemaker.start_compilation(hasty_user, model, output_uri="s3://portside-no-such-bucket/out")
    _, job = sagemaker.finish_compilation(hasty_user)
    assert job["CompilationJobStatus"] == "FAILED"
    assert "'portside-no-such-bucket' does not exist" in job["FailureReason"]


def test_a_compiled_model_that_is_gone_fails_the_packaging(user):
    """A user deletes the compiled model before it is packaged."""
    compiled = sagemaker.compile_model(user)
    user.client("s3").delete_object(Bucket=user.bucket, Key="compiled/model-jetson_nano.tar.gz")
    sagemaker.start_packaging(user)
    statuses, job = sagemaker.finish_packaging(user)
    assert statuses == ["STARTING", "INPROGRESS", "FAILED"]
    message = job["EdgePackagingJobStatusMessage"]
    assert message.startswith("ClientError: ")
    assert compiled in message
    assert not {"ModelArtifact", "ModelSignature", "PresetDeploymentOutput"} & set(job)


def test_a_compiled_model_that_is_damaged_fails_the_packaging(hasty_user):
    sagemaker.compile_model(hasty_user)
    hasty_user.put("compiled/model-jetson_nano.tar.gz", "overwritten")
    sagemaker.start_packaging(hasty_user)
    _, job = sagemaker.finish_packaging(hasty_user)
    assert job["EdgePackagingJobStatus"] == "FAILED"
    assert "not a tar.gz file" in job["EdgePackagingJobStatusMessage"]


def test_a_package_for_a_missing_bucket_fails(hasty_user):
    sagemaker.compile_model(hasty_user)
    location = "s3://portside-no-such-bucket/packages"
    sagemaker.start_packaging(hasty_user, S3OutputLocation=location)
    _, job = sagemaker.finish_packaging(hasty_user)
    assert job["EdgePackagingJobStatus"] == "FAILED"
    message = job["EdgePackagingJobStatusMessage"]
    assert f"{location}/detector-1.0.tar.gz" in message
    assert "'portside-no-such-bucket' does not exist" in message


def test_only_a_completed_compilation_is_packaged(user):
    with refused("ValidationException") as refusal:
        sagemaker.start_packaging(user)
    assert refusal.message == "Could not find compilation job 'compile'."
    model = user.put("model.tar.gz", sagemaker.tar_gz(sagemaker.MODEL_FILES))
    sagemaker.start_compilation(user, model)
    with refused("ValidationException") as refusal:
        sagemaker.start_packaging(user)
    assert "STARTING" in refusal.message


def test_names_are_used_once(hasty_user):
    sagemaker.compile_model(hasty_user)
    with refused("ResourceInUse"):
        sagemaker.start_compilation(hasty_user, hasty_user.uri("models/model.tar.gz"))
    sagemaker.start_packaging(hasty_user)
    with refused("ResourceInUse") as refusal:
        sagemaker.start_packaging(hasty_user)
    assert "package" in refusal.message
    with refused("ResourceNotFound") as refusal:
        sagemaker.get_packaging(hasty_user, "never-made")
    assert "'never-made'" in refusal.message


@pytest.mark.parametrize(
    "config, reason",
    [
        ("{", "not a JSON object"),
        (json.dumps({"Name": "x"}), "the option 'Name' is unknown"),
        (json.dumps({"ComponentVersion": "1.0"}), "semantic version"),
        (json.dumps({"PlatformOS": "BeOS"}), "'BeOS'"),
    ],
)
def test_a_wrong_preset_deployment_is_refused(hasty_user, config, reason):
    with refused("ValidationException") as refusal:
        sagemaker.start_packaging(
            hasty_user,
            PresetDeploymentType="GreengrassV2Component",
            PresetDeploymentConfig=config,
        )
    assert "OutputConfig.PresetDeploymentConfig" in refusal.message
    assert reason in refusal.message


def test_a_stopped_job_leaves_no_package(user):
    """A user stops a packaging job, and cannot stop it twice."""
    sagemaker.compile_model(user)
    sagemaker.start_packaging(user)
    sagemaker.sagemaker(user).stop_edge_packaging_job(EdgePackagingJobName="package")
    statuses, job = watch(
        lambda: sagemaker.get_packaging(user),
        lambda job: job["EdgePackagingJobStatus"],
        ("STOPPING",),
    )
    assert statuses == ["STOPPING", "STOPPED"]
    assert "ModelArtifact" not in job
    assert user.keys("packages/") == []
    with refused("ValidationException") as refusal:
        sagemaker.sagemaker(user).stop_edge_packaging_job(EdgePackagingJobName="package")
    assert "STOPPED" in refusal.message
