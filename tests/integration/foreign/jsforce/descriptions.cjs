// SPDX-License-Identifier: Apache-2.0
// Versions, limits, objects and layouts.
"use strict";

const assert = require("node:assert/strict");
const { base, fails, org, url, version } = require("./org.cjs");

module.exports = {
  async "versions"() {
    const versions = await org.conn.request("/services/data");
    assert.ok(
      versions.some((one) => one.version === version && one.url === base),
      versions,
    );
    assert.deepEqual(Object.keys(versions[0]), ["label", "url", "version"]);
  },
  async "limits, and the calls of today"() {
    const limits = await org.conn.limits();
    const { Max, Remaining } = limits.DailyApiRequests;
    assert.ok(Max > 0 && Remaining > 0 && Remaining <= Max);
    assert.equal(limits.ConcurrentSyncReportRuns.Max, 20);
    assert.equal(org.conn.limitInfo.apiUsage.limit, Max);
    assert.ok(org.conn.limitInfo.apiUsage.used > 0);
  },
  async "describe all objects"() {
    const all = await org.conn.describeGlobal();
    assert.equal(all.encoding, "UTF-8");
    assert.equal(all.maxBatchSize, 200);
    const account = all.sobjects.find((one) => one.name === "Account");
    assert.equal(account.keyPrefix, "001");
    assert.equal(account.custom, false);
    const project = all.sobjects.find((one) => one.name === "Project__c");
    assert.equal(project.labelPlural, "Projects");
    assert.equal(project.custom, true);
    assert.equal(project.urls.describe, `${base}/sobjects/Project__c/describe`);
  },
  async "describe one object"() {
    const project = await org.conn.sobject("Project__c").describe();
    const field = (name) => project.fields.find((one) => one.name === name);
    assert.equal(project.name, "Project__c");
    assert.equal(project.keyPrefix, "a0P");
    assert.equal(field("Code__c").externalId, true);
    assert.equal(field("Code__c").unique, true);
    assert.equal(field("Name").nameField, true);
    assert.deepEqual(field("Account__c").referenceTo, ["Account"]);
    assert.equal(field("Account__c").relationshipName, "Account__r");
    assert.deepEqual(
      field("Stage__c").picklistValues.map((one) => one.value),
      ["Idea", "Running", "Done"],
    );
    assert.equal(field("Budget__c").soapType, "xsd:double");
    const account = await org.conn.describe("Account");
    const children = account.childRelationships.find(
      (one) => one.relationshipName === "Projects__r",
    );
    assert.equal(children.childSObject, "Project__c");
    assert.equal(children.field, "Account__c");
  },
  async "describe an object that is none"() {
    await fails(
      () => org.conn.describe("Nothing__c"),
      "NOT_FOUND",
      /^The requested resource does not exist$/,
    );
  },
  async "layouts"() {
    const found = await org.conn.sobject("Account").layouts();
    assert.ok(Array.isArray(found.recordTypeMappings), "recordTypeMappings");
    assert.ok(Array.isArray(found.recordTypeSelectorRequired), "recordTypeSelectorRequired");
    for (const layout of found.layouts) {
      assert.equal(typeof layout.buttonLayoutSection, "object");
      assert.ok(Array.isArray(layout.quickActionList.quickActionListItems), "quickActionList");
      for (const key of ["detailLayoutSections", "editLayoutSections", "relatedLists"]) {
        assert.ok(Array.isArray(layout[key]), key);
      }
    }
  },
  async "compact and approval layouts"() {
    const account = org.conn.sobject("Account");
    const found = await account.compactLayouts();
    assert.ok(Array.isArray(found.recordTypeCompactLayoutMappings));
    for (const layout of found.compactLayouts) {
      assert.equal(layout.objectType, "Account");
      assert.ok(Array.isArray(layout.actions), "actions");
      assert.ok(Array.isArray(layout.fieldItems), "fieldItems");
    }
    assert.ok(Array.isArray((await account.approvalLayouts()).approvalLayouts));
  },
  async "tabs, theme and quick actions"() {
    for (const tab of await org.conn.tabs()) {
      for (const key of ["label", "name", "url"]) assert.equal(typeof tab[key], "string", key);
    }
    for (const item of (await org.conn.theme()).themeItems) {
      assert.equal(typeof item.name, "string");
      for (const { color, context, theme } of item.colors ?? [])
        assert.ok(color && context && theme);
      for (const { url, width, contentType } of item.icons ?? []) {
        assert.ok(url && Number.isInteger(width) && contentType, JSON.stringify(item));
      }
    }
    assert.ok(Array.isArray(await org.conn.quickActions()));
  },
};
