"""What users of SageMaker Neo and Edge Manager do: compile a model, package it."""

import io
import json
import tarfile

from support.polling import watch

RUNNING = ("STARTING", "INPROGRESS")
MODEL_FILES = {"model.onnx": bytes(range(256)) * 8, "code/inference.py": b"print('hello')\n"}


def sagemaker(user):
    return user.client("sagemaker")


def tar_gz(files):
    """A model archive: {"path": bytes} as tar.gz."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for path, content in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def untar(content):
    """{"path": bytes} of a tar.gz."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        return {
            member.name: archive.extractfile(member).read()
            for member in archive.getmembers()
            if member.isfile()
        }


def start_compilation(user, model_uri, name="compile", output_uri=None, **input_config):
    """Compiles an ONNX model for a Jetson Nano."""
    sagemaker(user).create_compilation_job(
        CompilationJobName=name,
        RoleArn=user.role,
        InputConfig={
            "S3Uri": model_uri,
            "Framework": "ONNX",
            "DataInputConfig": json.dumps({"input": [1, 3, 224, 224]}),
            **input_config,
        },
        OutputConfig={
            "S3OutputLocation": output_uri or user.uri("compiled"),
            "TargetDevice": "jetson_nano",
        },
        StoppingCondition={"MaxRuntimeInSeconds": 900},
    )


def finish_compilation(user, name="compile"):
    """Waits for a compilation job. Returns the statuses seen on the way and its description."""
    return watch(
        lambda: sagemaker(user).describe_compilation_job(CompilationJobName=name),
        lambda job: job["CompilationJobStatus"],
        RUNNING,
    )


def compile_model(user, files=None, name="compile", stem="model"):
    """Puts a model archive and compiles it; returns the compiled model's S3 URI."""
    uri = user.put(f"models/{stem}.tar.gz", tar_gz(files or MODEL_FILES))
    start_compilation(user, uri, name)
    _, job = finish_compilation(user, name)
    assert job["CompilationJobStatus"] == "COMPLETED", job["FailureReason"]
    return job["ModelArtifacts"]["S3ModelArtifacts"]


def start_packaging(user, name="package", compilation="compile", version="1.0", **output_config):
    """Packages a compiled model as `detector`."""
    sagemaker(user).create_edge_packaging_job(
        EdgePackagingJobName=name,
        CompilationJobName=compilation,
        ModelName="detector",
        ModelVersion=version,
        RoleArn=user.role,
        OutputConfig={"S3OutputLocation": user.uri("packages"), **output_config},
    )


def get_packaging(user, name="package"):
    return sagemaker(user).describe_edge_packaging_job(EdgePackagingJobName=name)


def finish_packaging(user, name="package"):
    """Waits for a packaging job. Returns the statuses seen on the way and its description."""
    return watch(
        lambda: get_packaging(user, name), lambda job: job["EdgePackagingJobStatus"], RUNNING
    )
