# SPDX-License-Identifier: Apache-2.0
"""Bulk API 2.0 and 1.0."""

import csv
import io
import tempfile

from simple_salesforce.bulk2 import ColumnDelimiter, LineEnding
from simple_salesforce.exceptions import SalesforceMalformedRequest, SalesforceOperationError

from org import ACCOUNTS, equal, fails

REMARKS = 'Zoë said "yes",\nthen no'


def rows_of(pages, delimiter=","):
    return [row for page in pages for row in csv.DictReader(io.StringIO(page, newline=""),
                                                            delimiter=delimiter)]


def utf8(text):
    """The library takes a text whose reply names no character set for Latin-1."""
    return text.encode("iso-8859-1").decode("utf-8")


class Bulk:
    """Each method is a check."""

    def bulk_insert(self):
        records = [{"Name": f"Bulk {n}", "Code__c": f"K-{n}", "Remarks__c": REMARKS}
                   for n in range(450)]
        records.append({"Name": "", "Code__c": "K-450", "Remarks__c": ""})
        done = self.org.bulk2.Project__c.insert(records=records, batch_size=300, wait=0)
        equal([(one["numberRecordsProcessed"], one["numberRecordsFailed"]) for one in done],
              [(300, 0), (151, 1)])
        every = self.org.bulk2.Project__c.get_successful_records(done[0]["job_id"])
        saved = rows_of([utf8(every)])
        equal(len(saved), 300)
        equal({row["sf__Created"] for row in saved}, {"true"})
        equal({row["Remarks__c"] for row in saved}, {REMARKS})
        failed = rows_of([self.org.bulk2.Project__c.get_failed_records(done[1]["job_id"])])
        equal([(row["sf__Id"], row["sf__Error"], row["Code__c"]) for row in failed],
              [("", "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --", "K-450")])
        equal(rows_of([self.org.bulk2.Project__c.get_unprocessed_records(done[1]["job_id"])]), [])

    def bulk_query(self):
        rows = rows_of(self.org.bulk2.Project__c.query(
            "SELECT Id, Code__c, Remarks__c FROM Project__c WHERE Code__c LIKE 'K-%'",
            max_records=200, wait=0))
        equal(len({row["Code__c"] for row in rows}), 450)
        equal(list(rows[0]), ["Id", "Code__c", "Remarks__c"])
        equal({row["Remarks__c"] for row in rows}, {REMARKS})
        self.bulk_rows = rows

    def bulk_query_to_files(self):
        with tempfile.TemporaryDirectory() as folder:
            files = self.org.bulk2.Account.download(
                "SELECT Id FROM Account", folder, max_records=1000, wait=0)
            equal(sum(one["number_of_records"] for one in files) >= ACCOUNTS, True)
            lines = 0
            for one in files:
                with open(one["file"], encoding="utf-8") as page:
                    lines += sum(1 for _ in page) - 1
            equal(lines, sum(one["number_of_records"] for one in files))

    def bulk_query_all_with_other_delimiters(self):
        rows = rows_of(self.org.bulk2.Project__c.query_all(
            "SELECT Name, Account__r.Name FROM Project__c WHERE Code__c = 'K-7'",
            column_delimiter=ColumnDelimiter.PIPE, line_ending=LineEnding.CRLF, wait=0), "|")
        equal(rows, [{"Name": "Bulk 7", "Account__r.Name": ""}])

    def bulk_upsert_and_update(self):
        done = self.org.bulk2.Project__c.upsert(
            records=[{"Code__c": "K-0", "Seats__c": "5"},
                     {"Code__c": "K-new", "Seats__c": "#N/A"}],
            external_id_field="Code__c", wait=0)
        every = self.org.bulk2.Project__c.get_all_ingest_records(done[0]["job_id"])
        equal({row["Code__c"]: row["sf__Created"] for row in every["successfulRecords"]},
              {"K-0": "false"})
        equal([row["Code__c"] for row in every["failedRecords"]], ["K-new"])
        target = self.bulk_rows[0]["Id"]
        self.org.bulk2.Project__c.update(
            records=[{"Id": target, "Remarks__c": "#N/A", "Seats__c": ""}], wait=0)
        equal(self.org.Project__c.get(target)["Remarks__c"], None)

    def bulk_delete(self):
        ids = [{"Id": row["Id"]} for row in self.bulk_rows]
        done = self.org.bulk2.Project__c.delete(records=ids[:400], wait=0)
        equal(done[0]["numberRecordsFailed"], 0)
        done = self.org.bulk2.Project__c.hard_delete(records=ids[400:], wait=0)
        equal(done[0]["numberRecordsFailed"], 0)
        found = self.org.query("SELECT COUNT() FROM Project__c WHERE Code__c LIKE 'K-%'")
        equal(found["totalSize"], 0)

    def a_bulk_job_that_fails(self):
        try:
            self.org.bulk2.Project__c.insert(records=[{"Nope": "x"}], wait=0)
        except SalesforceOperationError as error:
            assert "InvalidBatch : Field name not found : Nope" in str(error), error
        else:
            raise AssertionError("the job did not fail")

    def a_bulk_query_that_is_none(self):
        fails(lambda: list(self.org.bulk2.Account.query("SELECT BillingAddress FROM Account")),
              SalesforceMalformedRequest, "API_ERROR",
              "^Selecting compound data not supported in Bulk Query$")

    def jobs_of_bulk_api_1(self):
        projects = self.org.bulk.Project__c
        records = [{"Name": f"Classic {n}", "Remarks__c": REMARKS} for n in range(250)]
        records[200]["Name"] = None
        saved = projects.insert(records, batch_size=100, use_serial=True)
        equal([n for n, one in enumerate(saved) if not one["success"]], [200])
        equal(saved[200]["errors"][0]["statusCode"], "REQUIRED_FIELD_MISSING")
        found = projects.query("SELECT Id, Remarks__c, Account__r.Name FROM Project__c "
                               "WHERE Name LIKE 'Classic %'")
        equal({row["Id"] for row in found}, {one["id"] for one in saved if one["success"]})
        equal({row["Remarks__c"] for row in found}, {REMARKS})
        gone = projects.delete([{"Id": row["Id"]} for row in found])
        equal([one["success"] for one in gone], [True] * 249)
        equal(projects.query("SELECT Id FROM Project__c WHERE Name LIKE 'Classic %'"), [])
