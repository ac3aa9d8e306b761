// SPDX-License-Identifier: Apache-2.0
//
// GetCallerIdentity: a user asks who they are.

import assert from "node:assert/strict";
import test from "node:test";

import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { startServer } from "./support/server.mjs";
import { User } from "./support/user.mjs";

test("identity: the access key is the account", async (t) => {
  const user = new User(await startServer(t));
  const answer = await new STSClient(user.options).send(new GetCallerIdentityCommand({}));
  assert.equal(answer.Account, user.account);
  assert.match(answer.Arn, new RegExp(`^arn:aws:.*:${user.account}:`));
});
