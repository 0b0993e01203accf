# SPDX-License-Identifier: Apache-2.0
"""Queries and searches."""

import datetime

from simple_salesforce import format_soql
from simple_salesforce.exceptions import SalesforceMalformedRequest

from org import ACCOUNTS, CONTACTS, NAME, USERNAME, equal, fails


class Queries:
    """Each method is a check."""

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
