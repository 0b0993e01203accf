# SPDX-License-Identifier: Apache-2.0
"""Errors, and what the library does about them."""

from simple_salesforce.exceptions import (
    SalesforceExpiredSession, SalesforceGeneralError, SalesforceMalformedRequest,
    SalesforceRefusedRequest, SalesforceResourceNotFound)

from org import ACCOUNTS, URL, add_fault, equal, fails, sign_in, token_requests


class Failures:
    """Each method is a check."""

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
