"""A data scientist trains, processes, tunes and scores by the SageMaker Python SDK, and waits with
its logs; the work is the stand-in's."""

import json

import pytest
from botocore.exceptions import ClientError
from sagemaker.estimator import Estimator
from sagemaker.exceptions import UnexpectedStatusException
from sagemaker.inputs import TrainingInput
from sagemaker.network import NetworkConfig
from sagemaker.processing import (
    FrameworkProcessor,
    ProcessingInput,
    ProcessingOutput,
    Processor,
    ScriptProcessor,
)
from sagemaker.sklearn import SKLearn
from sagemaker.tuner import ContinuousParameter, HyperparameterTuner, IntegerParameter

from support.raw import request
from support.sagemaker import untar
from support.user import split_uri

IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/churn:1"
MACHINE = {"instance_count": 1, "instance_type": "ml.m5.large"}
ROWS = "1,2\n3,4\n"


def estimator_of(session, **more):
    return Estimator(
        IMAGE, session.user.role, sagemaker_session=session, base_job_name="churn",
        **(MACHINE | more),
    )  # fmt: skip


def put(session, text, path="data/a.csv"):
    """Uploads by the SDK, to its default bucket."""
    key, _, _ = path.rpartition("/")
    return session.upload_string_as_file_body(text, session.default_bucket(), path) and (
        f"s3://{session.default_bucket()}/{key}/"
    )


def test_fit_waits_and_shows_logs(session, capsys):
    estimator = estimator_of(
        session,
        hyperparameters={"depth": 3, "eta": 0.5},
        metric_definitions=[{"Name": "validation:auc", "Regex": "auc=([0-9.]+)"}],
        tags=[{"Key": "team", "Value": "churn"}],
        environment={"LEVEL": "1"},
        max_run=3600,
    )
    data = put(session, ROWS)
    estimator.fit({"train": TrainingInput(data, content_type="text/csv"), "validation": data})
    shown = capsys.readouterr().out
    assert "Completed - Training job completed" in shown
    assert "Training seconds: " in shown
    assert untar(session.user.get(estimator.model_data))
    job = estimator.latest_training_job.describe()
    assert job["HyperParameters"] == {"depth": "3", "eta": "0.5"}
    again = Estimator.attach(estimator.latest_training_job.name, sagemaker_session=session)
    assert again.model_data == estimator.model_data
    assert again.hyperparameters() == {"depth": "3", "eta": "0.5"}
    session.logs_for_job(estimator.latest_training_job.name, wait=False)


def test_fit_tells_why_a_job_failed(session):
    """A test orders the outcome; the SDK shows the reason."""
    estimator = estimator_of(session)
    data = put(session, ROWS)
    rule = {
        "match": {"kind": "sagemaker::training_job", "account": session.user.account},
        "outcome": {"fail": {"reason": "no rows"}},
    }
    ordered = request(session.user.server.url, "POST", "/_portside/outcomes", json.dumps(rule))
    assert ordered.status == 201, ordered.body
    with pytest.raises(UnexpectedStatusException, match="no rows") as failure:
        estimator.fit({"train": data})
    assert failure.value.actual_status == "Failed"
    with pytest.raises(ClientError, match="No S3 objects found"):
        estimator.fit({"train": f"s3://{session.default_bucket()}/nothing/"})


def test_a_framework_estimator_brings_its_source(session, tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source/train.py").write_text("print('trained')\n")
    estimator = SKLearn(
        "train.py", source_dir=str(tmp_path / "source"), framework_version="1.2-1",
        role=session.user.role, sagemaker_session=session, hyperparameters={"depth": 3}, **MACHINE,
    )  # fmt: skip
    estimator.fit({"train": put(session, ROWS)}, logs="None")
    job = estimator.latest_training_job.describe()
    source = job["HyperParameters"]["sagemaker_submit_directory"].strip('"')
    assert list(untar(session.user.get(source))) == ["train.py"]
    estimator.fit({"train": put(session, ROWS)}, wait=False)
    estimator.latest_training_job.wait(logs=False)


def test_processors_run_and_show_logs(session, tmp_path):
    (tmp_path / "prepare.py").write_text("print('prepared')\n")
    processor = ScriptProcessor(
        session.user.role, IMAGE, ["python3"], sagemaker_session=session, **MACHINE
    )
    processor.run(
        str(tmp_path / "prepare.py"),
        inputs=[ProcessingInput(put(session, ROWS), "/opt/ml/processing/input/data")],
        outputs=[ProcessingOutput(source="/opt/ml/processing/output", output_name="out")],
        arguments=["--depth", "3"],
    )
    job = processor.latest_job.describe()
    assert job["ProcessingJobStatus"] == "Completed"
    code = [given for given in processor.jobs[-1].inputs if given.input_name == "code"]
    assert session.user.get(code[0].source) == b"print('prepared')\n"
    where = processor.jobs[-1].outputs[0].destination
    assert session.list_s3_files(*split_uri(where))

    plain = Processor(
        session.user.role, IMAGE, sagemaker_session=session, max_runtime_in_seconds=600,
        network_config=NetworkConfig(enable_network_isolation=True),
        env={"LEVEL": "1"}, tags=[{"Key": "a", "Value": "b"}], **MACHINE,
    )  # fmt: skip
    plain.run(wait=False, logs=False)
    plain.latest_job.wait(logs=False)
    assert plain.latest_job.describe()["Environment"] == {"LEVEL": "1"}


def test_a_framework_processor_brings_its_folder(session, tmp_path):
    (tmp_path / "prepare.py").write_text("print('prepared')\n")
    processor = FrameworkProcessor(
        SKLearn, "1.2-1", session.user.role, sagemaker_session=session, **MACHINE
    )
    processor.run("prepare.py", source_dir=str(tmp_path))
    assert processor.latest_job.describe()["ProcessingJobStatus"] == "Completed"


def test_a_transformer_scores_a_folder(session):
    estimator = estimator_of(session)
    data = put(session, ROWS)
    estimator.fit({"train": data}, logs=False)
    transformer = estimator.transformer(
        1, "ml.m5.large", strategy="MultiRecord", assemble_with="Line", accept="text/csv"
    )
    transformer.transform(
        data, content_type="text/csv", split_type="Line", join_source="Input", logs=True, wait=True
    )
    assert session.user.get(transformer.output_path + "/a.csv.out") == b"1,2,1,2\n3,4,3,4\n"
    transformer.delete_model()


def test_a_tuner_finds_its_best_job(session):
    tuner = HyperparameterTuner(
        estimator_of(session, hyperparameters={"rounds": 10}),
        "validation:auc",
        {"eta": ContinuousParameter(0.1, 0.5), "depth": IntegerParameter(2, 6)},
        metric_definitions=[{"Name": "validation:auc", "Regex": "auc=([0-9.]+)"}],
        max_jobs=4,
        max_parallel_jobs=2,
    )
    tuner.fit({"train": put(session, ROWS)})
    tuning = tuner.describe()
    assert tuning["HyperParameterTuningJobStatus"] == "Completed"
    assert tuner.best_training_job() == tuning["BestTrainingJob"]["TrainingJobName"]
    best = tuner.best_estimator()
    assert best.model_data.endswith("model.tar.gz")
    trials = tuner.analytics().dataframe()
    assert len(trials) == 4
    assert set(trials["TrainingJobStatus"]) == {"Completed"}
    again = HyperparameterTuner.attach(tuner.latest_tuning_job.name, sagemaker_session=session)
    assert again.best_training_job() == tuner.best_training_job()
