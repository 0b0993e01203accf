// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/k-capehart/go-salesforce/v3"
)

// Many records in a call.
var manyRecords = []check{
	{"create many", func() {
		records := []Project{}
		for at := range 250 {
			records = append(records, Project{Name: fmt.Sprint("Bulk ", at), Code__c: fmt.Sprint("B-", at)})
		}
		done, err := zipped.InsertCollection("Project__c", records, 200)
		must(err)
		equal([]any{len(done.Results), done.HasSalesforceErrors}, []any{250, false})
		for _, one := range done.Results {
			many = append(many, one.Id)
		}
		equal(read("Project__c", many[249])["Name"], "Bulk 249")
		done, err = org.InsertCollection("Project__c", []object{{"Code__c": "M-1"}, {"Name": "M2"}}, 200)
		must(err)
		equal(done.HasSalesforceErrors, true)
		equal(done.Results[0].Errors, []salesforce.SalesforceErrorMessage{{
			StatusCode: "REQUIRED_FIELD_MISSING", Message: "Required fields are missing: [Name]", Fields: []string{"Name"}}})
		equal(done.Results[1].Success, true)
	}},
	{"update many", func() {
		done, err := org.UpdateCollection("Project__c", []object{{"Id": many[0], "Seats__c": 3},
			{"Id": dissolved, "Seats__c": 3}}, 200)
		must(err)
		equal(done.Results[0].Id, many[0])
		equal(done.Results[0].Success, true)
		equal(done.Results[1].Errors[0].StatusCode, "ENTITY_IS_DELETED")
		equal(read("Project__c", many[0])["Seats__c"], 3.0)
	}},
	{"upsert many", func() {
		done, err := org.UpsertCollection("Project__c", "Code__c",
			[]object{{"Code__c": "B-0", "Seats__c": 4}, {"Code__c": "B-new", "Name": "New"}}, 200)
		must(err)
		equal(done.HasSalesforceErrors, false)
		equal(done.Results[0].Id, many[0])
		isID(done.Results[1].Id, "a0P")
		many = append(many, done.Results[1].Id)
	}},
	{"delete many", func() {
		done, err := org.DeleteCollection("Project__c", ids(many), 200)
		must(err)
		equal([]any{len(done.Results), done.HasSalesforceErrors}, []any{251, false})
		equal(len(query(org, "SELECT Id FROM Project__c WHERE Code__c LIKE 'B-%'")), 0)
	}},
	{"composite", func() {
		done, err := org.InsertComposite("Project__c", []object{{"Name": "C1", "Code__c": "C-1"},
			{"Name": "C2", "Code__c": "C-2"}, {"Name": "C3", "Code__c": "C-3"}}, 2, true)
		must(err)
		equal([]any{len(done.Results), done.HasSalesforceErrors}, []any{3, false})
		made := []string{done.Results[0].Id, done.Results[1].Id, done.Results[2].Id}
		changes := []object{{"Id": made[0], "Seats__c": 1}}
		done, err = zipped.UpdateComposite("Project__c", changes, 200, false)
		must(err)
		equal(done.Results[0].Id, made[0])
		changes = []object{{"Code__c": "C-1", "Seats__c": 2}, {"Code__c": "C-4", "Name": "C4"}}
		done, err = org.UpsertComposite("Project__c", "Code__c", changes, 200, true)
		must(err)
		equal([]any{done.HasSalesforceErrors, done.Results[0].Id}, []any{false, made[0]})
		equal(read("Project__c", made[0])["Seats__c"], 2.0)
		done, err = org.DeleteComposite("Project__c", ids(append(made, done.Results[1].Id)), 200, true)
		must(err)
		equal([]any{len(done.Results), done.HasSalesforceErrors}, []any{4, false})
		equal(len(query(org, "SELECT Id FROM Project__c WHERE Code__c LIKE 'C-%'")), 0)
	}},
	{"composite, all or none", func() {
		done, err := org.InsertComposite("Project__c", []object{{"Name": "N1", "Code__c": "N-1"},
			{"Code__c": "N-2"}}, 200, true)
		must(err)
		equal(done.HasSalesforceErrors, true)
		equal(len(query(org, "SELECT Id FROM Project__c WHERE Code__c LIKE 'N-%'")), 0)
	}},
}
