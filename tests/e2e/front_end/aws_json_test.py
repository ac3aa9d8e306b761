"""The JSON protocol of Personalize, SageMaker and Glue, as clients see it that do something wrong.
The answers are those that were measured on the real front end."""

import pytest

from support.raw import call, request, signed_as


def error(answer):
    """The error's JSON of an awsJson answer."""
    assert answer.headers["Content-Type"] == "application/x-amz-json-1.1"
    assert answer.headers["x-amzn-RequestId"]
    return answer.json()


TARGETS = ("AWSGlue.NoSuchOperation", "AWSGlue.getdatabase", "NoService.List", "SageMaker", "List")


@pytest.mark.parametrize("target", TARGETS)
def test_an_unknown_target_has_no_message(hasty_user, target):
    answer = call(hasty_user, target)
    assert answer.status == 400
    assert answer.json() == {"__type": "UnknownOperationException"}


@pytest.mark.parametrize("service", ["glue", "sagemaker", "personalize"])
def test_a_missing_target_is_an_unknown_operation(hasty_user, service):
    headers = signed_as(hasty_user, service, **{"Content-Type": "application/x-amz-json-1.1"})
    answer = request(hasty_user.server.url, "POST", "/", b"{}", headers)
    assert answer.status == 400
    assert error(answer) == {"__type": "UnknownOperationException"}


@pytest.mark.parametrize("body", [b"", b"{", b'{"Name": "a",}', b'"text"', b"null", b"\xff\xfe"])
def test_a_broken_body_has_no_message(hasty_user, body):
    for target in ("AWSGlue.GetDatabase", "SageMaker.DescribeEdgePackagingJob"):
        answer = call(hasty_user, target, body)
        assert answer.status == 400
        assert error(answer) == {"__type": "SerializationException"}


@pytest.mark.parametrize(
    "target, body, text",
    [
        ("AWSGlue.GetDatabase", [], "Start of list found where not expected"),
        ("AWSGlue.GetDatabase", {"Name": 1}, "NUMBER_VALUE can not be converted to a String"),
        ("AWSGlue.GetDatabase", {"Name": True}, "TRUE_VALUE can not be converted to a String"),
        ("AWSGlue.GetDatabase", {"Name": ["a"]}, "Start of list found where not expected"),
        (
            "AWSGlue.GetDatabase",
            {"Name": {}},
            "Start of structure or map found where not expected.",
        ),
        (
            "AWSGlue.GetDatabases",
            {"MaxResults": "5"},
            "STRING_VALUE can not be converted to an Integer",
        ),
        ("AWSGlue.CreateDatabase", {"DatabaseInput": "a"}, "Expected null"),
        ("SageMaker.AddTags", {"ResourceArn": "a", "Tags": {"Key": "a"}}, "Start of structure"),
        ("SageMaker.AddTags", {"ResourceArn": "a", "Tags": "a"}, "Expected list or null"),
        (
            "AmazonPersonalize.CreateDatasetImportJob",
            {"publishAttributionMetricsToS3": "true"},
            "STRING_VALUE can not be converted to a Boolean",
        ),
        (
            "SageMaker.ListCompilationJobs",
            {"CreationTimeAfter": "yesterday"},
            "STRING_VALUE can not be converted to milliseconds since epoch",
        ),
    ],
)
def test_a_wrong_type_is_told_before_anything_else(hasty_user, target, body, text):
    answer = call(hasty_user, target, body)
    assert answer.status == 400
    assert error(answer)["__type"] == "SerializationException"
    assert error(answer)["Message"].startswith(text)


def test_unknown_and_null_members_are_ignored(hasty_user):
    body = {"Name": None, "NoSuchMember": [1, {"a": None}], "MaxResults": 1.9, "NextToken": None}
    answer = call(hasty_user, "AWSGlue.GetDatabases", body)
    assert answer.status == 200
    assert answer.json() == {"DatabaseList": []}


