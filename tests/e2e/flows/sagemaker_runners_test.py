"""A user's own commands do the work of jobs: what they see, what becomes of what they write, how
they end; and a server of the user's own answers for a model."""

import http.server
import json
import os
import pathlib
import threading

import pytest

from support.jobs import (
    IMAGE,
    SOON,
    finish_processing,
    finish_training,
    finish_transform,
    process,
    train,
    transform,
)
from support.logs import Follower
from support.polling import wait_until
from support.sagemaker import tar_gz, untar
from support.user import User

TRAIN = """
import argparse, csv, json, os, pathlib
parser = argparse.ArgumentParser()
parser.add_argument("--factor", type=int)
arguments = parser.parse_args()
data = pathlib.Path(os.environ["SM_CHANNEL_TRAIN"])
total = sum(int(cell) for path in data.iterdir() for row in csv.reader(path.open()) for cell in row)
print("total:", total)
model = {"weight": total * arguments.factor}
(pathlib.Path(os.environ["SM_MODEL_DIR"]) / "model.json").write_text(json.dumps(model))
"""
PROCESS = """
import os, pathlib
root = pathlib.Path(os.environ["PORTSIDE_ROOT"]) / "opt/ml/processing"
for path in (root / "input").iterdir():
    (root / "output" / path.name).write_text(path.read_text().upper())
"""
SLEEP = """
import os, pathlib, subprocess, sys, time
child = subprocess.Popen(["sleep", "1000"])
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {child.pid}")
time.sleep(1000)
"""


@pytest.fixture
def run(start_server, tmp_path):
    """run(runners, **files): a user of a server with these runners, whose scripts lie beside the
    file."""

    def begin(runners, data_dir=None, **files):
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(text)
        path = tmp_path / "runners.json"
        path.write_text(json.dumps({"runners": runners}))
        arguments = ["--time-scale", "0", "--runners", str(path)]
        user = User(start_server(*arguments, data_dir=data_dir))
        user.put("data/a.csv", "1,2\n3,4\n")
        return user

    return begin


def test_a_script_of_the_toolkit_trains_a_model(run):
    runner = {"kind": "training", "command": ["python3", "train.py"], "folder": "."}
    user = run([runner | {"hyperparameters_as_arguments": True}], train=TRAIN)
    algorithm = {
        "TrainingImage": "image",
        "TrainingInputMode": "File",
        "MetricDefinitions": [{"Name": "total", "Regex": "total: ([0-9]+)"}],
    }
    train(user, "t", HyperParameters={"factor": "3"}, AlgorithmSpecification=algorithm)
    job = finish_training(user, "t")
    assert job["TrainingJobStatus"] == "Completed", job
    model = untar(user.get(job["ModelArtifacts"]["S3ModelArtifacts"]))
    assert json.loads(model["model.json"]) == {"weight": 30}
    assert [metric["Value"] for metric in job["FinalMetricDataList"]] == [10.0]
    assert Follower(user, "/aws/sagemaker/TrainingJobs", "t").follow() == ["total: 10"]


def test_a_script_that_fails_fails_its_job(run):
    runner = {"kind": "training", "command": ["python3", "train.py"], "folder": "."}
    user = run([runner], train="import sys; sys.exit('no rows')")
    train(user, "t")
    client = user.client("sagemaker")
    wait_until(
        lambda: client.describe_training_job(TrainingJobName="t")["TrainingJobStatus"],
        lambda status: status == "Failed",
    )
    job = client.describe_training_job(TrainingJobName="t")
    assert job["FailureReason"] == "AlgorithmError: , exit code: 1"
    assert Follower(user, "/aws/sagemaker/TrainingJobs", "t").follow() == ["no rows"]


def test_a_command_processes_files(run):
    runner = {"kind": "processing", "command": ["python3", "process.py"], "folder": "."}
    user = run([runner], process=PROCESS)
    user.put("data/b.csv", "abc")
    process(user, "p")
    assert finish_processing(user, "p")["ProcessingJobStatus"] == "Completed"
    assert user.get(user.uri("results/b.csv")) == b"ABC"


