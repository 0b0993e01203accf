# SPDX-License-Identifier: Apache-2.0
"""Every way of signing in, and who has signed in."""

import os
import pathlib
import re
import urllib.parse
import warnings

from simple_salesforce.exceptions import SalesforceExpiredSession

from org import (
    CLIENT_ID, CLIENT_SECRET, PASSWORD, URL, USERNAME, equal, fails, is_id, login_fails,
    sign_in, user_of)


class SigningIn:
    """Each method is a check."""

    def sign_in_with_a_password(self):
        self.org = sign_in(username=USERNAME, password=PASSWORD, consumer_key=CLIENT_ID,
                           consumer_secret=CLIENT_SECRET)
        equal(self.org.auth_type, "password")
        equal(self.org.sf_instance, urllib.parse.urlsplit(URL).netloc)
        assert re.match(r"00D\w{12}!", self.org.session_id), self.org.session_id
        equal(user_of(self.org), USERNAME)
        self.base = f"/services/data/v{self.org.sf_version}"

    def a_wrong_password_is_refused(self):
        login_fails(lambda: sign_in(username=USERNAME, password="wrong", consumer_key=CLIENT_ID,
                                    consumer_secret=CLIENT_SECRET),
                    "invalid_grant", "authentication failure")

    def an_unknown_app_is_refused(self):
        login_fails(lambda: sign_in(username=USERNAME, password=PASSWORD, consumer_key="unknown",
                                    consumer_secret=CLIENT_SECRET),
                    "invalid_client_id", "client identifier invalid")

    def sign_in_with_a_security_token(self):
        org = sign_in(username=USERNAME, password=os.environ["ORG_PASSWORD"],
                      security_token=os.environ["ORG_SECURITY_TOKEN"])
        equal(org.auth_type, "password")
        equal(org.sf_instance, urllib.parse.urlsplit(URL).netloc)
        equal(user_of(org), USERNAME)

    def a_wrong_security_token_is_refused(self):
        login_fails(lambda: sign_in(username=USERNAME, password=os.environ["ORG_PASSWORD"],
                                    security_token="wrong"),
                    "INVALID_LOGIN",
                    "Invalid username, password, security token; or user locked out.")

    def sign_in_with_client_credentials(self):
        org = sign_in(consumer_key=CLIENT_ID, consumer_secret=CLIENT_SECRET, domain="sfsim.my")
        equal(org.auth_type, "client-credentials")
        equal(user_of(org), USERNAME)

    def wrong_client_credentials_are_refused(self):
        login_fails(lambda: sign_in(consumer_key=CLIENT_ID, consumer_secret="wrong",
                                    domain="sfsim.my"),
                    "invalid_client", "invalid client credentials")

    def sign_in_with_a_jwt(self):
        key_file = os.environ["ORG_KEY_FILE"]
        org = sign_in(username=USERNAME, consumer_key=CLIENT_ID, privatekey_file=key_file)
        equal(org.auth_type, "jwt-bearer")
        equal(user_of(org), USERNAME)
        text = pathlib.Path(key_file).read_text(encoding="ascii")
        equal(user_of(sign_in(username=USERNAME, consumer_key=CLIENT_ID, privatekey=text,
                              domain="test")), USERNAME)

    def a_jwt_of_an_unknown_user_is_refused(self):
        with_key = {"consumer_key": CLIENT_ID, "privatekey_file": os.environ["ORG_KEY_FILE"]}
        with warnings.catch_warnings(record=True) as told:
            login_fails(lambda: sign_in(username="nobody@sfsim.example", **with_key),
                        "invalid_grant", "user hasn't approved this consumer")
        assert "self-authorize" in str(told[0].message), told

    def sign_in_with_a_session_id(self):
        org = sign_in(session_id=self.org.session_id, instance_url=URL)
        equal(org.auth_type, "direct")
        equal(user_of(org), USERNAME)
        org = sign_in(session_id=self.org.session_id, instance=urllib.parse.urlsplit(URL).netloc,
                      version="42.0")
        equal(user_of(org), USERNAME)

    def a_session_id_that_is_none_is_refused(self):
        org = sign_in(session_id="none", instance_url=URL)
        fails(lambda: org.query("SELECT Id FROM User"), SalesforceExpiredSession,
              "INVALID_SESSION_ID", "^Session expired or invalid$")

    def user_info(self):
        info = self.org.oauth2("userinfo")
        equal(info["preferred_username"], USERNAME)
        is_id(info["user_id"], "005")
        is_id(info["organization_id"], "00D")
        equal(info["email_verified"], True)
        self.user = info["user_id"]

    def identity(self):
        identity = self.org.restful("")["identity"]
        assert re.fullmatch(re.escape(URL) + "/id/00D\\w{15}/" + self.user, identity), identity
