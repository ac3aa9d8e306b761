"""What a user of curl or of a socket sees: addresses, errors byte by byte, and Expect."""

import re
import socket

import pytest

from support.connection import Connection
from support.errors import refused
from support.raw import request, signed_as
from support.s3 import etag
from support.server import make_client

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def send(user, method, path, body=b"", **headers):
    return request(user.server.url, method, path, body, signed_as(user, "s3", **headers))


ERRORS = [
    ("GET", "/{bucket}/none", 404,
     "<Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>"
     "<Key>none</Key>"),
    ("GET", "/portside-no-such-bucket", 404,
     "<Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message>"
     "<BucketName>portside-no-such-bucket</BucketName>"),
    ("DELETE", "/{bucket}/k?uploadId=none", 404,
     "<Code>NoSuchUpload</Code><Message>The specified upload does not exist. The upload ID may "
     "be invalid, or the upload may have been aborted or completed.</Message>"
     "<UploadId>none</UploadId>"),
    ("GET", "/{bucket}?list-type=2&max-keys=many", 400,
     "<Code>InvalidArgument</Code><Message>Provided max-keys not an integer or within integer "
     "range</Message><ArgumentName>max-keys</ArgumentName><ArgumentValue>many</ArgumentValue>"),
    ("GET", "/{bucket}/a%26%3Cb%3E", 404,
     "<Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>"
     "<Key>a&amp;&lt;b&gt;</Key>"),
    ("POST", "/{bucket}/k", 405,
     "<Code>MethodNotAllowed</Code><Message>The specified method is not allowed against this "
     "resource.</Message><Method>POST</Method><ResourceType>OBJECT</ResourceType>"),
]


@pytest.mark.parametrize("method, path, status, members", ERRORS, ids=[
    "NoSuchKey", "NoSuchBucket", "NoSuchUpload", "InvalidArgument", "escaped", "MethodNotAllowed",
])
def test_an_error_is_this_document(user, method, path, status, members):
    answer = send(user, method, path.format(bucket=user.bucket))
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/xml")
    request_id = answer.headers["x-amz-request-id"]
    host_id = answer.headers["x-amz-id-2"]
    assert re.fullmatch("[0-9A-Z]{16}", request_id)
    assert answer.headers["Server"] == "AmazonS3" and answer.headers["Date"]
    ending = f"<RequestId>{request_id}</RequestId><HostId>{host_id}</HostId></Error>"
    assert answer.body == DECLARATION + f"<Error>{members}{ending}".encode()


def test_the_location_of_a_bucket_at_home_is_an_empty_element(user):
    name = f"{user.bucket}-home"
    home = {"Authorization": signed_as(user, "s3")["Authorization"].replace(
        user.region, "us-east-1")}
    assert request(user.server.url, "PUT", f"/{name}", headers=home).status == 200
    answer = request(user.server.url, "GET", f"/{name}?location", headers=home)
    root = b'LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
    assert answer.body in (
        DECLARATION + b"<" + root + b"></LocationConstraint>",
        DECLARATION + b"<" + root + b"/>",
    )


def test_a_listing_without_an_encoding_has_keys_as_they_are(user):
    for key in ("a b+c", "ü&<>", "\x01"):
        user.put(key, "x")
    answer = send(user, "GET", f"/{user.bucket}?list-type=2")
    keys = re.findall(b"<Key>(.*?)</Key>", answer.body)
    assert keys == [b"&#x1;", b"a b+c", "ü&amp;&lt;&gt;".encode()]
    assert b"<EncodingType>" not in answer.body
    answer = send(user, "GET", f"/{user.bucket}?list-type=2&encoding-type=url&prefix=a%20")
    assert re.findall(b"<Key>(.*?)</Key>", answer.body) in ([b"a%20b%2Bc"], [b"a+b%2Bc"])
    assert b"<EncodingType>url</EncodingType>" in answer.body
    answer = send(user, "GET", f"/{user.bucket}?encoding-type=base64")
    assert answer.status == 400
    assert b"<Message>Invalid Encoding Method specified in Request</Message>" in answer.body


def test_head_answers_have_no_body_and_the_connection_goes_on(user):
    user.put("k", "content")
    with Connection(user) as connection:
        for path, status, length in (("none", 404, None), ("k", 200, "7"), ("none", 404, None)):
            connection.send_head("HEAD", f"/{user.bucket}/{path}")
            found, headers = connection.read_head()
            assert found == status
            assert headers.get("content-length", "0") == (length or "0")
        connection.send_head("GET", f"/{user.bucket}/k")
        assert connection.read_answer() == (200, b"content")


