// SPDX-License-Identifier: Apache-2.0
//
// ExportEarthObservationJob: a user asks for the land cover of a place, and reads the raster.

import assert from "node:assert/strict";
import test from "node:test";

import {
  ConflictException,
  ExportEarthObservationJobCommand,
  GetEarthObservationJobCommand,
  ResourceNotFoundException,
  SageMakerGeospatialClient,
  StartEarthObservationJobCommand,
  ValidationException,
} from "@aws-sdk/client-sagemaker-geospatial";

import { assertRecent, refused, watch } from "./support/answers.mjs";
import { startServer } from "./support/server.mjs";
import { readTags, readTile } from "./support/tiff.mjs";
import { User, region } from "./support/user.mjs";

const SENTINEL_2 =
  "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/" +
  "public/nmqj48dcu3g7ayw8";
// Sentinel-2 has the north of Lake Mead in tile 11SQA, and S2B passed on 9 July 2022.
const LAKE_MEAD = [
  [[-114.5, 36.2], [-114.4, 36.2], [-114.4, 36.3], [-114.5, 36.3], [-114.5, 36.2]],
];
const SCENE = "S2B_11SQA_20220709_0_L2A";
const LAND_COVER = { LandCoverSegmentationConfig: {} };

async function startUser(t, ...options) {
  const user = await User.of(await startServer(t, ...options));
  user.geo = new SageMakerGeospatialClient(user.options);
  return user;
}

function start(user, JobConfig, startTime = "2022-07-05T00:00:00.250Z", options = {}) {
  const query = {
    RasterDataCollectionArn: SENTINEL_2,
    AreaOfInterest: { AreaOfInterestGeometry: { PolygonGeometry: { Coordinates: LAKE_MEAD } } },
    // The SDK sends times as numbers with fractions.
    TimeRangeFilter: { StartTime: new Date(startTime), EndTime: new Date("2022-07-11") },
    ...options,
  };
  return user.geo.send(
    new StartEarthObservationJobCommand({
      Name: "lake",
      ExecutionRoleArn: user.role,
      InputConfig: { RasterDataCollectionQuery: query },
      JobConfig,
    }),
  );
}

function exportJob(user, Arn, uri, options = {}) {
  const OutputConfig = { S3Data: { S3Uri: uri } };
  const ExecutionRoleArn = user.role;
  return user.geo.send(
    new ExportEarthObservationJobCommand({ Arn, ExecutionRoleArn, OutputConfig, ...options }),
  );
}

const get = (user, Arn) => user.geo.send(new GetEarthObservationJobCommand({ Arn }));

const finish = (user, arn) =>
  watch(() => get(user, arn), (job) => job.Status, ["INITIALIZING", "IN_PROGRESS"]);

const finishExport = (user, arn) =>
  watch(() => get(user, arn), (job) => job.ExportStatus, ["IN_PROGRESS"]);

test("earth observation: land cover is exported as a raster of the whole scene", async (t) => {
  const user = await startUser(t);
  const started = await start(user, LAND_COVER);
  assertRecent(started.CreationTime);
  const { seen, answer: job } = await finish(user, started.Arn);
  assert.deepEqual(seen, ["INITIALIZING", "IN_PROGRESS", "COMPLETED"]);
  assert.deepEqual(job.OutputBands, [{ BandName: "mask", OutputDataType: "UINT16" }]);
  const query = job.InputConfig.RasterDataCollectionQuery;
  const { PolygonGeometry } = query.AreaOfInterest.AreaOfInterestGeometry;
  assert.deepEqual(PolygonGeometry.Coordinates, LAKE_MEAD);
  // Whether the service keeps fractions of a second is not public.
  assert.equal(Math.floor(query.TimeRangeFilter.StartTime / 1000), Date.UTC(2022, 6, 5) / 1000);
  assert.deepEqual(query.TimeRangeFilter.EndTime, new Date("2022-07-11"));

  const exported = await exportJob(user, job.Arn, user.uri("out/"), { ExportSourceImages: true });
  assert.equal(exported.ExportSourceImages, true);
  assert.deepEqual(exported.CreationTime, started.CreationTime);
  const { seen: exportSeen, answer: done } = await finishExport(user, job.Arn);
  assert.deepEqual(exportSeen, ["IN_PROGRESS", "SUCCEEDED"]);
  assert.ok(!("ExportErrorDetails" in done));

  const folder = `out/${job.Arn.split("/").at(-1)}/`;
  const keys = await user.keys("out/");
  const sources = keys.filter((key) => key.startsWith(`${folder}input/${SCENE}/B`));
  assert.ok(sources.includes(`${folder}input/${SCENE}/B04.tif`), keys.join());
  const [mask, ...others] = keys.filter((key) => !sources.includes(key));
  assert.deepEqual(others, []);
  assert.match(mask.slice(folder.length), new RegExp(
    `^output/consolidated/11SQA/2022-07-09T18:\\d\\d:\\d\\dZ/${SCENE}\\.tif$`));
  checkMask(await user.get(user.uri(mask)));
  const red = readTags(await user.get(user.uri(`${folder}input/${SCENE}/B04.tif`)));
  assert.deepEqual([red[256], red[257], red[33550]], [[10980], [10980], [10, 10, 0]]);
});

