// SPDX-License-Identifier: Apache-2.0
//
// GetRecommendations: a user imports who watched what, trains a solution, asks its campaign, and
// puts an event that changes the answer.

import assert from "node:assert/strict";
import test from "node:test";

import {
  CreateCampaignCommand,
  CreateDatasetCommand,
  CreateDatasetGroupCommand,
  CreateDatasetImportJobCommand,
  CreateEventTrackerCommand,
  CreateSchemaCommand,
  CreateSolutionCommand,
  CreateSolutionVersionCommand,
  DescribeCampaignCommand,
  DescribeDatasetCommand,
  DescribeDatasetGroupCommand,
  DescribeDatasetImportJobCommand,
  DescribeEventTrackerCommand,
  DescribeSolutionCommand,
  DescribeSolutionVersionCommand,
  PersonalizeClient,
} from "@aws-sdk/client-personalize";
import { PersonalizeEventsClient, PutEventsCommand } from "@aws-sdk/client-personalize-events";
import {
  GetRecommendationsCommand,
  InvalidInputException,
  PersonalizeRuntimeClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-personalize-runtime";

import { refused, watch } from "./support/answers.mjs";
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
    { name: "TIMESTAMP", type: "long" },
  ],
  version: "1.0",
});

/** Users of each circle take that circle's items alone. */
function rows() {
  let text = "USER_ID,ITEM_ID,TIMESTAMP\n";
  for (let row = 0; row < 600; ++row) {
    for (const circle of "ab") {
      const user = Math.floor(row / 20);
      const item = (row * 7 + user) % 25;
      text += `${circle}-${user},${circle}${item},${1700000000 + 60 * row}\n`;
    }
  }
  return text;
}

test("the tutorial of Personalize", async (t) => {
  const user = await User.of(await startServer(t, "--time-scale", "0.01"));
  const personalize = new PersonalizeClient(user.options);
  const runtime = new PersonalizeRuntimeClient(user.options);
  const send = (Command, input) => personalize.send(new Command(input));
  const active = async (Command, input, member) => {
    const describe = async () => (await send(Command, input))[member];
    const { answer } = await watch(describe, (it) => it.status, RUNNING);
    assert.equal(answer.status, "ACTIVE", answer.failureReason);
  };
  const { datasetGroupArn } = await send(CreateDatasetGroupCommand, { name: "shop" });
  await active(DescribeDatasetGroupCommand, { datasetGroupArn }, "datasetGroup");
  const { schemaArn } = await send(CreateSchemaCommand, { name: "rows", schema: SCHEMA });
  const { datasetArn } = await send(CreateDatasetCommand, {
    name: "rows", datasetType: "Interactions", datasetGroupArn, schemaArn,
  });
  await active(DescribeDatasetCommand, { datasetArn }, "dataset");
  const dataLocation = await user.put("rows.csv", rows());
  const { datasetImportJobArn } = await send(CreateDatasetImportJobCommand, {
    jobName: "rows", datasetArn, roleArn: user.role, dataSource: { dataLocation },
  });
  await active(DescribeDatasetImportJobCommand, { datasetImportJobArn }, "datasetImportJob");
  const { solutionArn } = await send(CreateSolutionCommand, {
    name: "s", datasetGroupArn, recipeArn: "arn:aws:personalize:::recipe/aws-user-personalization",
    performAutoTraining: false,
  });
  await active(DescribeSolutionCommand, { solutionArn }, "solution");
  const { solutionVersionArn } = await send(CreateSolutionVersionCommand, { solutionArn });
  await active(DescribeSolutionVersionCommand, { solutionVersionArn }, "solutionVersion");
  const { campaignArn } = await send(CreateCampaignCommand, { name: "c", solutionVersionArn });
  await active(DescribeCampaignCommand, { campaignArn }, "campaign");

  const ask = async (userId) =>
    await runtime.send(new GetRecommendationsCommand({ campaignArn, userId, numResults: 5 }));
  const known = await ask("a-3");
  assert.equal(known.itemList.length, 5);
  for (const item of known.itemList) {
    assert.match(item.itemId, /^a/);
    assert.equal(typeof item.score, "number");
  }
  assert.match(known.recommendationId, /^RID-.*-CID-[0-9a-f]{6}$/);

  const tracker = await send(CreateEventTrackerCommand, { name: "clicks", datasetGroupArn });
  const { eventTrackerArn, trackingId } = tracker;
  await active(DescribeEventTrackerCommand, { eventTrackerArn }, "eventTracker");
  const events = new PersonalizeEventsClient(user.options);
  await events.send(new PutEventsCommand({
    trackingId, userId: "newcomer", sessionId: "s",
    eventList: ["b1", "b2", "b3"].map((itemId) => ({
      eventType: "view", itemId, sentAt: new Date(),
    })),
  }));
  for (const item of (await ask("newcomer")).itemList) assert.match(item.itemId, /^b/);

  const nobody = await refused(ask(undefined), InvalidInputException);
  assert.match(nobody.message, /userId is required/);
  const unknown = { campaignArn: campaignArn + "x", userId: "a" };
  const call = runtime.send(new GetRecommendationsCommand(unknown));
  await refused(call, ResourceNotFoundException, 404);
});
