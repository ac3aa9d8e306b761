"""A user hosts a model: from the model to an endpoint that is invoked in three ways, updated and
deleted, with the SDK's waiters."""

import io
import json
import uuid

import pytest
from botocore.exceptions import ClientError

from support.polling import wait_until
from support.raw import call, request

IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/churn:1"
VARIANT = {
    "VariantName": "AllTraffic",
    "ModelName": "churn",
    "InitialInstanceCount": 1,
    "InstanceType": "ml.m5.large",
}
# The SDK's waiters, without their pauses of half a minute.
SOON = {"Delay": 1, "MaxAttempts": 30}


def answer(user, answer, **rule):
    """Orders what the user's endpoints answer."""
    rule |= {"account": user.account, "answer": answer}
    body = json.dumps(rule).encode()
    assert request(user.server.url, "POST", "/_portside/endpoints", body).status == 201


def create_model(user, name="churn"):
    user.client("sagemaker").create_model(
        ModelName=name, ExecutionRoleArn=user.role, PrimaryContainer={"Image": IMAGE}
    )


def create_config(user, name, **more):
    # Raw, because the SDK of Debian does not know all of `more`.
    config = {"EndpointConfigName": name, "ProductionVariants": [VARIANT]} | more
    made = call(user, "SageMaker.CreateEndpointConfig", json.dumps(config).encode())
    assert made.status == 200, made.body


def serve(user, name="churn", **more):
    """An endpoint in service, of a configuration of its name."""
    client = user.client("sagemaker")
    create_model(user)
    create_config(user, name, **more)
    client.create_endpoint(EndpointName=name, EndpointConfigName=name)
    client.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig=SOON)
    return client.describe_endpoint(EndpointName=name)


def refused(call, **arguments):
    with pytest.raises(ClientError) as refusal:
        call(**arguments)
    error = refusal.value.response["Error"]
    return error["Code"], error["Message"]


def test_an_endpoint_is_hosted_invoked_updated_and_deleted(user):
    """A user walks through the whole life of an endpoint."""
    client, runtime = user.client("sagemaker"), user.client("sagemaker-runtime")
    shown = serve(user)
    [variant] = shown["ProductionVariants"]
    assert (variant["CurrentWeight"], variant["CurrentInstanceCount"]) == (1.0, 1)
    [image] = variant["DeployedImages"]
    assert image["SpecifiedImage"] == IMAGE
    assert image["ResolvedImage"].startswith(IMAGE.rsplit(":", 1)[0] + "@sha256:")

    answer(user, {"body": "0.7", "content_type": "text/csv", "custom_attributes": "trace=1"})
    answered = runtime.invoke_endpoint(
        EndpointName="churn", ContentType="text/csv", Body=b"1,2,3", Accept="text/csv"
    )
    assert answered["Body"].read() == b"0.7"
    assert answered["ContentType"] == "text/csv"
    assert answered["CustomAttributes"] == "trace=1"
    assert answered["InvokedProductionVariant"] == "AllTraffic"

    client.create_endpoint_config(
        EndpointConfigName="churn-2",
        ProductionVariants=[VARIANT | {"InitialInstanceCount": 3}],
    )
    client.update_endpoint(EndpointName="churn", EndpointConfigName="churn-2")
    client.get_waiter("endpoint_in_service").wait(EndpointName="churn", WaiterConfig=SOON)
    shown = client.describe_endpoint(EndpointName="churn")
    assert shown["EndpointConfigName"] == "churn-2"
    assert shown["ProductionVariants"][0]["CurrentInstanceCount"] == 3

    client.delete_endpoint(EndpointName="churn")
    client.get_waiter("endpoint_deleted").wait(EndpointName="churn", WaiterConfig=SOON)
    code, message = refused(runtime.invoke_endpoint, EndpointName="churn", Body=b"1")
    assert code == "ValidationError"
    assert message == f"Endpoint churn of account {user.account} not found."