// 1830 x 1830 pixels of 60 m from the corner of tile 11SQA, unsigned 16 bits, UTM zone 11 north.
function checkMask(bytes) {
  const tags = readTags(bytes);
  assert.deepEqual([tags[256], tags[257]], [[1830], [1830]]);
  assert.deepEqual([tags[258], tags[277], tags[339]], [[16], [1], [1]]);
  assert.deepEqual(tags[33550], [60, 60, 0]);
  assert.deepEqual(tags[33922], [0, 0, 0, 699960, 4100040, 0]);
  assert.deepEqual(tags[34735].slice(-4), [3072, 0, 1, 32611]);
  assert.equal(tags[324].length, 16);
  const tiles = tags[324].map((_, index) => readTile(bytes, tags, index));
  const classes = new Set(tiles.flatMap((tile) => [...new Set(tile)]));
  assert.deepEqual([...classes].filter((value) => value > 11), []);
  // Vegetation and water.
  assert.ok(classes.has(4) && classes.has(6), [...classes].join());
}

test("earth observation: an export into a missing bucket fails in both parts", async (t) => {
  const user = await startUser(t);
  const { Arn } = await start(user, { BandMathConfig: { PredefinedIndices: ["NDVI"] } });
  const early = await refused(exportJob(user, Arn, user.uri("out")), ConflictException, 409);
  assert.equal(early.ResourceId, Arn);

  await finish(user, Arn);
  const options = { ExportSourceImages: true };
  await exportJob(user, Arn, "s3://portside-no-such-bucket/out", options);
  const { seen, answer: job } = await finishExport(user, Arn);
  assert.deepEqual(seen, ["IN_PROGRESS", "FAILED"]);
  const parts = ["ExportResults", "ExportSourceImages"];
  assert.deepEqual(Object.keys(job.ExportErrorDetails).sort(), parts);
  for (const part of Object.values(job.ExportErrorDetails)) {
    assert.equal(part.Type, "CLIENT_ERROR");
    assert.match(part.Message, /'portside-no-such-bucket' does not exist/);
  }
});

test("earth observation: errors are of the modelled classes", async (t) => {
  const user = await startUser(t, "--time-scale", "0");
  // Between two passes of the satellites there is no image.
  const { Arn } = await start(user, LAND_COVER, "2022-07-10T12:00:00Z");
  const { answer: job } = await finish(user, Arn);
  assert.equal(job.Status, "FAILED");
  assert.equal(job.ErrorDetails.Type, "CLIENT_ERROR");
  assert.match(job.ErrorDetails.Message, /11SQA/);

  const unknown =
    `arn:aws:sagemaker-geospatial:${region}:${user.account}:earth-observation-job/abcdefghijkm`;
  const missing = await refused(get(user, unknown), ResourceNotFoundException, 404);
  assert.equal(missing.ResourceId, unknown);
  const equation = { Name: "index", Equation: "(nir - rod) / 2" };
  const wrong = await refused(
    start(user, { BandMathConfig: { CustomIndices: { Operations: [equation] } } }),
    ValidationException,
  );
  assert.match(wrong.message, /`rod`/);
});
