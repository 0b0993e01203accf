#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Creates accounts, upserts one, and queries them, through libsfconnector.so.

    example.py --config connection.json
    SFCONNECTOR_CONFIG=connection.json example.py

The file holds a connection: see docs/configuration.md. SFCONNECTOR_LIBRARY names the library where it is not installed.
"""

import argparse
import os
import pathlib
import sys

import sfconnector


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", default=os.environ.get("SFCONNECTOR_CONFIG"), help="a connection as JSON")
    parser.add_argument("--external-id-field", default="External_Id__c", help="an external id field of Account")
    parser.add_argument("--verbose", action="store_true", help="print the connector's log")
    options = parser.parse_args()
    if not options.config:
        parser.error("--config or SFCONNECTOR_CONFIG is needed")
    log = (lambda severity, event: print(event, file=sys.stderr)) if options.verbose else None

    with sfconnector.Client(pathlib.Path(options.config).read_text(), log=log) as org:
        print(f"sfconnector {sfconnector.version()} with {len(sfconnector.operations())} operations")
        run(org, options.external_id_field)


def run(org, external_id_field):
    metadata = {}
    created = org.call(
        "RecordService/CreateRecord",
        {"sobject": "Account", "record": {"Name": "Müller & Søn", "AnnualRevenue": 1234567.89}},
        metadata=metadata,
    )
    print(f"created {created['id']}; {metadata.get('sforce-limit-info', 'no limit info')}")

    for attempt in range(2):
        upserted = org.call(
            "RecordService/UpsertRecord",
            {
                "sobject": "Account",
                "externalIdField": external_id_field,
                "externalId": "example/1",
                "record": {"Name": f"Upserted {attempt + 1}"},
            },
        )
        print(f"upserted {upserted['id']}: {'created' if upserted.get('created') else 'updated'}")

    try:
        org.call("RecordService/GetRecord", {"sobject": "Account", "id": "001000000000000AAA"})
    except sfconnector.SalesforceError as error:
        print(f"no such record: {error.code.name}, {error.reason}, HTTP {error.http_status}")

    rows = 0
    for part in org.stream(
        "QueryService/StreamQuery",
        {"soql": "SELECT Id, Name FROM Account ORDER BY Name LIMIT 5", "encoding": "ROW_ENCODING_RECORDS"},
    ):
        for record in part.get("records", []):
            rows += 1
            print(f"{record['Id']}  {record['Name']}")
    print(f"{rows} rows")

    for record_id in (created["id"], upserted["id"]):
        org.call("RecordService/DeleteRecord", {"sobject": "Account", "id": record_id})


if __name__ == "__main__":
    try:
        main()
    except sfconnector.SalesforceError as failure:
        sys.exit(f"{failure} ({failure.reason})")
