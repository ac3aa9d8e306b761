"""A bucket against a model of one: hundreds of small steps over keys that get in each other's way
as files and folders, each compared with a dictionary."""

import random

import pytest

from support.s3 import etag, s3

SEGMENTS = ["a", "b", "a-b", "a.b", "A", "", "..", ".", " ", "ä", "a\n"]
STEPS = 400


class Model:
    """What S3 says of itself: keys in the order of their bytes, and nothing else."""

    def __init__(self):
        self.objects = {}

    def list(self, prefix, delimiter, start_after, max_keys):
        """The entries of one page, ("key", it) or ("folder", it), and whether there are more."""
        entries = []
        for key in sorted(self.objects, key=str.encode):
            if not key.startswith(prefix):
                continue
            entry = ("key", key)
            end = key.find(delimiter, len(prefix)) if delimiter else -1
            if end >= 0:
                entry = ("folder", key[: end + len(delimiter)])
            if entry[1].encode() > start_after.encode() and entry not in entries[-1:]:
                entries.append(entry)
        return entries[:max_keys], len(entries) > max_keys


def random_key(chance):
    while not (key := "/".join(chance.choices(SEGMENTS, k=chance.randint(1, 4)))):
        pass
    return key


def check_listing(client, bucket, model, chance):
    """One page of a random question."""
    prefix = chance.choice(["", "", "a", "a/", "a//", "b/", "../", random_key(chance)])
    delimiter = chance.choice(["", "/", "/", "//", "b"])
    start_after = chance.choice(["", "", "a", "a/", random_key(chance)])
    # A page after the middle of a folder begins with that folder again, or does not: AWS does not
    # say. Continuation tokens, which never lie there, are what the other tests are about.
    if delimiter and delimiter in start_after:
        start_after = ""
    max_keys = chance.choice([1, 2, 3, 1000])
    answer = client.list_objects_v2(
        Bucket=bucket, Prefix=prefix, Delimiter=delimiter, StartAfter=start_after,
        MaxKeys=max_keys,
    )
    found = [("key", it["Key"]) for it in answer.get("Contents", [])]
    found += [("folder", it["Prefix"]) for it in answer.get("CommonPrefixes", [])]
    question = (prefix, delimiter, start_after, max_keys)
    expected, is_truncated = model.list(*question)
    assert sorted(found) == sorted(expected), question
    assert answer["IsTruncated"] == is_truncated, question
    for item in answer.get("Contents", []):
        content = model.objects[item["Key"]]
        assert (item["Size"], item["ETag"]) == (len(content), etag(content)), item["Key"]


def check_all(client, bucket, model):
    """Every object, by pages of three."""
    pages = client.get_paginator("list_objects_v2").paginate(
        Bucket=bucket, PaginationConfig={"PageSize": 3}
    )
    keys = [it["Key"] for page in pages for it in page.get("Contents", [])]
    assert keys == sorted(model.objects, key=str.encode)
    for key in keys:
        body = client.get_object(Bucket=bucket, Key=key)["Body"].read()
        assert body == model.objects[key], key


@pytest.mark.parametrize("seed", [1, 2])
def test_a_bucket_is_a_dictionary_of_its_keys(user, seed):
    chance = random.Random(seed)
    model = Model()
    client, bucket = s3(user), user.bucket
    for step in range(STEPS):
        key = random_key(chance)
        action = chance.random()
        if action < 0.4:
            model.objects[key] = f"content of {step}".encode()
            client.put_object(Bucket=bucket, Key=key, Body=model.objects[key])
        elif action < 0.6:
            key = chance.choice([key, *model.objects])
            model.objects.pop(key, None)
            client.delete_object(Bucket=bucket, Key=key)
        elif action < 0.7 and model.objects:
            source = chance.choice(list(model.objects))
            if source != key:
                model.objects[key] = model.objects[source]
                client.copy_object(
                    Bucket=bucket, Key=key, CopySource={"Bucket": bucket, "Key": source})
        else:
            check_listing(client, bucket, model, chance)
    check_all(client, bucket, model)
    client.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": key} for key in model.objects]})
    client.delete_bucket(Bucket=bucket)
