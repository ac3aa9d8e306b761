"""--verify-signatures: what a right secret may do, and how each service refuses a wrong one."""

import datetime
import http.client
import subprocess
import types
import urllib.parse

import boto3
import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from support.errors import refused
from support.polling import wait_until
from support.server import REGION, run_aws

KEYS = {
    "AKIDRIGHT": ("right/secret+1", "123456789012"),
    "AKIDOTHER": ("other-secret", "210987654321"),
}


@pytest.fixture
def server(start_server, tmp_path):
    file = tmp_path / "credentials"
    lines = ["# key secret account"]
    lines += [f"{key} {secret} {account}" for key, (secret, account) in KEYS.items()]
    file.write_text("\n".join(lines) + "\n")
    return start_server("--verify-signatures", "--credentials", str(file), "--time-scale", "0")


def client(server, service, key="AKIDRIGHT", secret=None, **config):
    return boto3.client(
        service, endpoint_url=server.url, region_name=REGION, aws_access_key_id=key,
        aws_secret_access_key=secret or KEYS[key][0],
        config=Config(retries={"max_attempts": 1}, **config),
    )


def make_bucket(server, name="signed"):
    s3 = client(server, "s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return s3


def test_every_service_takes_a_right_signature(server):
    s3 = make_bucket(server)
    for key in ("plain", "with space+plus/ümlaut", "a//b/../c", "x" * 200):
        s3.put_object(Bucket="signed", Key=key, Body=key.encode(), Metadata={"a": "b  c"})
        assert s3.get_object(Bucket="signed", Key=key)["Body"].read() == key.encode()
    assert s3.list_objects_v2(Bucket="signed", Prefix="with space+")["KeyCount"] == 1
    parts = s3.create_multipart_upload(Bucket="signed", Key="parts")
    upload = {"Bucket": "signed", "Key": "parts", "UploadId": parts["UploadId"]}
    etag = s3.upload_part(PartNumber=1, Body=b"part", **upload)["ETag"]
    s3.complete_multipart_upload(
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]}, **upload
    )
    assert client(server, "glue").get_databases()["DatabaseList"] == []
    assert client(server, "sagemaker").list_edge_packaging_jobs() is not None
    assert client(server, "personalize").list_dataset_groups()["datasetGroups"] == []
    geo = client(server, "sagemaker-geospatial")
    assert geo.list_earth_observation_jobs()["EarthObservationJobSummaries"] == []
    arn = f"arn:aws:sagemaker-geospatial:{REGION}:123456789012:earth-observation-job/abcdefghijkl"
    with refused("ResourceNotFoundException", 404):
        geo.get_earth_observation_job(Arn=arn)
    assert client(server, "sts").get_caller_identity()["Account"] == "123456789012"
    assert client(server, "sts", "AKIDOTHER").get_caller_identity()["Account"] == "210987654321"


@pytest.mark.parametrize("service, call, wrong, unknown", [
    ("s3", "list_buckets", ("SignatureDoesNotMatch", 403), ("InvalidAccessKeyId", 403)),
    ("glue", "get_databases", ("InvalidSignatureException", 400),
     ("UnrecognizedClientException", 400)),
    ("personalize", "list_dataset_groups", ("InvalidSignatureException", 400),
     ("UnrecognizedClientException", 400)),
    ("sagemaker", "list_edge_packaging_jobs", ("InvalidSignatureException", 400),
     ("UnrecognizedClientException", 400)),
    ("sagemaker-geospatial", "list_earth_observation_jobs", ("InvalidSignatureException", 403),
     ("UnrecognizedClientException", 403)),
    ("sts", "get_caller_identity", ("SignatureDoesNotMatch", 403), ("InvalidClientTokenId", 403)),
])
def test_every_service_refuses_a_wrong_one_by_name(server, service, call, wrong, unknown):
    with refused(*wrong):
        getattr(client(server, service, secret="wrong"), call)()
    with refused(*unknown):
        getattr(client(server, service, key="AKIDNOBODY", secret="x"), call)()


