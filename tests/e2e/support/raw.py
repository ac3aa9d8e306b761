"""HTTP without an SDK: what curl users and broken clients send."""

import http.client
import json
from dataclasses import dataclass


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self):
        return json.loads(self.body)


def connect(url):
    """A connection of http.client to an http:// or https:// address."""
    scheme, _, address = url.partition("://")
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    return kinds[scheme](address, timeout=15)


def request(url, method, path, body=b"", headers=None):
    """One request on a connection of its own; nothing is added to it but what HTTP needs."""
    connection = connect(url)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def signed_as(user, service, **headers):
    """Headers with the scope of a signature. (Signatures themselves are not checked.)"""
    scope = f"{user.account}/20240101/{user.region}/{service}/aws4_request"
    authorization = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    return {"Authorization": authorization, **headers}


def call(user, target, body=b"{}", content_type="application/x-amz-json-1.1"):
    """An awsJson call: `target` is the X-Amz-Target, `body` bytes or what becomes JSON."""
    service = {"AWSGlue": "glue", "SageMaker": "sagemaker"}.get(
        target.partition(".")[0], "personalize"
    )
    headers = signed_as(user, service, **{"X-Amz-Target": target})
    if content_type:
        headers["Content-Type"] = content_type
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return request(user.server.url, "POST", "/", content, headers)


def geospatial_call(user, method, path, body=None):
    """A rest-json call of SageMaker Geospatial."""
    headers = signed_as(user, "sagemaker-geospatial")
    content = b""
    if body is not None:
        headers["Content-Type"] = "application/json"
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return request(user.server.url, method, path, content, headers)
