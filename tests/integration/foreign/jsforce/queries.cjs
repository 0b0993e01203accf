// SPDX-License-Identifier: Apache-2.0
// Queries and searches.
"use strict";

const assert = require("node:assert/strict");
const jsforce = require("jsforce");
const { accounts, base, contacts, env, fails, made, org, url } = require("./org.cjs");

module.exports = {
  async "pages"() {
    const first = await org.conn.query("SELECT Id, Name FROM Account");
    assert.equal(first.totalSize, accounts + 1);
    assert.equal(first.records.length, 2000);
    assert.equal(first.done, false);
    const second = await org.conn.queryMore(first.nextRecordsUrl);
    assert.equal(second.records.length, accounts + 1 - 2000);
    assert.equal(second.done, true);
    assert.equal(second.totalSize, accounts + 1);
    const ids = new Set([...first.records, ...second.records].map((one) => one.Id));
    assert.equal(ids.size, accounts + 1);
  },
  async "all pages by themselves"() {
    const all = await org.conn.query("SELECT Id FROM Account", {
      autoFetch: true,
      maxFetch: 100000,
    });
    assert.equal(all.records.length, accounts + 1);
    assert.equal(all.done, true);
    const names = await org.conn
      .sobject("Account")
      .find({}, ["Id", "Name"])
      .execute({ autoFetch: true, maxFetch: 2100 });
    assert.equal(names.length, 2100);
  },
  async "smaller pages"() {
    const page = await org.conn.query("SELECT Id FROM Account", {
      headers: { "Sforce-Query-Options": "batchSize=200" },
    });
    assert.equal(page.records.length, 200);
    assert.equal(page.done, false);
  },
  async "a locator that is none"() {
    await fails(
      () => org.conn.queryMore("01g000000000001AAA-2000"),
      "INVALID_QUERY_LOCATOR",
      /^invalid query locator$/,
    );
  },
  async "parents"() {
    const { records } = await org.conn.query(
      "SELECT Name, Account__r.Name, Account__r.Owner.Username FROM Project__c" +
        " WHERE Code__c IN ('P-1', 'P-2') ORDER BY Code__c",
    );
    assert.equal(records[0].Account__r.Name, "Zoë & Söhne \"日本\" \\ 'x'");
    assert.equal(records[0].Account__r.Owner.Username, env.ORG_USERNAME);
    assert.equal(records[0].Account__r.attributes.type, "Account");
    assert.equal(records[1].Account__r, null);
  },
  async "children"() {
    const { records } = await org.conn.query(
      "SELECT Id, (SELECT Name, Stage__c FROM Projects__r), (SELECT Id FROM Cases)" +
        ` FROM Account WHERE Id = '${made.account}'`,
    );
    assert.equal(records[0].Projects__r.totalSize, 1);
    assert.equal(records[0].Projects__r.done, true);
    assert.equal(records[0].Projects__r.records[0].Name, "Bridge");
    assert.equal(records[0].Cases, null);
  },
  async "children of many, over pages"() {
    const all = await org.conn.query("SELECT Id, (SELECT Id FROM Contacts) FROM Account", {
      autoFetch: true,
      maxFetch: 100000,
    });
    assert.equal(all.records.length, accounts + 1);
    const children = all.records.flatMap((one) => one.Contacts?.records ?? []);
    const { totalSize } = await org.conn.query(
      "SELECT COUNT() FROM Contact WHERE AccountId != null",
    );
    assert.equal(children.length, totalSize);
    assert.ok(totalSize >= contacts);
  },
  async "built queries"() {
    const project = org.conn.sobject("Project__c");
    const found = await project
      .find(
        { Code__c: { $in: ["P-1", "P-2"] }, CreatedDate: { $gte: jsforce.SfDate.TODAY } },
        "Id, Name, Account__r.Name",
      )
      .sort({ Name: -1 })
      .limit(5);
    assert.deepEqual(
      found.map((one) => one.Name),
      ["Tunnel", "Bridge"],
    );
    assert.equal((await project.find({ Name: { $like: "Tun%" } }, "Name")).length, 1);
    assert.equal(
      (await project.find({ $or: [{ Code__c: "P-1" }, { Family__c: null, Name: "Tunnel" }] }))
        .length,
      2,
    );
    assert.equal((await project.find({ Name: 'It\'s "q"' }, "Id")).length, 0);
    assert.equal(await project.count({ Code__c: { $like: "P-_" } }), 2);
    assert.equal(
      (await project.findOne({ Code__c: "P-1" }, { Name: 1, Owner: { Name: 1 } })).Name,
      "Bridge",
    );
    const date = await project.find({ Start__c: jsforce.SfDate.toDateLiteral("2024-02-29") }, "Id");
    assert.equal(date.length, 1);
    const [account] = await org.conn
      .sobject("Account")
      .select("Id, Name")
      .include("Projects__r")
      .select("Name")
      .where({ Stage__c: "Running" })
      .orderby("Name", "ASC")
      .limit(2)
      .end()
      .where({ Id: made.account });
    assert.equal(account.Projects__r.records[0].Name, "Bridge");
  },
  async "all fields of a description can be selected"() {
    for (const name of ["Account", "Contact", "Project__c", "Opportunity", "User"]) {
      const { fields } = await org.conn.describe(name);
      const [record] = await org.conn.sobject(name).select("*").limit(1);
      if (record) assert.equal(Object.keys(record).length, fields.length + 1, name);
    }
  },
  async "everything of parents and children"() {
    const found = await org.conn.sobject("Opportunity").select("*, Account.*, Owner.Name").limit(9);
    assert.equal(found.length, 9);
    for (const record of found) {
      assert.match(record.CloseDate, /^\d{4}-\d\d-\d\d$/);
      assert.equal(typeof record.Account.Name, "string");
      assert.equal(typeof record.Owner.Name, "string");
    }
    const parents = await org.conn
      .sobject("Account")
      .find(null, "Id")
      .include("Contacts")
      .select("*")
      .limit(2)
      .end()
      .include("Opportunities", null, "Id, Name", { limit: 2 })
      .end()
      .limit(10);
    assert.equal(parents.length, 10);
    for (const contact of parents.flatMap((one) => one.Contacts?.records ?? [])) {
      assert.equal(typeof contact.FirstName, "string");
      assert.equal(typeof contact.LastName, "string");
    }
  },
  async "orders"() {
    const found = await org.conn
      .sobject("Opportunity")
      .find({}, { "Account.Name": 1, CloseDate: 1 })
      .sort("Account.Name -CloseDate");
    const keys = found.map((one) => [one.Account.Name.toLowerCase(), -Date.parse(one.CloseDate)]);
    assert.ok(keys.length > 1);
    for (let at = 1; at < keys.length; at += 1) {
      const [[name, date], [next, nextDate]] = [keys[at - 1], keys[at]];
      assert.ok(name < next || (name === next && date <= nextDate), `${keys[at - 1]}, ${keys[at]}`);
    }
  },
  async "a stream of CSV"() {
    let text = "";
    const stream = org.conn.query("SELECT Id, Name FROM Account").stream("csv");
    for await (const part of stream) text += part;
    const lines = text.trim().split("\n");
    assert.equal(lines[0], "Id,Name");
    assert.equal(lines.length, accounts + 2);
  },
  async "aggregates"() {
    const { records, totalSize } = await org.conn.query(
      "SELECT Code__c code, COUNT(Id), SUM(Budget__c) total FROM Project__c" +
        " WHERE Code__c LIKE 'P-%' GROUP BY Code__c ORDER BY Code__c",
    );
    assert.equal(totalSize, 2);
    assert.deepEqual(records[1], {
      attributes: { type: "AggregateResult" },
      code: "P-2",
      expr0: 1,
      total: 7,
    });
    const count = await org.conn.query("SELECT COUNT() FROM Account");
    assert.equal(count.totalSize, accounts + 1);
    assert.equal(count.records.length, 0);
  },
  async "explain"() {
    const { plans } = await org.conn.sobject("Account").find({ Name: "x" }, "Id").explain();
    assert.ok(plans.length > 0);
    assert.match(plans[0].leadingOperationType, /^(TableScan|Index|Sharing|Other)$/);
    assert.equal(plans[0].sobjectType, "Account");
    assert.ok(Array.isArray(plans[0].fields));
    for (const key of ["cardinality", "relativeCost", "sobjectCardinality"]) {
      assert.equal(typeof plans[0][key], "number", key);
    }
  },
  async "search"() {
    const { searchRecords } = await org.conn.search(
      "FIND {Tunnel} IN ALL FIELDS RETURNING Project__c(Id, Name), Account(Id)",
    );
    assert.deepEqual(searchRecords, [
      {
        attributes: { type: "Project__c", url: `${base}/sobjects/Project__c/${made.tunnel}` },
        Id: made.tunnel,
        Name: "Tunnel",
      },
    ]);
    await fails(
      () => org.conn.search("FIND Tunnel"),
      "MALFORMED_SEARCH",
      /^No search term found. The search term must be enclosed in braces/,
    );
  },
};
