// SPDX-License-Identifier: Apache-2.0
// Records one at a time.
"use strict";

const assert = require("node:assert/strict");
const crypto = require("node:crypto");
const { assertId, base, connect, errorOf, fails, made, org, url, version } = require("./org.cjs");

module.exports = {
  async "create"() {
    const account = await org.conn
      .sobject("Account")
      .create({ Name: "Zoë & Söhne \"日本\" \\ 'x'" });
    assert.deepEqual({ ...account, id: "" }, { id: "", success: true, errors: [] });
    assertId(account.id, "001");
    made.account = account.id;
    const project = await org.conn.create("Project__c", {
      Name: "Bridge",
      Code__c: "P-1",
      Account__c: account.id,
      Budget__c: 1234.56,
      Seats__c: 12,
      Start__c: "2024-02-29",
      Kickoff__c: "2024-02-29T14:34:56+02:00",
      Active__c: true,
      Stage__c: "Idea",
      Contact_Email__c: "Zoe@Example.com",
      Remarks__c: "line 1\nline 2",
    });
    assertId(project.id, "a0P");
    made.project = project.id;
  },
  async "read"() {
    const { attributes, ...record } = await org.conn.sobject("Project__c").retrieve(made.project);
    assert.deepEqual(attributes, {
      type: "Project__c",
      url: `${base}/sobjects/Project__c/${made.project}`,
    });
    const expected = {
      Id: made.project,
      IsDeleted: false,
      Name: "Bridge",
      Code__c: "P-1",
      Family__c: null,
      Account__c: made.account,
      Budget__c: 1234.56,
      Seats__c: 12,
      Start__c: "2024-02-29",
      Kickoff__c: "2024-02-29T12:34:56.000+0000",
      Active__c: true,
      Stage__c: "Idea",
      Contact_Email__c: "zoe@example.com",
      Remarks__c: "line 1\nline 2",
      CreatedById: org.me.id,
      LastModifiedById: org.me.id,
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(record[name], value, name);
    assert.match(record.CreatedDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
  },
  async "read some fields"() {
    const record = await org.conn.retrieve("Account", made.account, { fields: ["Id", "Name"] });
    assert.deepEqual(record, {
      attributes: { type: "Account", url: `${base}/sobjects/Account/${made.account}` },
      Id: made.account,
      Name: "Zoë & Söhne \"日本\" \\ 'x'",
    });
  },
  async "read by a 15-character id"() {
    const record = await org.conn.retrieve("Account", made.account.slice(0, 15), {
      fields: ["Id"],
    });
    assert.equal(record.Id, made.account);
  },
  async "update"() {
    const done = await org.conn
      .sobject("Project__c")
      .update({ Id: made.project, Stage__c: "Running", Budget__c: null, Active__c: false });
    assert.deepEqual(done, { id: made.project, success: true, errors: [] });
    const record = await org.conn.sobject("Project__c").record(made.project).retrieve();
    assert.equal(record.Stage__c, "Running");
    assert.equal(record.Budget__c, null);
    assert.equal(record.Active__c, false);
    assert.equal(record.Name, "Bridge");
  },
  async "upsert by external id"() {
    const project = org.conn.sobject("Project__c");
    const first = await project.upsert({ Code__c: "P-2", Name: "Tunnel", Budget__c: 5 }, "Code__c");
    assertId(first.id, "a0P");
    assert.deepEqual(first, { id: first.id, success: true, errors: [], created: true });
    const again = await project.upsert({ Code__c: "P-2", Budget__c: 6 }, "Code__c");
    assert.deepEqual(again, { id: first.id, success: true, errors: [], created: false });
    const record = await project.retrieve(first.id);
    assert.equal(record.Code__c, "P-2");
    assert.equal(record.Name, "Tunnel");
    assert.equal(record.Budget__c, 6);
    made.tunnel = first.id;
  },
  async "upsert by an external id that needs encoding"() {
    const code = "P/3 ü+%";
    const made3 = await org.conn.upsert(
      "Project__c",
      { Code__c: encodeURIComponent(code), Name: "Dam" },
      "Code__c",
    );
    assert.equal(made3.created, true);
    assert.equal((await org.conn.retrieve("Project__c", made3.id)).Code__c, code);
    const read = await org.conn.request(
      `${base}/sobjects/Project__c/Code__c/${encodeURIComponent(code)}`,
    );
    assert.equal(read.Id, made3.id);
  },
  async "upsert in an API version that answers without a body"() {
    const old = connect({ accessToken: org.conn.accessToken, version: "45.0" });
    const done = await old.upsert("Project__c", { Code__c: "P-2", Budget__c: 7 }, "Code__c");
    assert.deepEqual(done, { success: true, errors: [] });
    assert.equal((await org.conn.retrieve("Project__c", made.tunnel)).Budget__c, 7);
  },
  async "upsert where several match"() {
    await org.conn.create("Project__c", [
      { Name: "A", Family__c: "F" },
      { Name: "B", Family__c: "F" },
    ]);
    const error = await errorOf(() =>
      org.conn.upsert("Project__c", { Family__c: "F", Name: "C" }, "Family__c"),
    );
    assert.equal(error.errorCode, "MULTIPLE_CHOICES");
    assert.equal(error.data.length, 2);
    assert.ok(error.data[0].startsWith(`${base}/sobjects/Project__c/a0P`), error.data[0]);
  },
  async "a parent by its external id"() {
    await org.conn.update("Account", { Id: made.account, Number__c: "A-1" });
    const created = await org.conn.create("Project__c", {
      Name: "Quay",
      Account__r: { Number__c: "A-1" },
    });
    assert.equal((await org.conn.retrieve("Project__c", created.id)).Account__c, made.account);
    await org.conn.destroy("Project__c", created.id);
  },
  async "delete"() {
    const extra = await org.conn.create("Project__c", { Name: "Extra", Code__c: "P-9" });
    const done = await org.conn.sobject("Project__c").destroy(extra.id);
    assert.deepEqual(done, { id: extra.id, success: true, errors: [] });
    made.deleted = extra.id;
    const live = await org.conn.query("SELECT Id FROM Project__c WHERE Code__c = 'P-9'");
    assert.equal(live.totalSize, 0);
  },
  async "a deleted record"() {
    for (const call of [
      () => org.conn.retrieve("Project__c", made.deleted),
      () => org.conn.update("Project__c", { Id: made.deleted, Name: "X" }),
      () => org.conn.destroy("Project__c", made.deleted),
    ]) {
      await fails(call, "ENTITY_IS_DELETED", /^entity is deleted$/);
    }
  },
  async "queryAll sees deleted records"() {
    const soql = "SELECT Id, IsDeleted FROM Project__c WHERE Code__c = 'P-9'";
    const all = await org.conn.query(soql, { scanAll: true });
    assert.equal(all.totalSize, 1);
    assert.equal(all.records[0].Id, made.deleted);
    assert.equal(all.records[0].IsDeleted, true);
  },
  async "a file goes up in parts and comes down as it was"() {
    const bytes = crypto.randomBytes(20000);
    const attachment = await org.conn.create(
      "Attachment",
      { ParentId: made.account, Name: "a.bin", Body: bytes.toString("base64") },
      {
        multipartFileFields: {
          Body: { filename: "a.bin", contentType: "application/octet-stream" },
        },
      },
    );
    assertId(attachment.id, "00P");
    const stream = org.conn.sobject("Attachment").record(attachment.id).blob("Body");
    const parts = [];
    for await (const part of stream) parts.push(part);
    assert.ok(Buffer.concat(parts).equals(bytes), "the bytes differ");
    const record = await org.conn.retrieve("Attachment", attachment.id);
    assert.equal(record.BodyLength, bytes.length);
    assert.equal(record.Body, `${base}/sobjects/Attachment/${attachment.id}/Body`);
  },
  async "recent records"() {
    const ofObject = await org.conn.sobject("Account").recent();
    for (const recent of [await org.conn.recent(200), ofObject]) {
      const { attributes, Id, Name } = recent.find((one) => one.Id === made.account);
      assert.equal(attributes.type, "Account");
      assert.equal(Name, "Zoë & Söhne \"日本\" \\ 'x'", Id);
    }
    assert.ok((await org.conn.recent(2)).length <= 2);
  },
  async "updated and deleted records"() {
    const start = new Date(Date.now() - 3600_000);
    const end = new Date(Date.now() + 60_000);
    const updated = await org.conn.sobject("Project__c").updated(start, end);
    assert.ok(updated.ids.includes(made.project));
    const deleted = await org.conn.sobject("Project__c").deleted(start, end);
    assert.ok(deleted.deletedRecords.some((one) => one.id === made.deleted));
  },
};
