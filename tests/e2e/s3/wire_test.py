"""What a user of curl or of a socket sees: addresses, errors byte by byte, and Expect."""

import re
import socket

import pytest

from support.connection import Connection
from support.errors import refused
from support.raw import request, signed_as
from support.s3 import etag
from support.server import TLS, make_client

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
    assert "x-amzn-RequestId" not in answer.headers
    logged = request(user.server.url, "GET", f"/_portside/requests/{request_id}").json()
    assert (logged["id"], logged["status"]) == (request_id, status)
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
    # Nor does OpenSSL take a certificate's wildcard directly below a top level.
    host = "s3.localhost" if TLS else "localhost"
    scheme, _, port = user.server.url.split(":")
    client = make_client(
        f"{scheme}://{host}:{port}", "s3", user.account, user.region,
        s3={"addressing_style": "virtual"},
    )
    url = client.generate_presigned_url("get_object", Params={"Bucket": user.bucket, "Key": "k"})
    assert url.startswith(f"{scheme}://{user.bucket}.{host}:")
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


# What breaks HTTP amid a body, sent to (service, target, content type), and how it is told.
BROKEN = b"5\r\nhello\r\nnot a size\r\n"


def send_broken(user, service, method, path, **headers):
    """Returns the status, the headers and the body of the answer."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked"]
    for name, value in signed_as(user, service, **headers).items():
        lines.append(f"{name.replace('_', '-')}: {value}")
    with Connection(user) as connection:
        connection.send(("\r\n".join(lines) + "\r\n\r\n").encode() + BROKEN)
        status, answer = connection.read_head()
        return status, answer, connection.file.read(int(answer["content-length"]))


def logged_as(user, request_id):
    answer = request(user.server.url, "GET", f"/_portside/requests/{request_id}")
    assert answer.status == 200, answer.body
    return answer.json()


def test_a_body_that_is_no_http_is_refused_in_the_form_of_its_service(user):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    status, headers, body = send_broken(user, "s3", "POST", f"/{user.bucket}?delete")
    assert (status, headers["content-type"]) == (400, "application/xml")
    assert b"<Error><Code>BadRequest</Code><Message>The body's chunked" in body
    assert b"<RequestId>" + headers["x-amz-request-id"].encode() in body
    logged = logged_as(user, headers["x-amz-request-id"])
    assert (logged["status"], logged["service"], logged["error"]) == (400, "s3", "BadRequest")

    status, headers, body = send_broken(user, "sts", "POST", "/", **form)
    assert (status, headers["content-type"]) == (400, "text/xml")
    assert b"<Code>BadRequest</Code>" in body and b"<ErrorResponse" in body
    assert logged_as(user, headers["x-amzn-requestid"])["status"] == 400

    status, headers, body = send_broken(
        user, "glue", "POST", "/", **{"X-Amz-Target": "AWSGlue.GetDatabases"})
    assert (status, headers["x-amzn-errortype"]) == (400, "BadRequest")
    assert body.startswith(b'{"__type":"BadRequest"')
    assert logged_as(user, headers["x-amzn-requestid"])["status"] == 400


def test_a_service_that_is_not_there_answers_in_the_form_of_its_protocol(user):
    answer = request(
        user.server.url, "POST", "/", b"Action=DescribeInstances&Version=2016-11-15",
        signed_as(user, "ec2", **{"Content-Type": "application/x-www-form-urlencoded"}))
    assert (answer.status, answer.headers["Content-Type"]) == (501, "text/xml")
    assert b"ec2" in answer.body and b"<ErrorResponse" in answer.body


def test_a_head_that_is_too_large_is_refused_in_the_form_of_its_service(user):
    answer = send(user, "GET", f"/{user.bucket}", **{f"X-{n}": "x" * 900 for n in range(90)})
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/xml")
    assert b"<Code>RequestHeaderSectionTooLarge</Code>" in answer.body


def test_headers_of_the_answer_are_chosen_by_who_has_signed(user):
    user.put("k", "x")
    path = f"/{user.bucket}/k?response-content-type=text%2Fcsv"
    assert send(user, "GET", path).headers["Content-Type"] == "text/csv"
    answer = request(user.server.url, "GET", path)
    assert answer.status == 400
    assert (b"<Code>InvalidRequest</Code><Message>Request specific response headers cannot be used "
            b"for anonymous GET requests.</Message>") in answer.body


def test_a_digest_of_the_body_means_a_plain_body(user):
    digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    put = send(user, "PUT", f"/{user.bucket}/k", b"hello", **{
        "Content-Encoding": "gzip, aws-chunked", "x-amz-content-sha256": digest})
    assert put.status == 200
    got = send(user, "GET", f"/{user.bucket}/k")
    assert (got.body, got.headers["Content-Encoding"]) == (b"hello", "gzip")
    wrong = send(user, "PUT", f"/{user.bucket}/k", b"jello", **{
        "Content-Encoding": "aws-chunked", "x-amz-content-sha256": digest})
    assert (wrong.status, b"XAmzContentSHA256Mismatch" in wrong.body) == (400, True)


def test_a_path_without_a_bucket_is_not_the_list_of_buckets(user):
    answer = send(user, "GET", "//key")
    assert (answer.status, b"<Code>InvalidBucketName</Code>" in answer.body) == (400, True)


@pytest.mark.parametrize("name", ["foo.-bar", "foo-.bar"])
def test_labels_of_a_bucket_begin_and_end_with_letters_or_digits(user, name):
    answer = send(user, "PUT", f"/{name}")
    assert (answer.status, b"<Code>InvalidBucketName</Code>" in answer.body) == (400, True)
