# SPDX-License-Identifier: Apache-2.0
"""The C door: the same operations through libsfconnector.so, with JSON."""

import importlib.util
import pathlib

# Loaded by its path: protoc's modules have taken the name `sfconnector`.
_SOURCE = pathlib.Path(__file__).resolve().parent.parent / "python-ctypes" / "sfconnector.py"
_spec = importlib.util.spec_from_file_location("sfconnector_library", _SOURCE)
sfconnector = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sfconnector)


class LibraryDoor:
    name = "libsfconnector.so"

    def __init__(self, connection):
        self._client = sfconnector.Client(connection)

    def close(self):
        self._client.close()

    def create(self, sobject, rows):
        """Creates up to 200 records; returns those that were refused, with why."""
        records = [{"attributes": {"type": sobject}, **row} for row in rows]
        results = self._client.call("RecordService/CreateRecords", {"records": records})["results"]
        return [(row, r["errors"][0]["message"]) for row, r in zip(rows, results) if not r.get("success")]

    def upsert(self, sobject, field, value, row):
        response = self._client.call(
            "RecordService/UpsertRecord",
            {"sobject": sobject, "externalIdField": field, "externalId": value, "record": row},
        )
        return "created" if response.get("created") else "updated"

    def query(self, soql, **parameters):
        """Yields the records of a query as dicts, as they come."""
        request = {
            "soql": soql,
            "parameters": {name: {"stringValue": text} for name, text in parameters.items()},
            "encoding": "ROW_ENCODING_JSON",
        }
        for part in self._client.stream("QueryService/StreamQuery", request):
            yield from part.get("json", [])