def test_the_answer_may_come_as_a_stream(user):
    """A user reads the parts of a streamed answer, and sees it break."""
    serve(user)
    runtime = user.client("sagemaker-runtime")
    if not hasattr(runtime, "invoke_endpoint_with_response_stream"):
        pytest.skip("this SDK is older than streamed answers")
    answer(user, {"parts": [{"body": "one "}, {"body": "two"}]}, times=1)
    answered = runtime.invoke_endpoint_with_response_stream(EndpointName="churn", Body=b"x")
    parts = [event["PayloadPart"]["Bytes"] for event in answered["Body"]]
    assert parts == [b"one ", b"two"]
    assert answered["InvokedProductionVariant"] == "AllTraffic"

    answer(user, {"parts": [{"body": "one"}], "stream_error": {"message": "stopped"}})
    stream = runtime.invoke_endpoint_with_response_stream(EndpointName="churn", Body=b"x")["Body"]
    with pytest.raises(ClientError, match="stopped"):
        list(stream)


def test_asynchronous_answers_are_objects(user):
    """A user puts the input into S3 and finds the answer there."""
    output = {"S3OutputPath": user.uri("answers"), "S3FailurePath": user.uri("failures")}
    serve(user, AsyncInferenceConfig={"OutputConfig": output})
    answer(user, {"body": "0.7"})
    answered = user.client("sagemaker-runtime").invoke_endpoint_async(
        EndpointName="churn", InputLocation=user.put("in.csv", "1,2"), InferenceId="mine"
    )
    assert answered["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert answered["InferenceId"] == "mine"
    key = answered["OutputLocation"].split("/", 3)[3]
    assert uuid.UUID(key.removeprefix("answers/").removesuffix(".out"))
    wait_until(lambda: user.keys("answers/"), lambda keys: keys == [key])
    assert user.get(answered["OutputLocation"]) == b"0.7"


def test_refusals_have_the_texts_that_tools_look_for(user):
    """Create-or-update tools tell by the text what is there and what is not."""
    client, runtime = user.client("sagemaker"), user.client("sagemaker-runtime")
    arn = f"arn:aws:sagemaker:{user.region}:{user.account}"
    assert refused(client.describe_endpoint, EndpointName="churn") == (
        "ValidationException", f'Could not find endpoint "{arn}:endpoint/churn".',
    )
    serve(user)
    assert refused(
        client.create_endpoint, EndpointName="Churn", EndpointConfigName="churn"
    ) == (
        "ValidationException",
        f'Cannot create already existing endpoint "{arn}:endpoint/churn".',
    )
    answer(user, {"status": 500, "body": "out of memory"})
    code, message = refused(runtime.invoke_endpoint, EndpointName="churn", Body=io.BytesIO(b"1"))
    assert code == "ModelError"
    assert message.startswith(
        'Received server error (500) from primary with message "out of memory". See https://'
    )


def test_components_share_an_endpoint(user):
    """A user deploys two models on one endpoint and calls each by its name."""
    client, runtime = user.client("sagemaker"), user.client("sagemaker-runtime")
    if not hasattr(client, "create_inference_component"):
        pytest.skip("this SDK is older than inference components")
    create_model(user)
    shared = {key: value for key, value in VARIANT.items() if key != "ModelName"}
    client.create_endpoint_config(
        EndpointConfigName="shared", ExecutionRoleArn=user.role, ProductionVariants=[shared]
    )
    client.create_endpoint(EndpointName="shared", EndpointConfigName="shared")
    client.get_waiter("endpoint_in_service").wait(EndpointName="shared", WaiterConfig=SOON)
    answer(user, {"body": "0.7"})
    code, _ = refused(runtime.invoke_endpoint, EndpointName="shared", Body=b"1")
    assert code == "ValidationError"
    for name in ("one", "two"):
        client.create_inference_component(
            InferenceComponentName=name,
            EndpointName="shared",
            VariantName="AllTraffic",
            Specification={
                "ModelName": "churn",
                "ComputeResourceRequirements": {"MinMemoryRequiredInMb": 512},
            },
            RuntimeConfig={"CopyCount": 1},
        )
        wait_until(
            lambda name=name: client.describe_inference_component(InferenceComponentName=name),
            lambda shown: shown["InferenceComponentStatus"] == "InService",
        )
        answered = runtime.invoke_endpoint(
            EndpointName="shared", InferenceComponentName=name, Body=b"1"
        )
        assert answered["Body"].read() == b"0.7"
    assert len(client.list_inference_components()["InferenceComponents"]) == 2
