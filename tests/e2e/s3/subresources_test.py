"""Every request of the SDK's model of S3, and every subresource with every method: what Portside
does not serve is refused and changes nothing."""

import itertools
import re

import pytest

from support.raw import request, signed_as

KEY = "kept/key"


def model_of(user):
    return user.client("s3").meta.service_model


def requests_of(user):
    """(operation, method, the path with its query as the model has it and what it requires)."""
    model = model_of(user)
    for name in model.operation_names:
        operation = model.operation_model(name)
        uri = operation.http["requestUri"]
        shape = operation.input_shape
        for member in shape.required_members if shape else ():
            wire = shape.members[member].serialization
            if wire.get("location") == "querystring":
                uri += f"{'&' if '?' in uri else '?'}{wire['name']}=1"
        yield name, operation.http["method"], uri


def flags_of(user):
    """The subresources: what has no value in some operation's query."""
    queries = [uri.partition("?")[2] for _, _, uri in requests_of(user)]
    return sorted({flag for query in queries for flag in query.split("&")
                   if flag and "=" not in flag})


def state_of(user):
    client = user.client("s3")
    head = client.head_object(Bucket=user.bucket, Key=KEY)
    return (
        client.get_object(Bucket=user.bucket, Key=KEY)["Body"].read(),
        head["ETag"], head["LastModified"], head["Metadata"],
        client.get_object_tagging(Bucket=user.bucket, Key=KEY)["TagSet"],
        [item["Key"] for item in client.list_objects_v2(Bucket=user.bucket)["Contents"]],
    )


@pytest.fixture
def furnished(user):
    user.client("s3").put_object(
        Bucket=user.bucket, Key=KEY, Body=b"kept", Metadata={"a": "b"}, Tagging="t=1")
    return user


def send(user, method, target, body=b"<x/>"):
    return request(user.server.url, method, target, body if method in ("PUT", "POST") else b"",
                   signed_as(user, "s3"))


def test_operations_that_are_not_served_are_refused_by_name(furnished):
    user = furnished
    before = state_of(user)
    refused = 0
    for name, method, uri in requests_of(user):
        target = uri.replace("{Bucket}", user.bucket).replace("{Key+}", KEY)
        if "?" not in target:
            continue
        answer = send(user, method, target)
        if answer.status == 501 and method != "HEAD":
            refused += 1
            code = re.search(rb"<Code>(.*?)</Code>", answer.body)[1]
            assert code == b"NotImplemented", (name, answer.body)
            # Two operations of the model have had other names before.
            operation = re.search(rb"s3\.(\w+)", answer.body)[1].decode()
            assert operation.startswith(name) or name in operation, (name, operation)
        if name.startswith(("Get", "List", "Head")):
            continue
        if name == "DeleteObjectTagging":
            before = state_of(user)  # served, and what it is for
        assert state_of(user) == before, (name, answer.status)
    assert refused > 20


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("form", ["{}", "{}="])
def test_a_subresource_is_never_taken_for_the_whole(furnished, method, form):
    """Known ones of other methods, and such as nobody knows."""
    user = furnished
    known = {(name_method, uri.partition("?")[2].partition("&")[0])
             for _, name_method, uri in requests_of(user)}
    flags = [*flags_of(user), "some-day", "Annotation"]
    before = state_of(user)
    for flag, path in itertools.product(flags, (f"/{user.bucket}", f"/{user.bucket}/{KEY}")):
        if (method, flag) in known:
            continue
        answer = send(user, method, f"{path}?{form.format(flag)}")
        assert answer.status >= 400, (flag, path, answer.status)
        assert state_of(user) == before, (flag, path)


def test_what_reads_ignores_what_it_does_not_know(furnished):
    answer = send(furnished, "GET", f"/{furnished.bucket}/{KEY}?some-day")
    assert (answer.status, answer.body) == (200, b"kept")
