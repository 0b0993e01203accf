// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/k-capehart/go-salesforce/v3"
)

// Errors, and what the library does about them.
var failures = []check{
	{"a field that is none", func() {
		_, err := org.InsertOne("Account", object{"Name": "x", "Nothing__c": 1})
		fails(err, "INVALID_FIELD", "^No such column 'Nothing__c' on sobject of type Account$")
		fails(org.Query("SELECT Nothing__c FROM Account", &[]object{}), "INVALID_FIELD",
			"ERROR at Row:1:Column:8\nNo such column 'Nothing__c' on entity 'Account'")
	}},
	{"a required field that is missing", func() {
		_, err := zipped.InsertOne("Account", object{"Site": "x"})
		wrong := fails(err, "REQUIRED_FIELD_MISSING", `^Required fields are missing: \[Name\]$`)
		equal(wrong.Fields, []string{"Name"})
	}},
	{"SOQL that is none", func() {
		fails(org.Query("SELECT Id FORM Account", &[]object{}), "MALFORMED_QUERY", ".")
	}},
	{"an object that is none", func() {
		_, err := org.InsertOne("Nothing__c", object{"Name": "x"})
		fails(err, "NOT_FOUND", "^The requested resource does not exist$")
	}},
	{"an expired session is renewed", func() {
		for _, sf := range []*salesforce.Salesforce{org, zipped} {
			addFault("/services/data/", `{"session":"expire"}`)
			before, token := tokenRequests(), sf.GetAccessToken()
			must(sf.UpdateOne("Account", object{"Id": account, "Site": "renewed"}))
			equal(tokenRequests(), before+1)
			holds(sf.GetAccessToken() != token, "the old token")
			equal(read("Account", account)["Site"], "renewed")
		}
	}},
	{"an expired session of client credentials is renewed", func() {
		sf, err := salesforce.Init(salesforce.Creds{Domain: orgURL, ConsumerKey: byName.ConsumerKey,
			ConsumerSecret: byName.ConsumerSecret})
		must(err)
		addFault("/services/data/", `{"session":"revokeAll"}`)
		isSignedIn(sf)
	}},
	{"errors by order", func() {
		addFault(base+"/sobjects/Account", `{"error":"UNABLE_TO_LOCK_ROW"}`)
		fails(org.UpdateOne("Account", object{"Id": account, "Site": "x"}), "UNABLE_TO_LOCK_ROW",
			"^unable to obtain exclusive access")
		addFault(base+"/query", `{"error":"REQUEST_LIMIT_EXCEEDED"}`)
		fails(org.Query("SELECT Id FROM Account", &[]object{}), "REQUEST_LIMIT_EXCEEDED",
			"^TotalRequests Limit exceeded.$")
	}},
}
