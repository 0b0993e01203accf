# SPDX-License-Identifier: Apache-2.0
"""Salesforce through libsfconnector.so: a client for Python without any dependency.

    with Client({"base_url": ..., "auth": {...}}) as org:
        account = org.call("RecordService/GetRecord", {"sobject": "Account", "id": "001..."})
        for part in org.stream("QueryService/StreamQuery", {"soql": "SELECT Id FROM Account"}):
            ...

Requests and responses are dicts: the messages of proto/sfconnector/v1 as JSON. Errors of Salesforce and of the
connector are raised as SalesforceError. A client may be shared by threads; a blocking call holds no lock of Python.
"""

import ctypes
import ctypes.util
import enum
import json
import os
import pathlib
import threading

__all__ = ["Client", "Code", "SalesforceError", "operations", "version"]

_FORMAT_JSON = 2
_PACKAGE = "sfconnector.v1."


class Code(enum.IntEnum):
    """How a call ended."""

    OK = 0
    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16

    @classmethod
    def _missing_(cls, value):
        return cls.UNKNOWN  # a code of a newer library


_END = -1


class SalesforceError(Exception):
    """A call that failed.

    code        a Code
    reason      Salesforce's error code, such as "INVALID_FIELD", or one of the connector's own
    http_status the status of Salesforce's reply; 0 where there was none
    retryable   whether the same call may be made again as it is
    outcome_unknown  whether the request may have been carried out although its reply was lost
    details     everything that is known, as a dict: google.rpc.Status in JSON
    """

    def __init__(self, handle):
        self.code = Code(_lib.sfc_error_code(handle))
        self.message = _lib.sfc_error_message(handle).decode()
        self.reason = _lib.sfc_error_reason(handle).decode()
        self.http_status = _lib.sfc_error_http_status(handle)
        self.retryable = _lib.sfc_error_retryability(handle) == 2
        self.outcome_unknown = _lib.sfc_error_outcome(handle) == 2
        self.details = json.loads(_lib.sfc_error_json(handle))
        super().__init__(f"{self.code.name}: {self.message}")


def _load():
    """Loads the library: $SFCONNECTOR_LIBRARY, beside this file, in a build folder of the repository, or the system's."""
    here = pathlib.Path(__file__).resolve().parent
    name = "libsfconnector.so.0"
    candidates = [os.environ.get("SFCONNECTOR_LIBRARY"), here / name]
    candidates += sorted(here.parents[1].glob(f"build/*/capi/{name}"))
    for candidate in candidates:
        if candidate and os.path.exists(candidate):
            return ctypes.CDLL(str(candidate))
    return ctypes.CDLL(name)


_lib = _load()
_pointer = ctypes.c_void_p
_text = ctypes.c_char_p
_log_callback = ctypes.CFUNCTYPE(None, _pointer, ctypes.c_int32, ctypes.POINTER(ctypes.c_char), ctypes.c_size_t)


def _declare(name, result, *arguments):
    function = getattr(_lib, name)
    function.restype = result
    function.argtypes = arguments


_out = ctypes.POINTER(_pointer)
_size_out = ctypes.POINTER(ctypes.c_size_t)
_declare("sfc_version", _text)
_declare("sfc_operation_at", _text, ctypes.c_size_t, ctypes.POINTER(ctypes.c_int32))
for _name in ("message", "reason", "json"):
    _declare(f"sfc_error_{_name}", _text, _pointer)
for _name in ("code", "http_status", "retryability", "outcome"):
    _declare(f"sfc_error_{_name}", ctypes.c_int32, _pointer)
for _name in ("error", "client", "canceller", "options", "reply", "stream"):
    _declare(f"sfc_{_name}_free", None, _pointer)
_declare("sfc_client_new", ctypes.c_int32, _text, ctypes.c_size_t, _log_callback, _pointer, _out, _out)
_declare("sfc_options_new", _pointer)
_declare("sfc_options_set", ctypes.c_int32, _pointer, _text, _text, _out)
_declare("sfc_options_set_timeout_ms", ctypes.c_int32, _pointer, ctypes.c_int64, _out)
_declare("sfc_reply_message", _pointer, _pointer, _size_out)
_declare("sfc_reply_metadata_at", _text, _pointer, ctypes.c_size_t, ctypes.POINTER(_text))
_declare("sfc_call", ctypes.c_int32, _pointer, _text, ctypes.c_int32, _text, ctypes.c_size_t, _pointer, _out, _out)
_declare("sfc_stream_open", ctypes.c_int32, _pointer, _text, ctypes.c_int32, _pointer, _out, _out)
_declare("sfc_stream_write", ctypes.c_int32, _pointer, _text, ctypes.c_size_t, _out)
_declare("sfc_stream_close_writes", ctypes.c_int32, _pointer, _out)
_declare("sfc_stream_next", ctypes.c_int32, _pointer, ctypes.c_int64, _out, _size_out, _out)
_declare("sfc_stream_cancel", None, _pointer)


