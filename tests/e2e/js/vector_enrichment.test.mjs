// SPDX-License-Identifier: Apache-2.0
//
// ExportVectorEnrichmentJob: a user brings places, and gets addresses.

import assert from "node:assert/strict";
import test from "node:test";

import {
  ConflictException,
  ExportVectorEnrichmentJobCommand,
  GetVectorEnrichmentJobCommand,
  ResourceNotFoundException,
  SageMakerGeospatialClient,
  StartVectorEnrichmentJobCommand,
  ValidationException,
} from "@aws-sdk/client-sagemaker-geospatial";

import { assertRecent, refused, watch } from "./support/answers.mjs";
import { startServer } from "./support/server.mjs";
import { User, region } from "./support/user.mjs";

const ADDRESS_COLUMNS =
  "reverse_geo.address_number,reverse_geo.country,reverse_geo.label,reverse_geo.municipality," +
  "reverse_geo.neighborhood,reverse_geo.postal_code,reverse_geo.region,reverse_geo.status";
const PLACES =
  "id,longitude,latitude,note\n" +
  '1,-149.8935557,61.21759217,"by the water, on a hill"\n' +
  "2,13.40,52.52,Straße\n" +
  "3,10.0,95.0,off the globe\n";
const ADDRESS = /^,(\d+),(\w+),"\1 [^",]+, ([^",]+), ([^",]+), (\d{5}), \2",\3,,\5,\4,Valid Data$/;

async function startUser(t, ...options) {
  const user = await User.of(await startServer(t, ...options));
  user.geo = new SageMakerGeospatialClient(user.options);
  return user;
}

function start(user, uri) {
  return user.geo.send(
    new StartVectorEnrichmentJobCommand({
      Name: "places",
      ExecutionRoleArn: user.role,
      InputConfig: { DocumentType: "CSV", DataSourceConfig: { S3Data: { S3Uri: uri } } },
      JobConfig: {
        ReverseGeocodingConfig: { XAttributeName: "longitude", YAttributeName: "latitude" },
      },
    }),
  );
}

function exportJob(user, Arn, uri) {
  const OutputConfig = { S3Data: { S3Uri: uri, KmsKeyId: "" } };
  return user.geo.send(
    new ExportVectorEnrichmentJobCommand({ Arn, ExecutionRoleArn: user.role, OutputConfig }),
  );
}

const get = (user, Arn) => user.geo.send(new GetVectorEnrichmentJobCommand({ Arn }));

const finish = (user, arn) =>
  watch(() => get(user, arn), (job) => job.Status, ["INITIALIZING", "IN_PROGRESS"]);

const finishExport = (user, arn) =>
  watch(() => get(user, arn), (job) => job.ExportStatus, ["IN_PROGRESS"]);

test("vector enrichment: reverse geocoding adds an address to every row", async (t) => {
  const user = await startUser(t);
  const started = await start(user, await user.putStream("in/places.csv", PLACES));
  assert.equal(started.Status, "INITIALIZING");
  assertRecent(started.CreationTime);
  const arn = started.Arn;

  const { seen, answer: job } = await finish(user, arn);
  assert.deepEqual(seen, ["INITIALIZING", "IN_PROGRESS", "COMPLETED"]);
  assert.equal(job.Type, "REVERSE_GEOCODING");
  assert.deepEqual(job.CreationTime, started.CreationTime);
  assert.ok(!("ExportStatus" in job));

  const exported = await exportJob(user, arn, user.uri("out"));
  assert.equal(exported.ExportStatus, "IN_PROGRESS");
  assert.deepEqual(exported.CreationTime, started.CreationTime);
  assert.deepEqual(exported.OutputConfig, { S3Data: { S3Uri: user.uri("out"), KmsKeyId: "" } });
  const { seen: exportSeen, answer: done } = await finishExport(user, arn);
  assert.deepEqual(exportSeen, ["IN_PROGRESS", "SUCCEEDED"]);
  assert.ok(!("ExportErrorDetails" in done));

  const key = `out/${arn.split("/").at(-1)}/results_0.csv`;
  assert.deepEqual(await user.keys("out/"), [key]);
  checkResults((await user.get(user.uri(key))).toString());
});

// Each line of the input, unchanged, and the cells of its address.
function checkResults(text) {
  const lines = text.split("\n");
  assert.equal(lines.pop(), "");
  const inputs = PLACES.trimEnd().split("\n");
  const added = lines.map((line, index) => {
    assert.ok(line.startsWith(`${inputs[index]},`), line);
    return line.slice(inputs[index].length);
  });
  assert.equal(added.length, inputs.length);
  const [header, anchorage, berlin, nowhere] = added;
  assert.equal(header, `,${ADDRESS_COLUMNS}`);
  assert.deepEqual(anchorage.match(ADDRESS)?.slice(2, 5), ["USA", "Anchorage", "Alaska"]);
  assert.deepEqual(berlin.match(ADDRESS)?.slice(2, 5), ["DEU", "Berlin", "Berlin"]);
  assert.equal(nowhere, ",,,,,,,,Invalid Data");
}

test("vector enrichment: an export into a missing bucket fails", async (t) => {
  const user = await startUser(t);
  const { Arn } = await start(user, await user.put("places.csv", PLACES));
  const early = await refused(exportJob(user, Arn, user.uri("out")), ConflictException, 409);
  assert.equal(early.ResourceId, Arn);

  await finish(user, Arn);
  await exportJob(user, Arn, "s3://portside-no-such-bucket/out");
  const { seen, answer: job } = await finishExport(user, Arn);
  assert.deepEqual(seen, ["IN_PROGRESS", "FAILED"]);
  assert.equal(job.ExportErrorDetails.Type, "CLIENT_ERROR");
  assert.match(job.ExportErrorDetails.Message, /'portside-no-such-bucket' does not exist/);
  assert.equal(job.Status, "COMPLETED");
});

test("vector enrichment: errors are of the modelled classes", async (t) => {
  const user = await startUser(t, "--time-scale", "0");
  const { answer: job } = await finish(user, (await start(user, user.uri("none.csv"))).Arn);
  assert.equal(job.Status, "FAILED");
  assert.equal(job.ErrorDetails.ErrorType, "CLIENT_ERROR");
  assert.ok(job.ErrorDetails.ErrorMessage.includes(user.uri("none.csv")));

  const unknown =
    `arn:aws:sagemaker-geospatial:${region}:${user.account}:vector-enrichment-job/abcdefghijkm`;
  const missing = await refused(get(user, unknown), ResourceNotFoundException, 404);
  assert.equal(missing.ResourceId, unknown);
  assert.equal(missing.$fault, "client");
  await refused(exportJob(user, unknown, user.uri()), ResourceNotFoundException, 404);
  const wrong = await refused(exportJob(user, job.Arn, "https://example.com"), ValidationException);
  assert.match(wrong.message, /outputConfig\.s3Data\.s3Uri/);
});
