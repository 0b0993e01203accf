// SPDX-License-Identifier: Apache-2.0
// Reads one query with jsforce, all pages, to an array of objects.
//
//   node jsforce_client.cjs INSTANCE_URL ACCESS_TOKEN API_VERSION SOQL
"use strict";

const jsforce = require("jsforce");
const { measure } = require("./measure.cjs");

const [instanceUrl, accessToken, version, soql] = process.argv.slice(2);

async function read(seen) {
  const connection = new jsforce.Connection({ instanceUrl, accessToken, version });
  const { records } = await connection.query(soql, { autoFetch: true, maxFetch: 1e9 });
  seen.add(records);
}

measure(read);
