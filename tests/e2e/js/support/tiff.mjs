// SPDX-License-Identifier: Apache-2.0
//
// Reads the first directory of a classic little-endian TIFF and its tiles, byte by byte.

import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";

// Field type -> its size in bytes and how to read one.
const TYPES = {
  2: [1, "readUInt8"],
  3: [2, "readUInt16LE"],
  4: [4, "readUInt32LE"],
  12: [8, "readDoubleLE"],
};

// {tag: [values]}
export function readTags(bytes) {
  assert.equal(bytes.toString("latin1", 0, 4), "II*\0");
  const directory = bytes.readUInt32LE(4);
  const tags = {};
  for (let entry = 0; entry < bytes.readUInt16LE(directory); entry++) {
    const at = directory + 2 + 12 * entry;
    const [size, read] = TYPES[bytes.readUInt16LE(at + 2)];
    const count = bytes.readUInt32LE(at + 4);
    // Up to four bytes stand in the entry itself.
    const values = size * count <= 4 ? at + 8 : bytes.readUInt32LE(at + 8);
    tags[bytes.readUInt16LE(at)] = Array.from({ length: count }, (_, i) =>
      bytes[read](values + size * i),
    );
  }
  return tags;
}

// The samples of tile `index` of a raster with one band of 16 bits, row by row.
export function readTile(bytes, tags, index) {
  const [offset, size, side] = [tags[324][index], tags[325][index], tags[322][0]];
  const raw = inflateSync(bytes.subarray(offset, offset + size));
  assert.equal(raw.length, 2 * side * tags[323][0]);
  const samples = new Uint16Array(raw.length / 2);
  const differences = tags[317]?.[0] === 2;
  for (let i = 0; i < samples.length; i++) {
    const left = differences && i % side !== 0 ? samples[i - 1] : 0;
    samples[i] = raw.readUInt16LE(2 * i) + left;
  }
  return samples;
}
