"""Edge Manager: an administrator packages a model, makes a fleet and rolls the model out in stages;
devices ask what to deploy, fetch it from S3, and report."""

import hashlib
from contextlib import contextmanager

import pytest

from support import sagemaker
from support.errors import refused
from support.polling import watch

FLEET = "cameras"


@contextmanager
def refused_saying(code, fragment):
    with refused(code) as refusal:
        yield
    assert fragment in refusal.message


def register(user, *names):
    sagemaker.sagemaker(user).register_devices(
        DeviceFleetName=FLEET,
        Devices=[{"DeviceName": name, "IotThingName": f"thing-{name}"} for name in names],
    )


def make_fleet(user, *devices):
    sagemaker.sagemaker(user).create_device_fleet(
        DeviceFleetName=FLEET,
        RoleArn=user.role,
        Description="Cameras at the door",
        OutputConfig={"S3OutputLocation": user.uri("samples")},
        EnableIotRoleAlias=True,
    )
    register(user, *devices)


def package(user):
    sagemaker.compile_model(user)
    sagemaker.start_packaging(user)
    return sagemaker.finish_packaging(user)[1]["ModelArtifact"]


def make_plan(user, *stages):
    return sagemaker.sagemaker(user).create_edge_deployment_plan(
        EdgeDeploymentPlanName="rollout",
        DeviceFleetName=FLEET,
        ModelConfigs=[{"ModelHandle": "detector", "EdgePackagingJobName": "package"}],
        Stages=[
            {
                "StageName": name,
                "DeviceSelectionConfig": selection,
                "DeploymentConfig": {"FailureHandlingPolicy": policy},
            }
            for name, selection, policy in stages
        ],
    )["EdgeDeploymentPlanArn"]


def describe(user):
    return sagemaker.sagemaker(user).describe_edge_deployment_plan(EdgeDeploymentPlanName="rollout")


def status(user, name):
    stages = {stage["StageName"]: stage for stage in describe(user)["Stages"]}
    return stages[name]["DeploymentStatus"]


def of_stage(name):
    return {"EdgeDeploymentPlanName": "rollout", "StageName": name}


def start(user, name):
    sagemaker.sagemaker(user).start_edge_deployment_stage(**of_stage(name))
    statuses, _ = watch(
        lambda: status(user, name), lambda stage: stage["StageStatus"], ("CREATING", "STARTING")
    )
    return statuses


class Device:
    """What an agent on a device does."""

    def __init__(self, user, name):
        self.user = user
        self.client = user.client("sagemaker-edge")
        self.who = {"DeviceFleetName": FLEET, "DeviceName": name}

    def beat(self, **more):
        self.client.send_heartbeat(**self.who, AgentVersion="1.20210820", **more)

    def deployments(self):
        return self.client.get_deployments(**self.who).get("Deployments", [])

    def deploy(self):
        """Fetches what is to be deployed, holds it against its checksum and reports it."""
        (deployment,) = self.deployments()
        for definition in deployment["Definitions"]:
            model = self.user.get(definition["S3Url"])
            assert definition["Checksum"] == {
                "Type": "SHA1",
                "Sum": hashlib.sha1(model).hexdigest(),
            }
            assert "sagemaker_edge_manifest" in sagemaker.untar(model)
        self.report(deployment["DeploymentName"], "SUCCESS")
        return deployment

    def report(self, name, outcome, reason=""):
        model = {"ModelHandle": "detector", "Status": outcome}
        if reason:
            model["StatusReason"] = reason
        self.beat(
            Models=[{"ModelName": "detector", "ModelVersion": "1.0"}],
            DeploymentResult={
                "DeploymentName": name,
                "DeploymentStatus": outcome,
                "DeploymentModels": [model],
            },
        )


def test_a_model_is_rolled_out_in_stages(user):
    """An administrator tries a model on one camera, then on all; the report shows where it runs."""
    client = sagemaker.sagemaker(user)
    artifact = package(user)
    make_fleet(user, "cam-1", "cam-2", "door-1")
    arn = make_plan(
        user,
        ("try", {"DeviceSubsetType": "SELECTION", "DeviceNames": ["cam-1"]}, "ROLLBACK_ON_FAILURE"),
        ("all", {"DeviceSubsetType": "PERCENTAGE", "Percentage": 100}, "DO_NOTHING"),
    )
    assert arn == f"arn:aws:sagemaker:{user.region}:{user.account}:edge-deployment/rollout"
    first, second = Device(user, "cam-1"), Device(user, "cam-2")
    assert first.deployments() == []

    assert start(user, "try")[-1] == "INPROGRESS"
    assert second.deployments() == []
    deployment = first.deploy()
    assert deployment["DeploymentName"] == "rollout"
    assert deployment["Type"] == "Model"
    assert deployment["FailureHandlingPolicy"] == "ROLLBACK_ON_FAILURE"
    assert [it["S3Url"] for it in deployment["Definitions"]] == [artifact]
    assert status(user, "try")["StageStatus"] == "DEPLOYED"
    assert first.deployments() == []

    start(user, "all")
    devices = client.list_stage_devices(**of_stage("all"))["DeviceDeploymentSummaries"]
    seen = {it["DeviceName"]: it["DeviceDeploymentStatus"] for it in devices}
    assert seen == {"cam-1": "DEPLOYED", "cam-2": "READYTODEPLOY", "door-1": "READYTODEPLOY"}
    second.deploy()
    Device(user, "door-1").deploy()
    plan = describe(user)
    assert {it["DeploymentStatus"]["StageStatus"] for it in plan["Stages"]} == {"DEPLOYED"}
    assert (plan["EdgeDeploymentSuccess"], plan["EdgeDeploymentPending"]) == (4, 0)
    check_report(user)


