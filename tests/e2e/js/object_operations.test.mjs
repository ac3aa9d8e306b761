// SPDX-License-Identifier: Apache-2.0
//
// What programs do with objects beside moving them: conditions, copies, deletions, listings, tags.

import assert from "node:assert/strict";
import test from "node:test";

import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";

import { startServer } from "./support/server.mjs";
import { User, region } from "./support/user.mjs";

const KEYS = [
  "a", "a/b", "a//c", "../up", "folder/", "plus+ space", "percent%2F", "straße/日本",
  "quotes'\"&<>", "semi;colon=@$,#?",
];

test("operations: conditional puts", async (t) => {
  const user = await User.of(await startServer(t));
  const object = { Bucket: user.bucket, Key: "lock" };
  const put = (Body, conditions) =>
    user.s3.send(new PutObjectCommand({ ...object, Body, ...conditions }));
  const { ETag } = await put("first", { IfNoneMatch: "*" });
  for (const [conditions, name, status] of [
    [{ IfNoneMatch: "*" }, "PreconditionFailed", 412],
    [{ IfMatch: '"other"' }, "PreconditionFailed", 412],
    [{ IfNoneMatch: ETag }, "NotImplemented", 501],
  ]) {
    const error = await put("second", conditions).catch((reason) => reason);
    assert.deepEqual([error.name, error.$metadata.httpStatusCode], [name, status]);
  }
  assert.equal((await user.get(user.uri("lock"))).toString(), "first");
  await put("second", { IfMatch: ETag });
  assert.equal((await user.get(user.uri("lock"))).toString(), "second");
  const unmodified = new GetObjectCommand({ ...object, IfMatch: ETag });
  await assert.rejects(user.s3.send(unmodified), { name: "PreconditionFailed" });
});

test("operations: objects of odd keys are copied, read and deleted", async (t) => {
  const user = await User.of(await startServer(t));
  const Bucket = user.bucket;
  for (const key of KEYS) {
    await user.put(key, `content of ${key}`);
    const Key = `copies/${key}`;
    // Encoded as the API asks for.
    const CopySource = `${Bucket}/${encodeURIComponent(key)}`;
    const copy = await user.s3.send(new CopyObjectCommand({ Bucket, Key, CopySource }));
    const head = await user.s3.send(new HeadObjectCommand({ Bucket, Key }));
    assert.equal(copy.CopyObjectResult.ETag, head.ETag);
    assert.equal((await user.get(user.uri(Key))).toString(), `content of ${key}`);
  }
  const inOrder = [...KEYS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  assert.deepEqual(await user.keys("copies/"), inOrder.map((key) => `copies/${key}`));
  const Objects = KEYS.map((Key) => ({ Key }));
  const command = new DeleteObjectsCommand({ Bucket, Delete: { Objects } });
  const { Deleted, Errors } = await user.s3.send(command);
  assert.deepEqual([Deleted.map((it) => it.Key), Errors], [KEYS, undefined]);
  for (const key of await user.keys()) {
    await user.s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
  }
  assert.deepEqual(await user.keys(), []);
});

test("operations: a copy source as people write it", async (t) => {
  const user = await User.of(await startServer(t));
  const Bucket = user.bucket;
  for (const key of ["plain", "with space", "straße"]) {
    await user.put(key, key);
    const CopySource = `/${Bucket}/${key}`;
    await user.s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
    assert.equal((await user.get(user.uri("copy"))).toString(), key);
  }
});

test("operations: listings by pages and folders", async (t) => {
  const user = await User.of(await startServer(t));
  const names = ["in/a b", "in/c", "in/deep/d", "in/deep/e", "in/f", "other"];
  for (const key of names) await user.put(key, key);
  const paged = async (pageSize, input) => {
    const found = { keys: [], folders: [], pages: 0 };
    const pages = paginateListObjectsV2({ client: user.s3, pageSize },
      { Bucket: user.bucket, ...input });
    for await (const page of pages) {
      found.pages += 1;
      found.keys.push(...(page.Contents ?? []).map((it) => it.Key));
      found.folders.push(...(page.CommonPrefixes ?? []).map((it) => it.Prefix));
    }
    return found;
  };
  assert.deepEqual(await paged(4, {}), { keys: names, folders: [], pages: 2 });
  assert.deepEqual(await paged(2, { Prefix: "in/", Delimiter: "/" }), {
    keys: ["in/a b", "in/c", "in/f"], folders: ["in/deep/"], pages: 2,
  });
  const versions = await user.s3.send(new ListObjectVersionsCommand({ Bucket: user.bucket }));
  assert.deepEqual(versions.Versions.map((it) => [it.Key, it.VersionId, it.IsLatest]),
    names.map((key) => [key, "null", true]));
  assert.deepEqual(versions.Versions[0].ChecksumAlgorithm, ["CRC32"]);
});

test("operations: tags, and what a bucket says of itself", async (t) => {
  const user = await User.of(await startServer(t));
  const object = { Bucket: user.bucket, Key: "k" };
  await user.put("k", "x");
  const TagSet = [{ Key: "a", Value: "1" }, { Key: "b c", Value: "ß+/" }];
  await user.s3.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
  assert.deepEqual((await user.s3.send(new GetObjectTaggingCommand(object))).TagSet, TagSet);
  assert.equal((await user.s3.send(new HeadObjectCommand(object))).TagCount, 2);
  const bucket = { Bucket: user.bucket };
  assert.equal((await user.s3.send(new HeadBucketCommand(bucket))).BucketRegion, region);
  const location = await user.s3.send(new GetBucketLocationCommand(bucket));
  assert.equal(location.LocationConstraint, region);
  const { Buckets } = await user.s3.send(new ListBucketsCommand({}));
  assert.deepEqual(Buckets.map((it) => it.Name), [user.bucket]);
});
