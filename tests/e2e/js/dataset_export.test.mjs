// SPDX-License-Identifier: Apache-2.0
//
// CreateDatasetExportJob: a user imports a CSV file, puts events, and exports all of them.

import assert from "node:assert/strict";
import test from "node:test";

import {
  CreateDatasetCommand,
  CreateDatasetExportJobCommand,
  CreateDatasetGroupCommand,
  CreateDatasetImportJobCommand,
  CreateEventTrackerCommand,
  CreateSchemaCommand,
  DescribeDatasetCommand,
  DescribeDatasetExportJobCommand,
  DescribeDatasetGroupCommand,
  DescribeDatasetImportJobCommand,
  DescribeEventTrackerCommand,
  InvalidInputException,
  PersonalizeClient,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from "@aws-sdk/client-personalize";
import {
  InvalidInputException as InvalidEventException,
  PersonalizeEventsClient,
  PutEventsCommand,
} from "@aws-sdk/client-personalize-events";

import { assertRecent, refused, watch } from "./support/answers.mjs";
import { startServer } from "./support/server.mjs";
import { User } from "./support/user.mjs";

const RUNNING = ["CREATE PENDING", "CREATE IN_PROGRESS"];
const SCHEMA = JSON.stringify({
  type: "record",
  name: "Interactions",
  namespace: "com.amazonaws.personalize.schema",
  fields: [
    { name: "USER_ID", type: "string" },
    { name: "ITEM_ID", type: "string" },
    { name: "EVENT_VALUE", type: ["float", "null"] },
    { name: "TIMESTAMP", type: "long" },
  ],
  version: "1.0",
});
const IMPORTED =
  "TIMESTAMP,USER_ID,ITEM_ID,EVENT_VALUE\n" +
  "1700000000,ann,book,\n" +
  '1700000001,ann,"pen, red",9.50\n';
const HEADER = "USER_ID,ITEM_ID,EVENT_VALUE,TIMESTAMP\n";
const BULK_ROWS = 'ann,book,,1700000000\nann,"pen, red",9.5,1700000001\n';
const PUT_ROWS = "bob,pen,2.5,1700000100\nbob,ink,,1700000101\n";

async function startUser(t, ...options) {
  const user = await User.of(await startServer(t, ...options));
  const personalize = new PersonalizeClient(user.options);
  user.send = (Command, input) => personalize.send(new Command(input));
  user.events = new PersonalizeEventsClient(user.options);
  return user;
}

// Polls what `Command` describes in `member`.
const follow = (user, Command, input, member) =>
  watch(async () => (await user.send(Command, input))[member], (it) => it.status, RUNNING);

// Returns the ARNs of a dataset group and of an ACTIVE dataset of interactions.
async function makeDataset(user) {
  const { datasetGroupArn } = await user.send(CreateDatasetGroupCommand, { name: "shop" });
  await follow(user, DescribeDatasetGroupCommand, { datasetGroupArn }, "datasetGroup");
  const { schemaArn } = await user.send(CreateSchemaCommand, { name: "shop", schema: SCHEMA });
  const { datasetArn } = await user.send(CreateDatasetCommand, {
    name: "clicks",
    datasetType: "Interactions",
    datasetGroupArn,
    schemaArn,
  });
  const { answer } = await follow(user, DescribeDatasetCommand, { datasetArn }, "dataset");
  assert.equal(answer.status, "ACTIVE");
  assertRecent(answer.creationDateTime, answer.lastUpdatedDateTime);
  return { datasetGroupArn, datasetArn };
}

function startImport(user, datasetArn, dataLocation, jobName = "import") {
  const input = { jobName, datasetArn, dataSource: { dataLocation }, roleArn: user.role };
  return user.send(CreateDatasetImportJobCommand, input);
}

const finishImport = (user, { datasetImportJobArn }) =>
  follow(user, DescribeDatasetImportJobCommand, { datasetImportJobArn }, "datasetImportJob");

function startExport(user, datasetArn, jobName, options = {}) {
  return user.send(CreateDatasetExportJobCommand, {
    jobName,
    datasetArn,
    roleArn: user.role,
    jobOutput: { s3DataDestination: { path: options.path ?? user.uri("out/") } },
    ...(options.mode && { ingestionMode: options.mode }),
  });
}

const finishExport = (user, { datasetExportJobArn }) =>
  follow(user, DescribeDatasetExportJobCommand, { datasetExportJobArn }, "datasetExportJob");

async function putEvents(user, datasetGroupArn) {
  const { eventTrackerArn, trackingId } = await user.send(CreateEventTrackerCommand, {
    name: "web",
    datasetGroupArn,
  });
  await follow(user, DescribeEventTrackerCommand, { eventTrackerArn }, "eventTracker");
  const at = (seconds) => new Date(seconds * 1000);
  const properties = JSON.stringify({ itemId: "ink" });
  const eventList = [
    { eventType: "view", itemId: "pen", eventValue: 2.5, sentAt: at(1700000100) },
    { eventType: "view", properties, sentAt: at(1700000101) },
  ];
  const visit = { userId: "bob", sessionId: "1", eventList };
  await user.events.send(new PutEventsCommand({ trackingId, ...visit }));
  await refused(
    user.events.send(new PutEventsCommand({ trackingId: "no-tracker", ...visit })),
    InvalidEventException,
  );
}

async function exportedText(user, jobName) {
  const keys = await user.keys(`out/${jobName}/`);
  assert.equal(keys.length, 1, keys.join());
  assert.match(keys[0], /\.csv$/);
  return (await user.get(user.uri(keys[0]))).toString();
}

test("dataset export: imported and put interactions are exported", async (t) => {
  const user = await startUser(t);
  const { datasetGroupArn, datasetArn } = await makeDataset(user);
  const location = await user.putStream("in/interactions.csv", IMPORTED);
  const imported = await finishImport(user, await startImport(user, datasetArn, location));
  assert.deepEqual(imported.seen, [...RUNNING, "ACTIVE"]);
  assert.equal(imported.answer.importMode, "FULL");
  assertRecent(imported.answer.creationDateTime, imported.answer.lastUpdatedDateTime);
  await putEvents(user, datasetGroupArn);

  const jobs = [];
  for (const mode of ["ALL", "BULK", undefined]) {
    jobs.push(await startExport(user, datasetArn, mode ?? "default", { mode }));
  }
  const { seen, answer: job } = await finishExport(user, jobs[0]);
  assert.deepEqual(seen, [...RUNNING, "ACTIVE"]);
  assert.equal(job.ingestionMode, "ALL");
  assert.equal(job.jobOutput.s3DataDestination.path, user.uri("out/"));
  assertRecent(job.creationDateTime, job.lastUpdatedDateTime);
  assert.ok(!("failureReason" in job));
  assert.equal((await finishExport(user, jobs[1])).answer.status, "ACTIVE");
  // Without a mode, what was put.
  assert.equal((await finishExport(user, jobs[2])).answer.ingestionMode, "PUT");

  assert.equal(await exportedText(user, "ALL"), HEADER + BULK_ROWS + PUT_ROWS);
  assert.equal(await exportedText(user, "BULK"), HEADER + BULK_ROWS);
  assert.equal(await exportedText(user, "default"), HEADER + PUT_ROWS);
});

test("dataset export: an export into a missing bucket fails", async (t) => {
  const user = await startUser(t);
  const { datasetArn } = await makeDataset(user);
  const path = "s3://portside-no-such-bucket/out/";
  const job = await startExport(user, datasetArn, "lost", { path });
  const { seen, answer } = await finishExport(user, job);
  assert.deepEqual(seen, [...RUNNING, "CREATE FAILED"]);
  assert.match(answer.failureReason, /'portside-no-such-bucket' does not exist/);

  const repeated = startExport(user, datasetArn, "lost");
  const again = await refused(repeated, ResourceAlreadyExistsException);
  assert.ok(again.message.includes(job.datasetExportJobArn));
  const unknown = datasetArn.replace("INTERACTIONS", "ITEMS");
  const missing = await refused(startExport(user, unknown, "none"), ResourceNotFoundException);
  assert.ok(missing.message.includes(unknown));
});

test("dataset export: a wrong file is refused or fails the import", async (t) => {
  const user = await startUser(t, "--time-scale", "0");
  const { datasetArn } = await makeDataset(user);
  const columns = await user.put("columns.csv", "USER_ID,ITEM_ID,EVENT_VALUE\nann,book,1\n");
  const refusal = await refused(startImport(user, datasetArn, columns), InvalidInputException);
  assert.equal(refusal.message, "Input csv is missing the following columns: [TIMESTAMP]");

  const row = await user.put("row.csv", HEADER + "ann,book,much,1700000000\n");
  const { answer } = await finishImport(user, await startImport(user, datasetArn, row));
  assert.equal(answer.status, "CREATE FAILED");
  assert.match(answer.failureReason, /line 2, column EVENT_VALUE/);
});
