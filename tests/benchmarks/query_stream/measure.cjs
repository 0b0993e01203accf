// SPDX-License-Identifier: Apache-2.0
// What the clients for Node share.
"use strict";

// Counts records and hashes their ids, FNV-1a over all ids in their order.
class Seen {
  rows = 0;
  hash = 2166136261;

  add(records) {
    this.rows += records.length;
    let hash = this.hash;
    for (const { Id: id } of records) {
      for (let at = 0; at < id.length; ++at) hash = Math.imul(hash ^ id.charCodeAt(at), 16777619);
    }
    this.hash = hash;
  }
}

// Prints what read(seen) takes, as one line of JSON.
async function measure(read) {
  const seen = new Seen();
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  await read(seen);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  const result = {
    rows: seen.rows,
    seconds,
    cpu_seconds: (user + system) / 1e6,
    peak_mib: process.resourceUsage().maxRSS / 1024,
    hash: (seen.hash >>> 0).toString(16).padStart(8, "0"),
  };
  console.log(JSON.stringify(result));
}

module.exports = { measure };
