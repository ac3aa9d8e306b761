"""The five flows with the AWS CLI. A call takes about a second, so each flow has only the calls
that a person would type; jobs spend no time in their states."""

import json
import subprocess

import pytest

from support import geospatial, glue, personalize, sagemaker
from support.polling import wait_until


def text(arguments):
    """What a person types, with JSON for whatever is no text."""
    return [it if isinstance(it, str) else json.dumps(it) for it in arguments]


@pytest.fixture
def aws(hasty_user):
    """aws("s3", "ls"): the answer."""
    hasty_user.bucket
    return lambda *arguments: hasty_user.aws(*text(arguments))


def finished(describe, status, running):
    """Asks until the status is final."""
    return wait_until(describe, lambda answer: answer[status] not in running, pause=0.2)[-1]


def test_buckets_and_objects(hasty_user, tmp_path):
    """aws s3 mb, cp, ls, and who am I."""
    name = f"portside-cli-{hasty_user.account}"
    assert name in hasty_user.aws("s3", "mb", f"s3://{name}")
    file = tmp_path / "a b.txt"
    file.write_text("some text\n")
    hasty_user.aws("s3", "cp", str(file), f"s3://{name}/folder/")
    listing = hasty_user.aws("s3", "ls", f"s3://{name}", "--recursive")
    assert listing.split()[2:] == ["10", "folder/a", "b.txt"]
    hasty_user.aws("s3", "cp", f"s3://{name}/folder/a b.txt", str(tmp_path / "back"))
    assert (tmp_path / "back").read_text() == "some text\n"
    identity = hasty_user.aws("sts", "get-caller-identity")
    assert identity["Account"] == hasty_user.account
    assert identity["Arn"].startswith("arn:aws:")


def test_export_vector_enrichment_job(hasty_user, aws):
    places = hasty_user.put("places.csv", "longitude,latitude\n-122.33,47.61\n")
    service = "sagemaker-geospatial"
    arn = aws(
        service, "start-vector-enrichment-job",
        "--name", "places",
        "--execution-role-arn", hasty_user.role,
        "--input-config", {
            "DocumentType": "CSV", "DataSourceConfig": {"S3Data": {"S3Uri": places}}
        },
        "--job-config", geospatial.REVERSE_GEOCODING,
    )["Arn"]
    describe = [service, "get-vector-enrichment-job", "--arn", arn]
    job = finished(lambda: aws(*describe), "Status", geospatial.RUNNING)
    assert job["Status"] == "COMPLETED"
    answer = aws(
        service, "export-vector-enrichment-job",
        "--arn", arn,
        "--execution-role-arn", hasty_user.role,
        "--output-config", {"S3Data": {"S3Uri": hasty_user.uri("out")}},
    )
    assert answer["ExportStatus"] == "IN_PROGRESS"
    job = finished(lambda: aws(*describe), "ExportStatus", ("IN_PROGRESS",))
    assert job["ExportStatus"] == "SUCCEEDED"
    content = hasty_user.get(hasty_user.uri(f"out/{geospatial.job_id(arn)}/results_0.csv"))
    assert content.decode().splitlines()[1].endswith(",Washington,Valid Data")


def test_export_earth_observation_job(hasty_user, aws):
    query = geospatial.raster_query()
    # As people write times on a command line.
    query["RasterDataCollectionQuery"]["TimeRangeFilter"] = {
        "StartTime": "2022-07-05T00:00:00Z",
        "EndTime": "2022-07-10",
    }
    service = "sagemaker-geospatial"
    job = aws(
        service, "start-earth-observation-job",
        "--name", "lake",
        "--execution-role-arn", hasty_user.role,
        "--input-config", query,
        "--job-config", {"LandCoverSegmentationConfig": {}},
    )
    arn = job["Arn"]
    describe = [service, "get-earth-observation-job", "--arn", arn]
    job = finished(lambda: aws(*describe), "Status", geospatial.RUNNING)
    assert job["Status"] == "COMPLETED"
    aws(
        service, "export-earth-observation-job",
        "--arn", arn,
        "--execution-role-arn", hasty_user.role,
        "--output-config", {"S3Data": {"S3Uri": hasty_user.uri("out")}},
        "--no-export-source-images",
    )
    job = finished(lambda: aws(*describe), "ExportStatus", ("IN_PROGRESS",))
    assert job["ExportStatus"] == "SUCCEEDED"
    [key] = hasty_user.keys("out/")
    assert key.endswith("/S2B_11SQA_20220709_0_L2A.tif")
    with geospatial.open_raster(hasty_user, key) as raster:
        assert (raster.width, raster.height) == (1830, 1830)


