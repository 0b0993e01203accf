// SPDX-License-Identifier: Apache-2.0
// csv_parse_client.cjs FILE: as csv_reader_client does, with csv-parse: an object for each record.
const fs = require('fs');
const { parse } = require('csv-parse');

const CHUNK_BYTES = 64 << 10;
const text = fs.readFileSync(process.argv[2]);
let records = 1;  // the header
let fields = 0;
let valueBytes = 0;
const parser = parse({ columns: (header) => {
  fields += header.length;
  for (const name of header) valueBytes += Buffer.byteLength(name);
  return header;
} });
parser.on('data', (record) => {
  ++records;
  for (const name in record) {
    ++fields;
    valueBytes += record[name].length;  // ASCII
  }
});
parser.on('error', (error) => { throw error; });

const begin = process.hrtime.bigint();
parser.on('end', () => {
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  console.log(JSON.stringify({ records, fields, value_bytes: valueBytes, seconds }));
});

let at = 0;
function write() {
  while (at < text.length) {
    const chunk = text.subarray(at, at += CHUNK_BYTES);
    if (!parser.write(chunk)) return parser.once('drain', write);
  }
  parser.end();
}
write();
