"""The SDK's jobs with a user's own commands: what a script prints is what fit shows."""

import json

import pytest
from sagemaker.deserializers import JSONDeserializer
from sagemaker.estimator import Estimator
from sagemaker.processing import ProcessingInput, ProcessingOutput, ScriptProcessor
from sagemaker.serializers import JSONSerializer
from sagemaker.sklearn import SKLearn
from sagemaker.tuner import HyperparameterTuner, IntegerParameter

from support.sagemaker import untar

IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/churn:1"
MACHINE = {"instance_count": 1, "instance_type": "ml.m5.large"}
TRAIN = """
import json, os, pathlib
depth = int(json.loads(os.environ["SM_HPS"])["depth"])
data = pathlib.Path(os.environ["SM_CHANNEL_TRAIN"])
print("read", (data / "a.csv").read_text().split())
print(f"auc={1 - abs(depth - 4) / 10}")
(pathlib.Path(os.environ["SM_MODEL_DIR"]) / "model.json").write_text(json.dumps({"depth": depth}))
"""


def test_fit_shows_what_the_script_prints(run, capsys):
    session = run([{"kind": "training", "command": ["python3", "train.py"], "folder": "."}],
                  train=TRAIN)
    session.upload_string_as_file_body("1,2\n", session.default_bucket(), "data/a.csv")
    estimator = Estimator(
        IMAGE, session.user.role, sagemaker_session=session, hyperparameters={"depth": 4},
        metric_definitions=[{"Name": "auc", "Regex": "auc=([0-9.]+)"}], **MACHINE,
    )  # fmt: skip
    estimator.fit({"train": f"s3://{session.default_bucket()}/data/"})
    shown = capsys.readouterr().out
    assert "read ['1,2']" in shown
    assert "auc=1.0" in shown
    model = untar(session.user.get(estimator.model_data))
    assert json.loads(model["model.json"]) == {"depth": 4}

    tuner = HyperparameterTuner(
        estimator, "auc", {"depth": IntegerParameter(3, 6)}, strategy="Random",
        metric_definitions=[{"Name": "auc", "Regex": "auc=([0-9.]+)"}],
        max_jobs=4, max_parallel_jobs=2,
    )  # fmt: skip
    tuner.fit({"train": f"s3://{session.default_bucket()}/data/"})
    trials = tuner.analytics().dataframe()
    assert list(trials["FinalObjectiveValue"]) == [
        pytest.approx(1 - abs(depth - 4) / 10) for depth in trials["depth"]
    ]
    best = json.loads(untar(session.user.get(tuner.best_estimator().model_data))["model.json"])
    assert abs(best["depth"] - 4) == min(abs(depth - 4) for depth in trials["depth"])


ARGUMENTS = """
import argparse, os, pathlib
parser = argparse.ArgumentParser()
parser.add_argument("--depth", type=int)
parser.add_argument("--loss")
arguments = parser.parse_args()
(pathlib.Path(os.environ["SM_MODEL_DIR"]) / "seen").write_text(str(vars(arguments)))
"""


def test_a_script_for_the_toolkits_runs_as_it_is(run, tmp_path):
    """A framework's estimator sends its values as JSON, and some that the script must not see."""
    session = run(
        [{"kind": "training", "command": ["python3", "train.py"], "folder": ".",
          "hyperparameters_as_arguments": True}], train=ARGUMENTS,
    )  # fmt: skip
    estimator = SKLearn(
        str(tmp_path / "train.py"), framework_version="1.2-1", role=session.user.role,
        sagemaker_session=session, hyperparameters={"depth": 3, "loss": "l2"},
        instance_type="ml.m5.large",
    )  # fmt: skip
    estimator.fit()
    model = untar(session.user.get(estimator.model_data))
    assert model["seen"] == b"{'depth': 3, 'loss': 'l2'}"


def test_a_script_processor_runs_the_users_script(run, capsys, tmp_path):
    code = 'cd "$PORTSIDE_ROOT" && exec python3 opt/ml/processing/input/code/*.py "$@"'
    session = run([{"kind": "processing", "command": ["sh", "-c", code, "sh"]}])
    session.upload_string_as_file_body("abc", session.default_bucket(), "data/a.csv")
    script = tmp_path / "prepare.py"
    script.write_text(
        "import pathlib, sys\n"
        "root = pathlib.Path('opt/ml/processing')\n"
        "text = (root / 'input/data/a.csv').read_text()\n"
        "print('got', sys.argv[1:])\n"
        "(root / 'output/a.csv').write_text(text.upper())\n"
    )
    processor = ScriptProcessor(
        session.user.role, IMAGE, ["python3"], sagemaker_session=session, **MACHINE
    )
    out = ProcessingOutput(source="/opt/ml/processing/output", output_name="out")
    processor.run(
        str(script),
        inputs=[ProcessingInput(f"s3://{session.default_bucket()}/data",
                                "/opt/ml/processing/input/data")],
        outputs=[out], arguments=["--upper", "yes"],
    )  # fmt: skip
    assert "got ['--upper', 'yes']" in capsys.readouterr().out
    where = processor.jobs[-1].outputs[0].destination
    assert session.user.get(where + "/a.csv") == b"ABC"


SERVE = """
import http.server, json, os, pathlib
depth = json.loads(pathlib.Path(os.environ["SM_MODEL_DIR"], "model.json").read_text())["depth"]
class Model(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer({})
    def do_POST(self):
        rows = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer([depth * sum(row) for row in rows])
    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
port = int(os.environ["SAGEMAKER_BIND_TO_PORT"])
http.server.HTTPServer(("127.0.0.1", port), Model).serve_forever()
"""


def test_what_fit_has_trained_is_deployed_and_asked(run):
    session = run(
        [{"kind": kind, "command": ["python3", f"{script}.py"], "folder": "."}
         for kind, script in (("training", "train"), ("endpoint", "serve"))],
        train=TRAIN, serve=SERVE,
    )  # fmt: skip
    session.upload_string_as_file_body("1,2\n", session.default_bucket(), "data/a.csv")
    estimator = Estimator(
        IMAGE, session.user.role, sagemaker_session=session, hyperparameters={"depth": 4}, **MACHINE
    )
    estimator.fit({"train": f"s3://{session.default_bucket()}/data/"}, logs=False)
    predictor = estimator.deploy(
        1, "ml.m5.large", serializer=JSONSerializer(), deserializer=JSONDeserializer()
    )
    assert predictor.predict([[1, 2], [3, 4]]) == [12, 28]
    predictor.delete_endpoint()
