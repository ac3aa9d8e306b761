// SPDX-License-Identifier: Apache-2.0
//
// A running Portside. PORTSIDE_PROGRAM and PORTSIDE_ENDPOINT mean the same here as in
// ../../conftest.py. PORTSIDE_E2E_AUTHORITY (../run) is the folder of an authority that Node.js
// trusts: servers get a copy of it, and are called by https://.

import { spawn } from "node:child_process";
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

// What the machine has for AWS is not for these tests.
for (const name of Object.keys(process.env)) {
  if (name.startsWith("AWS_")) delete process.env[name];
}
process.env.AWS_CONFIG_FILE = "/dev/null";
process.env.AWS_SHARED_CREDENTIALS_FILE = "/dev/null";

const here = dirname(fileURLToPath(import.meta.url));
const program =
  process.env.PORTSIDE_PROGRAM ?? resolve(here, "../../../../build/release/portside");

const authority = process.env.PORTSIDE_E2E_AUTHORITY;

// Starts a server on a free port, stopped and removed when the test `t` ends.
export async function startServer(t, ...args) {
  if (process.env.PORTSIDE_ENDPOINT) return { url: process.env.PORTSIDE_ENDPOINT };
  const folder = mkdtempSync(join(tmpdir(), "portside-js-"));
  const log = join(folder, "log");
  const output = openSync(log, "w");
  const command = ["serve", "--port", "0", "--data-dir", join(folder, "data"), ...args];
  if (authority) {
    cpSync(authority, join(folder, "data/.portside/tls"), { recursive: true });
    command.push("--tls");
  }
  const address = authority ? /on (https:\/\/[^,\s]+)/ : /on (http:\/\/[^,\s]+)/;
  const child = spawn(program, command, { stdio: ["ignore", "pipe", output] });
  closeSync(output);
  const ended = new Promise((done) => child.once("exit", done).once("error", done));
  t.after(async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  let url;
  for await (const line of createInterface({ input: child.stdout })) {
    url ??= line.match(address)?.[1];
    if (line === "Ready.") return { url };
  }
  throw new Error(`${program} did not start (${await ended}):\n${readFileSync(log)}`);
}
