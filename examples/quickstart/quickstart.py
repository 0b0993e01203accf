#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Loads the languages, countries and subdivisions of ISO 639 and 3166 and 100,000 made-up customers into an org, and reads them back
through both doors.

Ends with an error where what comes back is not exactly what was loaded.
"""

import argparse
import collections
import json
import pathlib
import sys
import time

import customers
from grpc_door import GrpcDoor
from library_door import LibraryDoor
from progress import Progress

ISO_CODES = pathlib.Path("/usr/share/iso-codes/json")
COLLECTION_SIZE = 200


def read_iso(name):
    document = json.loads((ISO_CODES / f"iso_{name}.json").read_text(encoding="utf-8"))
    return document[name]


def countries():
    return [{"Code__c": c["alpha_2"], "Name": c["name"]} for c in read_iso("3166-1")]


def subdivisions():
    return [
        {
            "Code__c": s["code"],
            "Name": s["name"],
            "Type__c": s["type"],
            # The parent by its external id: Salesforce looks the record up.
            "Country__r": {"Code__c": s["code"].split("-")[0]},
        }
        for s in read_iso("3166-2")
    ]


def languages():
    return [{"Code__c": x["alpha_3"], "Name": x["name"], "Alpha2__c": None} for x in read_iso("639-3")]


def stop_if(refused):
    if refused:
        sys.exit(f"{len(refused)} records were refused, the first: {refused[0]}")


def load(door, sobject, rows):
    progress = Progress(f"{sobject} through {door.name}", len(rows))
    refused = []
    for begin in range(0, len(rows), COLLECTION_SIZE):
        part = rows[begin : begin + COLLECTION_SIZE]
        refused += door.create(sobject, part)
        progress.add(len(part))
    progress.finish()
    stop_if(refused)


def with_two_letter_codes():
    return [x for x in read_iso("639-3") if "alpha_2" in x]


def upsert_two_letter_codes(door, known):
    progress = Progress(f"Upserts through {door.name}", len(known))
    outcomes = {"created": 0, "updated": 0}
    for language in known:
        outcomes[door.upsert("Language__c", "Code__c", language["alpha_3"], {"Alpha2__c": language["alpha_2"]})] += 1
        progress.add(1)
    progress.finish()
    if outcomes != {"created": 0, "updated": len(known)}:
        sys.exit(f"the upserts should have updated {len(known)} records: {outcomes}")


class Expected:
    """What the org holds once everything is loaded."""

    def __init__(self):
        self.countries = countries()
        self.subdivisions = subdivisions()
        self.languages = languages()
        self.country_names = {c["Code__c"]: c["Name"] for c in self.countries}

    def add_two_letter_codes(self, known):
        two_letters = {x["alpha_3"]: x["alpha_2"] for x in known}
        for row in self.languages:
            row["Alpha2__c"] = two_letters.get(row["Code__c"])

    def country_of(self, subdivision):
        return self.country_names[subdivision["Country__r"]["Code__c"]]

    def __len__(self):
        return len(self.countries) + len(self.subdivisions) + len(self.languages)


def same_rows(found, expected):
    """Whether both are the same rows, in any order, and each as often. Rows are tuples."""
    return sorted(found, key=repr) == sorted(expected, key=repr)


def read_back(door, soql, row_of):
    start = time.monotonic()
    rows = [row_of(record) for record in door.query(soql)]
    seconds = max(0.001, time.monotonic() - start)
    print(f"  {door.name:18} {len(rows):6,} rows  {len(rows) / seconds:9,.0f}/s")
    return rows


def check(door, expected):
    """Reads everything back through `door`; True where it is exactly what was loaded."""
    checks = [
        same_rows(
            read_back(door, "SELECT Code__c, Name FROM Country__c", lambda r: (r["Code__c"], r["Name"])),
            [(c["Code__c"], c["Name"]) for c in expected.countries],
        ),
        same_rows(
            read_back(
                door,
                "SELECT Code__c, Name, Alpha2__c FROM Language__c",
                lambda r: (r["Code__c"], r["Name"], r["Alpha2__c"]),
            ),
            [(x["Code__c"], x["Name"], x["Alpha2__c"]) for x in expected.languages],
        ),
        same_rows(
            read_back(
                door,
                "SELECT Code__c, Name, Type__c, Country__r.Name FROM Subdivision__c",
                lambda r: (r["Code__c"], r["Name"], r["Type__c"], r["Country__r"]["Name"]),
            ),
            [(s["Code__c"], s["Name"], s["Type__c"], expected.country_of(s)) for s in expected.subdivisions],
        ),
    ]
    return all(checks)


def check_queries(door, expected, show):
    """Runs some queries through `door`; True where each returns what was loaded. Prints the rows if `show`."""
    say = print if show else lambda *_: None
    same = []

    say("\nCountries with the most subdivisions:")
    counts = collections.Counter(expected.country_of(s) for s in expected.subdivisions)
    found = list(
        door.query(
            "SELECT Country__r.Name country, COUNT(Id) parts FROM Subdivision__c "
            "GROUP BY Country__r.Name ORDER BY COUNT(Id) DESC LIMIT 5"
        )
    )
    for row in found:
        say(f"  {row['parts']:4}  {row['country']}")
    same.append([row["parts"] for row in found] == [count for _, count in counts.most_common(5)])
    same.append(all(counts[row["country"]] == row["parts"] for row in found))

    say("Languages whose name has the text N'  (a quote in a bind parameter):")
    found = list(
        door.query("SELECT Code__c, Name FROM Language__c WHERE Name LIKE :pattern ORDER BY Name", pattern="%N'%")
    )
    for row in found:
        say(f"  {row['Code__c']:4}  {row['Name']}")
    same.append(
        same_rows(
            [(r["Code__c"], r["Name"]) for r in found],
            [(x["Code__c"], x["Name"]) for x in expected.languages if "n'" in x["Name"].lower()],
        )
    )

    say("Subdivisions of Austria  (rows by a field of their parent):")
    found = list(
        door.query("SELECT Name, Country__r.Code__c FROM Subdivision__c WHERE Country__r.Name = :name", name="Austria")
    )
    say("  " + ", ".join(sorted(r["Name"] for r in found)))
    same.append(
        same_rows(
            [(r["Name"], r["Country__r"]["Code__c"]) for r in found],
            [(s["Name"], "AT") for s in expected.subdivisions if s["Country__r"]["Code__c"] == "AT"],
        )
    )
    return all(same)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True, help="address of sfconnector-server")
    parser.add_argument("--connection", required=True, help="the same org as a connection in JSON, for the library")
    options = parser.parse_args()

    remote = GrpcDoor(options.server)
    library = LibraryDoor(pathlib.Path(options.connection).read_text(encoding="utf-8"))
    doors = [remote, library]
    start = time.monotonic()
    expected = Expected()
    load(remote, "Country__c", expected.countries)
    load(remote, "Language__c", expected.languages)
    load(library, "Subdivision__c", expected.subdivisions)
    known = with_two_letter_codes()
    upsert_two_letter_codes(remote, known[0::2])
    upsert_two_letter_codes(library, known[1::2])
    expected.add_two_letter_codes(known)
    half = customers.COUNT // 2
    stop_if(customers.load(remote, range(half)))
    stop_if(customers.load(library, range(half, customers.COUNT)))

    same = [check_queries(door, expected, show=door is remote) for door in doors]
    print("\nReading everything back:")
    same = [queries and check(door, expected) for door, queries in zip(doors, same)]
    same = [customers.read_back(door) and others for door, others in zip(doors, same)]
    seconds = time.monotonic() - start
    print(f"\n{len(expected) + customers.COUNT:,} records loaded and read back twice in {seconds:.1f} s.")
    for door, exact in zip(doors, same):
        print(f"{door.name}: {'returned exactly what was loaded' if exact else 'DIFFERS from what was loaded'}")
        door.close()
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
