# SPDX-License-Identifier: Apache-2.0
"""The Python client of examples/python-ctypes over the echo library. SFCONNECTOR_LIBRARY names the library."""

import threading
import unittest

import sfconnector
from sfconnector import Client, Code, SalesforceError

ECHO = "sfconnector.test.v1.EchoService/"
CONFIG = {"base_url": "http://127.0.0.1:1", "auth": {"bearer_token": {"token": "t"}}}


class PythonClient(unittest.TestCase):
    def setUp(self):
        self.client = Client(CONFIG)
        self.addCleanup(self.client.close)

    def test_a_call_returns_the_response(self):
        metadata = {}
        response = self.client.call(
            ECHO + "Unary", {"text": "Zoë"}, headers={"sfconnector-api-version": "61"}, metadata=metadata
        )
        self.assertEqual(response, {"text": "Zoë"})
        self.assertEqual(metadata, {"echo-api-version": "61.0"})

    def test_a_failure_is_raised_with_its_details(self):
        with self.assertRaises(SalesforceError) as raised:
            self.client.call(ECHO + "Unary", {"fail_code": 5, "fail_message": "gone"})
        error = raised.exception
        self.assertEqual((error.code, error.reason, error.http_status), (Code.NOT_FOUND, "ECHO_FAILED", 418))
        self.assertTrue(error.outcome_unknown)
        self.assertFalse(error.retryable)
        self.assertEqual(error.details["message"], "gone")

    def test_a_bad_configuration_is_raised(self):
        with self.assertRaises(SalesforceError) as raised:
            Client({"nonsense": 1})
        self.assertEqual(raised.exception.code, Code.INVALID_ARGUMENT)

    def test_a_time_limit_is_kept(self):
        with self.assertRaises(SalesforceError) as raised:
            self.client.call(ECHO + "Unary", {"text": "wait"}, timeout=0.001)
        self.assertEqual(raised.exception.code, Code.DEADLINE_EXCEEDED)

    def test_a_stream_yields_its_messages(self):
        parts = list(self.client.stream(ECHO + "ServerStream", {"text": "a", "count": 3}))
        self.assertEqual([part.get("index", 0) for part in parts], [0, 1, 2])

    def test_a_stream_that_fails_raises_after_its_messages(self):
        seen = []
        with self.assertRaises(SalesforceError) as raised:
            for part in self.client.stream(ECHO + "ServerStream", {"count": 2, "fail_code": 14}):
                seen.append(part)
        self.assertEqual(len(seen), 2)
        self.assertEqual(raised.exception.code, Code.UNAVAILABLE)

    def test_a_stream_that_is_left_early_is_cancelled(self):
        for part in self.client.stream(ECHO + "ServerStream", {"text": "a", "count": 1000000}):
            self.assertEqual(part["text"], "a")
            break

    def test_requests_may_be_a_stream(self):
        requests = ({"text": str(i)} for i in range(10))
        self.assertEqual(
            list(self.client.stream(ECHO + "ClientStream", requests=requests)), [{"count": 10, "text": "0123456789"}]
        )
        echoed = self.client.stream(ECHO + "BidiStream", requests=({"text": str(i)} for i in range(100)))
        self.assertEqual([part["text"] for part in echoed], [str(i) for i in range(100)])

    def test_what_the_requests_raise_is_raised(self):
        def requests():
            yield {"text": "a"}
            raise ZeroDivisionError

        with self.assertRaises(ZeroDivisionError):
            list(self.client.stream(ECHO + "ClientStream", requests=requests()))

    def test_threads_share_a_client(self):
        results = []

        def run(number):
            for _ in range(50):
                results.append(self.client.call(ECHO + "Unary", {"text": str(number)})["text"] == str(number))

        threads = [threading.Thread(target=run, args=(i,)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [True] * 200)

    def test_the_log_is_heard(self):
        events = []
        with Client(CONFIG, log=lambda severity, event: events.append((severity, event))) as client:
            client.call(ECHO + "Unary")
        self.assertIn("call ended", [event["message"] for _, event in events])

    def test_operations_are_listed(self):
        self.assertEqual(sfconnector.operations()[ECHO + "ServerStream"], (False, True))
        self.assertRegex(sfconnector.version(), r"^\d+\.\d+\.\d+$")


if __name__ == "__main__":
    unittest.main()