def test_all_violations_come_in_one_answer(hasty_user):
    """A user makes many mistakes at once, and reads about each."""
    body = {
        "jobName": "-" + "x" * 63,
        "datasetArn": "dataset",
        "ingestionMode": "SOME",
        "jobOutput": {"s3DataDestination": {"kmsKeyArn": "key"}},
        "tags": [{"tagKey": "", "tagValue": "v"}],
    }
    answer = call(hasty_user, "AmazonPersonalize.CreateDatasetExportJob", body)
    assert answer.status == 400
    assert error(answer)["__type"] == "ValidationException"
    first, *others = error(answer)["message"].split("; ")
    count, _, first = first.partition(" validation errors detected: ")
    violations = {first, *others}
    constraint = "failed to satisfy constraint: Member must"
    name = f"Value '-{'x' * 63}' at 'jobName' {constraint}"
    assert violations >= {
        f"{name} have length less than or equal to 63",
        name + r" satisfy regular expression pattern: ^[a-zA-Z0-9][a-zA-Z0-9\-_]*",
        f"Value 'dataset' at 'datasetArn' {constraint} satisfy regular expression pattern: "
        r"arn:([a-z\d-]+):personalize:.*:.*:.+",
        f"Value null at 'jobOutput.s3DataDestination.path' {constraint} not be null",
        f"Value null at 'roleArn' {constraint} not be null",
        # The model calls tags sensitive, so the value is left out.
        f"Value at 'tags.1.member.tagKey' {constraint} have length greater than or equal to 1",
    }
    # The order of an enumeration's values is not defined; the pattern of keys is long.
    for start in (
        f"Value 'SOME' at 'ingestionMode' {constraint} satisfy enum value set: [",
        f"Value 'key' at 'jobOutput.s3DataDestination.kmsKeyArn' {constraint} satisfy regular exp",
    ):
        assert any(violation.startswith(start) for violation in violations)
    assert int(count) == len([first, *others]) == 8


def test_one_violation_is_singular(hasty_user):
    answer = call(hasty_user, "SageMaker.DescribeEdgePackagingJob", {"EdgePackagingJobName": "a_b"})
    assert answer.status == 400
    assert error(answer) == {
        "__type": "ValidationException",
        "message": "1 validation error detected: Value 'a_b' at 'edgePackagingJobName' failed to "
        "satisfy constraint: Member must satisfy regular expression pattern: "
        "^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
    }


@pytest.mark.parametrize(
    "target, code, member",
    [
        ("AWSGlue.GetMLTransform", "EntityNotFoundException", "Message"),
        ("SageMaker.DescribeCompilationJob", "ResourceNotFound", "Message"),
        ("AmazonPersonalize.DescribeDatasetExportJob", "ResourceNotFoundException", "message"),
    ],
)
def test_modelled_errors_spell_their_member_as_the_service_does(hasty_user, target, code, member):
    body = {
        "TransformId": "tfm-0",
        "CompilationJobName": "none",
        "datasetExportJobArn": "arn:aws:personalize:us-west-2:123456789012:dataset-export-job/none",
    }
    answer = call(hasty_user, target, body)
    assert answer.status == 400
    assert set(error(answer)) == {"__type", member}
    assert error(answer)["__type"] == code


@pytest.mark.parametrize(
    "target",
    [
        "SageMaker.CreateTrainingPlan",
        "AWSGlue.StartJobRun",
        "AWSGlue.StartMLEvaluationTaskRun",
    ],
)
def test_an_operation_that_is_not_emulated_is_named(hasty_user, target):
    answer = call(hasty_user, target, b"{}")
    assert answer.status == 501
    assert target.partition(".")[2] in answer.body.decode()
    assert "not emulated by Portside" in answer.body.decode()


def test_other_content_types_are_refused_as_the_front_end_does(hasty_user):
    answer = call(hasty_user, "AWSGlue.GetDatabases", content_type="application/x-amz-json-1.0")
    assert answer.status == 404
    assert answer.body.strip() == b"<UnknownOperationException/>"
    answer = call(hasty_user, "AWSGlue.GetDatabases", content_type="")
    assert answer.status == 404
    headers = signed_as(hasty_user, "glue", **{"X-Amz-Target": "AWSGlue.GetDatabases"})
    answer = request(hasty_user.server.url, "GET", "/", b"", headers)
    assert answer.status == 403
    assert b"AccessDeniedException" in answer.body


def test_a_charset_after_the_content_type_is_no_matter(hasty_user):
    content_type = "application/x-amz-json-1.1; charset=utf-8"
    assert call(hasty_user, "AWSGlue.GetDatabases", content_type=content_type).status == 200


def test_a_service_that_is_not_emulated_is_never_s3(hasty_user):
    """A user has pointed the SDK of another service here."""
    for method, path in (("GET", "/2015-03-31/functions/"), ("POST", "/"), ("PUT", "/bucket")):
        headers = signed_as(hasty_user, "lambda", **{"Content-Type": "application/json"})
        answer = request(hasty_user.server.url, method, path, b"{}", headers)
        assert answer.status == 501
        assert "'lambda' is not emulated by Portside" in answer.body.decode()
