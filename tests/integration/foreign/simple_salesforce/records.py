# SPDX-License-Identifier: Apache-2.0
"""Records one at a time."""

import base64
import datetime
import tempfile
import urllib.parse

from simple_salesforce.exceptions import SalesforceMoreThanOneRecord, SalesforceResourceNotFound

from org import NAME, equal, fails, is_id


class Records:
    """Each method is a check."""

    def create(self):
        made = self.org.Account.create({"Name": NAME})
        is_id(made["id"], "001")
        equal((made["success"], made["errors"]), (True, []))
        self.account = made["id"]
        made = self.org.Project__c.create({
            "Name": "Bridge", "Code__c": "P-1", "Account__c": self.account, "Budget__c": "1234.56",
            "Start__c": "2024-02-29", "Kickoff__c": "2024-02-29T12:34:56Z", "Active__c": True,
            "Stage__c": "Idea", "Remarks__c": "line 1\nline 2"})
        is_id(made["id"], "a0P")
        self.project = made["id"]

    def read(self):
        record = self.org.Project__c.get(self.project)
        equal(record["attributes"], {"type": "Project__c",
                                     "url": f"{self.base}/sobjects/Project__c/{self.project}"})
        for name, value in {
                "Id": self.project, "Name": "Bridge", "Account__c": self.account,
                "Budget__c": 1234.56, "Seats__c": None, "Start__c": "2024-02-29",
                "Kickoff__c": "2024-02-29T12:34:56.000+0000", "Active__c": True,
                "Remarks__c": "line 1\nline 2", "IsDeleted": False}.items():
            equal((name, record[name]), (name, value))

    def read_by_external_id(self):
        record = self.org.Project__c.get_by_custom_id("Code__c", "P-1")
        equal(record["Id"], self.project)
        fails(lambda: self.org.Project__c.get_by_custom_id("Code__c", "P-none"),
              SalesforceResourceNotFound, "NOT_FOUND", "^The requested resource does not exist$")
        fails(lambda: self.org.Project__c.get_by_custom_id("Nothing__c", "P-1"),
              SalesforceResourceNotFound, "NOT_FOUND",
              "^Provided external ID field does not exist or is not accessible: Nothing__c$")

    def update(self):
        equal(self.org.Project__c.update(self.project, {"Stage__c": "Running", "Start__c": None}),
              204)
        record = self.org.Project__c.get(self.project)
        equal((record["Stage__c"], record["Start__c"], record["Name"]), ("Running", None, "Bridge"))

    def upsert_by_external_id(self):
        equal(self.org.Project__c.upsert("Code__c/P-2", {"Name": "Tunnel", "Budget__c": 5}), 201)
        again = self.org.Project__c.upsert("Code__c/P-2", {"Budget__c": 7}, raw_response=True)
        equal(again.status_code, 200)
        equal((again.json()["success"], again.json()["created"]), (True, False))
        self.tunnel = again.json()["id"]
        record = self.org.Project__c.get(self.tunnel)
        equal((record["Name"], record["Budget__c"], record["Code__c"]), ("Tunnel", 7, "P-2"))

    def an_external_id_that_needs_encoding(self):
        code = "P/3+ü%"
        path = "Code__c/" + urllib.parse.quote(code, safe="")
        equal(self.org.Project__c.upsert(path, {"Name": "Dam"}), 201)
        equal(self.org.Project__c.get_by_custom_id("Code__c", code)["Code__c"], code)

    def an_external_id_that_several_have(self):
        for name in ("A", "B"):
            self.org.Project__c.create({"Name": name, "Family__c": "F"})
        try:
            self.org.Project__c.upsert("Family__c/F", {"Name": "C"})
        except SalesforceMoreThanOneRecord as error:
            equal(len(error.content), 2)
            assert error.content[0].startswith(f"{self.base}/sobjects/Project__c/a0P")
            return
        raise AssertionError("one was taken")

    def delete(self):
        self.deleted = self.org.Project__c.create({"Name": "Extra", "Code__c": "P-9"})["id"]
        equal(self.org.Project__c.delete(self.deleted), 204)
        equal(self.org.query("SELECT Id FROM Project__c WHERE Code__c = 'P-9'")["totalSize"], 0)

    def a_deleted_record(self):
        project = self.org.Project__c
        for call in (lambda: project.get(self.deleted), lambda: project.delete(self.deleted),
                     lambda: project.update(self.deleted, {"Name": "x"})):
            equal(fails(call, SalesforceResourceNotFound, "ENTITY_IS_DELETED",
                        "^entity is deleted$")["fields"], [])

    def query_all_sees_deleted_records(self):
        found = self.org.query_all("SELECT Id, IsDeleted FROM Project__c WHERE Code__c = 'P-9'",
                                   include_deleted=True)
        equal([(one["Id"], one["IsDeleted"]) for one in found["records"]], [(self.deleted, True)])

    def updated_and_deleted_records(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        span = (now - datetime.timedelta(hours=1), now + datetime.timedelta(minutes=1))
        assert self.project in self.org.Project__c.updated(*span)["ids"]
        deleted = self.org.Project__c.deleted(*span)["deletedRecords"]
        assert self.deleted in [one["id"] for one in deleted], deleted

    def a_file(self):
        content = bytes(range(256)) * 64
        with tempfile.NamedTemporaryFile(suffix=".bin") as file:
            file.write(content)
            file.flush()
            made = self.org.Attachment.create({
                "ParentId": self.account, "Name": "a.bin",
                "Body": base64.b64encode(content).decode()})
            equal(self.org.Attachment.get_base64(made["id"]), content)
            file.write(b"more")
            file.flush()
            equal(self.org.Attachment.update_base64(made["id"], file.name), 204)
        equal(self.org.Attachment.get_base64(made["id"]), content + b"more")
        equal(self.org.Attachment.get(made["id"])["BodyLength"], len(content) + 4)
