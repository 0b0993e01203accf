// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/url"

	"github.com/k-capehart/go-salesforce/v3"
)

// Records one at a time.
var singleRecords = []check{
	{"create", func() {
		made, err := org.InsertOne("Account", Account{Name: zoe})
		must(err)
		equal(made, salesforce.SalesforceResult{Id: made.Id, Success: true,
			Errors: []salesforce.SalesforceErrorMessage{}})
		isID(made.Id, "001")
		account = made.Id
		made, err = zipped.InsertOne("Project__c", object{"Name": "Bridge", "Code__c": "P-1",
			"Account__c": account, "Budget__c": 1234.56, "Active__c": true, "Stage__c": "Idea"})
		must(err)
		isID(made.Id, "a0P")
		project = made.Id
	}},
	{"read", func() {
		record := read("Project__c", project)
		equal(record["attributes"], object{"type": "Project__c",
			"url": base + "/sobjects/Project__c/" + project})
		for name, value := range (object{"Id": project, "Name": "Bridge", "Account__c": account,
			"Budget__c": 1234.56, "Active__c": true, "Stage__c": "Idea", "Start__c": nil}) {
			equal([]any{name, record[name]}, []any{name, value})
		}
	}},
	{"update", func() {
		must(org.UpdateOne("Project__c", object{"Id": project, "Stage__c": "Running", "Budget__c": nil}))
		record := read("Project__c", project)
		equal([]any{record["Stage__c"], record["Budget__c"], record["Name"]},
			[]any{"Running", nil, "Bridge"})
	}},
	{"upsert by external id", func() {
		made, err := org.UpsertOne("Project__c", "Code__c",
			Project{Code__c: "P-2", Name: "Tunnel", Budget__c: 5})
		must(err)
		isID(made.Id, "a0P")
		again, err := zipped.UpsertOne("Project__c", "Code__c", object{"Code__c": "P-2", "Budget__c": 7})
		must(err)
		equal(again, made)
		tunnel = made.Id
		record := read("Project__c", tunnel)
		equal([]any{record["Name"], record["Budget__c"], record["Code__c"]}, []any{"Tunnel", 7.0, "P-2"})
	}},
	{"an external id that needs encoding", func() {
		made, err := org.UpsertOne("Project__c", "Code__c",
			object{"Code__c": url.PathEscape("P/3+ü%"), "Name": "Dam"})
		must(err)
		equal(read("Project__c", made.Id)["Code__c"], "P/3+ü%")
	}},
	{"delete", func() {
		made, err := org.InsertOne("Project__c", object{"Name": "Extra", "Code__c": "P-9"})
		must(err)
		dissolved = made.Id
		must(org.DeleteOne("Project__c", object{"Id": dissolved}))
		equal(len(query(org, "SELECT Id FROM Project__c WHERE Code__c = 'P-9'")), 0)
	}},
	{"a deleted record", func() {
		gone := object{"Id": dissolved, "Name": "x"}
		fails(org.UpdateOne("Project__c", gone), "ENTITY_IS_DELETED", "^entity is deleted$")
		gone["Id"] = dissolved
		fails(org.DeleteOne("Project__c", gone), "ENTITY_IS_DELETED", "^entity is deleted$")
	}},
	{"queryAll sees deleted records", func() {
		found := send("GET", "/queryAll?q="+url.QueryEscape(
			"SELECT Id, IsDeleted FROM Project__c WHERE Code__c = 'P-9'"), nil)
		equal(found["totalSize"], 1.0)
		record := found["records"].([]any)[0].(object)
		equal([]any{record["Id"], record["IsDeleted"]}, []any{dissolved, true})
	}},
}
