# SPDX-License-Identifier: Apache-2.0
"""The gRPC door: sfconnector's services over a channel, with messages that protoc made."""

import json

import grpc

from sfconnector.v1 import (
    export_service_pb2,
    ingest_service_pb2,
    query_service_pb2,
    record_lists_pb2,
    record_service_pb2,
    value_pb2,
)


def _value(python):
    if isinstance(python, dict):
        return value_pb2.Value(record_value=_record(python))
    if python is None:
        return value_pb2.Value(null_value=0)
    return value_pb2.Value(string_value=python)


def _record(fields, sobject=""):
    return value_pb2.Record(type=sobject, fields=[value_pb2.Field(name=n, value=_value(v)) for n, v in fields.items()])


class GrpcDoor:
    name = "gRPC"

    def __init__(self, address):
        self._channel = grpc.insecure_channel(address)

    def close(self):
        self._channel.close()

    def _unary(self, method, request, response_type):
        call = self._channel.unary_unary(
            f"/sfconnector.v1.{method}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=response_type.FromString,
        )
        return call(request, timeout=60)

    def create(self, sobject, rows):
        """Creates up to 200 records; returns those that were refused, with why."""
        request = record_lists_pb2.CreateRecordsRequest(records=[_record(row, sobject) for row in rows])
        response = self._unary("RecordService/CreateRecords", request, record_lists_pb2.CreateRecordsResponse)
        return [(row, r.errors[0].message) for row, r in zip(rows, response.results) if not r.success]

    def upsert(self, sobject, field, value, row):
        request = record_service_pb2.UpsertRecordRequest(
            sobject=sobject, external_id_field=field, external_id=value, record=_record(row)
        )
        response = self._unary("RecordService/UpsertRecord", request, record_service_pb2.UpsertRecordResponse)
        return "created" if response.created else "updated"

    def query(self, soql, **parameters):
        """Yields the records of a query as dicts, as they come."""
        request = query_service_pb2.StreamQueryRequest(soql=soql, encoding=query_service_pb2.ROW_ENCODING_JSON)
        for name, text in parameters.items():
            request.parameters[name].string_value = text
        call = self._channel.unary_stream(
            "/sfconnector.v1.QueryService/StreamQuery",
            request_serializer=query_service_pb2.StreamQueryRequest.SerializeToString,
            response_deserializer=query_service_pb2.StreamQueryResponse.FromString,
        )
        for part in call(request):
            if part.json:
                yield from json.loads(part.json)

    def ingest(self, sobject, chunks, on_progress):
        """Creates records from CSV; yields of each row its ordinal, whether it was created, and why not.

        Meanwhile on_progress(job id, records processed) is called.
        """

        def requests():
            yield ingest_service_pb2.IngestRequest(head=ingest_service_pb2.IngestHead(sobject=sobject, operation="insert"))
            for chunk in chunks:
                yield ingest_service_pb2.IngestRequest(csv=chunk)

        call = self._channel.stream_stream(
            "/sfconnector.v1.IngestService/Ingest",
            request_serializer=ingest_service_pb2.IngestRequest.SerializeToString,
            response_deserializer=ingest_service_pb2.IngestResponse.FromString,
        )
        for response in call(requests()):
            if response.HasField("progress"):
                on_progress(response.progress.job_id, response.progress.number_records_processed)
            for row in response.rows.rows:
                created = row.state == ingest_service_pb2.INGESTED_ROW_STATE_CREATED
                yield row.row, created, [error.message for error in row.errors]

    def export(self, soql):
        """Yields the rows of a query of any size as CSV, in pieces of whole records."""
        call = self._channel.unary_stream(
            "/sfconnector.v1.ExportService/Export",
            request_serializer=export_service_pb2.ExportRequest.SerializeToString,
            response_deserializer=export_service_pb2.ExportResponse.FromString,
        )
        for response in call(export_service_pb2.ExportRequest(soql=soql)):
            if response.csv:
                yield response.csv
