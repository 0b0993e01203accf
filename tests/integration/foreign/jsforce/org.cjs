// SPDX-License-Identifier: Apache-2.0
// What the checks share.
"use strict";

const assert = require("node:assert/strict");
const crypto = require("node:crypto");
const fs = require("node:fs");
const jsforce = require("jsforce");

const env = process.env;
const url = env.ORG_URL;
const version = "60.0";
const base = `/services/data/v${version}`;
const accounts = Number(env.ORG_ACCOUNTS);
const contacts = Number(env.ORG_CONTACTS);
const app = { loginUrl: url, clientId: env.ORG_CLIENT_ID, clientSecret: env.ORG_CLIENT_SECRET };
const password = env.ORG_PASSWORD + env.ORG_SECURITY_TOKEN;
const jwtGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

// What the checks hand on: a connection, its user, and the ids of what they made.
const org = { conn: undefined, me: undefined };
const made = {};

const connect = (more = {}) =>
  new jsforce.Connection({ loginUrl: url, instanceUrl: url, version, ...more });

async function control(method, path, body) {
  const reply = await fetch(url + "/simulator/" + path, {
    method,
    body: body && JSON.stringify(body),
  });
  assert.ok(reply.ok, `${method} ${path}: ${reply.status}`);
  return reply.status === 204 ? undefined : reply.json();
}

const addFault = (match, action) =>
  control("POST", "faults", { name: "fault", match: { nth: 1, count: 1, ...match }, action });
const tokenRequests = async () =>
  (await control("GET", "requests?path=/services/oauth2/token")).requests.length;

// The error that a call fails with.
async function errorOf(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return assert.fail("the call succeeded");
}

async function fails(call, errorCode, message) {
  const error = await errorOf(call);
  assert.equal(error.errorCode, errorCode, error.message);
  assert.match(error.message, message);
  return error;
}

const assertId = (id, prefix) => assert.match(id, new RegExp(`^${prefix}[0-9A-Za-z]{15}$`));

function assertion(audience) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    iss: app.clientId,
    sub: env.ORG_USERNAME,
    aud: audience,
    exp: Math.floor(Date.now() / 1000) + 180,
  };
  const text = `${part({ alg: "RS256" })}.${part(claims)}`;
  const key = fs.readFileSync(env.ORG_KEY_FILE);
  return `${text}.${crypto.sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}`;
}

async function isSignedIn(connection) {
  const found = await connection.query(
    `SELECT Username FROM User WHERE Username = '${env.ORG_USERNAME}'`,
  );
  assert.equal(found.records[0].Username, env.ORG_USERNAME);
}

module.exports = {
  accounts,
  addFault,
  app,
  assertId,
  assertion,
  base,
  connect,
  contacts,
  control,
  env,
  errorOf,
  fails,
  isSignedIn,
  jwtGrant,
  made,
  org,
  password,
  tokenRequests,
  url,
  version,
};