@pytest.mark.parametrize("host", [
    "{bucket}.localhost", "{bucket}.localhost:4566", "{bucket}.s3.amazonaws.com",
    "{bucket}.s3.us-west-2.amazonaws.com", "{bucket}.s3-us-west-2.amazonaws.com",
    "{bucket}.s3.localhost:80", "{bucket}.s3.localhost.localstack.cloud:4566",
])
def test_a_bucket_is_found_in_the_name_of_the_host(user, host):
    host = {"Host": host.format(bucket=user.bucket)}
    assert send(user, "PUT", "/a/b%20c", b"content", **host).status == 200
    assert send(user, "GET", "/a/b%20c", **host).body == b"content"
    assert b"<Key>a/b c</Key>" in send(user, "GET", "/?list-type=2", **host).body
    assert send(user, "GET", "/?location", **host).body.endswith(b">us-west-2"
                                                                 b"</LocationConstraint>")
    # A key that begins with the bucket's name stays whole.
    send(user, "PUT", f"/{user.bucket}/k", b"x", **host)
    assert user.keys() == ["a/b c", f"{user.bucket}/k"]


def test_an_sdk_with_virtual_hosts_is_served(user, monkeypatch):
    """Few resolvers know `bucket.localhost`, so here every name is that of the server."""
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, *rest, **named: resolve("127.0.0.1", *rest, **named)
    )
    client = make_client(
        user.server.url.replace("127.0.0.1", "localhost"), "s3", user.account, user.region,
        s3={"addressing_style": "virtual"},
    )
    url = client.generate_presigned_url("get_object", Params={"Bucket": user.bucket, "Key": "k"})
    assert url.startswith(f"http://{user.bucket}.localhost:")
    client.put_object(Bucket=user.bucket, Key="k", Body=b"x")
    assert client.get_object(Bucket=user.bucket, Key="k")["Body"].read() == b"x"
    with refused("NoSuchKey", 404):
        client.get_object(Bucket=user.bucket, Key="none")
    bucket = f"{user.bucket}-2"
    client.create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": user.region}
    )
    found = [it["Name"] for it in client.list_buckets()["Buckets"]]
    assert found == [user.bucket, bucket]
    client.delete_bucket(Bucket=bucket)
    assert user.keys() == ["k"]


def test_a_body_is_asked_for_as_soon_as_it_is_wanted(user):
    with Connection(user) as connection:
        for content in (b"first", b"second"):
            connection.send_head(
                "PUT", f"/{user.bucket}/k", Content_Length=len(content), Expect="100-continue"
            )
            assert connection.read_head()[0] == 100
            connection.send(content)
            status, headers = connection.read_head()
            assert (status, headers["etag"]) == (200, etag(content))
    assert user.get(user.uri("k")) == b"second"


def test_a_body_that_is_not_wanted_is_not_asked_for(user):
    """The connection is closed, or is good for the next request after the body."""
    with Connection(user) as connection:
        connection.send_head(
            "PUT", "/portside-no-such-bucket/k", Content_Length=5, Expect="100-continue"
        )
        status, headers = connection.read_head()
        assert status == 404
        body = connection.file.read(int(headers["content-length"]))
        assert b"<Code>NoSuchBucket</Code>" in body
        if headers.get("connection", "").lower() == "close":
            assert connection.is_at_end()
            return
        connection.send(b"12345")
        connection.send_head("GET", f"/{user.bucket}/none")
        assert connection.read_answer()[0] == 404


def test_an_empty_body_is_not_asked_for(user):
    """botocore would take a 100 that it does not wait for as the next answer."""
    with Connection(user) as connection:
        connection.send_head(
            "PUT", f"/{user.bucket}/k", Content_Length=0, Expect="100-continue"
        )
        status, headers = connection.read_head()
        assert (status, headers["etag"]) == (200, etag(b""))
        if headers.get("connection", "").lower() == "close":
            assert connection.is_at_end()
            return
        connection.send_head("GET", f"/{user.bucket}/k")
        assert connection.read_answer() == (200, b"")


def test_a_body_without_a_length_is_refused(user):
    with Connection(user) as connection:
        connection.send_head("PUT", f"/{user.bucket}/k")
        status, headers = connection.read_head()
        body = connection.file.read(int(headers["content-length"]))
    assert status == 411
    assert b"<Code>MissingContentLength</Code>" in body
    assert b"<Message>You must provide the Content-Length HTTP header.</Message>" in body


def test_a_list_that_is_too_long_is_no_list(user):
    """S3 says so in XML, whatever the size."""
    user.put("k", "x")
    body = b"<Delete><Object><Key>k</Key></Object>" + b" " * (5 << 20) + b"</Delete>"
    answer = send(user, "POST", f"/{user.bucket}?delete", body)
    assert (answer.status, b"<Code>MalformedXML</Code>" in answer.body) == (400, True)
    assert user.keys() == ["k"]


def test_paths_are_taken_as_they_are_written(user):
    """Nothing is collapsed or decoded twice, and a plus sign is a plus sign."""
    paths = {
        "a//b": "a//b", "/lead": "/lead", "a/../b": "a/../b", "./c": "./c", "a+b": "a+b",
        "a%2Fb": "a/b", "a%252Fb": "a%2Fb", "a%20b": "a b", "%2e%2E/x": "../x",
    }
    for path in paths:
        assert send(user, "PUT", f"/{user.bucket}/{path}", path.encode()).status == 200
    assert user.keys() == sorted(paths.values(), key=str.encode)
    for path, key in paths.items():
        assert user.get(user.uri(key)) == path.encode()