def fetch(url, method="GET", body=None, headers=None):
    """Status and body, as a browser without credentials gets them."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=15)
    connection.request(method, f"{parts.path}?{parts.query}", body=body, headers=headers or {})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, content


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_links_are_good_until_they_expire(server, version):
    make_bucket(server)
    s3 = client(server, "s3", signature_version=version)
    key = {"Bucket": "signed", "Key": "a b+c.txt"}
    put = s3.generate_presigned_url("put_object", Params={**key, "Metadata": {"made": "here"}})
    headers = {"x-amz-meta-made": "here"} if version == "s3v4" else {}
    assert fetch(put, "PUT", b"linked", headers)[0] == 200
    get = s3.generate_presigned_url(
        "get_object", Params={**key, "ResponseContentType": "text/plain; charset=utf-8"}
    )
    assert fetch(get) == (200, b"linked")
    assert s3.head_object(**key)["Metadata"] == {"made": "here"}

    status, body = fetch(get.replace("a%20b", "other"))
    assert (status, b"<Code>SignatureDoesNotMatch</Code>" in body) == (403, True)
    short = s3.generate_presigned_url("get_object", Params=key, ExpiresIn=1)
    status, body = wait_until(lambda: fetch(short), lambda answer: answer[0] != 200)[-1]
    assert (status, b"<Message>Request has expired</Message>" in body) == (403, True)
    status, body = fetch(f"{server.url}/signed/a%20b%2Bc.txt")
    assert (status, b"<Message>Access Denied</Message>" in body) == (403, True)


def test_a_request_of_an_hour_ago_is_too_old(server, monkeypatch):
    make_bucket(server)
    credentials = Credentials("AKIDRIGHT", KEYS["AKIDRIGHT"][0])

    earlier = datetime.datetime.utcnow() - datetime.timedelta(hours=1)
    clock = types.SimpleNamespace(utcnow=lambda: earlier)
    monkeypatch.setattr("botocore.auth.datetime", types.SimpleNamespace(datetime=clock))
    host = server.url.partition("://")[2]
    request = AWSRequest("GET", f"{server.url}/signed", headers={"Host": host})
    S3SigV4Auth(credentials, "s3", REGION).add_auth(request)
    status, body = fetch(f"{server.url}/signed", headers=dict(request.headers))
    assert status == 403
    assert b"<Code>RequestTimeTooSkewed</Code>" in body
    assert b"<MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>" in body


def test_the_buckets_of_another_account_are_closed(server):
    make_bucket(server)
    with refused("AccessDenied", 403):
        client(server, "s3", "AKIDOTHER").list_objects_v2(Bucket="signed")


def test_the_command_line_signs_as_well(server, tmp_path, monkeypatch):
    make_bucket(server)
    file = tmp_path / "file.txt"
    file.write_text("from a shell")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "aws"))
    (tmp_path / "aws").write_text(
        f"[right]\naws_access_key_id=AKIDRIGHT\naws_secret_access_key={KEYS['AKIDRIGHT'][0]}\n"
    )
    right = ["--profile", "right"]
    run_aws(server.url, [*right, "s3", "cp", str(file), "s3://signed/"])
    assert run_aws(server.url, [*right, "s3", "cp", "s3://signed/file.txt", "-"]) == "from a shell"
    with pytest.raises(subprocess.CalledProcessError) as failure:
        run_aws(server.url, ["s3", "cp", "s3://signed/file.txt", "-"])
    assert "403" in failure.value.stderr


def test_faults_of_the_file_stop_the_start(start_server, tmp_path):
    file = tmp_path / "credentials"
    file.write_text("AKIDRIGHT secret 12\n")
    with pytest.raises(AssertionError) as refusal:
        start_server("--verify-signatures", "--credentials", str(file))
    assert f"{file}, line 1: the account '12' does not have 12 digits" in str(refusal.value)
    with pytest.raises(AssertionError) as refusal:
        start_server("--verify-signatures")
    assert "--verify-signatures requires --credentials" in str(refusal.value)
