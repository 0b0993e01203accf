// SPDX-License-Identifier: Apache-2.0
// Drives an org with jsforce: a line per check, and the status of the first that does not hold.
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

// What the checks hand on.
let conn;
let me;
const made = {};

const connect = (more = {}) =>
  new jsforce.Connection({ loginUrl: url, instanceUrl: url, version, ...more });

async function control(method, path, body) {
  const reply = await fetch(url + "/simulator/" + path, { method, body: body && JSON.stringify(body) });
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
  const claims = { iss: app.clientId, sub: env.ORG_USERNAME, aud: audience,
                   exp: Math.floor(Date.now() / 1000) + 180 };
  const text = `${part({ alg: "RS256" })}.${part(claims)}`;
  const key = fs.readFileSync(env.ORG_KEY_FILE);
  return `${text}.${crypto.sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}`;
}

async function isSignedIn(connection) {
  const found = await connection.query("SELECT Username FROM User WHERE Username = 'admin@sfsim.example'");
  assert.equal(found.records[0].Username, env.ORG_USERNAME);
}

const checks = {
  // ---- Signing in

  async "sign in with a password"() {
    conn = connect({ oauth2: app });
    me = await conn.login(env.ORG_USERNAME, password);
    assertId(me.id, "005");
    assertId(me.organizationId, "00D");
    assert.equal(me.url, `${url}/id/${me.organizationId}/${me.id}`);
    assert.equal(conn.instanceUrl, url);
    assert.ok(conn.accessToken.startsWith(me.organizationId.slice(0, 15) + "!"), conn.accessToken);
    await isSignedIn(conn);
  },
  async "a wrong password is refused"() {
    const error = await errorOf(() => connect({ oauth2: app }).login(env.ORG_USERNAME, "wrong"));
    assert.equal(error.name, "invalid_grant");
    assert.match(error.message, /^authentication failure/);
  },
  async "a wrong client secret is refused"() {
    const wrong = connect({ oauth2: { ...app, clientSecret: "wrong" } });
    const error = await errorOf(() => wrong.login(env.ORG_USERNAME, password));
    assert.equal(error.name, "invalid_client");
    assert.equal(error.message, "invalid client credentials");
  },
  async "sign in with client credentials"() {
    const connection = connect({ oauth2: app });
    assert.deepEqual(await connection.authorize({ grant_type: "client_credentials" }), me);
    await isSignedIn(connection);
  },
  async "sign in with a JWT"() {
    const connection = connect({ oauth2: app });
    const user = await connection.authorize(
      { grant_type: jwtGrant, assertion: assertion("https://login.salesforce.com") });
    assert.deepEqual(user, me);
    await isSignedIn(connection);
  },
  async "a JWT for another audience is refused"() {
    const error = await errorOf(() => connect({ oauth2: app }).authorize(
      { grant_type: jwtGrant, assertion: assertion("https://elsewhere.example") }));
    assert.equal(error.name, "invalid_grant");
    assert.match(error.message, /audience/i);
  },
  async "sign in with an access token"() {
    await isSignedIn(connect({ accessToken: conn.accessToken }));
  },
  async "sign in with a session id and a server's URL"() {
    const serverUrl = `${url}/services/Soap/u/${version}/${me.organizationId.slice(0, 15)}`;
    await isSignedIn(new jsforce.Connection({ sessionId: conn.accessToken, serverUrl, version }));
  },
  async "sign in with a refresh token, in jsforce's own API version"() {
    const connection = new jsforce.Connection(
      { oauth2: app, instanceUrl: url, accessToken: "stale", refreshToken: env.ORG_REFRESH_TOKEN });
    let refreshed;
    connection.on("refresh", (token) => { refreshed = token; });
    await isSignedIn(connection);
    assert.equal(connection.accessToken, refreshed);
    assert.notEqual(refreshed, "stale");
    assert.equal(connection.version, "50.0");
  },
  async "a wrong refresh token is refused"() {
    const error = await errorOf(() => conn.oauth2.refreshToken("wrong"));
    assert.equal(error.name, "invalid_grant");
    assert.equal(error.message, "expired access/refresh token");
  },
  async "a token that is none is refused"() {
    await fails(() => connect({ accessToken: "none" }).query("SELECT Id FROM Account"),
                "INVALID_SESSION_ID", /^Session expired or invalid$/);
  },
  async "signing out ends the session"() {
    const connection = connect({ oauth2: app });
    await connection.login(env.ORG_USERNAME, password);
    const accessToken = connection.accessToken;
    await connection.logout();
    assert.equal(connection.accessToken, null);
    await fails(() => connect({ accessToken }).query("SELECT Id FROM Account"),
                "INVALID_SESSION_ID", /./);
  },
  async "identity"() {
    const identity = await conn.identity();
    assert.equal(identity.user_id, me.id);
    assert.equal(identity.organization_id, me.organizationId);
    assert.equal(identity.username, env.ORG_USERNAME);
    assert.equal(identity.id, me.url);
    assert.equal(identity.urls.rest, `${url}/services/data/v{version}/`);
    assert.equal(identity.active, true);
  },
  async "identity without having signed in leads through the resources"() {
    const connection = connect({ accessToken: conn.accessToken });
    assert.equal((await connection.identity()).user_id, me.id);
    assert.deepEqual(connection.userInfo, me);
  },

  // ---- What there is

  async "versions"() {
    const versions = await conn.request("/services/data");
    assert.ok(versions.some((one) => one.version === version && one.url === base), versions);
    assert.deepEqual(Object.keys(versions[0]), ["label", "url", "version"]);
  },
  async "limits, and the calls of today"() {
    const limits = await conn.limits();
    const { Max, Remaining } = limits.DailyApiRequests;
    assert.ok(Max > 0 && Remaining > 0 && Remaining <= Max);
    assert.equal(limits.ConcurrentSyncReportRuns.Max, 20);
    assert.equal(conn.limitInfo.apiUsage.limit, Max);
    assert.ok(conn.limitInfo.apiUsage.used > 0);
  },
  async "describe all objects"() {
    const all = await conn.describeGlobal();
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
    const project = await conn.sobject("Project__c").describe();
    const field = (name) => project.fields.find((one) => one.name === name);
    assert.equal(project.name, "Project__c");
    assert.equal(project.keyPrefix, "a0P");
    assert.equal(field("Code__c").externalId, true);
    assert.equal(field("Code__c").unique, true);
    assert.equal(field("Name").nameField, true);
    assert.deepEqual(field("Account__c").referenceTo, ["Account"]);
    assert.equal(field("Account__c").relationshipName, "Account__r");
    assert.deepEqual(field("Stage__c").picklistValues.map((one) => one.value), ["Idea", "Running", "Done"]);
    assert.equal(field("Budget__c").soapType, "xsd:double");
    const account = await conn.describe("Account");
    const children = account.childRelationships.find((one) => one.relationshipName === "Projects__r");
    assert.equal(children.childSObject, "Project__c");
    assert.equal(children.field, "Account__c");
  },
  async "describe an object that is none"() {
    await fails(() => conn.describe("Nothing__c"), "NOT_FOUND",
                /^The requested resource does not exist$/);
  },
  async "layouts"() {
    const project = conn.sobject("Project__c");
    assert.ok(Array.isArray((await project.layouts()).layouts));
    assert.ok(Array.isArray((await project.compactLayouts()).compactLayouts));
    assert.ok(Array.isArray((await project.approvalLayouts()).approvalLayouts));
  },
  async "tabs, theme and quick actions"() {
    assert.ok(Array.isArray(await conn.tabs()));
    assert.ok(Array.isArray((await conn.theme()).themeItems));
    assert.ok(Array.isArray(await conn.quickActions()));
  },

  // ---- Single records

  async "create"() {
    const account = await conn.sobject("Account").create({ Name: "Zoë & Söhne \"日本\" \\ 'x'" });
    assert.deepEqual({ ...account, id: "" }, { id: "", success: true, errors: [] });
    assertId(account.id, "001");
    made.account = account.id;
    const project = await conn.create("Project__c", {
      Name: "Bridge", Code__c: "P-1", Account__c: account.id, Budget__c: 1234.56, Seats__c: 12,
      Start__c: "2024-02-29", Kickoff__c: "2024-02-29T14:34:56+02:00", Active__c: true,
      Stage__c: "Idea", Contact_Email__c: "Zoe@Example.com", Remarks__c: "line 1\nline 2" });
    assertId(project.id, "a0P");
    made.project = project.id;
  },
  async "read"() {
    const { attributes, ...record } = await conn.sobject("Project__c").retrieve(made.project);
    assert.deepEqual(attributes, { type: "Project__c", url: `${base}/sobjects/Project__c/${made.project}` });
    const expected = {
      Id: made.project, IsDeleted: false, Name: "Bridge", Code__c: "P-1", Family__c: null,
      Account__c: made.account, Budget__c: 1234.56, Seats__c: 12, Start__c: "2024-02-29",
      Kickoff__c: "2024-02-29T12:34:56.000+0000", Active__c: true, Stage__c: "Idea",
      Contact_Email__c: "zoe@example.com", Remarks__c: "line 1\nline 2", CreatedById: me.id,
      LastModifiedById: me.id };
    for (const [name, value] of Object.entries(expected)) assert.equal(record[name], value, name);
    assert.match(record.CreatedDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
  },
  async "read some fields"() {
    const record = await conn.retrieve("Account", made.account, { fields: ["Id", "Name"] });
    assert.deepEqual(record, {
      attributes: { type: "Account", url: `${base}/sobjects/Account/${made.account}` },
      Id: made.account, Name: "Zoë & Söhne \"日本\" \\ 'x'" });
  },
  async "read by a 15-character id"() {
    const record = await conn.retrieve("Account", made.account.slice(0, 15), { fields: ["Id"] });
    assert.equal(record.Id, made.account);
  },
  async "update"() {
    const done = await conn.sobject("Project__c").update(
      { Id: made.project, Stage__c: "Running", Budget__c: null, Active__c: false });
    assert.deepEqual(done, { id: made.project, success: true, errors: [] });
    const record = await conn.sobject("Project__c").record(made.project).retrieve();
    assert.equal(record.Stage__c, "Running");
    assert.equal(record.Budget__c, null);
    assert.equal(record.Active__c, false);
    assert.equal(record.Name, "Bridge");
  },
  async "upsert by external id"() {
    const project = conn.sobject("Project__c");
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
    const made3 = await conn.upsert("Project__c", { Code__c: encodeURIComponent(code), Name: "Dam" }, "Code__c");
    assert.equal(made3.created, true);
    assert.equal((await conn.retrieve("Project__c", made3.id)).Code__c, code);
    const read = await conn.request(`${base}/sobjects/Project__c/Code__c/${encodeURIComponent(code)}`);
    assert.equal(read.Id, made3.id);
  },
  async "upsert in an API version that answers without a body"() {
    const old = connect({ accessToken: conn.accessToken, version: "45.0" });
    const done = await old.upsert("Project__c", { Code__c: "P-2", Budget__c: 7 }, "Code__c");
    assert.deepEqual(done, { success: true, errors: [] });
    assert.equal((await conn.retrieve("Project__c", made.tunnel)).Budget__c, 7);
  },
  async "upsert where several match"() {
    await conn.create("Project__c", [{ Name: "A", Family__c: "F" }, { Name: "B", Family__c: "F" }]);
    const error = await errorOf(() => conn.upsert("Project__c", { Family__c: "F", Name: "C" }, "Family__c"));
    assert.equal(error.errorCode, "MULTIPLE_CHOICES");
    assert.equal(error.data.length, 2);
    assert.ok(error.data[0].startsWith(`${base}/sobjects/Project__c/a0P`), error.data[0]);
  },
  async "a parent by its external id"() {
    await conn.update("Account", { Id: made.account, Number__c: "A-1" });
    const created = await conn.create("Project__c", { Name: "Quay", Account__r: { Number__c: "A-1" } });
    assert.equal((await conn.retrieve("Project__c", created.id)).Account__c, made.account);
    await conn.destroy("Project__c", created.id);
  },
  async "delete"() {
    const extra = await conn.create("Project__c", { Name: "Extra", Code__c: "P-9" });
    const done = await conn.sobject("Project__c").destroy(extra.id);
    assert.deepEqual(done, { id: extra.id, success: true, errors: [] });
    made.deleted = extra.id;
    const live = await conn.query("SELECT Id FROM Project__c WHERE Code__c = 'P-9'");
    assert.equal(live.totalSize, 0);
  },
  async "a deleted record"() {
    for (const call of [() => conn.retrieve("Project__c", made.deleted),
                        () => conn.update("Project__c", { Id: made.deleted, Name: "X" }),
                        () => conn.destroy("Project__c", made.deleted)]) {
      await fails(call, "ENTITY_IS_DELETED", /^entity is deleted$/);
    }
  },
  async "queryAll sees deleted records"() {
    const soql = "SELECT Id, IsDeleted FROM Project__c WHERE Code__c = 'P-9'";
    const all = await conn.query(soql, { scanAll: true });
    assert.equal(all.totalSize, 1);
    assert.equal(all.records[0].Id, made.deleted);
    assert.equal(all.records[0].IsDeleted, true);
  },
  async "a file goes up in parts and comes down as it was"() {
    const bytes = crypto.randomBytes(20000);
    const attachment = await conn.create("Attachment",
      { ParentId: made.account, Name: "a.bin", Body: bytes.toString("base64") },
      { multipartFileFields: { Body: { filename: "a.bin", contentType: "application/octet-stream" } } });
    assertId(attachment.id, "00P");
    const stream = conn.sobject("Attachment").record(attachment.id).blob("Body");
    const parts = [];
    for await (const part of stream) parts.push(part);
    assert.ok(Buffer.concat(parts).equals(bytes), "the bytes differ");
    const record = await conn.retrieve("Attachment", attachment.id);
    assert.equal(record.BodyLength, bytes.length);
    assert.equal(record.Body, `${base}/sobjects/Attachment/${attachment.id}/Body`);
  },
  async "recently viewed"() {
    const recent = await conn.recent(10);
    assert.ok(Array.isArray(recent));
    assert.ok(Array.isArray(await conn.sobject("Project__c").recent()));
  },
  async "updated and deleted records"() {
    const start = new Date(Date.now() - 3600_000);
    const end = new Date(Date.now() + 60_000);
    const updated = await conn.sobject("Project__c").updated(start, end);
    assert.ok(updated.ids.includes(made.project));
    const deleted = await conn.sobject("Project__c").deleted(start, end);
    assert.ok(deleted.deletedRecords.some((one) => one.id === made.deleted));
  },

  // ---- Queries

  async "pages"() {
    const first = await conn.query("SELECT Id, Name FROM Account");
    assert.equal(first.totalSize, accounts + 1);
    assert.equal(first.records.length, 2000);
    assert.equal(first.done, false);
    const second = await conn.queryMore(first.nextRecordsUrl);
    assert.equal(second.records.length, accounts + 1 - 2000);
    assert.equal(second.done, true);
    assert.equal(second.totalSize, accounts + 1);
    const ids = new Set([...first.records, ...second.records].map((one) => one.Id));
    assert.equal(ids.size, accounts + 1);
  },
  async "all pages by themselves"() {
    const all = await conn.query("SELECT Id FROM Account", { autoFetch: true, maxFetch: 100000 });
    assert.equal(all.records.length, accounts + 1);
    assert.equal(all.done, true);
    const names = await conn.sobject("Account").find({}, ["Id", "Name"]).execute({ autoFetch: true, maxFetch: 2100 });
    assert.equal(names.length, 2100);
  },
  async "smaller pages"() {
    const page = await conn.query("SELECT Id FROM Account", { headers: { "Sforce-Query-Options": "batchSize=200" } });
    assert.equal(page.records.length, 200);
    assert.equal(page.done, false);
  },
  async "a locator that is none"() {
    await fails(() => conn.queryMore("01g000000000001AAA-2000"), "INVALID_QUERY_LOCATOR",
                /^invalid query locator$/);
  },
  async "parents"() {
    const { records } = await conn.query(
      `SELECT Name, Account__r.Name, Account__r.Owner.Username FROM Project__c WHERE Code__c IN ('P-1', 'P-2') ORDER BY Code__c`);
    assert.equal(records[0].Account__r.Name, "Zoë & Söhne \"日本\" \\ 'x'");
    assert.equal(records[0].Account__r.Owner.Username, env.ORG_USERNAME);
    assert.equal(records[0].Account__r.attributes.type, "Account");
    assert.equal(records[1].Account__r, null);
  },
  async "children"() {
    const { records } = await conn.query(
      `SELECT Id, (SELECT Name, Stage__c FROM Projects__r), (SELECT Id FROM Cases) FROM Account WHERE Id = '${made.account}'`);
    assert.equal(records[0].Projects__r.totalSize, 1);
    assert.equal(records[0].Projects__r.done, true);
    assert.equal(records[0].Projects__r.records[0].Name, "Bridge");
    assert.equal(records[0].Cases, null);
  },
  async "children of many, over pages"() {
    const all = await conn.query("SELECT Id, (SELECT Id FROM Contacts) FROM Account", { autoFetch: true, maxFetch: 100000 });
    assert.equal(all.records.length, accounts + 1);
    const children = all.records.flatMap((one) => one.Contacts?.records ?? []);
    const { totalSize } = await conn.query("SELECT COUNT() FROM Contact WHERE AccountId != null");
    assert.equal(children.length, totalSize);
    assert.ok(totalSize >= contacts);
  },
  async "built queries"() {
    const project = conn.sobject("Project__c");
    const found = await project
      .find({ Code__c: { $in: ["P-1", "P-2"] }, CreatedDate: { $gte: jsforce.SfDate.TODAY } },
            "Id, Name, Account__r.Name").sort({ Name: -1 }).limit(5);
    assert.deepEqual(found.map((one) => one.Name), ["Tunnel", "Bridge"]);
    assert.equal((await project.find({ Name: { $like: "Tun%" } }, "Name")).length, 1);
    assert.equal((await project.find({ $or: [{ Code__c: "P-1" }, { Family__c: null, Name: "Tunnel" }] })).length, 2);
    assert.equal((await project.find({ Name: "It's \"q\"" }, "Id")).length, 0);
    assert.equal(await project.count({ Code__c: { $like: "P-_" } }), 2);
    assert.equal((await project.findOne({ Code__c: "P-1" }, { Name: 1, Owner: { Name: 1 } })).Name, "Bridge");
    const date = await project.find({ Start__c: jsforce.SfDate.toDateLiteral("2024-02-29") }, "Id");
    assert.equal(date.length, 1);
    const [account] = await conn.sobject("Account").select("Id, Name").include("Projects__r").select("Name")
      .where({ Stage__c: "Running" }).orderby("Name", "ASC").limit(2).end().where({ Id: made.account });
    assert.equal(account.Projects__r.records[0].Name, "Bridge");
  },
  async "all fields of a description can be selected"() {
    for (const name of ["Account", "Contact", "Project__c", "Opportunity", "User"]) {
      const { fields } = await conn.describe(name);
      const [record] = await conn.sobject(name).select("*").limit(1);
      if (record) assert.equal(Object.keys(record).length, fields.length + 1, name);
    }
  },
  async "aggregates"() {
    const { records, totalSize } = await conn.query(
      "SELECT Code__c code, COUNT(Id), SUM(Budget__c) total FROM Project__c WHERE Code__c LIKE 'P-%' GROUP BY Code__c ORDER BY Code__c");
    assert.equal(totalSize, 2);
    assert.deepEqual(records[1], { attributes: { type: "AggregateResult" }, code: "P-2", expr0: 1, total: 7 });
    const count = await conn.query("SELECT COUNT() FROM Account");
    assert.equal(count.totalSize, accounts + 1);
    assert.equal(count.records.length, 0);
  },
  async "explain"() {
    const { plans } = await conn.sobject("Account").find({ Name: "x" }, "Id").explain();
    assert.ok(plans.length > 0);
    assert.match(plans[0].leadingOperationType, /^(TableScan|Index|Sharing|Other)$/);
    assert.equal(plans[0].sobjectType, "Account");
  },
  async "search"() {
    const { searchRecords } = await conn.search("FIND {Tunnel} IN ALL FIELDS RETURNING Project__c(Id, Name), Account(Id)");
    assert.deepEqual(searchRecords, [
      { attributes: { type: "Project__c", url: `${base}/sobjects/Project__c/${made.tunnel}` },
        Id: made.tunnel, Name: "Tunnel" }]);
    await fails(() => conn.search("FIND Tunnel"), "MALFORMED_SEARCH",
                /^No search term found. The search term must be enclosed in braces/);
  },

  // ---- Many records in a call

  async "create many"() {
    const done = await conn.create("Project__c", [
      { Name: "M1", Code__c: "M-1" }, { Code__c: "M-2" }, { Name: "M3", Contact_Email__c: "bad" }]);
    assertId(done[0].id, "a0P");
    assert.deepEqual(done[0], { id: done[0].id, success: true, errors: [] });
    assert.deepEqual(done[1], { success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING",
      message: "Required fields are missing: [Name]", fields: ["Name"] }] });
    assert.deepEqual(done[2], { success: false, errors: [{ statusCode: "INVALID_EMAIL_ADDRESS",
      message: "Contact Email: invalid email address: bad", fields: ["Contact_Email__c"] }] });
    made.many = [done[0].id];
  },
  async "create many, all or none"() {
    const done = await conn.create("Project__c", [{ Name: "N1", Code__c: "N-1" }, { Code__c: "N-2" }],
                                   { allOrNone: true });
    assert.equal(done[0].success, false);
    assert.equal(done[0].errors[0].statusCode, "ALL_OR_NONE_OPERATION_ROLLED_BACK");
    assert.equal(done[1].errors[0].statusCode, "REQUIRED_FIELD_MISSING");
    assert.equal(await conn.sobject("Project__c").count({ Code__c: "N-1" }), 0);
  },
  async "create more than a call may hold"() {
    const records = Array.from({ length: 250 }, (_, number) => ({ Name: `Bulk ${number}`, Code__c: `B-${number}` }));
    const done = await conn.create("Project__c", records, { allowRecursive: true });
    assert.equal(done.length, 250);
    assert.ok(done.every((one) => one.success));
    made.bulk = done.map((one) => one.id);
    const error = await errorOf(() => conn.create("Project__c", records));
    assert.equal(error.data?.errorCode ?? error.errorCode, error.errorCode);
    assert.equal(await conn.sobject("Project__c").count({ Code__c: { $like: "B-%" } }), 250);
  },
  async "update many"() {
    const done = await conn.update("Project__c", [
      { Id: made.many[0], Seats__c: 3 }, { Id: made.deleted, Seats__c: 3 }]);
    assert.deepEqual(done[0], { id: made.many[0], success: true, errors: [] });
    assert.equal(done[1].success, false);
    assert.equal(done[1].errors[0].statusCode, "ENTITY_IS_DELETED");
    assert.equal((await conn.retrieve("Project__c", made.many[0])).Seats__c, 3);
  },
  async "upsert many"() {
    const done = await conn.upsert("Project__c",
      [{ Code__c: "M-1", Seats__c: 4 }, { Code__c: "M-5", Name: "M5" }], "Code__c");
    assert.deepEqual(done[0], { id: made.many[0], success: true, errors: [], created: false });
    assertId(done[1].id, "a0P");
    assert.equal(done[1].created, true);
    made.many.push(done[1].id);
  },
  async "read many"() {
    const read = await conn.retrieve("Project__c", [...made.many, "a0P000000000zzzAAA"], { fields: ["Id", "Seats__c"] });
    assert.deepEqual(read.map((one) => one && [one.Id, one.Seats__c]),
                     [[made.many[0], 4], [made.many[1], null], null]);
    const whole = await conn.sobject("Project__c").retrieve(made.many);
    assert.equal(whole[1].Name, "M5");
  },
  async "delete many"() {
    const done = await conn.destroy("Project__c", [...made.many, made.deleted]);
    assert.deepEqual(done.slice(0, 2), made.many.map((id) => ({ id, success: true, errors: [] })));
    assert.equal(done[2].success, false);
    assert.equal(done[2].errors[0].statusCode, "ENTITY_IS_DELETED");
    const all = await conn.destroy("Project__c", made.bulk, { allowRecursive: true, allOrNone: true });
    assert.ok(all.length === 250 && all.every((one) => one.success));
  },
  async "composite"() {
    const { compositeResponse } = await conn.requestPost("/composite", { compositeRequest: [
      { method: "POST", url: `${base}/sobjects/Account`, referenceId: "parent", body: { Name: "Composite" } },
      { method: "POST", url: `${base}/sobjects/Project__c`, referenceId: "child",
        body: { Name: "Inner", Account__c: "@{parent.id}" } },
      { method: "GET", url: `${base}/query?q=SELECT Name, Account__r.Name FROM Project__c WHERE Id = '@{child.id}'`,
        referenceId: "found" },
      { method: "PATCH", url: `${base}/sobjects/Project__c/@{found.records[0].Name}`, referenceId: "wrong", body: {} }] });
    assert.deepEqual(compositeResponse.map((one) => one.referenceId), ["parent", "child", "found", "wrong"]);
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
    const { compositeResponse } = await conn.requestPost("/composite", { allOrNone: true, compositeRequest: [
      { method: "PATCH", url: `${base}/sobjects/Account/${made.composite}`, referenceId: "one", body: { Name: "Changed" } },
      { method: "POST", url: `${base}/sobjects/Project__c`, referenceId: "two", body: {} }] });
    assert.deepEqual(compositeResponse[0].body, [{ errorCode: "PROCESSING_HALTED",
      message: "The transaction was rolled back since another operation in the same transaction failed." }]);
    assert.equal(compositeResponse[1].body[0].errorCode, "REQUIRED_FIELD_MISSING");
    assert.equal((await conn.retrieve("Account", made.composite)).Name, "Composite");
  },
  async "composite tree"() {
    const tree = await conn.requestPost("/composite/tree/Account", { records: [
      { attributes: { type: "Account", referenceId: "top" }, Name: "Tree", Projects__r: { records: [
        { attributes: { type: "Project__c", referenceId: "leaf" }, Name: "Leaf" }] } }] });
    assert.equal(tree.hasErrors, false);
    assert.deepEqual(tree.results.map((one) => one.referenceId), ["top", "leaf"]);
    const leaf = await conn.retrieve("Project__c", tree.results[1].id);
    assert.equal(leaf.Account__c, tree.results[0].id);
  },
  async "composite graph"() {
    const { graphs } = await conn.requestPost("/composite/graph", { graphs: [
      { graphId: "good", compositeRequest: [{ method: "POST", url: `${base}/sobjects/Account`, referenceId: "a", body: { Name: "Graph" } }] },
      { graphId: "bad", compositeRequest: [{ method: "POST", url: `${base}/sobjects/Account`, referenceId: "b", body: {} }] }] });
    assert.deepEqual(graphs.map((one) => [one.graphId, one.isSuccessful]), [["good", true], ["bad", false]]);
    assertId(graphs[0].graphResponse.compositeResponse[0].body.id, "001");
  },
  async "composite batch"() {
    const batch = await conn.requestPost("/composite/batch", { batchRequests: [
      { method: "GET", url: `v${version}/sobjects/Account/${made.account}?fields=Name` },
      { method: "PATCH", url: `v${version}/sobjects/Account/${made.account}`, richInput: { Site: "S" } }] });
    assert.equal(batch.hasErrors, false);
    assert.deepEqual(batch.results.map((one) => one.statusCode), [200, 204]);
    assert.equal(batch.results[0].result.Id, made.account);
    assert.equal(batch.results[1].result, null);
  },

  // ---- Errors

  async "a field that is none"() {
    await fails(() => conn.create("Account", { Name: "x", Nothing__c: 1 }), "INVALID_FIELD",
                /^No such column 'Nothing__c' on sobject of type Account$/);
    await fails(() => conn.query("SELECT Nothing__c FROM Account"), "INVALID_FIELD",
                /\nSELECT Nothing__c FROM Account\n +\^\nERROR at Row:1:Column:8\nNo such column 'Nothing__c' on entity 'Account'\./);
  },
  async "a required field that is missing"() {
    const error = await fails(() => conn.create("Account", {}), "REQUIRED_FIELD_MISSING",
                              /^Required fields are missing: \[Name\]$/);
    assert.deepEqual(error.data.fields, ["Name"]);
  },
  async "SOQL that is none"() {
    await fails(() => conn.query("SELECT FROM WHERE"), "MALFORMED_QUERY", /./);
    await fails(() => conn.query("SELECT Id FROM Nothing__c"), "INVALID_TYPE",
                /sObject type 'Nothing__c' is not supported/);
  },
  async "values that do not fit"() {
    await fails(() => conn.create("Project__c", { Name: "x", Stage__c: "Nowhere" }),
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", /Stage/);
    await fails(() => conn.create("Project__c", { Name: "x".repeat(81) }), "STRING_TOO_LONG", /max length=80/);
    await fails(() => conn.create("Project__c", { Name: "x", Code__c: "P-1" }), "DUPLICATE_VALUE", /Code__c/);
  },
  async "an id that is unknown"() {
    await fails(() => conn.retrieve("Account", "001000000000zzzAAA"), "NOT_FOUND", /./);
  },
  async "an expired session is renewed by a new login"() {
    await addFault({ path: "/services/data/" }, { session: "expire" });
    const [before, token] = [await tokenRequests(), conn.accessToken];
    const done = await conn.create("Account", { Name: "After the session" });
    assert.equal(done.success, true);
    assert.equal(await tokenRequests(), before + 1);
    assert.notEqual(conn.accessToken, token);
    assert.equal(await conn.sobject("Account").count({ Name: "After the session" }), 1);
  },
  async "an expired session is renewed by its refresh token"() {
    const connection = connect({ oauth2: app, accessToken: conn.accessToken, refreshToken: env.ORG_REFRESH_TOKEN });
    let refreshed = 0;
    connection.on("refresh", () => { refreshed += 1; });
    await isSignedIn(connection);
    assert.equal(refreshed, 0);
    await addFault({ path: "/services/data/" }, { session: "revokeAll" });
    await Promise.all([isSignedIn(connection), isSignedIn(connection), isSignedIn(connection)]);
    assert.equal(refreshed, 1);
    conn.accessToken = connection.accessToken;
  },
  async "an unavailable server is asked again"() {
    await addFault({ path: `${base}/query` }, { status: 503, body: "<html>busy</html>", contentType: "text/html" });
    assert.equal((await conn.query("SELECT COUNT() FROM Account")).totalSize > accounts, true);
  },
  async "an error by order"() {
    await addFault({ path: `${base}/sobjects/Account` }, { error: "UNABLE_TO_LOCK_ROW" });
    await fails(() => conn.update("Account", { Id: made.account, Site: "x" }), "UNABLE_TO_LOCK_ROW",
                /^unable to obtain exclusive access/);
    await addFault({ path: `${base}/limits` }, { error: "REQUEST_LIMIT_EXCEEDED" });
    await fails(() => conn.limits(), "REQUEST_LIMIT_EXCEEDED", /TotalRequests Limit exceeded/);
  },
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
