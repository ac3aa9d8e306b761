// SPDX-License-Identifier: Apache-2.0
//
// Objects as programs move them: streams, parts, ranges, presigned URLs, and their checksums.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync,
} from "node:fs";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import test from "node:test";

import {
  DeleteObjectCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

import { startServer } from "./support/server.mjs";
import { User } from "./support/user.mjs";

const MEBIBYTE = 1 << 20;
const md5 = (bytes) => createHash("md5").update(bytes).digest();

async function bytesOf(answer) {
  return Buffer.from(await answer.Body.transformToByteArray());
}

function folderOf(t) {
  const folder = mkdtempSync(join(tmpdir(), "portside-js-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("transfers: a file streams up and down", async (t) => {
  const user = await User.of(await startServer(t));
  const folder = folderOf(t);
  // Above 2 MiB the SDK expects a 100 before it sends.
  const content = randomBytes(5 * MEBIBYTE + 1);
  writeFileSync(join(folder, "up"), content);
  const object = { Bucket: user.bucket, Key: "file" };
  const put = await user.s3.send(
    new PutObjectCommand({ ...object, Body: createReadStream(join(folder, "up")) }),
  );
  assert.equal(put.ETag, `"${md5(content).toString("hex")}"`);
  assert.equal(put.ChecksumType, "FULL_OBJECT");
  const got = await user.s3.send(new GetObjectCommand(object));
  await pipeline(got.Body, createWriteStream(join(folder, "down")));
  assert.deepEqual(readFileSync(join(folder, "down")), content);
  assert.deepEqual(await user.get((await user.put("bytes", content), user.uri("bytes"))), content);
});

test("transfers: each algorithm, of bytes and of streams", async (t) => {
  const user = await User.of(await startServer(t));
  const content = Buffer.from("123456789");
  // The check values of the CRC catalogue, and digests.
  const expected = {
    CRC32: Buffer.from("cbf43926", "hex").toString("base64"),
    CRC32C: Buffer.from("e3069283", "hex").toString("base64"),
    CRC64NVME: Buffer.from("ae8b14860a799888", "hex").toString("base64"),
    SHA1: createHash("sha1").update(content).digest("base64"),
    SHA256: createHash("sha256").update(content).digest("base64"),
  };
  for (const [ChecksumAlgorithm, value] of Object.entries(expected)) {
    const object = { Bucket: user.bucket, Key: ChecksumAlgorithm };
    const member = `Checksum${ChecksumAlgorithm}`;
    for (const Body of [content, Readable.from([content], { objectMode: false })]) {
      const ContentLength = content.length;
      const command = new PutObjectCommand({ ...object, Body, ContentLength, ChecksumAlgorithm });
      assert.equal((await user.s3.send(command))[member], value);
    }
    // The SDK verifies what it reads.
    assert.deepEqual(await bytesOf(await user.s3.send(new GetObjectCommand(object))), content);
    const head = await user.s3.send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
    assert.equal(head[member], value);
    const wrong = new PutObjectCommand({ ...object, Body: "other", [member]: value });
    await assert.rejects(user.s3.send(wrong), { name: "BadDigest" });
  }
});

test("transfers: ranges", async (t) => {
  const user = await User.of(await startServer(t));
  await user.put("k", "0123456789");
  const object = { Bucket: user.bucket, Key: "k" };
  for (const [Range, content, ContentRange] of [
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=8-", "89", "bytes 8-9/10"],
  ]) {
    const got = await user.s3.send(new GetObjectCommand({ ...object, Range }));
    assert.equal(await got.Body.transformToString(), content);
    assert.equal(got.ContentRange, ContentRange);
    assert.equal(got.$metadata.httpStatusCode, 206);
  }
  const beyond = user.s3.send(new GetObjectCommand({ ...object, Range: "bytes=10-" }));
  await assert.rejects(beyond, { name: "InvalidRange" });
});

test("transfers: lib-storage uploads a stream in parts", async (t) => {
  const user = await User.of(await startServer(t));
  const content = randomBytes(11 * MEBIBYTE);
  const parts = [0, 5, 10].map((at) => content.subarray(at * MEBIBYTE, (at + 5) * MEBIBYTE));
  const object = { Bucket: user.bucket, Key: "a b/large" };
  for (const ChecksumAlgorithm of [undefined, "SHA256", "CRC64NVME"]) {
    const upload = new Upload({
      client: user.s3,
      partSize: 5 * MEBIBYTE,
      params: { ...object, ChecksumAlgorithm, ContentType: "text/x-own", Metadata: { a: "b" },
        Body: Readable.from(parts, { objectMode: false }) },
    });
    const done = await upload.done();
    const etag = md5(Buffer.concat(parts.map(md5))).toString("hex");
    assert.equal(done.ETag, `"${etag}-3"`);
    assert.equal((await user.s3.send(new HeadObjectCommand(object))).Metadata.a, "b");
    assert.deepEqual(await user.get(user.uri(object.Key)), content);
    const ObjectAttributes = ["Checksum", "ObjectParts", "ObjectSize"];
    const told = await user.s3.send(
      new GetObjectAttributesCommand({ ...object, ObjectAttributes }),
    );
    assert.equal(told.ObjectSize, content.length);
    assert.equal(told.ObjectParts.TotalPartsCount, 3);
    const whole = ChecksumAlgorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE";
    if (ChecksumAlgorithm) {
      assert.equal(told.Checksum.ChecksumType, whole);
      assert.ok(told.Checksum[`Checksum${ChecksumAlgorithm}`]);
    }
  }
});

test("transfers: an upload that is aborted leaves nothing", async (t) => {
  const user = await User.of(await startServer(t));
  const params = { Bucket: user.bucket, Key: "k", Body: randomBytes(11 * MEBIBYTE) };
  const upload = new Upload({ client: user.s3, partSize: 5 * MEBIBYTE, params, queueSize: 1 });
  upload.on("httpUploadProgress", () => upload.abort());
  await assert.rejects(upload.done(), { name: "AbortError" });
  assert.deepEqual(await user.keys(), []);
});

test("transfers: presigned URLs are fetched and put", async (t) => {
  const user = await User.of(await startServer(t));
  const object = { Bucket: user.bucket, Key: "a folder/straße+1&2?.txt" };
  const hoisted = { ...object, ContentType: "text/x-own", Metadata: { by: "me" }, Tagging: "a=1" };
  // The URL carries the checksum of an empty body, which is not that of what is put.
  const putUrl = await getSignedUrl(user.s3, new PutObjectCommand(hoisted));
  const headers = { "content-type": "text/x-own" };
  const put = await fetch(putUrl, { method: "PUT", body: "from a browser", headers });
  assert.equal(put.status, 200);
  const head = await user.s3.send(new HeadObjectCommand(object));
  assert.deepEqual([head.ContentType, head.Metadata], ["text/x-own", { by: "me" }]);

  const ResponseContentDisposition = 'attachment; filename="a & b.txt"';
  const command = new GetObjectCommand({ ...object, ResponseContentDisposition });
  const getUrl = await getSignedUrl(user.s3, command, { expiresIn: 60 });
  const got = await fetch(getUrl);
  assert.equal(await got.text(), "from a browser");
  assert.equal(got.headers.get("content-disposition"), ResponseContentDisposition);
  const range = await fetch(getUrl, { headers: { range: "bytes=5-5" } });
  assert.deepEqual([range.status, await range.text()], [206, "a"]);

  const deleteUrl = await getSignedUrl(user.s3, new DeleteObjectCommand(object));
  assert.equal((await fetch(deleteUrl, { method: "DELETE" })).status, 204);
  const gone = await fetch(getUrl);
  assert.equal(gone.status, 404);
  assert.match(await gone.text(), /<Code>NoSuchKey<\/Code>/);
  const part = new UploadPartCommand({ ...object, UploadId: "none", PartNumber: 1 });
  const partUrl = await getSignedUrl(user.s3, part);
  assert.equal((await fetch(partUrl, { method: "PUT", body: "x" })).status, 404);
});

test("transfers: a bucket is found by its host", async (t) => {
  const server = await startServer(t);
  const user = await User.of(server);
  const { port, protocol } = new URL(server.url);
  const address = "127.0.0.1";
  // Few resolvers know `bucket.localhost`, so here every name is that of the server.
  const lookup = (name, options, done) =>
    options.all ? done(null, [{ address, family: 4 }]) : done(null, address, 4);
  // Nor does Node.js take a certificate's wildcard directly below a top level.
  const host = protocol === "https:" ? "s3.localhost" : "localhost";
  const endpoint = `${protocol}//${host}:${port}`;
  const requestHandler = {
    httpAgent: new http.Agent({ lookup, keepAlive: false }),
    httpsAgent: new https.Agent({ lookup, keepAlive: false }),
  };
  const s3 = new S3Client({ ...user.options, endpoint, requestHandler });
  const object = { Bucket: user.bucket, Key: "a b//c/" };
  const url = await getSignedUrl(s3, new GetObjectCommand(object));
  assert.equal(new URL(url).host, `${user.bucket}.${host}:${port}`);
  await s3.send(new PutObjectCommand({ ...object, Body: "content" }));
  const got = await s3.send(new GetObjectCommand(object));
  assert.equal(await got.Body.transformToString(), "content");
  assert.deepEqual(await user.keys(), [object.Key]);
});