def check_report(user):
    report = sagemaker.sagemaker(user).get_device_fleet_report(DeviceFleetName=FLEET)
    assert report["DeviceStats"] == {"ConnectedDeviceCount": 3, "RegisteredDeviceCount": 3}
    assert report["AgentVersions"] == [{"Version": "1.20210820", "AgentCount": 3}]
    (model,) = report["ModelStats"]
    assert (model["ModelName"], model["ModelVersion"]) == ("detector", "1.0")
    assert model["ConnectedDeviceCount"] == 3
    device = sagemaker.sagemaker(user).describe_device(DeviceFleetName=FLEET, DeviceName="cam-1")
    assert device["LatestHeartbeat"] >= device["RegistrationTime"]
    assert device["IotThingName"] == "thing-cam-1"
    assert device["Models"] == [{"ModelName": "detector", "ModelVersion": "1.0"}]


def test_a_failed_rollout_is_looked_at_and_cleaned_up(hasty_user):
    """A device reports a failure; everything goes in the order that the API wants."""
    user = hasty_user
    client = sagemaker.sagemaker(user)
    package(user)
    make_fleet(user, "cam-1", "cam-2")
    everyone = {"DeviceSubsetType": "NAMECONTAINS", "DeviceNameContains": "cam"}
    make_plan(user, ("all", everyone, "ROLLBACK_ON_FAILURE"))
    start(user, "all")
    with refused("ResourceInUse"):
        client.delete_edge_deployment_plan(EdgeDeploymentPlanName="rollout")
    with refused("ResourceInUse"):
        client.delete_edge_deployment_stage(**of_stage("all"))
    with refused("ResourceInUse"):
        client.delete_device_fleet(DeviceFleetName=FLEET)

    Device(user, "cam-1").report("rollout", "FAIL", "no space left")
    failed = status(user, "all")
    assert failed["StageStatus"] == "FAILED"
    assert failed["EdgeDeploymentStatusMessage"] == "The deployment failed on 1 of 2 devices."
    devices = client.list_stage_devices(**of_stage("all"))["DeviceDeploymentSummaries"]
    assert devices[0]["DeviceDeploymentStatusMessage"] == "detector: no space left"
    assert Device(user, "cam-2").deployments() == []

    client.delete_edge_deployment_stage(**of_stage("all"))
    client.delete_edge_deployment_plan(EdgeDeploymentPlanName="rollout")
    with refused_saying("ResourceNotFound", "Could not find edge deployment plan 'rollout'."):
        describe(user)
    client.deregister_devices(DeviceFleetName=FLEET, DeviceNames=["cam-1", "cam-2"])
    assert client.list_devices(DeviceFleetName=FLEET)["DeviceSummaries"] == []
    client.delete_device_fleet(DeviceFleetName=FLEET)
    with refused_saying("ValidationException", "No devicefleet with name"):
        client.describe_device_fleet(DeviceFleetName=FLEET)


MISSING = [
    ("describe_device", {"DeviceName": "gone"}, "No device with name"),
    ("deregister_devices", {"DeviceNames": ["gone"]}, "Device with name"),
]


@pytest.mark.parametrize("operation, input_, fragment", MISSING)
def test_what_is_missing_is_said_in_known_words(hasty_user, operation, input_, fragment):
    """Infrastructure tools tell by these words that a thing is gone already."""
    call = getattr(sagemaker.sagemaker(hasty_user), operation)
    with refused_saying("ValidationException", "No device fleet with name"):
        call(DeviceFleetName="nowhere", **input_)
    make_fleet(hasty_user, "cam-1")
    with refused_saying("ValidationException", fragment):
        call(DeviceFleetName=FLEET, **input_)
    with refused_saying("ValidationException", "DeviceFleet with name"):
        sagemaker.sagemaker(hasty_user).delete_device_fleet(DeviceFleetName="nowhere")


def test_a_device_that_nobody_knows_gets_empty_answers(hasty_user):
    make_fleet(hasty_user, "cam-1")
    known, unknown = Device(hasty_user, "cam-1"), Device(hasty_user, "ghost")
    registration = known.client.get_device_registration(**known.who)
    assert registration["DeviceRegistration"] == "REGISTERED"
    unknown.beat()
    assert unknown.deployments() == []
    assert not unknown.client.get_device_registration(**unknown.who).get("DeviceRegistration")
