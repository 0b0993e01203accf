// SPDX-License-Identifier: Apache-2.0
// Many records in a call.
"use strict";

const assert = require("node:assert/strict");
const jsforce = require("jsforce");
const { assertId, base, errorOf, made, org, url, version } = require("./org.cjs");

module.exports = {
  async "create many"() {
    const done = await org.conn.create("Project__c", [
      { Name: "M1", Code__c: "M-1" },
      { Code__c: "M-2" },
      { Name: "M3", Contact_Email__c: "bad" },
    ]);
    assertId(done[0].id, "a0P");
    assert.deepEqual(done[0], { id: done[0].id, success: true, errors: [] });
    assert.deepEqual(done[1], {
      success: false,
      errors: [
        {
          statusCode: "REQUIRED_FIELD_MISSING",
          message: "Required fields are missing: [Name]",
          fields: ["Name"],
        },
      ],
    });
    assert.deepEqual(done[2], {
      success: false,
      errors: [
        {
          statusCode: "INVALID_EMAIL_ADDRESS",
          message: "Contact Email: invalid email address: bad",
          fields: ["Contact_Email__c"],
        },
      ],
    });
    made.many = [done[0].id];
  },
  async "create many, all or none"() {
    const done = await org.conn.create(
      "Project__c",
      [{ Name: "N1", Code__c: "N-1" }, { Code__c: "N-2" }],
      { allOrNone: true },
    );
    assert.equal(done[0].success, false);
    assert.equal(done[0].errors[0].statusCode, "ALL_OR_NONE_OPERATION_ROLLED_BACK");
    assert.equal(done[1].errors[0].statusCode, "REQUIRED_FIELD_MISSING");
    assert.equal(await org.conn.sobject("Project__c").count({ Code__c: "N-1" }), 0);
  },
  async "create more than a call may hold"() {
    const records = Array.from({ length: 250 }, (_, number) => ({
      Name: `Bulk ${number}`,
      Code__c: `B-${number}`,
    }));
    const done = await org.conn.create("Project__c", records, { allowRecursive: true });
    assert.equal(done.length, 250);
    assert.ok(done.every((one) => one.success));
    made.bulk = done.map((one) => one.id);
    const error = await errorOf(() => org.conn.create("Project__c", records));
    assert.match(error.errorCode, /^[A-Z_]+$/);
    assert.equal(await org.conn.sobject("Project__c").count({ Code__c: { $like: "B-%" } }), 250);
  },
  async "update many"() {
    const done = await org.conn.update("Project__c", [
      { Id: made.many[0], Seats__c: 3 },
      { Id: made.deleted, Seats__c: 3 },
    ]);
    assert.deepEqual(done[0], { id: made.many[0], success: true, errors: [] });
    assert.equal(done[1].success, false);
    assert.equal(done[1].errors[0].statusCode, "ENTITY_IS_DELETED");
    assert.equal((await org.conn.retrieve("Project__c", made.many[0])).Seats__c, 3);
  },
  async "upsert many"() {
    const done = await org.conn.upsert(
      "Project__c",
      [
        { Code__c: "M-1", Seats__c: 4 },
        { Code__c: "M-5", Name: "M5" },
      ],
      "Code__c",
    );
    assert.deepEqual(done[0], { id: made.many[0], success: true, errors: [], created: false });
    assertId(done[1].id, "a0P");
    assert.equal(done[1].created, true);
    made.many.push(done[1].id);
  },
  async "read many"() {
    const read = await org.conn.retrieve("Project__c", [...made.many, "a0P000000000zzzAAA"], {
      fields: ["Id", "Seats__c"],
    });
    assert.deepEqual(
      read.map((one) => one && [one.Id, one.Seats__c]),
      [[made.many[0], 4], [made.many[1], null], null],
    );
    const whole = await org.conn.sobject("Project__c").retrieve(made.many);
    assert.equal(whole[1].Name, "M5");
  },
  async "delete many"() {
    const done = await org.conn.destroy("Project__c", [...made.many, made.deleted]);
    assert.deepEqual(
      done.slice(0, 2),
      made.many.map((id) => ({ id, success: true, errors: [] })),
    );
    assert.equal(done[2].success, false);
    assert.equal(done[2].errors[0].statusCode, "ENTITY_IS_DELETED");
    const all = await org.conn.destroy("Project__c", made.bulk, {
      allowRecursive: true,
      allOrNone: true,
    });
    assert.ok(all.length === 250 && all.every((one) => one.success));
  },
  async "deleted records are null among many"() {
    const read = await org.conn.retrieve("Project__c", [made.deleted, made.tunnel], {
      fields: ["Id"],
    });
    assert.deepEqual(
      read.map((one) => one && one.Id),
      [null, made.tunnel],
    );
  },
  async "update and delete what a query finds"() {
    const account = org.conn.sobject("Account");
    const names = Array.from({ length: 20 }, (_, number) => ({
      Name: `Found ${number}`,
      Site: "s",
    }));
    await account.create(names);
    const updated = await account
      .find({ Name: { $like: "Found %" } })
      .update({ Name: "${Name} (updated)", Site: null });
    assert.equal(updated.filter((one) => one.success).length, 20);
    const found = await account.find({ Name: { $like: "Found %" } }, "Name, Site");
    assert.ok(found.every((one) => one.Name.endsWith(" (updated)") && one.Site === null));
    const gone = await account.find({ Name: { $like: "Found %" } }).destroy();
    assert.equal(gone.filter((one) => one.success).length, 20);
    const early = new jsforce.SfDate("1970-01-01T00:00:00Z");
    assert.deepEqual(await account.find({ CreatedDate: { $lt: early } }).destroy(), []);
  },
  async "composite"() {
    const { compositeResponse } = await org.conn.requestPost("/composite", {
      compositeRequest: [
        {
          method: "POST",
          url: `${base}/sobjects/Account`,
          referenceId: "parent",
          body: { Name: "Composite" },
        },
        {
          method: "POST",
          url: `${base}/sobjects/Project__c`,
          referenceId: "child",
          body: { Name: "Inner", Account__c: "@{parent.id}" },
        },
        {
          method: "GET",
          url:
            `${base}/query?q=SELECT Name, Account__r.Name FROM Project__c` +
            " WHERE Id = '@{child.id}'",
          referenceId: "found",
        },
        {
          method: "PATCH",
          url: `${base}/sobjects/Project__c/@{found.records[0].Name}`,
          referenceId: "wrong",
          body: {},
        },
      ],
    });
    assert.deepEqual(
      compositeResponse.map((one) => one.referenceId),
      ["parent", "child", "found", "wrong"],
    );
    const [parent, child, found, wrong] = compositeResponse;
    assert.equal(parent.httpStatusCode, 201);
    assert.equal(parent.httpHeaders.Location, `${base}/sobjects/Account/${parent.body.id}`);
    assert.equal(child.body.success, true);
    assert.equal(found.httpStatusCode, 200);
    assert.equal(found.body.records[0].Account__r.Name, "Composite");
    assert.ok(wrong.httpStatusCode >= 400 && Array.isArray(wrong.body));
    made.composite = parent.body.id;
  },
  async "composite, all or none"() {
    const { compositeResponse } = await org.conn.requestPost("/composite", {
      allOrNone: true,
      compositeRequest: [
        {
          method: "PATCH",
          url: `${base}/sobjects/Account/${made.composite}`,
          referenceId: "one",
          body: { Name: "Changed" },
        },
        { method: "POST", url: `${base}/sobjects/Project__c`, referenceId: "two", body: {} },
      ],
    });
    assert.deepEqual(compositeResponse[0].body, [
      {
        errorCode: "PROCESSING_HALTED",
        message:
          "The transaction was rolled back since another operation in the same transaction failed.",
      },
    ]);
    assert.equal(compositeResponse[1].body[0].errorCode, "REQUIRED_FIELD_MISSING");
    assert.equal((await org.conn.retrieve("Account", made.composite)).Name, "Composite");
  },
  async "composite tree"() {
    const tree = await org.conn.requestPost("/composite/tree/Account", {
      records: [
        {
          attributes: { type: "Account", referenceId: "top" },
          Name: "Tree",
          Projects__r: {
            records: [{ attributes: { type: "Project__c", referenceId: "leaf" }, Name: "Leaf" }],
          },
        },
      ],
    });
    assert.equal(tree.hasErrors, false);
    assert.deepEqual(
      tree.results.map((one) => one.referenceId),
      ["top", "leaf"],
    );
    const leaf = await org.conn.retrieve("Project__c", tree.results[1].id);
    assert.equal(leaf.Account__c, tree.results[0].id);
  },
  async "composite graph"() {
    const { graphs } = await org.conn.requestPost("/composite/graph", {
      graphs: [
        {
          graphId: "good",
          compositeRequest: [
            {
              method: "POST",
              url: `${base}/sobjects/Account`,
              referenceId: "a",
              body: { Name: "Graph" },
            },
          ],
        },
        {
          graphId: "bad",
          compositeRequest: [
            { method: "POST", url: `${base}/sobjects/Account`, referenceId: "b", body: {} },
          ],
        },
      ],
    });
    assert.deepEqual(
      graphs.map((one) => [one.graphId, one.isSuccessful]),
      [
        ["good", true],
        ["bad", false],
      ],
    );
    assertId(graphs[0].graphResponse.compositeResponse[0].body.id, "001");
  },
  async "composite batch"() {
    const batch = await org.conn.requestPost("/composite/batch", {
      batchRequests: [
        { method: "GET", url: `v${version}/sobjects/Account/${made.account}?fields=Name` },
        {
          method: "PATCH",
          url: `v${version}/sobjects/Account/${made.account}`,
          richInput: { Site: "S" },
        },
      ],
    });
    assert.equal(batch.hasErrors, false);
    assert.deepEqual(
      batch.results.map((one) => one.statusCode),
      [200, 204],
    );
    assert.equal(batch.results[0].result.Id, made.account);
    assert.equal(batch.results[1].result, null);
  },
};