def running(pid):
    return pathlib.Path(f"/proc/{pid}").exists()


def begin_to_sleep(user, tmp_path, name="t"):
    """A job that sleeps: the numbers of its processes."""
    train(user, name)
    marker = tmp_path / "pids"
    wait_until(lambda: marker.exists() and len(marker.read_text().split()), lambda n: n == 2)
    pids = [int(pid) for pid in marker.read_text().split()]
    marker.unlink()
    return pids


def sleeper(tmp_path):
    return {"kind": "training", "command": ["python3", "sleep.py", str(tmp_path / "pids")],
            "folder": "."}  # fmt: skip


def test_a_stop_ends_the_command_and_all_that_it_started(run, tmp_path):
    user = run([sleeper(tmp_path)], sleep=SLEEP)
    pids = begin_to_sleep(user, tmp_path)
    user.client("sagemaker").stop_training_job(TrainingJobName="t")
    job = finish_training(user, "t")
    assert job["TrainingJobStatus"] == "Stopped"
    assert "ModelArtifacts" not in job or job["ModelArtifacts"] is None
    assert not any(running(pid) for pid in pids)


def test_a_server_that_is_asked_to_end_does_not_wait_for_commands(run, tmp_path):
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + SLEEP
    user = run([sleeper(tmp_path)], sleep=stubborn)
    pids = begin_to_sleep(user, tmp_path)
    assert user.server.stop() == 0
    assert not any(running(pid) for pid in pids)


def test_a_killed_server_leaves_no_process_and_begins_the_job_anew(run, tmp_path):
    data_dir = tmp_path / "data"
    user = run([sleeper(tmp_path)], data_dir=data_dir, sleep=SLEEP)
    pids = begin_to_sleep(user, tmp_path)
    user.server.kill()
    wait_until(lambda: [pid for pid in pids if running(pid)], lambda left: not left)
    again = run([sleeper(tmp_path)], data_dir=data_dir, sleep="print('ended this time')")
    again = User(again.server, account=user.account)
    job = finish_training(again, "t")
    assert job["TrainingJobStatus"] == "Completed"
    assert Follower(again, "/aws/sagemaker/TrainingJobs", "t").follow() == ["ended this time"]
    assert os.listdir(data_dir / ".portside" / "runs") == []


