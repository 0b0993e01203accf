# SPDX-License-Identifier: Apache-2.0
"""Versions, limits, objects and layouts."""

from simple_salesforce.exceptions import SalesforceResourceNotFound

from org import equal, fails


class Descriptions:
    """Each method is a check."""

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
