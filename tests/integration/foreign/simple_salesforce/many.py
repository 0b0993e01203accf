# SPDX-License-Identifier: Apache-2.0
"""Many records in a call."""

import json

from org import equal


class Many:
    """Each method is a check."""

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