class Doubler(http.server.BaseHTTPRequestHandler):
    """A model that gives twice the sum of each row."""

    def do_GET(self):
        self.answer(200 if self.path == "/ping" else 404, b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            rows = [[int(cell) for cell in line.split(",")] for line in body.splitlines()]
        except ValueError as error:
            return self.answer(422, str(error).encode())
        self.answer(200, "".join(f"{2 * sum(row)}\n" for row in rows).encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def model():
    """The address of a server of the user's."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Doubler) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_address[1]}"
        served.shutdown()


def test_a_server_of_the_users_answers_for_the_model(run, model):
    user = run([{"kind": "transform", "url": model}])
    transform(user, "t", DataProcessing={"JoinSource": "Input"})
    assert finish_transform(user, "t")["TransformJobStatus"] == "Completed"
    assert user.get(user.uri("scores/a.csv.out")) == b"1,2,6\n3,4,14\n"


def deploy(user, container=None, **more):
    """An endpoint of the user's server."""
    client = user.client("sagemaker")
    client.create_model(
        ModelName="m", ExecutionRoleArn=user.role, PrimaryContainer=container or {"Image": IMAGE}
    )
    variant = {
        "VariantName": "all",
        "ModelName": "m",
        "InstanceType": "ml.m5.large",
        "InitialInstanceCount": 1,
    }
    client.create_endpoint_config(EndpointConfigName="c", ProductionVariants=[variant], **more)
    client.create_endpoint(EndpointName="e", EndpointConfigName="c")
    client.get_waiter("endpoint_in_service").wait(EndpointName="e", WaiterConfig=SOON)
    return user.client("sagemaker-runtime")


def test_a_server_of_the_users_answers_for_an_endpoint(run, model):
    user = run([{"kind": "endpoint", "name": "e", "url": model}])
    runtime = deploy(user)
    answer = runtime.invoke_endpoint(EndpointName="e", Body=b"1,2\n", ContentType="text/csv")
    assert answer["Body"].read() == b"6\n"
    assert (answer["ContentType"], answer["InvokedProductionVariant"]) == ("text/csv", "all")
    with pytest.raises(runtime.exceptions.ModelError) as error:
        runtime.invoke_endpoint(EndpointName="e", Body=b"x", ContentType="text/csv")
    assert error.value.response["OriginalStatusCode"] == 422
    assert "invalid literal" in error.value.response["OriginalMessage"]


def test_a_server_of_the_users_answers_later(run, model):
    user = run([{"kind": "endpoint", "url": model}])
    output = {"S3OutputPath": user.uri("async")}
    runtime = deploy(user, AsyncInferenceConfig={"OutputConfig": output})
    answer = runtime.invoke_endpoint_async(EndpointName="e", InputLocation=user.uri("data/a.csv"))
    key = answer["OutputLocation"].partition(user.bucket + "/")[2]
    wait_until(lambda: user.keys("async/"), lambda keys: keys == [key])
    assert user.get(answer["OutputLocation"]) == b"6\n14\n"


SERVE = """
import http.server, os, pathlib
weight = int(pathlib.Path(os.environ["SM_MODEL_DIR"], "weight").read_text())
class Model(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(b"")
    def do_POST(self):
        rows = self.rfile.read(int(self.headers["Content-Length"])).decode().splitlines()
        sums = (sum(map(int, row.split(","))) for row in rows)
        self.answer("".join(f"{weight * one}\\n" for one in sums).encode())
    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
pathlib.Path("served-by").write_text(str(os.getpid()))
port = int(os.environ["PORTSIDE_PORT"])
http.server.HTTPServer(("127.0.0.1", port), Model).serve_forever()
"""


def serving(kind, **more):
    return {"kind": kind, "command": ["python3", "serve.py"], "folder": "."} | more


def put_model(user, weight):
    """The containers of a model whose archive has one file."""
    return {"Image": IMAGE, "ModelDataUrl": user.put("m/model.tar.gz", tar_gz({"weight": weight}))}


def predict(user, body=b"1,2\n"):
    runtime = user.client("sagemaker-runtime")
    answer = runtime.invoke_endpoint(EndpointName="e", Body=body, ContentType="text/csv")
    return answer["Body"].read()


def gone(pid):
    wait_until(lambda: running(pid), lambda still: not still)


def test_a_command_serves_a_model_until_its_endpoint_is_deleted(run, tmp_path):
    """It is started again behind a kill -9 of Portside, with the model as it is in S3."""
    data_dir = tmp_path / "data"
    user = run([serving("endpoint")], data_dir=data_dir, serve=SERVE)
    deploy(user, container=put_model(user, b"2"))
    assert predict(user) == b"6\n"
    pid = int((tmp_path / "served-by").read_text())
    user.server.kill()
    gone(pid)

    user.server.start()
    client = user.client("sagemaker")
    seen = wait_until(
        lambda: client.describe_endpoint(EndpointName="e")["EndpointStatus"],
        lambda status: status == "InService",
    )
    assert set(seen) <= {"SystemUpdating", "InService"}
    assert predict(user) == b"6\n"
    pid = int((tmp_path / "served-by").read_text())
    client.delete_endpoint(EndpointName="e")
    gone(pid)


def test_a_command_serves_a_model_for_one_transform_job(run, tmp_path):
    user = run([serving("transform")], serve=SERVE)
    user.client("sagemaker").create_model(
        ModelName="model", ExecutionRoleArn=user.role, PrimaryContainer=put_model(user, b"3")
    )
    transform(user, "t")
    assert finish_transform(user, "t")["TransformJobStatus"] == "Completed"
    assert user.get(user.uri("scores/a.csv.out")) == b"9\n21\n"
    gone(int((tmp_path / "served-by").read_text()))
