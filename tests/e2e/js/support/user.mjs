// SPDX-License-Identifier: Apache-2.0
//
// A customer: an account of its own on a server, a role, and a bucket.

import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { Readable } from "node:stream";

import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";

export const region = "us-west-2";

export class User {
  static async of(server) {
    const user = new User(server);
    user.bucket = `portside-js-${randomUUID()}`;
    await user.s3.send(
      new CreateBucketCommand({
        Bucket: user.bucket,
        CreateBucketConfiguration: { LocationConstraint: region },
      }),
    );
    return user;
  }

  constructor(server) {
    // Another account for every test, so that tests can share an endpoint.
    this.account = String(randomInt(1e11, 1e12));
    this.role = `arn:aws:iam::${this.account}:role/portside-test`;
    this.options = {
      endpoint: server.url,
      region,
      credentials: { accessKeyId: this.account, secretAccessKey: "secret" },
      maxAttempts: 1,
    };
    this.s3 = new S3Client({ ...this.options, forcePathStyle: true });
  }

  uri(key = "") {
    return `s3://${this.bucket}/${key}`;
  }

  // Puts text or bytes; returns the object's S3 URI.
  async put(key, body) {
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body }));
    return this.uri(key);
  }

  // Puts text or bytes as a stream of small pieces, which the SDK sends as aws-chunked content
  // with the checksum in a trailer.
  async putStream(key, content) {
    const bytes = Buffer.from(content);
    const pieces = [];
    for (let at = 0; at < bytes.length; at += 16) pieces.push(bytes.subarray(at, at + 16));
    const answer = await this.s3.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: key,
        Body: Readable.from(pieces, { objectMode: false }),
        ContentLength: bytes.length,
      }),
    );
    assert.ok(answer.ChecksumCRC32, "the checksum of the trailer was not answered");
    return this.uri(key);
  }

  // The bytes of an object, by S3 URI. The SDK verifies their checksum.
  async get(uri) {
    const [, Bucket, Key] = uri.match(/^s3:\/\/([^/]+)\/(.+)$/);
    const answer = await this.s3.send(new GetObjectCommand({ Bucket, Key }));
    // The encoding of a transfer is not the object's.
    assert.equal(answer.ContentEncoding, undefined);
    return Buffer.from(await answer.Body.transformToByteArray());
  }

  async keys(prefix) {
    const answer = await this.s3.send(
      new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix }),
    );
    return (answer.Contents ?? []).map((object) => object.Key);
  }
}
