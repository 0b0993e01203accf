# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks of the bulk APIs ask a simulated org for, without the connector."""

import csv
import io
import json
import time
import urllib.request
import zlib

import measuring
from measuring import Failure, fetch

VERSION = "60.0"
QUERY_JOBS = f"/services/data/v{VERSION}/jobs/query"
# The columns of tests/support/generated_rows.h.
COLUMNS = "Name, AccountNumber, Phone, Industry, NumberOfEmployees, BillingStreet, Description"
SOQL = f"SELECT {COLUMNS} FROM Account"
JOB_SECONDS = 600


def control(url, method, path, body=None):
    """One request to the org's own resources below /simulator."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"{url}/simulator/{path}", data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as reply:
        reply.read()


def access_token(url):
    return json.loads(measuring.sign_in(url))["access_token"]


class QueryJob:
    """A bulk query, run to its end."""

    def __init__(self, url, token, soql=SOQL):
        self.url, self.token = url, token
        body = json.dumps({"operation": "query", "query": soql}).encode()
        self.created = self._json(QUERY_JOBS, body)
        self.path = f"{QUERY_JOBS}/{self.created['id']}"
        end = time.monotonic() + JOB_SECONDS
        while (info := self._json(self.path))["state"] != "JobComplete":
            if info["state"] in ("Failed", "Aborted") or time.monotonic() > end:
                raise Failure(f"the query job ended as {info['state']}")
            time.sleep(0.1)
        self.info = info

    def _json(self, path, body=None):
        return json.loads(fetch(self.url + path, body, self.token, {"Content-Type": "application/json"})[1])

    def pages(self):
        """Yields each page: its locator, its number of records, the next locator, and its bytes."""
        locator = ""
        while locator != "null":
            query = f"?locator={locator}" if locator else ""
            headers, body = fetch(f"{self.url}{self.path}/results{query}", token=self.token, headers={"Accept": "text/csv"})
            following = headers["Sforce-Locator"]
            yield locator, int(headers["Sforce-NumberOfRecords"]), following, body
            locator = following

    def result_pages(self):
        """Yields each list of pages: its locator and its bytes."""
        path, locator = f"{self.path}/resultPages", ""
        while path:
            _, body = fetch(self.url + path, token=self.token)
            yield locator, body
            path = json.loads(body).get("nextRecordsUrl")
            locator = path.rpartition("locator=")[2].partition("&")[0] if path else ""


def hash_of_rows(pages):
    """The number of rows of CSV texts, and their hash as tests/support/row_hash.h has it."""
    rows = total = 0
    for page in pages:
        records = csv.reader(io.StringIO(page.decode(), newline=""))
        next(records)
        for record in records:
            rows += 1
            total += zlib.crc32("\x1f".join(record).encode())
    return rows, f"{total % 2**32:08x}"


def content(url):
    """How many accounts the org holds, and their hash."""
    return hash_of_rows(body for _, _, _, body in QueryJob(url, access_token(url)).pages())
