# SPDX-License-Identifier: Apache-2.0
"""The C door: the same operations through libsfconnector.so, with JSON."""

import base64
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

    def ingest(self, sobject, chunks, on_progress):
        """Creates records from CSV; yields of each row its ordinal, whether it was created, and why not.

        Meanwhile on_progress(job id, records processed) is called.
        """

        def requests():
            yield {"head": {"sobject": sobject, "operation": "insert"}}
            for chunk in chunks:
                yield {"csv": base64.b64encode(chunk).decode()}

        for response in self._client.stream("IngestService/Ingest", requests=requests()):
            if progress := response.get("progress"):
                on_progress(progress["jobId"], int(progress.get("numberRecordsProcessed", 0)))
            for row in response.get("rows", {}).get("rows", []):
                created = row["state"] == "INGESTED_ROW_STATE_CREATED"
                yield int(row["row"]), created, [error["message"] for error in row.get("errors", [])]

    def export(self, soql):
        """Yields the rows of a query of any size as CSV, in pieces of whole records."""
        for response in self._client.stream("ExportService/Export", {"soql": soql}):
            if "csv" in response:
                yield base64.b64decode(response["csv"])
