"""Accounts and regions do not see each other; repeated requests are one."""

import uuid

import pytest

from support import geospatial, glue, personalize
from support.errors import refused
from support.raw import geospatial_call, request
from support.user import User


def test_accounts_have_the_same_names_for_different_things(hasty_user):
    """Two customers use the same names, and neither sees what the other has."""
    one, two = hasty_user, User(hasty_user.server)
    for user in (one, two):
        personalize.personalize(user).create_schema(name="users", schema=personalize.USERS)
        glue.make_table(user)
    arns = []
    for user in (one, two):
        [schema] = personalize.personalize(user).list_schemas()["schemas"]
        assert f":{user.account}:schema/users" in schema["schemaArn"]
        arns.append(schema["schemaArn"])
    with refused("ResourceNotFoundException"):
        personalize.personalize(one).describe_schema(schemaArn=arns[1])
    with refused("ResourceNotFoundException"):
        personalize.personalize(one).delete_schema(schemaArn=arns[1])
    personalize.personalize(two).delete_schema(schemaArn=arns[1])
    assert len(personalize.personalize(one).list_schemas()["schemas"]) == 1


def test_regions_have_the_same_names_for_different_things(hasty_user):
    """A customer works in two regions."""
    elsewhere = User(hasty_user.server, hasty_user.account, "eu-central-1")
    for user in (hasty_user, elsewhere):
        arn = personalize.personalize(user).create_dataset_group(name="shop")["datasetGroupArn"]
        assert arn == f"arn:aws:personalize:{user.region}:{user.account}:dataset-group/shop"
    with refused("ResourceNotFoundException"):
        personalize.personalize(elsewhere).describe_dataset_group(
            datasetGroupArn=arn.replace(elsewhere.region, hasty_user.region)
        )


def test_a_bucket_of_another_account_is_closed(hasty_user):
    """A job cannot read what belongs to somebody else, and says that."""
    other = User(hasty_user.server)
    theirs = other.put("places.csv", "longitude,latitude\n-122.33,47.61\n")
    _, job = geospatial.finish(hasty_user, geospatial.start_enrichment(hasty_user, theirs))
    assert job["Status"] == "FAILED"
    assert "denied" in job["ErrorDetails"]["ErrorMessage"]
    assert other.bucket in job["ErrorDetails"]["ErrorMessage"]


def test_labels_come_from_a_bucket_of_the_same_region(hasty_user):
    elsewhere = User(hasty_user.server, hasty_user.account, "eu-central-1")
    glue.make_table(hasty_user)
    transform = glue.make_transform(hasty_user)
    path = elsewhere.put("labels.csv", glue.HEADER + "1,A,1,Emma,1815\n")
    with refused("InvalidInputException") as refusal:
        glue.start_import(hasty_user, transform, path)
    assert refusal.message == (
        "S3 path provided is not in the same region as transform. "
        "Expecting region - us-west-2, but got - eu-central-1."
    )


def test_callers_without_a_signature_have_the_default_account(start_server):
    """A user with curl and nothing else."""
    server = start_server("--account", "444455556666", "--region", "eu-west-1")
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AmazonPersonalize.CreateDatasetGroup",
    }
    answer = request(server.url, "POST", "/", b'{"name": "shop"}', headers)
    arn = "arn:aws:personalize:eu-west-1:444455556666:dataset-group/shop"
    assert answer.json() == {"datasetGroupArn": arn}
    identity = server.client("sts", account="a-key-of-any-kind").get_caller_identity()
    assert identity["Account"] == "444455556666"
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = request(server.url, "POST", "/", body, headers)
    assert b"<Account>444455556666</Account>" in answer.body


def start(user, token, name="places"):
    """Starts a job with a client token."""
    return user.client("sagemaker-geospatial").start_vector_enrichment_job(
        Name=name,
        ClientToken=token,
        ExecutionRoleArn=user.role,
        InputConfig={
            "DocumentType": "CSV",
            "DataSourceConfig": {"S3Data": {"S3Uri": user.uri("places.csv")}},
        },
        JobConfig=geospatial.REVERSE_GEOCODING,
    )


def without_metadata(answer):
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


def test_a_repeated_request_with_its_token_is_one_request(user):
    """A user's network loses an answer, and the SDK sends the request again."""
    token = str(uuid.uuid4())
    first, again = start(user, token), start(user, token)
    assert without_metadata(again) == without_metadata(first)
    assert start(user, str(uuid.uuid4()))["Arn"] != first["Arn"]
    with refused("ConflictException", 409) as refusal:
        start(user, token, name="others")
    assert token in refusal.message
    # Another account or region may have made up the same token.
    assert start(User(user.server), token)["Arn"] != first["Arn"]
    jobs = user.client("sagemaker-geospatial").list_vector_enrichment_jobs()
    assert len(jobs["VectorEnrichmentJobSummaries"]) == 2


def test_a_repeated_export_with_its_token_is_one_export(user):
    """The same for an export, which Debian's SDK sends without a token."""
    places = user.put("places.csv", "longitude,latitude\n-122.33,47.61\n")
    arn = geospatial.start_enrichment(user, places)
    geospatial.finish(user, arn)
    body = {
        "Arn": arn,
        "ClientToken": str(uuid.uuid4()),
        "ExecutionRoleArn": user.role,
        "OutputConfig": {"S3Data": {"S3Uri": user.uri("out")}},
    }
    path = "/export-vector-enrichment-jobs"
    first = geospatial_call(user, "POST", path, body)
    assert first.status == 200
    # While it runs, and after it has ended.
    assert geospatial_call(user, "POST", path, body).json() == first.json()
    geospatial.finish_export(user, arn)
    assert geospatial_call(user, "POST", path, body).json() == first.json()
    assert geospatial.get_job(user, arn)["ExportStatus"] == "SUCCEEDED"
    body["OutputConfig"]["S3Data"]["S3Uri"] = user.uri("elsewhere")
    answer = geospatial_call(user, "POST", path, body)
    assert answer.status == 409
    assert answer.headers["x-amzn-ErrorType"] == "ConflictException"


@pytest.mark.parametrize("length, status", [(35, 400), (36, 404), (64, 404), (65, 400)])
def test_a_client_token_has_36_to_64_characters(hasty_user, length, status):
    body = {
        "Arn": geospatial.resource_arn(hasty_user, "vector-enrichment-job/abcdefghijkm"),
        "ClientToken": "t" * length,
        "ExecutionRoleArn": hasty_user.role,
        "OutputConfig": {"S3Data": {"S3Uri": "s3://bucket"}},
    }
    answer = geospatial_call(hasty_user, "POST", "/export-vector-enrichment-jobs", body)
    assert answer.status == status
