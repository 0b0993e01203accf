// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"regexp"
	"strings"

	"github.com/k-capehart/go-salesforce/v3"
)

// Every way of signing in, and who has signed in.
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
