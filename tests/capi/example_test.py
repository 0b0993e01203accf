# SPDX-License-Identifier: Apache-2.0
"""The example of examples/python-ctypes against a simulated org.

SFSIM and EXAMPLE name the programs, SFCONNECTOR_LIBRARY the library.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

from sfconnector import Client


class Example(unittest.TestCase):
    def setUp(self):
        org = subprocess.Popen(
            [os.environ["SFSIM"], "--listen", "127.0.0.1:0", "--generate", "Account=3", "--generate", "Contact=3"],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(org.stdout.close)
        self.addCleanup(org.wait)
        self.addCleanup(org.terminate)
        url = org.stdout.readline().removeprefix("sfsim listening on ").strip()
        grant = {"token_url": f"{url}/services/oauth2/token", "client_id": "sfsim-client", "client_secret": "sfsim-secret"}
        self.connection = {"base_url": url, "auth": {"client_credentials": grant}}
        self.before = self.records()

    def records(self):
        """The ids of everything that the example could have left behind."""
        with Client(self.connection) as org:
            return {
                record["Id"]
                for sobject in ("Account", "Contact")
                for part in org.stream(
                    "QueryService/StreamQuery", {"soql": f"SELECT Id FROM {sobject}", "encoding": "ROW_ENCODING_RECORDS"}
                )
                for record in part.get("records", [])
            }

    def run_example(self, *arguments):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as config:
            json.dump(self.connection, config)
            config.flush()
            command = [sys.executable, os.environ["EXAMPLE"], "--config", config.name, *arguments]
            return subprocess.run(command, capture_output=True, text=True, timeout=50, check=False)

    def test_it_does_what_it_says_and_leaves_nothing_behind(self):
        result = self.run_example()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(
            result.stdout,
            r"(?s)\ncreated 001\w+; api-usage=.*\nupserted (003\w+): created\nupserted \1: updated\n"
            r"no such record: NOT_FOUND, NOT_FOUND, HTTP 404\n\1  Søn of Müller & Søn\n1 rows\n$",
        )
        self.assertEqual(self.records(), self.before)

    def test_where_it_fails_it_says_why_and_leaves_nothing_behind(self):
        result = self.run_example("--external-id-field", "Nothing__c")
        self.assertEqual(result.returncode, 1)
        self.assertIn("Nothing__c", result.stderr)
        self.assertEqual(self.records(), self.before)


if __name__ == "__main__":
    unittest.main()
