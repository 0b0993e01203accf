// SPDX-License-Identifier: Apache-2.0
// Errors, and what the library does about them.
"use strict";

const assert = require("node:assert/strict");
const {
  accounts,
  addFault,
  app,
  base,
  connect,
  control,
  env,
  fails,
  isSignedIn,
  made,
  org,
  tokenRequests,
} = require("./org.cjs");

module.exports = {
  async "a field that is none"() {
    await fails(
      () => org.conn.create("Account", { Name: "x", Nothing__c: 1 }),
      "INVALID_FIELD",
      /^No such column 'Nothing__c' on sobject of type Account$/,
    );
    await fails(
      () => org.conn.query("SELECT Nothing__c FROM Account"),
      "INVALID_FIELD",
      /\nSELECT Nothing__c FROM Account\n +\^\nERROR at Row:1:Column:8\nNo such column 'Nothing__c' on entity 'Account'\./,
    );
  },
  async "a required field that is missing"() {
    const error = await fails(
      () => org.conn.create("Account", {}),
      "REQUIRED_FIELD_MISSING",
      /^Required fields are missing: \[Name\]$/,
    );
    assert.deepEqual(error.data.fields, ["Name"]);
  },
  async "SOQL that is none"() {
    await fails(() => org.conn.query("SELECT FROM WHERE"), "MALFORMED_QUERY", /./);
    await fails(
      () => org.conn.query("SELECT Id FROM Nothing__c"),
      "INVALID_TYPE",
      /sObject type 'Nothing__c' is not supported/,
    );
  },
  async "values that do not fit"() {
    await fails(
      () => org.conn.create("Project__c", { Name: "x", Stage__c: "Nowhere" }),
      "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      /Stage/,
    );
    await fails(
      () => org.conn.create("Project__c", { Name: "x".repeat(81) }),
      "STRING_TOO_LONG",
      /max length=80/,
    );
    await fails(
      () => org.conn.create("Project__c", { Name: "x", Code__c: "P-1" }),
      "DUPLICATE_VALUE",
      /Code__c/,
    );
  },
  async "an id that is unknown"() {
    await fails(() => org.conn.retrieve("Account", "001000000000zzzAAA"), "NOT_FOUND", /./);
  },
  async "an expired session is renewed by a new login"() {
    await addFault({ path: "/services/data/" }, { session: "expire" });
    const [before, token] = [await tokenRequests(), org.conn.accessToken];
    const done = await org.conn.create("Account", { Name: "After the session" });
    assert.equal(done.success, true);
    assert.equal(await tokenRequests(), before + 1);
    assert.notEqual(org.conn.accessToken, token);
    assert.equal(await org.conn.sobject("Account").count({ Name: "After the session" }), 1);
  },
  async "an expired session is renewed by its refresh token"() {
    const connection = connect({
      oauth2: app,
      accessToken: org.conn.accessToken,
      refreshToken: env.ORG_REFRESH_TOKEN,
    });
    let refreshed = 0;
    connection.on("refresh", () => {
      refreshed += 1;
    });
    await isSignedIn(connection);
    assert.equal(refreshed, 0);
    await addFault({ path: "/services/data/" }, { session: "revokeAll" });
    await Promise.all([isSignedIn(connection), isSignedIn(connection), isSignedIn(connection)]);
    assert.equal(refreshed, 1);
    org.conn.accessToken = connection.accessToken;
  },
  async "an unavailable server is asked again"() {
    const busy = { status: 503, body: "<html>busy</html>", contentType: "text/html" };
    await addFault({ path: `${base}/query` }, busy);
    const { totalSize } = await org.conn.query("SELECT COUNT() FROM Account");
    assert.ok(totalSize > accounts);
    const { requests } = await control("GET", `requests?path=${base}/query`);
    assert.deepEqual(
      requests.slice(-2).map((one) => one.status),
      [503, 200],
    );
  },
  async "an error by order"() {
    await addFault({ path: `${base}/sobjects/Account` }, { error: "UNABLE_TO_LOCK_ROW" });
    await fails(
      () => org.conn.update("Account", { Id: made.account, Site: "x" }),
      "UNABLE_TO_LOCK_ROW",
      /^unable to obtain exclusive access/,
    );
    await addFault({ path: `${base}/limits` }, { error: "REQUEST_LIMIT_EXCEEDED" });
    await fails(() => org.conn.limits(), "REQUEST_LIMIT_EXCEEDED", /TotalRequests Limit exceeded/);
  },
};
