// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"
)

// Versions, limits, objects and layouts.
var descriptions = []check{
	{"limits", func() {
		api := send("GET", "/limits", nil)["DailyApiRequests"].(object)
		holds(api["Remaining"].(float64) > 0 && api["Remaining"].(float64) <= api["Max"].(float64), api)
	}},
	{"describe all objects", func() {
		all := send("GET", "/sobjects", nil)
		equal(all["maxBatchSize"], 200.0)
		at := slices.IndexFunc(all["sobjects"].([]any), func(one any) bool {
			return one.(object)["name"] == "Project__c"
		})
		holds(at >= 0, "no Project__c")
		equal(all["sobjects"].([]any)[at].(object)["keyPrefix"], "a0P")
	}},
	{"describe one object", func() {
		description := send("GET", "/sobjects/Project__c/describe", nil)
		equal(description["labelPlural"], "Projects")
		for _, one := range description["fields"].([]any) {
			if field := one.(object); field["name"] == "Code__c" {
				equal([]any{field["externalId"], field["unique"], field["length"]}, []any{true, true, 40.0})
				return
			}
		}
		panic("no Code__c")
	}},
}
