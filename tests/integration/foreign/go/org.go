// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/k-capehart/go-salesforce/v3"
)

// The library reads pages of its own API version alone.
const base = "/services/data/v63.0"

const zoe = "Zoë & Söhne \"日本\" \\ 'x'"

var (
	orgURL   = os.Getenv("ORG_URL")
	accounts = number("ORG_ACCOUNTS")
	contacts = number("ORG_CONTACTS")
	byName   = salesforce.Creds{
		Domain: orgURL, Username: os.Getenv("ORG_USERNAME"), Password: os.Getenv("ORG_PASSWORD"),
		SecurityToken: os.Getenv("ORG_SECURITY_TOKEN"), ConsumerKey: os.Getenv("ORG_CLIENT_ID"),
		ConsumerSecret: os.Getenv("ORG_CLIENT_SECRET"),
	}
)

// What the checks hand on.
var (
	org, zipped                         *salesforce.Salesforce
	account, project, tunnel, dissolved string
	many                                []string
)

type object = map[string]any

type Account struct {
	Id   string
	Name string
}

type Project struct {
	Id        string
	Name      string
	Code__c   string
	Budget__c float64
}

func number(name string) int {
	value, err := strconv.Atoi(os.Getenv(name))
	must(err)
	return value
}

// A check that does not hold ends by panicking.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

func holds(condition bool, about ...any) {
	if !condition {
		panic(fmt.Sprint(about...))
	}
}

func equal(found, expected any) {
	holds(reflect.DeepEqual(found, expected), fmt.Sprintf("found %#v, expected %#v", found, expected))
}

func isID(id, prefix string) {
	holds(regexp.MustCompile("^"+prefix+"[0-9A-Za-z]{15}$").MatchString(id), "no id: ", id)
}

// The one error of the REST API that a call ends with.
func fails(err error, code, message string) salesforce.SalesforceErrorMessage {
	holds(err != nil, "no error, expected ", code)
	var errors []salesforce.SalesforceErrorMessage
	holds(json.Unmarshal([]byte(err.Error()), &errors) == nil, "no error of the API: ", err)
	equal(len(errors), 1)
	equal(errors[0].ErrorCode, code)
	holds(regexp.MustCompile(message).MatchString(errors[0].Message), errors[0].Message)
	return errors[0]
}

func control(method, path, body string) object {
	request, err := http.NewRequest(method, orgURL+"/simulator/"+path, strings.NewReader(body))
	must(err)
	reply, err := http.DefaultClient.Do(request)
	must(err)
	defer reply.Body.Close()
	holds(reply.StatusCode < 300, method, " ", path, ": ", reply.Status)
	text, err := io.ReadAll(reply.Body)
	must(err)
	value := object{}
	if len(text) > 0 {
		must(json.Unmarshal(text, &value))
	}
	return value
}

func addFault(path, action string) {
	control("POST", "faults", fmt.Sprintf(`{"match":{"path":%q},"action":%s}`, path, action))
}

func tokenRequests() int {
	return len(control("GET", "requests?path=/services/oauth2/token", "")["requests"].([]any))
}

func query(sf *salesforce.Salesforce, soql string) []object {
	var records []object
	must(sf.Query(soql, &records))
	return records
}

func isSignedIn(sf *salesforce.Salesforce) {
	records := query(sf, "SELECT Username FROM User WHERE Username = '"+byName.Username+"'")
	equal(len(records), 1)
	equal(records[0]["Username"], byName.Username)
}

// Sends what the library has no call for.
func send(method, path string, body any) object {
	text, err := json.Marshal(body)
	must(err)
	if body == nil {
		text = nil
	}
	reply, err := org.DoRequest(method, path, text)
	must(err)
	defer reply.Body.Close()
	value := object{}
	must(json.NewDecoder(reply.Body).Decode(&value))
	return value
}

func read(objectName, id string) object {
	return send("GET", "/sobjects/"+objectName+"/"+id, nil)
}

func ids(from []string) []object {
	var records []object
	for _, id := range from {
		records = append(records, object{"Id": id})
	}
	return records
}

type check struct {
	name string
	run  func()
}
