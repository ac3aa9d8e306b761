"""The schema registry of Glue: what a producer and a consumer agree on, and how it may change."""

import json

import pytest

from support.errors import refused
from support.polling import watch

ID = {"name": "id", "type": "string"}
AGE = {"name": "age", "type": "int"}
KEY = {"RegistryName": "streams", "SchemaName": "users"}


def record(*fields):
    return json.dumps({"type": "record", "name": "User", "fields": list(fields)})


def register(glue, definition):
    return glue.register_schema_version(SchemaId=KEY, SchemaDefinition=definition)


def settle(glue, version):
    """The statuses that a new version is seen in."""
    statuses, _ = watch(
        lambda: glue.get_schema_version(SchemaVersionId=version["SchemaVersionId"]),
        lambda shown: shown["Status"],
        ("PENDING",),
    )
    return statuses


@pytest.fixture
def glue(user):
    client = user.client("glue")
    client.create_registry(RegistryName="streams", Tags={"team": "data"})
    client.create_schema(
        RegistryId={"RegistryName": "streams"},
        SchemaName="users",
        DataFormat="AVRO",
        Compatibility="BACKWARD",
        SchemaDefinition=record(ID),
    )
    return client


def test_a_schema_grows_by_compatible_versions(glue):
    grown = register(glue, record(ID, {**AGE, "default": 0}))
    assert (grown["VersionNumber"], grown["Status"]) == (2, "AVAILABLE")
    assert register(glue, record(ID, {**AGE, "default": 0})) | {"ResponseMetadata": 0} == (
        grown | {"ResponseMetadata": 0}
    )
    broken = register(glue, record(ID, AGE, {"name": "city", "type": "string"}))
    assert (broken["VersionNumber"], broken["Status"]) == (3, "FAILURE")

    latest = glue.get_schema_version(SchemaId=KEY, SchemaVersionNumber={"LatestVersion": True})
    assert latest["SchemaVersionId"] == grown["SchemaVersionId"]
    assert latest["SchemaDefinition"] == record(ID, {**AGE, "default": 0})
    found = glue.get_schema_by_definition(SchemaId=KEY, SchemaDefinition=record(ID))
    assert found["Status"] == "AVAILABLE"
    with refused("EntityNotFoundException") as refusal:
        glue.get_schema_by_definition(SchemaId=KEY, SchemaDefinition=record(AGE))
    assert refusal.message.startswith("Schema version is not found.")

    diff = glue.get_schema_versions_diff(
        SchemaId=KEY,
        FirstSchemaVersionNumber={"VersionNumber": 1},
        SecondSchemaVersionNumber={"VersionNumber": 2},
        SchemaDiffType="SYNTAX_DIFF",
    )["Diff"]
    assert json.loads(diff) == [
        {"op": "add", "path": "/fields/1", "value": {**AGE, "default": 0}}
    ]


def test_all_versions_since_the_checkpoint_are_looked_at(glue):
    glue.update_schema(
        SchemaId=KEY, Compatibility="FULL_ALL", SchemaVersionNumber={"VersionNumber": 1}
    )
    assert settle(glue, register(glue, record(ID, {**AGE, "default": 0})))[-1] == "AVAILABLE"
    assert settle(glue, register(glue, record(ID, AGE)))[-1] == "FAILURE"
    schema = glue.get_schema(SchemaId=KEY)
    assert (schema["LatestSchemaVersion"], schema["NextSchemaVersion"]) == (3, 4)


def test_metadata_has_a_history(glue):
    version = {"SchemaId": KEY, "SchemaVersionNumber": {"LatestVersion": True}}
    for value in ("ann", "bob"):
        glue.put_schema_version_metadata(
            **version, MetadataKeyValue={"MetadataKey": "owner", "MetadataValue": value}
        )
    owner = glue.query_schema_version_metadata(**version)["MetadataInfoMap"]["owner"]
    assert owner["MetadataValue"] == "bob"
    assert [other["MetadataValue"] for other in owner["OtherMetadataValueList"]] == ["ann"]
    glue.remove_schema_version_metadata(
        **version, MetadataKeyValue={"MetadataKey": "owner", "MetadataValue": "bob"}
    )
    owner = glue.query_schema_version_metadata(**version)["MetadataInfoMap"]["owner"]
    assert owner["MetadataValue"] == "ann"


def test_everything_goes_with_its_registry(glue):
    register(glue, record(ID, {**AGE, "default": 0}))
    gone = glue.delete_schema_versions(SchemaId=KEY, Versions="2-3")["SchemaVersionErrors"]
    assert [error["VersionNumber"] for error in gone] == [3]
    with refused("InvalidInputException") as refusal:
        glue.delete_schema_versions(SchemaId=KEY, Versions="1")
    assert refusal.message.startswith("Cannot delete checkpoint version.")
    registry = {"RegistryName": "streams"}
    assert glue.delete_registry(RegistryId=registry)["Status"] == "DELETING"

    def is_listed():
        return any(
            entry["RegistryName"] == "streams" for entry in glue.list_registries()["Registries"]
        )

    watch(is_listed, lambda listed: listed, (True,))
    with refused("EntityNotFoundException") as refusal:
        glue.get_registry(RegistryId=registry)
    assert refusal.message.startswith("Registry is not found. RegistryName: streams")
    with refused("EntityNotFoundException") as refusal:
        glue.get_schema(SchemaId=KEY)
    assert refusal.message.startswith("Registry is not found. RegistryName: streams")
