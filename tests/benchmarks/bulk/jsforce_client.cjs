// SPDX-License-Identifier: Apache-2.0
// Loads a CSV file, or extracts a query, with jsforce's Bulk API 2.0, and prints what that took.
//
//   node jsforce_client.cjs INSTANCE_URL ACCESS_TOKEN API_VERSION ingest OBJECT FILE
//   node jsforce_client.cjs INSTANCE_URL ACCESS_TOKEN API_VERSION export SOQL
"use strict";

const fs = require("node:fs");
const zlib = require("node:zlib");
const jsforce = require("jsforce");

const [instanceUrl, accessToken, version, way, ...rest] = process.argv.slice(2);
const pollInterval = 100;
const pollTimeout = 600000;

async function ingest(connection, [object, file]) {
  const { successfulResults } = await connection.bulk2.loadAndWaitForResults({
    object,
    operation: "insert",
    input: fs.createReadStream(file),
    pollInterval,
    pollTimeout,
  });
  return successfulResults;
}

async function extract(connection, [soql]) {
  const stream = await connection.bulk2.query(soql, { pollInterval, pollTimeout });
  return stream.toArray();
}

// As tests/support/row_hash.h has it, over the columns of the file or the query.
function hashOf(records) {
  let sum = 0;
  for (const record of records) {
    const cells = Object.keys(record).filter((name) => !name.startsWith("sf__"));
    sum = (sum + zlib.crc32(cells.map((name) => record[name]).join("\x1f"))) >>> 0;
  }
  return sum.toString(16).padStart(8, "0");
}

async function main() {
  const connection = new jsforce.Connection({ instanceUrl, accessToken, version });
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const records = await (way === "ingest" ? ingest : extract)(connection, rest);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  const result = {
    rows: records.length,
    seconds,
    cpu_seconds: (user + system) / 1e6,
    peak_mib: process.resourceUsage().maxRSS / 1024,
    hash: hashOf(records),
  };
  console.log(JSON.stringify(result));
}

main();
