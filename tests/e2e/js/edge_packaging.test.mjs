// SPDX-License-Identifier: Apache-2.0
//
// DescribeEdgePackagingJob: a user compiles a model, packages it, and opens the package.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";

import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import {
  CreateCompilationJobCommand,
  CreateEdgePackagingJobCommand,
  DescribeCompilationJobCommand,
  DescribeEdgePackagingJobCommand,
  ResourceInUse,
  ResourceNotFound,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";

import { assertRecent, refused, watch } from "./support/answers.mjs";
import { startServer } from "./support/server.mjs";
import { packTarGz, unpackTarGz } from "./support/tar.mjs";
import { User, region } from "./support/user.mjs";

const RUNNING = ["STARTING", "INPROGRESS"];
const MODEL = {
  "model.onnx": Buffer.from(Uint8Array.from({ length: 3000 }, (_, i) => i % 251)),
  "code/inference.py": Buffer.from("print('hello')\n"),
};
const MANIFEST = "sagemaker_edge_manifest";

async function startUser(t, ...options) {
  const user = await User.of(await startServer(t, ...options));
  const sagemaker = new SageMakerClient(user.options);
  user.send = (Command, input) => sagemaker.send(new Command(input));
  return user;
}

function startCompilation(user, uri) {
  return user.send(CreateCompilationJobCommand, {
    CompilationJobName: "compile",
    RoleArn: user.role,
    InputConfig: { S3Uri: uri, Framework: "ONNX", DataInputConfig: '{"input":[1,3,224,224]}' },
    OutputConfig: { S3OutputLocation: user.uri("compiled"), TargetDevice: "jetson_nano" },
    StoppingCondition: { MaxRuntimeInSeconds: 900 },
  });
}

const finishCompilation = (user) =>
  watch(
    () => user.send(DescribeCompilationJobCommand, { CompilationJobName: "compile" }),
    (job) => job.CompilationJobStatus,
    RUNNING,
  );

async function compileModel(user) {
  await startCompilation(user, await user.putStream("models/resnet.tar.gz", packTarGz(MODEL)));
  const { seen, answer: job } = await finishCompilation(user);
  assert.deepEqual(seen, [...RUNNING, "COMPLETED"]);
  assertRecent(job.CreationTime, job.CompilationStartTime, job.CompilationEndTime);
  assert.equal(job.ModelArtifacts.S3ModelArtifacts, user.uri("compiled/resnet-jetson_nano.tar.gz"));
  return job;
}

function startPackaging(user) {
  return user.send(CreateEdgePackagingJobCommand, {
    EdgePackagingJobName: "package",
    CompilationJobName: "compile",
    ModelName: "detector",
    ModelVersion: "1.0",
    RoleArn: user.role,
    OutputConfig: { S3OutputLocation: user.uri("packages") },
  });
}

const finishPackaging = (user) =>
  watch(
    () => user.send(DescribeEdgePackagingJobCommand, { EdgePackagingJobName: "package" }),
    (job) => job.EdgePackagingJobStatus,
    RUNNING,
  );

test("edge packaging: a model is compiled and packaged", async (t) => {
  const user = await startUser(t);
  const compilation = await compileModel(user);
  await startPackaging(user);
  const { seen, answer: job } = await finishPackaging(user);
  assert.deepEqual(seen, [...RUNNING, "COMPLETED"]);
  assert.equal(
    job.EdgePackagingJobArn,
    `arn:aws:sagemaker:${region}:${user.account}:edge-packaging-job/package`,
  );
  assert.equal(job.ModelArtifact, user.uri("packages/detector-1.0.tar.gz"));
  assertRecent(compilation.CompilationEndTime, job.CreationTime, job.LastModifiedTime);
  assert.ok(job.CreationTime < job.LastModifiedTime);
  assert.ok(!("EdgePackagingJobStatusMessage" in job));
  assert.ok(Buffer.from(job.ModelSignature, "base64").length > 64);

  const compiled = unpackTarGz(await user.get(compilation.ModelArtifacts.S3ModelArtifacts));
  for (const [path, content] of Object.entries(MODEL)) assert.deepEqual(compiled[path], content);
  const { [MANIFEST]: manifest, ...files } = unpackTarGz(await user.get(job.ModelArtifact));
  assert.deepEqual(files, compiled);
  const { metadata, files: listed } = JSON.parse(manifest);
  assert.deepEqual([metadata.model_name, metadata.model_version], ["detector", "1.0"]);
  const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
  assert.deepEqual(
    Object.fromEntries(listed.map((file) => [file.path, [file.sha256, file.size]])),
    Object.fromEntries(Object.entries(files).map(([path, it]) => [path, [sha256(it), it.length]])),
  );
});

test("edge packaging: a compiled model that is gone fails the packaging", async (t) => {
  const user = await startUser(t);
  await compileModel(user);
  const compiled = { Bucket: user.bucket, Key: "compiled/resnet-jetson_nano.tar.gz" };
  await user.s3.send(new DeleteObjectCommand(compiled));
  await startPackaging(user);
  const { seen, answer: job } = await finishPackaging(user);
  assert.deepEqual(seen, [...RUNNING, "FAILED"]);
  assert.match(job.EdgePackagingJobStatusMessage, /^ClientError: /);
  assert.ok(job.EdgePackagingJobStatusMessage.includes(compiled.Key));
  assert.ok(!("ModelArtifact" in job));
  assert.deepEqual(await user.keys("packages/"), []);
  await refused(startPackaging(user), ResourceInUse);
});

test("edge packaging: errors are of the modelled classes", async (t) => {
  const user = await startUser(t, "--time-scale", "0");
  const missing = await refused(finishPackaging(user), ResourceNotFound);
  assert.match(missing.message, /'package'/);
  // Modelled for no operation of edge packaging.
  const early = await refused(startPackaging(user), Error);
  assert.equal(early.name, "ValidationException");
  assert.equal(early.message, "Could not find compilation job 'compile'.");

  await startCompilation(user, await user.put("model.tar.gz", "no archive"));
  const { answer: job } = await finishCompilation(user);
  assert.equal(job.CompilationJobStatus, "FAILED");
  assert.equal(
    job.FailureReason,
    "ClientError: InputConfiguration: Unable to untar input model. " +
      "Please confirm the model is a tar.gz file",
  );
});
