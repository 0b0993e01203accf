# SPDX-License-Identifier: Apache-2.0
"""Drives an org with simple-salesforce: a line per check, and the status of the first that does not hold."""

import base64
import datetime
import json
import os
import pathlib
import re
import sys
import tempfile
import traceback
import urllib.parse
import warnings

import requests
from simple_salesforce import Salesforce, format_soql
from simple_salesforce.exceptions import (
    SalesforceAuthenticationFailed, SalesforceExpiredSession, SalesforceGeneralError,
    SalesforceMalformedRequest, SalesforceMoreThanOneRecord, SalesforceRefusedRequest,
    SalesforceResourceNotFound)

URL = os.environ["ORG_URL"]
USERNAME = os.environ["ORG_USERNAME"]
PASSWORD = os.environ["ORG_PASSWORD"] + os.environ["ORG_SECURITY_TOKEN"]
CLIENT_ID = os.environ["ORG_CLIENT_ID"]
CLIENT_SECRET = os.environ["ORG_CLIENT_SECRET"]
ACCOUNTS = int(os.environ["ORG_ACCOUNTS"])
CONTACTS = int(os.environ["ORG_CONTACTS"])
NAME = "Zoë & Söhne \"日本\" \\ 'x'"


class ToOrg(requests.adapters.HTTPAdapter):
    """The library knows https alone, and hosts of its own: all of them are the org here."""

    def send(self, request, *arguments, **options):
        asked = urllib.parse.urlsplit(request.url)
        org = urllib.parse.urlsplit(URL)
        request.url = urllib.parse.urlunsplit((org.scheme, org.netloc, asked.path, asked.query, ""))
        return super().send(request, *arguments, **options)


def new_session():
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", ToOrg())
    return session


def sign_in(**how):
    return Salesforce(session=new_session(), **how)


def control(method, path, body=None):
    reply = requests.request(method, f"{URL}/simulator/{path}", json=body, timeout=30)
    assert reply.ok, (method, path, reply.status_code)
    return reply.json() if reply.content else None


def add_fault(path, action):
    control("POST", "faults", {"name": "fault", "match": {"path": path}, "action": action})


def token_requests():
    return len(control("GET", "requests?path=/services/oauth2/token")["requests"])


