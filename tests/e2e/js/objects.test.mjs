// SPDX-License-Identifier: Apache-2.0
//
// What the flows read and write: a user puts a file as a stream, and gets it back.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3ServiceException,
} from "@aws-sdk/client-s3";

import { assertRecent, refused } from "./support/answers.mjs";
import { startServer } from "./support/server.mjs";
import { User } from "./support/user.mjs";

test("objects: a streamed file is kept as it was sent", async (t) => {
  const user = await User.of(await startServer(t));
  const folder = mkdtempSync(join(tmpdir(), "portside-js-"));
  t.after(() => rmSync(folder, { recursive: true }));
  // Larger than one piece of the stream.
  const content = randomBytes(300_000);
  writeFileSync(join(folder, "file"), content);

  const object = { Bucket: user.bucket, Key: "a folder/straße:1+1.bin" };
  const Body = createReadStream(join(folder, "file"));
  const put = await user.s3.send(new PutObjectCommand({ ...object, Body }));
  // Sent as a trailer, checked, and answered.
  assert.match(put.ChecksumCRC32, /^[\w+/]{6}==$/);
  const head = await user.s3.send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
  assert.equal(head.ContentLength, content.length);
  assert.equal(head.ETag, put.ETag);
  assert.equal(head.ChecksumCRC32, put.ChecksumCRC32);
  assertRecent(head.LastModified);
  assert.deepEqual(await user.get(user.uri(object.Key)), content);
  assert.deepEqual(await user.keys("a folder/"), [object.Key]);
});

test("objects: errors are of the modelled classes", async (t) => {
  const user = await User.of(await startServer(t));
  const object = { Bucket: user.bucket, Key: "none" };
  await refused(user.s3.send(new GetObjectCommand(object)), NoSuchKey, 404);
  await refused(user.s3.send(new HeadObjectCommand(object)), NotFound, 404);
  object.Bucket = "portside-no-such-bucket";
  const put = user.s3.send(new PutObjectCommand({ ...object, Body: "text" }));
  const error = await refused(put, S3ServiceException, 404);
  assert.equal(error.name, "NoSuchBucket");
});
