# SPDX-License-Identifier: Apache-2.0
"""What the checks share."""

import os
import re
import urllib.parse

import requests
from simple_salesforce import Salesforce, format_soql
from simple_salesforce.exceptions import SalesforceAuthenticationFailed

URL = os.environ["ORG_URL"]
USERNAME = os.environ["ORG_USERNAME"]
PASSWORD = os.environ["ORG_PASSWORD"] + os.environ["ORG_SECURITY_TOKEN"]
CLIENT_ID = os.environ["ORG_CLIENT_ID"]
CLIENT_SECRET = os.environ["ORG_CLIENT_SECRET"]
ACCOUNTS = int(os.environ["ORG_ACCOUNTS"])
CONTACTS = int(os.environ["ORG_CONTACTS"])
NAME = "Zoë & Söhne \"日本\" \\ 'x'"


class ToOrg(requests.adapters.HTTPAdapter):
    """The library knows https alone, and hosts of its own: all of them are the org here."""

    def send(self, request, *arguments, **options):
        asked = urllib.parse.urlsplit(request.url)
        org = urllib.parse.urlsplit(URL)
        request.url = urllib.parse.urlunsplit((org.scheme, org.netloc, asked.path, asked.query, ""))
        return super().send(request, *arguments, **options)


def new_session():
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", ToOrg())
    return session


def sign_in(**how):
    return Salesforce(session=new_session(), **how)


def control(method, path, body=None):
    reply = requests.request(method, f"{URL}/simulator/{path}", json=body, timeout=30)
    assert reply.ok, (method, path, reply.status_code)
    return reply.json() if reply.content else None


def add_fault(path, action):
    control("POST", "faults", {"name": "fault", "match": {"path": path}, "action": action})


def token_requests():
    return len(control("GET", "requests?path=/services/oauth2/token")["requests"])


def equal(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def is_id(text, prefix):
    assert re.fullmatch(prefix + "[0-9A-Za-z]{15}", text), text


def fails(call, kind, code, message):
    """The one error that a call fails with."""
    try:
        call()
    except kind as error:
        equal(type(error), kind)
        equal(len(error.content), 1)
        equal(error.content[0]["errorCode"], code)
        assert re.search(message, error.content[0]["message"]), error.content
        return error.content[0]
    raise AssertionError(f"no {kind.__name__}")


def login_fails(call, code, message):
    try:
        call()
    except SalesforceAuthenticationFailed as error:
        equal((error.code, error.auth_message), (code, message))
        return
    raise AssertionError("signed in")


def user_of(org):
    found = org.query(format_soql("SELECT Username FROM User WHERE Username = {}", USERNAME))
    return found["records"][0]["Username"]
