"""DescribeEdgePackagingJob: users bring a model archive, compile it, package it, and follow the
job until they have the package, its signature and its component."""

import base64
import hashlib
import hmac
import json

from support import sagemaker

COMPONENT = {
    "ComponentName": "detector-component",
    "ComponentVersion": "1.2.3",
    "PlatformOS": "Linux",
    "PlatformArchitecture": "Linux ARMV8",
}
COMPILED_FILES = ("compiled.so", "compiled.params", "compiled.meta", "libdlr.so", "manifest")


def preset(**component):
    return {
        "PresetDeploymentType": "GreengrassV2Component",
        "PresetDeploymentConfig": json.dumps(component),
    }


def test_a_model_is_compiled_and_packaged(user):
    """A user uploads model.tar.gz, compiles it for a Jetson Nano, packages it as a component and
    opens the package."""
    model = user.put("models/resnet.tar.gz", sagemaker.tar_gz(sagemaker.MODEL_FILES))
    sagemaker.start_compilation(user, model)
    statuses, job = sagemaker.finish_compilation(user)
    assert statuses == ["STARTING", "INPROGRESS", "COMPLETED"]
    compiled_uri = user.uri("compiled/resnet-jetson_nano.tar.gz")
    assert job["ModelArtifacts"] == {"S3ModelArtifacts": compiled_uri}
    compiled = user.get(compiled_uri)
    assert job["ModelDigests"]["ArtifactDigest"] == hashlib.blake2b(compiled).hexdigest()
    assert job["CreationTime"] <= job["CompilationStartTime"] <= job["CompilationEndTime"]
    compiled_files = sagemaker.untar(compiled)
    assert sagemaker.MODEL_FILES.items() <= compiled_files.items()
    assert set(COMPILED_FILES) <= set(compiled_files)

    sagemaker.start_packaging(user, **preset(**COMPONENT))
    first = sagemaker.get_packaging(user)
    assert first["EdgePackagingJobStatus"] == "STARTING"
    assert not {"ModelArtifact", "ModelSignature", "PresetDeploymentOutput"} & set(first)
    statuses, job = sagemaker.finish_packaging(user)
    assert statuses == ["STARTING", "INPROGRESS", "COMPLETED"]
    check_description(user, job, first)
    check_package(sagemaker.untar(user.get(job["ModelArtifact"])), compiled_files, job)


def check_description(user, job, first):
    """What DescribeEdgePackagingJob answers of a completed job."""
    prefix = f"arn:aws:sagemaker:{user.region}:{user.account}"
    assert job["EdgePackagingJobArn"] == f"{prefix}:edge-packaging-job/package"
    assert job["EdgePackagingJobName"] == "package"
    assert job["CompilationJobName"] == "compile"
    assert (job["ModelName"], job["ModelVersion"]) == ("detector", "1.0")
    assert job["RoleArn"] == user.role
    assert job["OutputConfig"] == {
        "S3OutputLocation": user.uri("packages"),
        "PresetDeploymentType": "GreengrassV2Component",
        "PresetDeploymentConfig": json.dumps(COMPONENT),
    }
    assert job["ModelArtifact"] == user.uri("packages/detector-1.0.tar.gz")
    assert job["CreationTime"] == first["CreationTime"] < job["LastModifiedTime"]
    assert "EdgePackagingJobStatusMessage" not in job
    components = f"arn:aws:greengrass:{user.region}:{user.account}:components"
    assert job["PresetDeploymentOutput"] == {
        "Type": "GreengrassV2Component",
        "Artifact": f"{components}:detector-component:versions:1.2.3",
        "Status": "COMPLETED",
    }


def check_package(files, compiled_files, job):
    """The members of the package, its manifest of them all, and the signature over that."""
    manifest = json.loads(files["sagemaker_edge_manifest"])
    assert manifest["metadata"]["model_name"] == "detector"
    assert manifest["metadata"]["model_version"] == "1.0"
    assert {name: files[name] for name in files if name != "sagemaker_edge_manifest"} == (
        compiled_files
    )
    assert listed(manifest["files"]) == described(compiled_files)

    document = json.loads(base64.b64decode(job["ModelSignature"]))
    digest = hashlib.sha256(files["sagemaker_edge_manifest"]).hexdigest()
    assert document["manifest_sha256"] == digest
    key = document["signer"].rpartition(" ")[2]
    signature = hmac.new(key.encode(), digest.encode(), hashlib.sha256).digest()
    assert document["signature"] == base64.b64encode(signature).decode()


def listed(entries):
    return {entry["path"]: (entry["sha256"], entry["size"]) for entry in entries}


def described(files):
    return {path: (hashlib.sha256(it).hexdigest(), len(it)) for path, it in files.items()}


def test_a_component_version_is_used_once(hasty_user):
    """A user packages two versions of a model as one component: both packages are there, and the
    second deployment says what to do."""
    user = hasty_user
    sagemaker.compile_model(user)
    sagemaker.start_packaging(user, "first", **preset(**COMPONENT))
    assert sagemaker.finish_packaging(user, "first")[1]["PresetDeploymentOutput"]["Artifact"]

    sagemaker.start_packaging(user, "second", version="1 beta_2", **preset(**COMPONENT))
    _, job = sagemaker.finish_packaging(user, "second")
    assert job["EdgePackagingJobStatus"] == "COMPLETED"
    assert job["ModelArtifact"] == user.uri("packages/detector-1 beta_2.tar.gz")
    files = sagemaker.untar(user.get(job["ModelArtifact"]))
    metadata = json.loads(files["sagemaker_edge_manifest"])["metadata"]
    assert metadata["model_version"] == "1 beta_2"
    output = job["PresetDeploymentOutput"]
    assert output["Status"] == "FAILED"
    assert "detector-component : 1.2.3" in output["StatusMessage"]
    assert "higher ComponentVersion" in output["StatusMessage"]
    assert "Artifact" not in output


def test_a_component_has_a_name_of_its_own_unless_told(hasty_user):
    """A user asks for a component without naming it, and another for none at all."""
    user = hasty_user
    sagemaker.compile_model(user)
    sagemaker.start_packaging(user, "unnamed", PresetDeploymentType="GreengrassV2Component")
    sagemaker.start_packaging(user, "plain", version="2.0")
    artifact = sagemaker.finish_packaging(user, "unnamed")[1]["PresetDeploymentOutput"]["Artifact"]
    assert artifact.endswith(":components:SagemakerEdgeManagerunnamed:versions:1.0.0")
    assert "PresetDeploymentOutput" not in sagemaker.finish_packaging(user, "plain")[1]


def test_equal_models_give_equal_packages(hasty_user):
    """A user repeats everything with the same model, and the bytes are the same."""
    user = hasty_user
    packages = []
    for turn in ("one", "two"):
        sagemaker.compile_model(user, name=f"compile-{turn}", stem=f"model-{turn}")
        sagemaker.start_packaging(user, f"package-{turn}", f"compile-{turn}")
        _, job = sagemaker.finish_packaging(user, f"package-{turn}")
        packages.append(user.get(job["ModelArtifact"]))
    first, second = (sagemaker.untar(package) for package in packages)
    # The manifest names the compilation job.
    for files in (first, second):
        del files["sagemaker_edge_manifest"]
    assert first == second
