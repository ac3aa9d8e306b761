// SPDX-License-Identifier: Apache-2.0
//
// Reads and writes tar.gz, by hand.

import assert from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";

const BLOCK = 512;

const checksum = (header) =>
  header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);

const octal = (value, digits) => value.toString(8).padStart(digits, "0") + "\0";

// {path: Buffer} as tar.gz.
export function packTarGz(files) {
  const blocks = [];
  for (const [path, content] of Object.entries(files)) {
    const header = Buffer.alloc(BLOCK);
    header.write(path, 0);
    header.write(octal(0o644, 7) + octal(0, 7) + octal(0, 7), 100);
    header.write(octal(content.length, 11) + octal(0, 11), 124);
    header.write("0\0", 156);
    header.write("ustar\x0000", 257);
    header.write(octal(checksum(header), 6) + " ", 148);
    blocks.push(header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK));
  }
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]));
}

// {path: Buffer} of a tar.gz whose members are files with paths of up to 100 bytes.
export function unpackTarGz(bytes) {
  const tar = gunzipSync(bytes);
  const files = {};
  let at = 0;
  const text = (from, length) =>
    tar.toString("latin1", at + from, at + from + length).split("\0")[0];
  while (tar[at] !== 0) {
    assert.equal(text(257, 5), "ustar");
    assert.equal(text(156, 1), "0", "a member that is no file");
    assert.equal(parseInt(text(148, 8), 8), checksum(tar.subarray(at, at + BLOCK)));
    const size = parseInt(text(124, 12), 8);
    files[text(0, 100)] = tar.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK * (1 + Math.ceil(size / BLOCK));
  }
  // Two empty blocks end an archive.
  assert.ok(tar.subarray(at).length >= 2 * BLOCK && tar.subarray(at).every((byte) => byte === 0));
  return files;
}
