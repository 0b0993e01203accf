#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Creates an account, upserts a contact, queries both, and deletes them again, through libsfconnector.so.

    example.py --config connection.json
    SFCONNECTOR_CONFIG=connection.json example.py

The file holds a connection: see docs/configuration.md. SFCONNECTOR_LIBRARY names the library where it is not installed.
"""

import argparse
import contextlib
import os
import pathlib
import sys
import uuid

import sfconnector


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", default=os.environ.get("SFCONNECTOR_CONFIG"), help="a connection as JSON")
    parser.add_argument("--external-id-field", default="Email", help="an external id field of Contact, or one like it")
    parser.add_argument("--verbose", action="store_true", help="print the connector's log")
    options = parser.parse_args()
    if not options.config:
        parser.error("--config or SFCONNECTOR_CONFIG is needed")
    log = (lambda severity, event: print(event, file=sys.stderr)) if options.verbose else None

    with sfconnector.Client(pathlib.Path(options.config).read_text(), log=log) as org, contextlib.ExitStack() as cleanup:
        print(f"sfconnector {sfconnector.version()} with {len(sfconnector.operations())} operations")
        run(org, options.external_id_field, cleanup)


def delete_at_the_end(cleanup, org, sobject, record_id):
    cleanup.callback(org.call, "RecordService/DeleteRecord", {"sobject": sobject, "id": record_id})


def run(org, external_id_field, cleanup):
    metadata = {}
    account = org.call(
        "RecordService/CreateRecord",
        {"sobject": "Account", "record": {"Name": "Müller & Søn", "AnnualRevenue": 1234567.89}},
        metadata=metadata,
    )
    delete_at_the_end(cleanup, org, "Account", account["id"])
    print(f"created {account['id']}; {metadata.get('sforce-limit-info', 'no limit info')}")

    key = f"{uuid.uuid4()}@sfconnector.example"
    for last_name in ("Müller", "Søn"):
        contact = org.call(
            "RecordService/UpsertRecord",
            {
                "sobject": "Contact",
                "externalIdField": external_id_field,
                "externalId": key,
                "record": {"LastName": last_name, "AccountId": account["id"]},
            },
        )
        if contact.get("created"):
            delete_at_the_end(cleanup, org, "Contact", contact["id"])
        print(f"upserted {contact['id']}: {'created' if contact.get('created') else 'updated'}")

    try:
        org.call("RecordService/GetRecord", {"sobject": "Account", "id": "001000000000000AAA"})
    except sfconnector.SalesforceError as error:
        print(f"no such record: {error.code.name}, {error.reason}, HTTP {error.http_status}")

    rows = 0
    for part in org.stream(
        "QueryService/StreamQuery",
        {
            "soql": "SELECT Id, LastName, Account.Name FROM Contact WHERE AccountId = :account",
            "parameters": {"account": {"stringValue": account["id"]}},
            "encoding": "ROW_ENCODING_RECORDS",
        },
    ):
        for record in part.get("records", []):
            rows += 1
            print(f"{record['Id']}  {record['LastName']} of {record['Account']['Name']}")
    print(f"{rows} rows")


if __name__ == "__main__":
    try:
        main()
    except sfconnector.SalesforceError as failure:
        sys.exit(f"{failure} ({failure.reason})")
