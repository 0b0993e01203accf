// SPDX-License-Identifier: Apache-2.0
// Drives an org with jsforce: a line per check, and 1 when one does not hold.
"use strict";

const { control } = require("./org.cjs");

// In this order: what some make, others use.
const checks = {
  ...require("./signing_in.cjs"),
  ...require("./descriptions.cjs"),
  ...require("./records.cjs"),
  ...require("./queries.cjs"),
  ...require("./many.cjs"),
  ...require("./bulk.cjs"),
  ...require("./failures.cjs"),
};

async function main() {
  const keepGoing = process.argv.includes("--keep-going");
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      console.log(`ok: ${name}`);
    } catch (error) {
      console.log(`FAILED: ${name}: ${error.stack}`);
      failed += 1;
      if (!keepGoing) break;
      await control("DELETE", "faults");
    }
  }
  console.log(`${failed} failed of ${Object.keys(checks).length} checks`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main();
