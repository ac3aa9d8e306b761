"""A customer: an account of its own on a server, a role, and a bucket."""

import functools
import random
import uuid

from support.server import REGION


class User:
    def __init__(self, server, account=None, region=REGION):
        self.server = server
        # Another account for every test, so that tests can share a server.
        self.account = account or f"{random.randrange(10**11, 10**12)}"
        self.region = region
        self.role = f"arn:aws:iam::{self.account}:role/portside-test"
        self._clients = {}

    def client(self, service):
        # A server that was started again has another port.
        key = (service, self.server.url)
        if key not in self._clients:
            self._clients[key] = self.server.client(service, self.account, self.region)
        return self._clients[key]

    def aws(self, *arguments):
        return self.server.aws(*arguments, account=self.account, region=self.region)

    @functools.cached_property
    def bucket(self):
        """The user's bucket, made when it is first used."""
        return self.make_bucket()

    def make_bucket(self):
        name = f"portside-test-{uuid.uuid4().hex[:16]}"
        location = {"LocationConstraint": self.region}
        self.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=location)
        return name

    def uri(self, key=""):
        return f"s3://{self.bucket}/{key}"

    def put(self, key, content):
        """Puts text or bytes into the user's bucket. Returns the object's S3 URI."""
        body = content.encode() if isinstance(content, str) else content
        self.client("s3").put_object(Bucket=self.bucket, Key=key, Body=body)
        return self.uri(key)

    def get(self, uri):
        """The bytes of an object, by S3 URI."""
        bucket, key = split_uri(uri)
        return self.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()

    def keys(self, prefix=""):
        """The keys of the user's bucket that begin with `prefix`."""
        pages = self.client("s3").get_paginator("list_objects_v2")
        pages = pages.paginate(Bucket=self.bucket, Prefix=prefix)
        return [item["Key"] for page in pages for item in page.get("Contents", [])]


def split_uri(uri):
    assert uri.startswith("s3://"), uri
    bucket, _, key = uri[len("s3://") :].partition("/")
    return bucket, key
