"""Pages in somebody's browser: what they may do, and what not, with the data plane."""

import base64
import json

import pytest

from support.raw import request, signed_as

EVIL = {"Origin": "https://evil.example"}
REBOUND = {"Host": "evil.example:4566"}
BOUNDARY = "b"


def form_of(fields, content="text"):
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
             for name, value in fields.items()]
    parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n'
                 f"\r\n{content}\r\n--{BOUNDARY}--\r\n")
    return "".join(parts).encode()


def post_form(server, bucket, fields, **headers):
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **headers}
    return request(server.url, "POST", f"/{bucket}", form_of(fields), headers)


@pytest.fixture
def bucket(server):
    """A bucket of the default account."""
    assert request(server.url, "PUT", "/portside-pages").status == 200
    assert request(server.url, "PUT", "/portside-pages/k", b"kept").status == 200
    return "portside-pages"


@pytest.mark.parametrize(
    "page", [EVIL, REBOUND, {"Origin": "null"}], ids=["origin", "host", "null"])
def test_a_page_of_another_origin_is_refused(server, bucket, page):
    for method, path, body in [
        ("GET", f"/{bucket}/k", b""), ("PUT", f"/{bucket}/k", b"x"),
        ("DELETE", f"/{bucket}/k", b""),
        ("POST", f"/{bucket}?delete", b"<Delete><Object><Key>k</Key></Object></Delete>"),
    ]:
        answer = request(server.url, method, path, body, page)
        assert (answer.status, answer.headers["Content-Type"]) == (403, "application/xml")
        assert b"<Code>AccessDenied</Code>" in answer.body
    answer = request(server.url, "POST", "/", b"{}",
                     {"X-Amz-Target": "AWSGlue.GetDatabases", "Content-Type": "text/plain", **page})
    assert (answer.status, answer.json()["__type"]) == (403, "AccessDeniedException")
    answer = request(server.url, "POST", "/vector-enrichment-jobs?X-Amz-Credential=a/1/r/sagemaker-"
                     "geospatial/aws4_request", b"{}", {"Content-Type": "text/plain", **page})
    assert answer.status == 403
    assert request(server.url, "GET", f"/{bucket}/k").body == b"kept"


@pytest.mark.parametrize(
    "page", [{"Origin": "http://localhost:3000"}, {"Host": "portside:4566"}, {}])
def test_pages_and_programs_of_this_machine_are_welcome(server, bucket, page):
    assert request(server.url, "GET", f"/{bucket}/k", headers=page).body == b"kept"


def test_links_and_signed_requests_are_for_everybody(user):
    user.put("k", "kept")
    link = user.client("s3").generate_presigned_url(
        "get_object", Params={"Bucket": user.bucket, "Key": "k"})
    path = "/" + link.split("/", 3)[3]
    assert request(user.server.url, "GET", path, headers=EVIL).body == b"kept"
    signed = signed_as(user, "s3", **EVIL)
    assert request(user.server.url, "GET", f"/{user.bucket}/k", headers=signed).body == b"kept"


def test_a_form_of_a_page_needs_a_policy(server, bucket):
    answer = post_form(server, bucket, {"key": "k"}, **EVIL)
    assert (answer.status, b"<Code>AccessDenied</Code>" in answer.body) == (403, True)
    assert post_form(server, bucket, {"key": "k"}).status == 204
    policy = {"expiration": "2099-01-01T00:00:00Z", "conditions": [{"key": "k"}]}
    text = base64.b64encode(json.dumps(policy).encode()).decode()
    answer = post_form(server, bucket, {"key": "k", "policy": text}, **EVIL)
    assert answer.status == 204, answer.body
    logged = request(server.url, "GET", "/_portside/requests?operation=PostObject").json()
    for form in logged["requests"]:
        whole = request(server.url, "GET", f"/_portside/requests/{form['id']}")
        assert b"policy" not in whole.body and text.encode() not in whole.body