def test_create_dataset_export_job(hasty_user, aws):
    group, _ = personalize.make_datasets(hasty_user)
    schema = aws(
        "personalize", "create-schema", "--name", "users", "--schema", personalize.USERS
    )["schemaArn"]
    dataset = aws(
        "personalize", "create-dataset",
        "--name", "users",
        "--schema-arn", schema,
        "--dataset-group-arn", group,
        "--dataset-type", "users",
    )["datasetArn"]
    wait_until(
        lambda: personalize.personalize(hasty_user).describe_dataset(datasetArn=dataset),
        lambda answer: answer["dataset"]["status"] == "ACTIVE",
    )
    aws(
        "personalize-events", "put-users",
        "--dataset-arn", dataset,
        "--users", [{"userId": "u1", "properties": '{"age": 33, "membershipType": "gold"}'}],
    )
    arn = aws(
        "personalize", "create-dataset-export-job",
        "--job-name", "out",
        "--dataset-arn", dataset,
        "--ingestion-mode", "ALL",
        "--role-arn", hasty_user.role,
        "--job-output", {"s3DataDestination": {"path": hasty_user.uri("exports/")}},
    )["datasetExportJobArn"]
    describe = ["personalize", "describe-dataset-export-job", "--dataset-export-job-arn", arn]
    job = finished(
        lambda: aws(*describe)["datasetExportJob"], "status", personalize.RUNNING
    )
    assert job["status"] == "ACTIVE"
    expected = "USER_ID,AGE,MEMBERSHIP_TYPE\nu1,33,gold\n"
    assert personalize.exported(hasty_user, "out") == expected


def test_get_recommendations(hasty_user, aws):
    """The tutorial from the solution on; what comes before it is above."""
    group, datasets = personalize.make_datasets(hasty_user, "INTERACTIONS")
    rows = personalize.rows_of_two_circles()
    personalize.import_csv(hasty_user, datasets["INTERACTIONS"], "in/rows.csv", rows)

    def wait(noun, member, arn):
        describe = ["personalize", f"describe-{noun}", f"--{noun}-arn", arn]
        seen = finished(lambda: aws(*describe)[member], "status", personalize.RUNNING)
        assert seen["status"] == "ACTIVE", seen
        return arn

    solution = aws(
        "personalize", "create-solution",
        "--name", "s",
        "--dataset-group-arn", group,
        "--recipe-arn", "arn:aws:personalize:::recipe/aws-user-personalization",
    )["solutionArn"]
    wait("solution", "solution", solution)
    version = aws("personalize", "create-solution-version", "--solution-arn", solution)
    version = wait("solution-version", "solutionVersion", version["solutionVersionArn"])
    metrics = aws("personalize", "get-solution-metrics", "--solution-version-arn", version)
    assert 0 < metrics["metrics"]["coverage"] <= 1
    campaign = aws(
        "personalize", "create-campaign",
        "--name", "c",
        "--solution-version-arn", version,
        "--min-provisioned-tps", "1",
    )["campaignArn"]
    wait("campaign", "campaign", campaign)
    answer = aws(
        "personalize-runtime", "get-recommendations",
        "--campaign-arn", campaign,
        "--user-id", "a-3",
        "--num-results", "5",
    )
    items = [item["itemId"] for item in answer["itemList"]]
    assert len(items) == 5 and all(item.startswith("a") for item in items)


