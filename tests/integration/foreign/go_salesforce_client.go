// SPDX-License-Identifier: Apache-2.0

// Drives an org with go-salesforce: a line per check, and the status of the first that does not hold.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
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

var signingIn = []check{
	{"sign in with a password", func() {
		var err error
		org, err = salesforce.Init(byName)
		must(err)
		equal(org.GetAuthFlow(), salesforce.AuthFlowUsernamePassword)
		equal(org.GetInstanceUrl(), orgURL)
		holds(regexp.MustCompile(`^00D\w{12}!`).MatchString(org.GetAccessToken()), "odd token")
		isSignedIn(org)
	}},
	{"sign in with a password, all bodies compressed", func() {
		var err error
		zipped, err = salesforce.Init(byName, salesforce.WithCompressionHeaders(true))
		must(err)
		isSignedIn(zipped)
	}},
	{"a wrong password is refused", func() {
		wrong := byName
		wrong.Password = "wrong"
		_, err := salesforce.Init(wrong)
		holds(err != nil && strings.HasPrefix(err.Error(), "400"), "signed in, or: ", err)
	}},
	{"sign in with client credentials", func() {
		sf, err := salesforce.Init(salesforce.Creds{Domain: orgURL, ConsumerKey: byName.ConsumerKey,
			ConsumerSecret: byName.ConsumerSecret})
		must(err)
		equal(sf.GetAuthFlow(), salesforce.AuthFlowClientCredentials)
		isSignedIn(sf)
	}},
	{"sign in with a JWT", func() {
		key, err := os.ReadFile(os.Getenv("ORG_KEY_FILE"))
		must(err)
		creds := salesforce.Creds{Domain: orgURL, Username: byName.Username,
			ConsumerKey: byName.ConsumerKey, ConsumerRSAPem: string(key)}
		sf, err := salesforce.Init(creds)
		must(err)
		equal(sf.GetAuthFlow(), salesforce.AuthFlowJWT)
		isSignedIn(sf)
		creds.Username = "nobody@sfsim.example"
		_, err = salesforce.Init(creds)
		holds(err != nil && strings.HasPrefix(err.Error(), "400"), "signed in, or: ", err)
	}},
	{"sign in with an access token", func() {
		creds := salesforce.Creds{Domain: orgURL, AccessToken: org.GetAccessToken()}
		sf, err := salesforce.Init(creds)
		must(err)
		equal(sf.GetAuthFlow(), salesforce.AuthFlowAccessToken)
		isSignedIn(sf)
		creds.AccessToken = "none"
		_, err = salesforce.Init(creds)
		holds(err != nil && err.Error() == "invalid session, unable to refresh session", err)
	}},
	{"identity", func() {
		identity := send("GET", "", nil)["identity"].(string)
		holds(regexp.MustCompile(`^`+regexp.QuoteMeta(orgURL)+`/id/00D\w{15}/005\w{15}$`).
			MatchString(identity), identity)
	}},
}

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
		equal([]any{record["Stage__c"], record["Budget__c"], record["Name"]}, []any{"Running", nil, "Bridge"})
	}},
	{"upsert by external id", func() {
		made, err := org.UpsertOne("Project__c", "Code__c", Project{Code__c: "P-2", Name: "Tunnel", Budget__c: 5})
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
		made, err := org.UpsertOne("Project__c", "Code__c", object{"Code__c": url.PathEscape("P/3+ü%"), "Name": "Dam"})
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
		records := query(org, "SELECT Stage__c, COUNT(Id) FROM Project__c WHERE Code__c = 'P-1' GROUP BY Stage__c")
		equal(records, []object{{"attributes": object{"type": "AggregateResult"}, "Stage__c": "Running", "expr0": 1.0}})
	}},
	{"search", func() {
		found := send("GET", "/search?q="+url.QueryEscape("FIND {Tunnel} RETURNING Project__c(Id, Name)"), nil)
		records := found["searchRecords"].([]any)
		equal(len(records), 1)
		equal(records[0].(object)["Id"], tunnel)
	}},
}

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
		equal(done.Results[0].Errors, []salesforce.SalesforceErrorMessage{{StatusCode: "REQUIRED_FIELD_MISSING",
			Message: "Required fields are missing: [Name]", Fields: []string{"Name"}}})
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
		done, err = zipped.UpdateComposite("Project__c", []object{{"Id": made[0], "Seats__c": 1}}, 200, false)
		must(err)
		equal(done.Results[0].Id, made[0])
		done, err = org.UpsertComposite("Project__c", "Code__c", []object{{"Code__c": "C-1", "Seats__c": 2},
			{"Code__c": "C-4", "Name": "C4"}}, 200, true)
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

var failures = []check{
	{"a field that is none", func() {
		_, err := org.InsertOne("Account", object{"Name": "x", "Nothing__c": 1})
		fails(err, "INVALID_FIELD", "^No such column 'Nothing__c' on sobject of type Account$")
		fails(org.Query("SELECT Nothing__c FROM Account", &[]object{}), "INVALID_FIELD",
			"ERROR at Row:1:Column:8\nNo such column 'Nothing__c' on entity 'Account'")
	}},
	{"a required field that is missing", func() {
		_, err := zipped.InsertOne("Account", object{"Site": "x"})
		equal(fails(err, "REQUIRED_FIELD_MISSING", `^Required fields are missing: \[Name\]$`).Fields, []string{"Name"})
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
		fails(org.Query("SELECT Id FROM Account", &[]object{}), "REQUEST_LIMIT_EXCEEDED", "^TotalRequests Limit exceeded.$")
	}},
}

// What is wrong; nothing if the check holds.
func try(one check) (wrong any) {
	defer func() { wrong = recover() }()
	one.run()
	return nil
}

func main() {
	checks := slices.Concat(signingIn, descriptions, singleRecords, queries, manyRecords, failures)
	keepGoing := slices.Contains(os.Args, "--keep-going")
	failed := 0
	for _, one := range checks {
		wrong := try(one)
		if wrong == nil {
			fmt.Println("ok:", one.name)
			continue
		}
		fmt.Printf("FAILED: %s: %v\n", one.name, wrong)
		failed++
		if !keepGoing {
			break
		}
		control("DELETE", "faults", "")
	}
	fmt.Printf("%d failed of %d checks\n", failed, len(checks))
	if failed > 0 {
		os.Exit(1)
	}
}
