// SPDX-License-Identifier: Apache-2.0
// Bulk API 2.0 and 1.0.
"use strict";

const assert = require("node:assert/strict");
const { Readable } = require("node:stream");
const { accounts, addFault, base, errorOf, fails, org } = require("./org.cjs");

const remarks = 'Zoë said "yes",\nthen no';
const quick = { pollInterval: 10, pollTimeout: 30000 };
const jobs = {};

const load = (operation, input, more = {}) =>
  org.conn.bulk2.loadAndWaitForResults({
    object: "Project__c",
    operation,
    input,
    ...quick,
    ...more,
  });

async function rowsOf(soql, more = {}) {
  const stream = await org.conn.bulk2.query(soql, { ...quick, ...more });
  return stream.toArray();
}

module.exports = {
  async "bulk insert"() {
    const rows = Array.from({ length: 450 }, (_, number) => ({
      Name: `Bulk ${number}`,
      Code__c: `J-${number}`,
      Remarks__c: remarks,
    }));
    rows.push({ Name: "", Code__c: "J-450", Remarks__c: "" });
    const done = await load("insert", rows);
    assert.equal(done.successfulResults.length, 450);
    assert.ok(done.successfulResults.every((row) => row.sf__Created === "true"));
    assert.ok(done.successfulResults.every((row) => row.Remarks__c === remarks));
    assert.deepEqual(done.failedResults, [
      {
        sf__Id: "",
        sf__Error: "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --",
        Name: "",
        Code__c: "J-450",
        Remarks__c: "",
      },
    ]);
    assert.deepEqual(done.unprocessedRecords, []);
  },
  async "bulk insert of a stream"() {
    const input = Readable.from(["Name;Code__c\n", "Streamed;S-1\nStrea", "med;S-2\n"]);
    const done = await load("insert", input, { columnDelimiter: "SEMICOLON" });
    assert.deepEqual(
      done.successfulResults.map((row) => row.Code__c).sort(),
      ["S-1", "S-2"],
    );
  },
  async "bulk query"() {
    const rows = await rowsOf(
      "SELECT Id, Code__c, Remarks__c, Account__r.Name FROM Project__c WHERE Code__c LIKE 'J-%'",
    );
    assert.equal(new Set(rows.map((row) => row.Code__c)).size, 450);
    assert.deepEqual(Object.keys(rows[0]), ["Id", "Code__c", "Remarks__c", "Account__r.Name"]);
    assert.ok(rows.every((row) => row.Remarks__c === remarks));
    jobs.rows = rows;
    assert.ok((await rowsOf("SELECT Id FROM Account")).length >= accounts);
    assert.deepEqual(await rowsOf("SELECT Id FROM Account WHERE Name = 'nobody'"), []);
  },
  async "bulk upsert and update"() {
    const upsert = await load(
      "upsert",
      [
        { Code__c: "J-0", Name: "Changed" },
        { Code__c: "J-new", Name: "New" },
      ],
      { externalIdFieldName: "Code__c" },
    );
    const created = Object.fromEntries(
      upsert.successfulResults.map((row) => [row.Code__c, row.sf__Created]),
    );
    assert.deepEqual(created, { "J-0": "false", "J-new": "true" });
    const id = jobs.rows[0].Id;
    await load("update", [{ Id: id, Remarks__c: "#N/A" }]);
    assert.equal((await org.conn.retrieve("Project__c", id)).Remarks__c, null);
  },
  async "a bulk job step by step"() {
    const job = org.conn.bulk2.createJob({ operation: "insert", object: "Project__c" });
    await job.open();
    assert.equal((await job.check()).state, "Open");
    await job.uploadData("Name,Code__c\nStep,S-3\n");
    await job.close();
    await job.poll(10, 30000);
    const info = await job.check();
    assert.deepEqual([info.state, info.numberRecordsProcessed], ["JobComplete", 1]);
    assert.ok((await job.getSuccessfulResults(true)).startsWith('"sf__Id","sf__Created",Name,'));
    await job.delete();
    assert.equal((await errorOf(() => job.check())).errorCode, "NOT_FOUND");
    const aborted = org.conn.bulk2.createJob({ operation: "insert", object: "Project__c" });
    await aborted.open();
    await aborted.abort();
    assert.equal((await aborted.check()).state, "Aborted");
  },
  async "bulk delete"() {
    const found = await rowsOf("SELECT Id FROM Project__c WHERE Code__c LIKE 'J-%'");
    const rest = await rowsOf("SELECT Id FROM Project__c WHERE Code__c LIKE 'S-%'");
    const gone = await load("delete", found);
    assert.deepEqual([gone.successfulResults.length, gone.failedResults.length], [451, 0]);
    await load("hardDelete", rest);
    const deleted = await rowsOf(
      "SELECT Code__c FROM Project__c WHERE IsDeleted = TRUE AND Code__c LIKE 'J-%'",
      { scanAll: true },
    );
    assert.equal(deleted.length, 451);
    assert.deepEqual(
      await rowsOf("SELECT Id FROM Project__c WHERE Code__c LIKE 'S-%'", { scanAll: true }),
      [],
    );
  },
  async "a bulk job that fails"() {
    const error = await errorOf(() => load("insert", [{ Nope: "x" }]));
    assert.match(error.message, /InvalidBatch : Field name not found : Nope/);
    await addFault(
      { method: "POST", path: `${base}/jobs/query` },
      { job: { fail: "something broke" } },
    );
    await errorOf(() => rowsOf("SELECT Id FROM Account"));
  },
  async "a bulk query that is none"() {
    await fails(
      () => rowsOf("SELECT BillingAddress FROM Account"),
      "API_ERROR",
      /^Selecting compound data not supported in Bulk Query$/,
    );
  },
  async "jobs of Bulk API 1.0"() {
    const { bulk } = org.conn;
    Object.assign(bulk, quick);
    const rows = Array.from({ length: 250 }, (_, number) => ({
      Name: number === 200 ? "#N/A" : `Classic ${number}`,
      Remarks__c: remarks,
    }));
    const saved = await bulk.load("Project__c", "insert", rows);
    assert.equal(saved.length, 250);
    assert.deepEqual(
      saved.map((one, place) => [one.success, place]).filter(([success]) => !success),
      [[false, 200]],
    );
    const soql = "SELECT Id, Remarks__c FROM Project__c WHERE Name LIKE 'Classic %'";
    const found = await (await bulk.query(soql)).toArray();
    assert.deepEqual(
      found.map((row) => row.Id).sort(),
      saved.filter((one) => one.success).map((one) => one.id).sort(),
    );
    assert.ok(found.every((row) => row.Remarks__c === remarks));
    const gone = await bulk.load("Project__c", "delete", found.map(({ Id }) => ({ Id })));
    assert.ok(gone.length === 249 && gone.every((one) => one.success));
    const error = await errorOf(() => bulk.createJob("Nope__c", "insert").open());
    assert.equal(error.name, "InvalidEntity");
  },
};
