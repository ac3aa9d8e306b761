"""A developer deploys models by the SageMaker Python SDK, asks them, and cleans up."""

import json

import pytest
from botocore.exceptions import ClientError
from sagemaker.async_inference import AsyncInferenceConfig
from sagemaker.deserializers import CSVDeserializer, JSONDeserializer
from sagemaker.estimator import Estimator
from sagemaker.model import Model
from sagemaker.model_monitor import DataCaptureConfig
from sagemaker.multidatamodel import MultiDataModel
from sagemaker.pipeline import PipelineModel
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer, JSONSerializer
from sagemaker.serverless import ServerlessInferenceConfig

from support.polling import wait_until
from support.raw import request
from support.sagemaker import tar_gz
from support.user import split_uri

IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/churn:1"
ONE = {"initial_instance_count": 1, "instance_type": "ml.m5.large"}


def answer(session, answer, **rule):
    """Orders what the user's endpoints answer."""
    rule |= {"account": session.user.account, "answer": answer}
    body = json.dumps(rule).encode()
    assert request(session.user.server.url, "POST", "/_portside/endpoints", body).status == 201


def model_data(session):
    client = session.boto_session.client("s3")
    client.put_object(
        Bucket=session.default_bucket(), Key="m/model.tar.gz", Body=tar_gz({"weights": b"1"})
    )
    return f"s3://{session.default_bucket()}/m/model.tar.gz"


def model_of(session, **more):
    return Model(
        IMAGE, model_data(session), session.user.role, predictor_cls=Predictor,
        sagemaker_session=session, **more,
    )  # fmt: skip


def test_a_model_is_deployed_asked_updated_and_deleted(session):
    model = model_of(session, env={"LEVEL": "1"})
    predictor = model.deploy(
        **ONE, serializer=CSVSerializer(), deserializer=CSVDeserializer(),
        data_capture_config=DataCaptureConfig(
            True, 100, f"s3://{session.default_bucket()}/captured", sagemaker_session=session
        ),
        tags=[{"Key": "team", "Value": "churn"}],
    )  # fmt: skip
    answer(session, {"body": "0.7,0.3", "content_type": "text/csv"})
    assert predictor.predict([1, 2, 3]) == [["0.7", "0.3"]]
    predictor.update_endpoint(initial_instance_count=2, instance_type="ml.m5.large")
    shown = session.sagemaker_client.describe_endpoint(EndpointName=predictor.endpoint_name)
    assert shown["ProductionVariants"][0]["CurrentInstanceCount"] == 2
    predictor.disable_data_capture()
    predictor.delete_model()
    predictor.delete_endpoint()
    with pytest.raises(ClientError, match="Could not find endpoint"):
        session.sagemaker_client.describe_endpoint(EndpointName=predictor.endpoint_name)


def test_an_estimator_is_deployed(session):
    estimator = Estimator(IMAGE, session.user.role, 1, "ml.m5.large", sagemaker_session=session)
    session.upload_string_as_file_body("1,2\n", session.default_bucket(), "data/a.csv")
    estimator.fit({"train": f"s3://{session.default_bucket()}/data/"})
    predictor = estimator.deploy(
        **ONE, serializer=JSONSerializer(), deserializer=JSONDeserializer()
    )
    answer(session, {"body": '{"score": 0.7}', "content_type": "application/json"})
    assert predictor.predict({"rows": [[1, 2]]}) == {"score": 0.7}
    predictor.delete_model()
    predictor.delete_endpoint(delete_endpoint_config=True)


def test_a_serverless_model_is_deployed(session):
    predictor = model_of(session).deploy(
        serverless_inference_config=ServerlessInferenceConfig(2048, 5)
    )
    answer(session, {"body": "yes"})
    assert predictor.predict(b"x") == b"yes"
    predictor.delete_endpoint()


def test_a_model_answers_later(session):
    where = f"s3://{session.default_bucket()}/answers"
    predictor = model_of(session).deploy(
        **ONE, async_inference_config=AsyncInferenceConfig(output_path=where)
    )
    answer(session, {"body": "0.7"})
    later = predictor.predict_async(b"1,2")
    assert later.output_path.startswith(where)
    # Its waiter would leave a thread behind that asks for a failure for minutes.
    key = split_uri(later.output_path)[1]
    wait_until(
        lambda: session.list_s3_files(session.default_bucket(), "answers"),
        lambda keys: key in keys,
    )
    assert later.get_result() == b"0.7"
    predictor.delete_endpoint()


def test_a_pipeline_of_models_is_deployed(session):
    pipeline = PipelineModel(
        [model_of(session, name="one"), model_of(session, name="two")],
        session.user.role, sagemaker_session=session, predictor_cls=Predictor,
    )  # fmt: skip
    predictor = pipeline.deploy(**ONE)
    answer(session, {"body": "0.7"})
    assert predictor.predict(b"1") == b"0.7"
    pipeline.delete_model()
    predictor.delete_endpoint()


def test_many_models_share_an_endpoint(session):
    where = f"s3://{session.default_bucket()}/many/"
    many = MultiDataModel("many", where, image_uri=IMAGE, role=session.user.role,
                          sagemaker_session=session)
    many.add_model(model_data(session), "one.tar.gz")
    assert list(many.list_models()) == ["one.tar.gz"]
    many.predictor_cls = Predictor
    predictor = many.deploy(1, "ml.m5.large")
    answer(session, {"body": "0.7"})
    assert predictor.predict(b"1", target_model="one.tar.gz") == b"0.7"
    predictor.delete_endpoint()
