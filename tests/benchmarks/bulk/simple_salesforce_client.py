# SPDX-License-Identifier: Apache-2.0
"""Loads a CSV file, or extracts a query, with simple-salesforce's Bulk API 2.0, and prints what that took.

    simple_salesforce_client.py INSTANCE_URL ACCESS_TOKEN API_VERSION ingest OBJECT FILE
    simple_salesforce_client.py INSTANCE_URL ACCESS_TOKEN API_VERSION export SOQL
"""

import csv
import io
import json
import resource
import sys
import time
import urllib.parse
import zlib

import requests
from simple_salesforce import Salesforce

WAIT_SECONDS = 0.1


class ToOrg(requests.adapters.HTTPAdapter):
    """The library knows https alone: what it asks for goes to the org."""

    def __init__(self, org):
        super().__init__()
        self.org = urllib.parse.urlsplit(org)

    def send(self, request, *arguments, **options):
        asked = urllib.parse.urlsplit(request.url)
        request.url = urllib.parse.urlunsplit((self.org.scheme, self.org.netloc, asked.path, asked.query, ""))
        return super().send(request, *arguments, **options)


def sign_in(url, token, version):
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", ToOrg(url))
    return Salesforce(instance_url=url, session_id=token, version=version, session=session)


def records_of(text):
    return csv.DictReader(io.StringIO(text, newline=""))


def ingest(org, sobject, file):
    objects = getattr(org.bulk2, sobject)
    records = []
    for job in objects.insert(csv_file=file, wait=WAIT_SECONDS):
        records += records_of(objects.get_successful_records(job["job_id"]))
        # What else would be looked at after a load.
        objects.get_failed_records(job["job_id"])
        objects.get_unprocessed_records(job["job_id"])
    return records


def extract(org, soql):
    records = []
    for page in org.bulk2.Account.query(soql, wait=WAIT_SECONDS):
        records += records_of(page)
    return records


def hash_of(records):
    """As tests/support/row_hash.h has it, over the columns of the file or the query."""
    total = 0
    for record in records:
        cells = [value for name, value in record.items() if not name.startswith("sf__")]
        total += zlib.crc32("\x1f".join(cells).encode())
    return f"{total % 2**32:08x}"


def main():
    url, token, version, way, *rest = sys.argv[1:]
    org = sign_in(url, token, version)
    cpu, start = time.process_time(), time.monotonic()
    records = ingest(org, *rest) if way == "ingest" else extract(org, *rest)
    seconds, cpu = time.monotonic() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": len(records), "seconds": seconds, "cpu_seconds": cpu, "peak_mib": peak, "hash": hash_of(records)}))


main()
