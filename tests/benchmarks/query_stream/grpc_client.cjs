// SPDX-License-Identifier: Apache-2.0
// Reads one StreamQuery as JSON and parses every message.
//
//   node grpc_client.cjs TARGET PROTO_FOLDER SOQL
"use strict";

const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");
const { measure } = require("./measure.cjs");

const [target, protos, soql] = process.argv.slice(2);

function connect() {
  const definition = loader.loadSync("sfconnector/v1/query_service.proto", {
    includeDirs: [protos],
  });
  const { QueryService } = grpc.loadPackageDefinition(definition).sfconnector.v1;
  // HTTP/2's default window of 64 KiB is shorter than a message.
  const options = { "grpc-node.flow_control_window": 1024 * 1024 };
  return new QueryService(target, grpc.credentials.createInsecure(), options);
}

async function read(client, seen) {
  for await (const { json } of client.StreamQuery({ soql, encoding: "ROW_ENCODING_JSON" })) {
    if (json.length > 0) seen.add(JSON.parse(json.toString("utf8")));
  }
}

async function main() {
  const client = connect();
  await new Promise((resolve, reject) => {
    client.waitForReady(Date.now() + 10000, (error) => (error ? reject(error) : resolve()));
  });
  await measure((seen) => read(client, seen));
  client.close();
}

main();
