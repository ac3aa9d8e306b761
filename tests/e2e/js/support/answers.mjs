// SPDX-License-Identifier: Apache-2.0
//
// Waiting as users do, and what the tests look at in answers.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

// Polls as users do while the status is one of `running`; returns the statuses in the order in
// which a poller saw them, and the last answer.
export async function watch(describe, status, running, timeoutMs = 30_000) {
  const seen = [];
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await describe();
    const now = status(answer);
    if (seen.at(-1) !== now) seen.push(now);
    if (!running.includes(now)) return { seen, answer };
    if (Date.now() > deadline) throw new Error(`still waiting: ${JSON.stringify(answer)}`);
    await sleep(20);
  }
}

// The call must be refused with an error of this modelled class, which the SDK makes from the
// answer, and with this HTTP status. Returns the error.
export async function refused(call, errorClass, httpStatus = 400) {
  const error = await call.then(
    () => assert.fail(`the call must be refused with ${errorClass.name}`),
    (reason) => reason,
  );
  const found = `${error.name} is no ${errorClass.name}: ${error.message}`;
  assert.ok(error instanceof errorClass, found);
  assert.equal(error.$metadata.httpStatusCode, httpStatus);
  assert.notEqual(error.message, "");
  return error;
}

// The timestamps must be dates of just now, none before the one in front of it.
export function assertRecent(...dates) {
  let earlier = Date.now() - 60_000;
  for (const date of dates) {
    assert.ok(date instanceof Date, `${date} is no Date`);
    assert.ok(date.getTime() >= earlier, `${date.toISOString()} is too early`);
    earlier = date.getTime();
  }
  assert.ok(earlier <= Date.now() + 1000, `${new Date(earlier).toISOString()} is too late`);
}