def _check(code, error):
    """Raises what a failed function has put into `error`; returns the codes that are no failure."""
    if code <= 0:
        return code
    try:
        raise SalesforceError(error)
    finally:
        _lib.sfc_error_free(error)


def _invoke(function, *arguments):
    error = _pointer()
    return _check(function(*arguments, ctypes.byref(error)), error)


def _encode(message):
    return json.dumps(message or {}, ensure_ascii=False).encode()


def _full_name(method):
    return (method if "." in method else _PACKAGE + method).encode()


def version():
    """The version of the library."""
    return _lib.sfc_version().decode()


def operations():
    """The names of all operations, each with whether it takes, and whether it returns, a stream."""
    result = {}
    flags = ctypes.c_int32()
    while name := _lib.sfc_operation_at(len(result), ctypes.byref(flags)):
        result[name.decode()] = (bool(flags.value & 1), bool(flags.value & 2))
    return result


class _Options:
    """Call options for the time of a call's beginning."""

    def __init__(self, timeout, headers):
        self.handle = _lib.sfc_options_new()
        try:
            if timeout is not None:
                _invoke(_lib.sfc_options_set_timeout_ms, self.handle, max(1, round(timeout * 1000)))
            for key, value in (headers or {}).items():
                _invoke(_lib.sfc_options_set, self.handle, key.encode(), value.encode())
        except SalesforceError:
            _lib.sfc_options_free(self.handle)
            raise

    def __enter__(self):
        return self.handle

    def __exit__(self, *_):
        _lib.sfc_options_free(self.handle)


class Client:
    """A connection to one org. `config` is a dict or JSON text: sfconnector.v1.Connection. `log` takes (severity, dict)."""

    def __init__(self, config, log=None):
        self._log = _log_callback(
            (lambda _, severity, line, size: log(severity, json.loads(ctypes.string_at(line, size)))) if log else 0
        )
        text = config.encode() if isinstance(config, str) else json.dumps(config).encode()
        self._handle = _pointer()
        _invoke(_lib.sfc_client_new, text, len(text), self._log, None, ctypes.byref(self._handle))

    def close(self):
        """Ends all calls and frees the client. Other threads must not begin calls any more."""
        handle, self._handle = self._handle, _pointer()
        _lib.sfc_client_free(handle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def call(self, method, request=None, *, timeout=None, headers=None, metadata=None):
        """Calls a unary operation and returns its response.

        `timeout` is in seconds; `headers` are call options, such as {"sforce-query-options": "batchSize=500"}. A dict given
        as `metadata` is filled with what the reply says beside the response.
        """
        body = _encode(request)
        reply = _pointer()
        with _Options(timeout, headers) as options:
            _invoke(_lib.sfc_call, self._handle, _full_name(method), _FORMAT_JSON, body, len(body), options, ctypes.byref(reply))
        try:
            if metadata is not None:
                metadata.update(_metadata(reply))
            size = ctypes.c_size_t()
            data = _lib.sfc_reply_message(reply, ctypes.byref(size))
            return json.loads(ctypes.string_at(data, size.value))
        finally:
            _lib.sfc_reply_free(reply)

    def stream(self, method, request=None, *, requests=None, timeout=None, headers=None):
        """Calls a streaming operation and yields its responses as they come; leaving the loop early cancels the call.

        Operations that take one message get `request`, those that take a stream the iterable `requests`, which is read on
        a thread of its own.
        """
        handle = _pointer()
        with _Options(timeout, headers) as options:
            _invoke(_lib.sfc_stream_open, self._handle, _full_name(method), _FORMAT_JSON, options, ctypes.byref(handle))
        failures = []
        writer = threading.Thread(target=_write_all, args=(handle, requests if requests is not None else [request], failures))
        writer.start()
        data, size = _pointer(), ctypes.c_size_t()
        try:
            while _invoke(_lib.sfc_stream_next, handle, -1, ctypes.byref(data), ctypes.byref(size)) != _END:
                yield json.loads(ctypes.string_at(data, size.value))
        except SalesforceError:
            # A request that could not be written has cancelled the call: that is the cause.
            if failures:
                raise failures[0] from None
            raise
        finally:
            _lib.sfc_stream_cancel(handle)
            writer.join()
            _lib.sfc_stream_free(handle)


def _write_all(handle, requests, failures):
    try:
        for request in requests:
            body = _encode(request)
            if _invoke(_lib.sfc_stream_write, handle, body, len(body)) == _END:
                return
        _invoke(_lib.sfc_stream_close_writes, handle)
    except Exception as failure:  # whatever the caller's iterable raises, the reader raises it
        failures.append(failure)
        _lib.sfc_stream_cancel(handle)


def _metadata(reply):
    result = {}
    value = _text()
    while key := _lib.sfc_reply_metadata_at(reply, len(result), ctypes.byref(value)):
        result[key.decode()] = value.value.decode(errors="replace")
    return result
