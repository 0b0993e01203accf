// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/url"

	"github.com/k-capehart/go-salesforce/v3"
)

// Queries and searches.
var queries = []check{
	{"all pages", func() {
		for _, sf := range []*salesforce.Salesforce{org, zipped} {
			found := []Account{}
			must(sf.Query("SELECT Id, Name FROM Account", &found))
			equal(len(found), accounts+1)
			seen := map[string]bool{}
			for _, one := range found {
				seen[one.Id] = true
				holds(one.Name != "", "no name: ", one.Id)
			}
			equal(len(seen), accounts+1)
		}
	}},
	{"a query of a struct", func() {
		type fields struct {
			Id     string `soql:"selectColumn,fieldName=Id"`
			Code   string `soql:"selectColumn,fieldName=Code__c"`
			Budget string `soql:"selectColumn,fieldName=Budget__c"`
		}
		type criteria struct {
			Codes []string `soql:"inOperator,fieldName=Code__c"`
			Names []string `soql:"likeOperator,fieldName=Name"`
		}
		type statement struct {
			SelectClause fields   `soql:"selectClause,tableName=Project__c"`
			WhereClause  criteria `soql:"whereClause"`
		}
		found := []Project{}
		must(org.QueryStruct(statement{WhereClause: criteria{Codes: []string{"P-1", "P-2"},
			Names: []string{"unn", "it's"}}}, &found))
		equal(found, []Project{{Id: tunnel, Code__c: "P-2", Budget__c: 7}})
	}},
	{"parents", func() {
		records := query(org, "SELECT Name, Account__r.Name, Account__r.Owner.Username FROM Project__c"+
			" WHERE Code__c IN ('P-1', 'P-2') ORDER BY Code__c")
		equal(records[0]["Account__r"].(object)["Name"], zoe)
		equal(records[0]["Account__r"].(object)["Owner"].(object)["Username"], byName.Username)
		equal(records[1]["Account__r"], nil)
	}},
	{"children", func() {
		record := query(org, "SELECT Id, (SELECT Name FROM Projects__r), (SELECT Id FROM Cases)"+
			" FROM Account WHERE Id = '"+account+"'")[0]
		children := record["Projects__r"].(object)
		equal(children["totalSize"], 1.0)
		equal(children["records"].([]any)[0].(object)["Name"], "Bridge")
		equal(record["Cases"], nil)
	}},
	{"children of many", func() {
		// The library does not fetch the pages that a child set may have.
		count := 0.0
		for _, record := range query(org, "SELECT Id, (SELECT Id FROM Contacts) FROM Account") {
			if children, some := record["Contacts"].(object); some {
				count += children["totalSize"].(float64)
			}
		}
		equal(count, float64(contacts))
	}},
	{"aggregates", func() {
		records := query(org, "SELECT Stage__c, COUNT(Id) FROM Project__c WHERE Code__c = 'P-1'"+
			" GROUP BY Stage__c")
		equal(records, []object{{"attributes": object{"type": "AggregateResult"},
			"Stage__c": "Running", "expr0": 1.0}})
	}},
	{"search", func() {
		found := send("GET", "/search?q="+url.QueryEscape(
			"FIND {Tunnel} RETURNING Project__c(Id, Name)"), nil)
		records := found["searchRecords"].([]any)
		equal(len(records), 1)
		equal(records[0].(object)["Id"], tunnel)
	}},
}
