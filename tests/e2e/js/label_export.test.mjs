// SPDX-License-Identifier: Apache-2.0
//
// StartExportLabelsTaskRun: a user imports labels, and exports all of them.

import assert from "node:assert/strict";
import test from "node:test";

import {
  AlreadyExistsException,
  CreateDatabaseCommand,
  CreateMLTransformCommand,
  CreateTableCommand,
  EntityNotFoundException,
  GetMLTaskRunCommand,
  GetMLTransformCommand,
  GlueClient,
  InvalidInputException,
  StartExportLabelsTaskRunCommand,
  StartImportLabelsTaskRunCommand,
} from "@aws-sdk/client-glue";

import { assertRecent, refused, watch } from "./support/answers.mjs";
import { startServer } from "./support/server.mjs";
import { User } from "./support/user.mjs";

const RUNNING = ["STARTING", "RUNNING"];
const LABELS =
  "labeling_set_id,label,id,title\n" +
  "set-1,A,1,Dune\n" +
  'set-1,A,2,"Dune, ""the"" novel"\n' +
  "set-2,x,3,Überredung\n";

async function startUser(t, ...options) {
  const user = await User.of(await startServer(t, ...options));
  const glue = new GlueClient(user.options);
  user.send = (Command, input) => glue.send(new Command(input));
  const Columns = ["id", "title"].map((Name) => ({ Name, Type: "string" }));
  await user.send(CreateDatabaseCommand, { DatabaseInput: { Name: "books" } });
  await user.send(CreateTableCommand, {
    DatabaseName: "books",
    TableInput: { Name: "books", StorageDescriptor: { Columns } },
  });
  user.transform = (await makeTransform(user)).TransformId;
  return user;
}

function makeTransform(user) {
  return user.send(CreateMLTransformCommand, {
    Name: "same-books",
    Role: user.role,
    InputRecordTables: [{ DatabaseName: "books", TableName: "books" }],
    Parameters: {
      TransformType: "FIND_MATCHES",
      FindMatchesParameters: { PrimaryKeyColumnName: "id" },
    },
  });
}

function startImport(user, InputS3Path) {
  const input = { TransformId: user.transform, InputS3Path };
  return user.send(StartImportLabelsTaskRunCommand, input);
}

function startExport(user, path, TransformId = user.transform) {
  return user.send(StartExportLabelsTaskRunCommand, { TransformId, OutputS3Path: path });
}

function finish(user, { TaskRunId }) {
  const input = { TransformId: user.transform, TaskRunId };
  return watch(() => user.send(GetMLTaskRunCommand, input), (run) => run.Status, RUNNING);
}

const getTransform = (user) => user.send(GetMLTransformCommand, { TransformId: user.transform });

test("label export: labels are exported as they were imported", async (t) => {
  const user = await startUser(t);
  const path = await user.putStream("in/labels.csv", LABELS);
  const imported = await finish(user, await startImport(user, path));
  assert.deepEqual(imported.seen, [...RUNNING, "SUCCEEDED"]);
  const ready = await getTransform(user);
  assert.deepEqual([ready.Status, ready.LabelCount], ["READY", 3]);
  assertRecent(ready.CreatedOn, ready.LastModifiedOn);

  const { seen, answer: run } = await finish(user, await startExport(user, user.uri("out/")));
  assert.deepEqual(seen, [...RUNNING, "SUCCEEDED"]);
  assertRecent(imported.answer.CompletedOn, run.StartedOn, run.CompletedOn);
  assert.equal(run.ExecutionTime, Math.floor((run.CompletedOn - run.StartedOn) / 1000));
  assert.deepEqual(run.Properties, {
    TaskType: "EXPORT_LABELS",
    ExportLabelsTaskRunProperties: { OutputS3Path: user.uri("out/") },
  });
  assert.ok(!("ErrorString" in run));
  const keys = await user.keys("out/");
  assert.equal(keys.length, 1, keys.join());
  assert.match(keys[0], new RegExp(`^out/${user.transform}_labels_.*\\.csv$`));
  assert.equal((await user.get(user.uri(keys[0]))).toString(), LABELS);
});

test("label export: an export into a missing bucket fails", async (t) => {
  const user = await startUser(t);
  await finish(user, await startImport(user, await user.put("labels.csv", LABELS)));
  const lost = await startExport(user, "s3://portside-no-such-bucket/labels");
  const { seen, answer: run } = await finish(user, lost);
  assert.deepEqual(seen, [...RUNNING, "FAILED"]);
  assert.match(run.ErrorString, /'portside-no-such-bucket' does not exist/);
  assertRecent(run.StartedOn, run.CompletedOn);
});

test("label export: a wrong label file fails the import", async (t) => {
  const user = await startUser(t, "--time-scale", "0");
  const path = await user.put("labels.csv", `${LABELS}set-3,A,4\n`);
  const { answer: run } = await finish(user, await startImport(user, path));
  assert.equal(run.Status, "FAILED");
  assert.match(run.ErrorString, /line 5: found 3 fields where the header has 4/);
  const after = await getTransform(user);
  assert.deepEqual([after.Status, after.LabelCount], ["NOT_READY", 0]);
});

test("label export: errors are of the modelled classes", async (t) => {
  const user = await startUser(t, "--time-scale", "0");
  const none = await refused(startExport(user, user.uri("out/")), EntityNotFoundException);
  assert.equal(
    none.message,
    `No labelset exists for transformId ${user.transform} in account id ${user.account}.`,
  );
  const unknown = `tfm-${"0".repeat(40)}`;
  const missing = await refused(
    startExport(user, user.uri("out/"), unknown),
    EntityNotFoundException,
  );
  assert.equal(
    missing.message,
    `Cannot find MLTransform in account ${user.account} with handle ${unknown}.`,
  );
  await refused(makeTransform(user), AlreadyExistsException);
  await refused(startImport(user, user.uri("none.csv")), InvalidInputException);
});
