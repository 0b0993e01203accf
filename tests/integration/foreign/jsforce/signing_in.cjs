// SPDX-License-Identifier: Apache-2.0
// Every way of signing in, and who has signed in.
"use strict";

const assert = require("node:assert/strict");
const jsforce = require("jsforce");
const {
  app,
  assertId,
  assertion,
  connect,
  env,
  errorOf,
  fails,
  isSignedIn,
  jwtGrant,
  org,
  password,
  url,
  version,
} = require("./org.cjs");

module.exports = {
  async "sign in with a password"() {
    org.conn = connect({ oauth2: app });
    org.me = await org.conn.login(env.ORG_USERNAME, password);
    assertId(org.me.id, "005");
    assertId(org.me.organizationId, "00D");
    assert.equal(org.me.url, `${url}/id/${org.me.organizationId}/${org.me.id}`);
    assert.equal(org.conn.instanceUrl, url);
    assert.ok(
      org.conn.accessToken.startsWith(org.me.organizationId.slice(0, 15) + "!"),
      org.conn.accessToken,
    );
    await isSignedIn(org.conn);
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
    assert.deepEqual(await connection.authorize({ grant_type: "client_credentials" }), org.me);
    await isSignedIn(connection);
  },
  async "sign in with a JWT"() {
    const connection = connect({ oauth2: app });
    const user = await connection.authorize({
      grant_type: jwtGrant,
      assertion: assertion("https://login.salesforce.com"),
    });
    assert.deepEqual(user, org.me);
    await isSignedIn(connection);
  },
  async "a JWT for another audience is refused"() {
    const error = await errorOf(() =>
      connect({ oauth2: app }).authorize({
        grant_type: jwtGrant,
        assertion: assertion("https://elsewhere.example"),
      }),
    );
    assert.equal(error.name, "invalid_grant");
    assert.match(error.message, /audience/i);
  },
  async "sign in by SOAP, without a client id"() {
    const connection = connect({ logLevel: "NONE" });
    assert.deepEqual(await connection.login(env.ORG_USERNAME, password), org.me);
    assert.equal(connection.instanceUrl, url);
    await isSignedIn(connection);
    const { accessToken } = connection;
    await connection.logout();
    await fails(
      () => connect({ accessToken }).query("SELECT Id FROM Account"),
      "INVALID_SESSION_ID",
      /./,
    );
  },
  async "a wrong password is refused by SOAP"() {
    const error = await errorOf(() =>
      connect({ logLevel: "NONE" }).login(env.ORG_USERNAME, "wrong"),
    );
    assert.equal(
      error.message,
      "INVALID_LOGIN: Invalid username, password, security token; or user locked out.",
    );
  },
  async "sign in with an access token"() {
    await isSignedIn(connect({ accessToken: org.conn.accessToken }));
  },
  async "sign in with a session id and a server's URL"() {
    const serverUrl = `${url}/services/Soap/u/${version}/${org.me.organizationId.slice(0, 15)}`;
    await isSignedIn(
      new jsforce.Connection({ sessionId: org.conn.accessToken, serverUrl, version }),
    );
  },
  async "sign in with a refresh token, in jsforce's own API version"() {
    const connection = new jsforce.Connection({
      oauth2: app,
      instanceUrl: url,
      accessToken: "stale",
      refreshToken: env.ORG_REFRESH_TOKEN,
    });
    let refreshed;
    connection.on("refresh", (token) => {
      refreshed = token;
    });
    await isSignedIn(connection);
    assert.equal(connection.accessToken, refreshed);
    assert.notEqual(refreshed, "stale");
    assert.equal(connection.version, "50.0");
  },
  async "a client that tells its name"() {
    const callOptions = { client: "checks", defaultNamespace: "ns" };
    await isSignedIn(connect({ accessToken: org.conn.accessToken, callOptions }));
  },
  async "a wrong refresh token is refused"() {
    const error = await errorOf(() => org.conn.oauth2.refreshToken("wrong"));
    assert.equal(error.name, "invalid_grant");
    assert.equal(error.message, "expired access/refresh token");
  },
  async "a token that is none is refused"() {
    await fails(
      () => connect({ accessToken: "none" }).query("SELECT Id FROM Account"),
      "INVALID_SESSION_ID",
      /^Session expired or invalid$/,
    );
  },
  async "signing out ends the session"() {
    const connection = connect({ oauth2: app });
    await connection.login(env.ORG_USERNAME, password);
    const accessToken = connection.accessToken;
    await connection.logout();
    assert.equal(connection.accessToken, null);
    await fails(
      () => connect({ accessToken }).query("SELECT Id FROM Account"),
      "INVALID_SESSION_ID",
      /./,
    );
  },
  async "identity"() {
    const identity = await org.conn.identity();
    assert.equal(identity.user_id, org.me.id);
    assert.equal(identity.organization_id, org.me.organizationId);
    assert.equal(identity.username, env.ORG_USERNAME);
    assert.equal(identity.id, org.me.url);
    assert.equal(identity.urls.rest, `${url}/services/data/v{version}/`);
    assert.equal(identity.active, true);
  },
  async "identity without having signed in leads through the resources"() {
    const connection = connect({ accessToken: org.conn.accessToken });
    assert.equal((await connection.identity()).user_id, org.me.id);
    assert.deepEqual(connection.userInfo, org.me);
  },
};