def test_describe_edge_packaging_job(hasty_user, aws, tmp_path):
    model = tmp_path / "model.tar.gz"
    model.write_bytes(sagemaker.tar_gz(sagemaker.MODEL_FILES))
    aws("s3", "cp", str(model), hasty_user.uri("models/"))
    aws(
        "sagemaker", "create-compilation-job",
        "--compilation-job-name", "compile",
        "--role-arn", hasty_user.role,
        "--input-config", {
            "S3Uri": hasty_user.uri("models/model.tar.gz"),
            "DataInputConfig": '{"input": [1, 3, 224, 224]}',
            "Framework": "ONNX",
        },
        "--output-config", {
            "S3OutputLocation": hasty_user.uri("compiled/"),
            "TargetPlatform": {"Os": "LINUX", "Arch": "ARM64", "Accelerator": "NVIDIA"},
        },
        "--stopping-condition", "MaxRuntimeInSeconds=900",
    )
    _, job = sagemaker.finish_compilation(hasty_user)
    compiled = hasty_user.uri("compiled/model-LINUX_ARM64_NVIDIA.tar.gz")
    assert job["ModelArtifacts"]["S3ModelArtifacts"] == compiled
    aws(
        "sagemaker", "create-edge-packaging-job",
        "--edge-packaging-job-name", "package",
        "--compilation-job-name", "compile",
        "--model-name", "detector",
        "--model-version", "1.0",
        "--role-arn", hasty_user.role,
        "--output-config", {
            "S3OutputLocation": hasty_user.uri("packages"),
            "PresetDeploymentType": "GreengrassV2Component",
        },
    )
    describe = ["sagemaker", "describe-edge-packaging-job", "--edge-packaging-job-name", "package"]
    job = finished(lambda: aws(*describe), "EdgePackagingJobStatus", sagemaker.RUNNING)
    assert job["EdgePackagingJobStatus"] == "COMPLETED"
    assert job["PresetDeploymentOutput"]["Status"] == "COMPLETED"
    package = tmp_path / "package.tar.gz"
    aws("s3", "cp", job["ModelArtifact"], str(package))
    files = sagemaker.untar(package.read_bytes())
    assert files["model.onnx"] == sagemaker.MODEL_FILES["model.onnx"]


def test_start_export_labels_task_run(hasty_user, aws):
    labels = glue.HEADER + "1,A,1,Emma,1815\n"
    glue.make_table(hasty_user)
    transform = aws(
        "glue", "create-ml-transform",
        "--name", "same-books",
        "--role", hasty_user.role,
        "--input-record-tables", [{"DatabaseName": "library", "TableName": "books"}],
        "--parameters", {
            "TransformType": "FIND_MATCHES",
            "FindMatchesParameters": {"PrimaryKeyColumnName": "id"},
        },
    )["TransformId"]
    run = aws(
        "glue", "start-import-labels-task-run",
        "--transform-id", transform,
        "--input-s3-path", hasty_user.put("labels.csv", labels),
        "--replace-all-labels",
    )
    assert glue.finish_task(hasty_user, transform, run["TaskRunId"])[1]["Status"] == "SUCCEEDED"
    task = aws(
        "glue", "start-export-labels-task-run",
        "--transform-id", transform,
        "--output-s3-path", hasty_user.uri("exported/"),
    )["TaskRunId"]
    describe = ["glue", "get-ml-task-run", "--transform-id", transform, "--task-run-id", task]
    run = finished(lambda: aws(*describe), "Status", glue.RUNNING)
    assert run["Status"] == "SUCCEEDED"
    [key] = hasty_user.keys("exported/")
    assert hasty_user.get(hasty_user.uri(key)).decode() == labels


def test_a_refused_call_says_why(hasty_user, aws):
    """A person mistypes, and reads the service's own words."""
    with pytest.raises(subprocess.CalledProcessError) as refusal:
        aws("glue", "start-export-labels-task-run", "--transform-id", "tfm-1",
            "--output-s3-path", "s3://bucket/out")
    assert refusal.value.returncode == 254
    assert "(EntityNotFoundException)" in refusal.value.stderr
    text = f"Cannot find MLTransform in account {hasty_user.account} with handle tfm-1."
    assert text in refusal.value.stderr