def equal(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def is_id(text, prefix):
    assert re.fullmatch(prefix + "[0-9A-Za-z]{15}", text), text


def fails(call, kind, code, message):
    """The one error that a call fails with."""
    try:
        call()
    except kind as error:
        equal(type(error), kind)
        equal(len(error.content), 1)
        equal(error.content[0]["errorCode"], code)
        assert re.search(message, error.content[0]["message"]), error.content
        return error.content[0]
    raise AssertionError(f"no {kind.__name__}")


def login_fails(call, code, message):
    try:
        call()
    except SalesforceAuthenticationFailed as error:
        equal((error.code, error.auth_message), (code, message))
        return
    raise AssertionError("signed in")


def user_of(org):
    found = org.query(format_soql("SELECT Username FROM User WHERE Username = {}", USERNAME))
    return found["records"][0]["Username"]


class Checks:
    """Each method is a check; those that follow use what it made."""

    # ---- Signing in

    def sign_in_with_a_password(self):
        self.org = sign_in(username=USERNAME, password=PASSWORD, consumer_key=CLIENT_ID,
                           consumer_secret=CLIENT_SECRET)
        equal(self.org.auth_type, "password")
        equal(self.org.sf_instance, urllib.parse.urlsplit(URL).netloc)
        assert re.match(r"00D\w{12}!", self.org.session_id), self.org.session_id
        equal(user_of(self.org), USERNAME)
        self.base = f"/services/data/v{self.org.sf_version}"

    def a_wrong_password_is_refused(self):
        login_fails(lambda: sign_in(username=USERNAME, password="wrong", consumer_key=CLIENT_ID,
                                    consumer_secret=CLIENT_SECRET),
                    "invalid_grant", "authentication failure")

    def an_unknown_app_is_refused(self):
        login_fails(lambda: sign_in(username=USERNAME, password=PASSWORD, consumer_key="unknown",
                                    consumer_secret=CLIENT_SECRET),
                    "invalid_client_id", "client identifier invalid")

    def sign_in_with_client_credentials(self):
        org = sign_in(consumer_key=CLIENT_ID, consumer_secret=CLIENT_SECRET, domain="sfsim.my")
        equal(org.auth_type, "client-credentials")
        equal(user_of(org), USERNAME)

    def wrong_client_credentials_are_refused(self):
        login_fails(lambda: sign_in(consumer_key=CLIENT_ID, consumer_secret="wrong",
                                    domain="sfsim.my"),
                    "invalid_client", "invalid client credentials")

    def sign_in_with_a_jwt(self):
        key_file = os.environ["ORG_KEY_FILE"]
        org = sign_in(username=USERNAME, consumer_key=CLIENT_ID, privatekey_file=key_file)
        equal(org.auth_type, "jwt-bearer")
        equal(user_of(org), USERNAME)
        text = pathlib.Path(key_file).read_text(encoding="ascii")
        equal(user_of(sign_in(username=USERNAME, consumer_key=CLIENT_ID, privatekey=text,
                              domain="test")), USERNAME)

    def a_jwt_of_an_unknown_user_is_refused(self):
        with_key = {"consumer_key": CLIENT_ID, "privatekey_file": os.environ["ORG_KEY_FILE"]}
        with warnings.catch_warnings(record=True) as told:
            login_fails(lambda: sign_in(username="nobody@sfsim.example", **with_key),
                        "invalid_grant", "user hasn't approved this consumer")
        assert "self-authorize" in str(told[0].message), told

    def sign_in_with_a_session_id(self):
        org = sign_in(session_id=self.org.session_id, instance_url=URL)
        equal(org.auth_type, "direct")
        equal(user_of(org), USERNAME)
        org = sign_in(session_id=self.org.session_id, instance=urllib.parse.urlsplit(URL).netloc,
                      version="42.0")
        equal(user_of(org), USERNAME)

    def a_session_id_that_is_none_is_refused(self):
        org = sign_in(session_id="none", instance_url=URL)
        fails(lambda: org.query("SELECT Id FROM User"), SalesforceExpiredSession,
              "INVALID_SESSION_ID", "^Session expired or invalid$")

    def user_info(self):
        info = self.org.oauth2("userinfo")
        equal(info["preferred_username"], USERNAME)
        is_id(info["user_id"], "005")
        is_id(info["organization_id"], "00D")
        equal(info["email_verified"], True)
        self.user = info["user_id"]

    def identity(self):
        identity = self.org.restful("")["identity"]
        assert re.fullmatch(re.escape(URL) + "/id/00D\\w{15}/" + self.user, identity), identity

    # ---- What there is

    def limits(self):
        limits = self.org.limits()
        api = limits["DailyApiRequests"]
        assert 0 < api["Remaining"] <= api["Max"], api
        equal(limits["MassEmail"]["Max"], 10)
        equal(self.org.api_usage["api-usage"].total, api["Max"])
        assert self.org.api_usage["api-usage"].used > 0

    def describe_all_objects(self):
        every = self.org.describe()
        equal(every["maxBatchSize"], 200)
        found = {one["name"]: one for one in every["sobjects"]}
        equal(found["Account"]["keyPrefix"], "001")
        equal(found["Project__c"]["custom"], True)
        equal(found["Project__c"]["urls"]["sobject"], f"{self.base}/sobjects/Project__c")

    def describe_one_object(self):
        description = self.org.Project__c.describe()
        fields = {one["name"]: one for one in description["fields"]}
        equal(description["label"], "Project")
        equal(fields["Id"]["type"], "id")
        equal(fields["Id"]["soapType"], "tns:ID")
        equal(fields["Code__c"]["externalId"], True)
        equal(fields["Code__c"]["idLookup"], True)
        equal(fields["Family__c"]["unique"], False)
        equal(fields["Account__c"]["referenceTo"], ["Account"])
        equal([one["value"] for one in fields["Stage__c"]["picklistValues"]],
              ["Idea", "Running", "Done"])
        equal(fields["Name"]["nillable"], False)
        equal(fields["Name"]["length"], 80)

    def basic_information(self):
        info = self.org.Project__c.metadata()
        equal(info["objectDescribe"]["keyPrefix"], "a0P")
        equal(info["objectDescribe"]["createable"], True)
        assert isinstance(info["recentItems"], list)

    def a_layout(self):
        layout = self.org.Account.describe_layout("012000000000000AAA")
        assert isinstance(layout, dict) and layout, layout

    def an_object_that_is_none(self):
        fails(self.org.Nothing__c.describe, SalesforceResourceNotFound, "NOT_FOUND",
              "^The requested resource does not exist$")

    # ---- Single records

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

    # ---- Queries

    def pages(self):
        first = self.org.query("SELECT Id, Name FROM Account")
        equal((first["totalSize"], len(first["records"]), first["done"]),
              (ACCOUNTS + 1, 2000, False))
        second = self.org.query_more(first["nextRecordsUrl"], True)
        equal((second["totalSize"], len(second["records"]), second["done"]),
              (ACCOUNTS + 1, ACCOUNTS + 1 - 2000, True))
        by_id = self.org.query_more(first["nextRecordsUrl"].rpartition("/")[2])
        equal(by_id["records"], second["records"])

    def all_pages_by_themselves(self):
        records = self.org.query_all("SELECT Id FROM Account")["records"]
        equal(len({one["Id"] for one in records}), ACCOUNTS + 1)
        lazy = self.org.query_all_iter("SELECT Id FROM Account WHERE IsDeleted = false",
                                       include_deleted=True)
        equal(sum(1 for _ in lazy), ACCOUNTS + 1)

    def a_locator_that_is_none(self):
        fails(lambda: self.org.query_more("01g000000000001AAA-2000"), SalesforceMalformedRequest,
              "INVALID_QUERY_LOCATOR", "^invalid query locator$")

    def escaped_values(self):
        found = self.org.query(format_soql("SELECT Id FROM Account WHERE Name = {}", NAME))
        equal([one["Id"] for one in found["records"]], [self.account])
        found = self.org.query(format_soql(
            "SELECT Name FROM Project__c WHERE Code__c IN {} AND Name LIKE '%{:like}'"
            " AND CreatedDate > {}", ["P-1", "P-2"], "nel",
            datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)))
        equal([one["Name"] for one in found["records"]], ["Tunnel"])

    def parents(self):
        records = self.org.query(
            "SELECT Name, Account__r.Name, Account__r.Owner.Username FROM Project__c"
            " WHERE Code__c IN ('P-1', 'P-2') ORDER BY Code__c")["records"]
        equal(records[0]["Account__r"]["Name"], NAME)
        equal(records[0]["Account__r"]["Owner"]["Username"], USERNAME)
        equal(records[1]["Account__r"], None)
        equal(list(records[0]), ["attributes", "Name", "Account__r"])

    def children(self):
        record = self.org.query(
            "SELECT Id, (SELECT Name FROM Projects__r), (SELECT Id FROM Cases) FROM Account"
            f" WHERE Id = '{self.account}'")["records"][0]
        equal([one["Name"] for one in record["Projects__r"]["records"]], ["Bridge"])
        equal((record["Projects__r"]["totalSize"], record["Projects__r"]["done"]), (1, True))
        equal(record["Cases"], None)

    def children_of_many(self):
        records = self.org.query_all("SELECT Id, (SELECT Id FROM Contacts) FROM Account")["records"]
        equal(len(records), ACCOUNTS + 1)
        equal(sum(one["Contacts"]["totalSize"] for one in records if one["Contacts"]), CONTACTS)

    def aggregates(self):
        records = self.org.query(
            "SELECT Stage__c, COUNT(Id) many FROM Project__c WHERE Code__c LIKE 'P-_'"
            " GROUP BY Stage__c ORDER BY Stage__c NULLS LAST")["records"]
        equal([(one["Stage__c"], one["many"]) for one in records], [("Running", 1), (None, 1)])
        equal(records[0]["attributes"], {"type": "AggregateResult"})
        count = self.org.query("SELECT COUNT() FROM Contact")
        equal((count["totalSize"], count["records"], count["done"]), (CONTACTS, [], True))

    def is_sandbox(self):
        assert self.org.is_sandbox() in (True, False)

    def search(self):
        found = self.org.search("FIND {Tunnel} RETURNING Project__c(Id, Name)")["searchRecords"]
        equal([(one["Id"], one["Name"]) for one in found], [(self.tunnel, "Tunnel")])
        found = self.org.quick_search("Tunnel")["searchRecords"]
        equal([one["Id"] for one in found if one["attributes"]["type"] == "Project__c"],
              [self.tunnel])
        fails(lambda: self.org.search("FIND Tunnel"), SalesforceMalformedRequest,
              "MALFORMED_SEARCH", "^No search term found")

    # ---- Many records in a call

    def many(self):
        def call(method, path, records=None, **params):
            body = None if records is None else json.dumps({"records": [
                {"attributes": {"type": "Project__c"}, **one} for one in records]})
            return self.org.restful(path, method=method, data=body, params=params)

        made = call("POST", "composite/sobjects", [
            {"Name": "M1", "Code__c": "M-1"}, {"Code__c": "M-2"}])
        equal(made[0]["success"], True)
        equal(made[1], {"success": False, "errors": [{
            "statusCode": "REQUIRED_FIELD_MISSING",
            "message": "Required fields are missing: [Name]", "fields": ["Name"]}]})
        first = made[0]["id"]
        changed = call("PATCH", "composite/sobjects", [{"id": first, "Seats__c": 3}])
        equal(changed, [{"id": first, "success": True, "errors": []}])
        merged = call("PATCH", "composite/sobjects/Project__c/Code__c", [
            {"Code__c": "M-1", "Seats__c": 4}, {"Code__c": "M-3", "Name": "M3"}])
        equal([one["created"] for one in merged], [False, True])
        ids = ",".join(one["id"] for one in merged)
        read = call("GET", "composite/sobjects/Project__c", ids=ids, fields="Name,Seats__c")
        equal([(one["Name"], one["Seats__c"]) for one in read], [("M1", 4), ("M3", None)])
        gone = call("DELETE", "composite/sobjects", ids=ids, allOrNone="true")
        equal([one["success"] for one in gone], [True, True])

    def composite(self):
        reply = self.org.restful("composite", method="POST", json={
            "allOrNone": True, "compositeRequest": [
                {"method": "POST", "url": f"{self.base}/sobjects/Project__c", "referenceId": "one",
                 "body": {"Name": "Composite", "Account__c": self.account}},
                {"method": "GET", "url": f"{self.base}/sobjects/Project__c/@{{one.id}}",
                 "referenceId": "two"}]})["compositeResponse"]
        equal([one["httpStatusCode"] for one in reply], [201, 200])
        equal(reply[1]["body"]["Name"], "Composite")
        equal(reply[1]["body"]["Id"], reply[0]["body"]["id"])

    # ---- Errors

    def a_field_that_is_none(self):
        fails(lambda: self.org.Account.create({"Name": "x", "Nothing__c": 1}),
              SalesforceMalformedRequest, "INVALID_FIELD",
              "^No such column 'Nothing__c' on sobject of type Account$")
        fails(lambda: self.org.query("SELECT Nothing__c FROM Account"), SalesforceMalformedRequest,
              "INVALID_FIELD", "ERROR at Row:1:Column:8\nNo such column 'Nothing__c' on entity")

    def a_required_field_that_is_missing(self):
        error = fails(lambda: self.org.Contact.create({"FirstName": "x"}),
                      SalesforceMalformedRequest, "REQUIRED_FIELD_MISSING",
                      r"^Required fields are missing: \[LastName\]$")
        equal(error["fields"], ["LastName"])

    def soql_that_is_none(self):
        fails(lambda: self.org.query("SELECT Id FORM Account"), SalesforceMalformedRequest,
              "MALFORMED_QUERY", ".")

    def an_id_that_is_unknown(self):
        fails(lambda: self.org.Account.get("001000000000zzzAAA"), SalesforceResourceNotFound,
              "NOT_FOUND", ".")

    def an_expired_session_is_renewed(self):
        for call in (lambda: self.org.query("SELECT COUNT() FROM Account")["totalSize"],
                     lambda: self.org.Account.update(self.account, {"Site": "x"})):
            add_fault("/services/data/", {"session": "expire"})
            before, session_id = token_requests(), self.org.session_id
            assert call() in (ACCOUNTS + 1, 204)
            equal(token_requests(), before + 1)
            assert self.org.session_id != session_id

    def an_expired_session_without_credentials(self):
        org = sign_in(session_id=self.org.session_id, instance_url=URL)
        add_fault("/services/data/", {"session": "expire"})
        fails(lambda: org.query("SELECT Id FROM User"), SalesforceExpiredSession,
              "INVALID_SESSION_ID", ".")

    def errors_by_order(self):
        add_fault(f"{self.base}/limits", {"error": "REQUEST_LIMIT_EXCEEDED"})
        fails(self.org.limits, SalesforceRefusedRequest, "REQUEST_LIMIT_EXCEEDED",
              "^TotalRequests Limit exceeded.$")
        add_fault(f"{self.base}/limits", {"error": "SERVER_UNAVAILABLE"})
        try:
            self.org.limits()
        except SalesforceGeneralError as error:
            equal((error.status, error.content[0]["errorCode"]), (503, "SERVER_UNAVAILABLE"))
            return
        raise AssertionError("no error")


def main():
    checks = Checks()
    names = [name for name in vars(Checks) if not name.startswith("_")]
    failed = 0
    for name in names:
        title = name.replace("_", " ")
        try:
            getattr(checks, name)()
            print(f"ok: {title}", flush=True)
        except Exception:  # pylint: disable=broad-except
            print(f"FAILED: {title}: {traceback.format_exc()}", flush=True)
            failed += 1
            if "--keep-going" not in sys.argv:
                break
            control("DELETE", "faults")
    print(f"{failed} failed of {len(names)} checks")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
