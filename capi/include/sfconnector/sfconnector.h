/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SFCONNECTOR_SFCONNECTOR_H
#define SFCONNECTOR_SFCONNECTOR_H

/* sfconnector: Salesforce's data APIs as operations that any language can call.
 *
 * An operation is an rpc of the services in proto/sfconnector/v1, called by its name, such as
 * "sfconnector.v1.RecordService/GetRecord". Messages go in and come out either as JSON (the
 * Protobuf JSON mapping, except that values and records are natural JSON) or in Protobuf's wire
 * format.
 *
 * Conventions, which hold for every function unless it says otherwise:
 *
 *   Results     A function that can fail returns a code of sfc_code and takes a last argument
 *               `error`. Where that is not NULL, `*error` is set: to NULL on success (SFC_OK,
 *               SFC_END and SFC_AGAIN), to a new error otherwise, which the caller frees with
 *               sfc_error_free. Other output arguments are set to NULL or 0 wherever there is
 *               nothing to return.
 *   Ownership   Input is borrowed for the time of the call and never changed. What a function named
 *               _new or _open, or an output argument of type T**, hands out belongs to the caller,
 *               who frees it with the function named *_free. A `const T*` that is returned is
 *               borrowed; the function says for how long. Every *_free accepts NULL.
 *   NULL        Where a required pointer is NULL the result is SFC_INVALID_ARGUMENT; a function
 *               without a code then returns 0, NULL or an empty string. A pointer that may be NULL
 *               is marked "may be NULL".
 *   Text        UTF-8 and NUL-terminated, except where a size is given. Sizes are in bytes, without
 *               a NUL; text and messages that are returned have a NUL behind their end all the
 *               same.
 *   Threads     Every function may be called from any thread at any time. A handle may be used by
 *               several threads at once where its description says so. Nothing may begin to use a
 *               handle once its *_free has begun. Each client has one thread of its own, and a
 *               second one from the first asynchronous call on. All signals are blocked on them.
 *               Clients share no state, and none is thread-local. Global to the process is only
 *               what the first client sets up and nothing takes back: libcurl (curl_global_init),
 *               and the log of the library's own copy of Protobuf, which is silenced.
 *   Callbacks   Run on the client's callback thread, one after the other, where every function may
 *               be called, blocking ones too, except sfc_client_free for that client. A callback
 *               comes exactly once if the function that took it returned SFC_OK, and never
 *               otherwise. It must not throw or longjmp.
 *   Forks       A client does not live on in a forked child: there, calls fail with
 *               SFC_FAILED_PRECONDITION and reason `FORKED`, and freeing is allowed and harmless. A
 *               child that wants to go on makes its own client.
 *   Limits      Messages are up to 64 MiB; a larger request is refused with SFC_RESOURCE_EXHAUSTED.
 *
 * The library never writes to standard output or standard error, changes no signal handler and no
 * locale, and cannot be unloaded: dlclose leaves it in place. */

#include <stddef.h>
#include <stdint.h>

#include "sfconnector/version.h"

#if defined(__GNUC__)
#define SFC_API __attribute__((visibility("default")))
#else
#define SFC_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Codes ---- */

/* How a function ended. The codes from 0 to 16 are gRPC's; later versions may add others. */
enum sfc_code {
  /* The time is up; nothing has happened yet, and the stream goes on. */
  SFC_AGAIN = -2,
  /* The stream has ended well. */
  SFC_END = -1,
  SFC_OK = 0,
  /* Cancelled by the caller (reason `CLIENT_CLOSED` where the client was freed). */
  SFC_CANCELLED = 1,
  SFC_UNKNOWN = 2,
  /* The request, or an argument, is wrong whatever the state of the system. */
  SFC_INVALID_ARGUMENT = 3,
  SFC_DEADLINE_EXCEEDED = 4,
  SFC_NOT_FOUND = 5,
  SFC_ALREADY_EXISTS = 6,
  SFC_PERMISSION_DENIED = 7,
  SFC_RESOURCE_EXHAUSTED = 8,
  SFC_FAILED_PRECONDITION = 9,
  SFC_ABORTED = 10,
  SFC_OUT_OF_RANGE = 11,
  /* There is no operation of that name. */
  SFC_UNIMPLEMENTED = 12,
  SFC_INTERNAL = 13,
  SFC_UNAVAILABLE = 14,
  SFC_DATA_LOSS = 15,
  SFC_UNAUTHENTICATED = 16
};

/* How messages are encoded. */
enum sfc_format {
  /* Protobuf's wire format. */
  SFC_PROTO = 1,
  /* JSON text. */
  SFC_JSON = 2
};

/* ---- The library ---- */

/* The version of the library that is loaded, such as "0.1.0". Static. */
SFC_API const char* sfc_version(void);

/* What sfc_operation_at says about an operation beside its name; a sum of these. */
enum sfc_operation_flags {
  /* The caller sends any number of request messages. */
  SFC_CLIENT_STREAMING = 1,
  /* Any number of response messages comes back. */
  SFC_SERVER_STREAMING = 2
};

/* The operations by number, from 0 on, ordered by name. Returns the name (static), and NULL behind
 * the last one. `flags` may be NULL. */
SFC_API const char* sfc_operation_at(size_t index, int32_t* flags);

/* ---- Errors ---- */

/* Everything that is known about a failure. Immutable: any number of threads may read it. What its
 * functions return is valid until it is freed. For NULL they answer as if nothing had failed. */
typedef struct sfc_error sfc_error;

/* Whether repeating a failed call is sensible. */
enum sfc_retryability {
  /* Not known. */
  SFC_RETRY_UNSPECIFIED = 0,
  /* The same call will fail again. */
  SFC_RETRY_NEVER = 1,
  /* The call may be repeated as it is. */
  SFC_RETRY_SAFE = 2,
  /* The cause is passing, but the request may have been carried out: repeat only what is
   * idempotent. */
  SFC_RETRY_IF_IDEMPOTENT = 3
};

/* What became of a request that failed. */
enum sfc_outcome {
  /* Not known to matter: the call changes nothing. */
  SFC_OUTCOME_UNSPECIFIED = 0,
  /* Nothing was changed. */
  SFC_OUTCOME_NOT_DONE = 1,
  /* The request may have been carried out: its reply was lost. */
  SFC_OUTCOME_UNKNOWN = 2
};

/* The code that the failed function returned. */
SFC_API int32_t sfc_error_code(const sfc_error* error);

/* The message, in English. Never NULL. */
SFC_API const char* sfc_error_message(const sfc_error* error);

/* Salesforce's error code, such as "INVALID_FIELD", or one of this library's own; "" where there is
 * none. Never NULL. */
SFC_API const char* sfc_error_reason(const sfc_error* error);

/* The HTTP status of Salesforce's reply; 0 where none arrived. */
SFC_API int32_t sfc_error_http_status(const sfc_error* error);

/* One of sfc_retryability. */
SFC_API int32_t sfc_error_retryability(const sfc_error* error);

/* One of sfc_outcome. */
SFC_API int32_t sfc_error_outcome(const sfc_error* error);

/* How long to wait at least before the call is repeated, in milliseconds; -1 where nothing is
 * known. */
SFC_API int64_t sfc_error_retry_delay_ms(const sfc_error* error);

/* The error as a serialised google.rpc.Status (sfconnector.v1.RpcStatus): the bytes that the gRPC
 * door sends as `grpc-status-details-bin`, though not cut to the size of a trailer. Its details are
 * google.rpc.ErrorInfo, RetryInfo and BadRequest, and sfconnector.v1.SalesforceError with every
 * error of Salesforce's reply. `size` is required. */
SFC_API const void* sfc_error_details(const sfc_error* error, size_t* size);

/* The same as JSON:
 *   {"code":5,"status":"NOT_FOUND","message":"...","details":[{"@type":"...",...},...]} */
SFC_API const char* sfc_error_json(const sfc_error* error);

/* What Salesforce's reply said beside the error, such as `sforce-limit-info`: see
 * sfc_reply_metadata and sfc_reply_metadata_at. */
SFC_API const char* sfc_error_metadata(const sfc_error* error, const char* key);
SFC_API const char* sfc_error_metadata_at(const sfc_error* error, size_t index, const char** value);

SFC_API void sfc_error_free(sfc_error* error);

/* ---- Clients ---- */

/* A connection: one Salesforce org as one user, with its own access token, connection pool and
 * threads. Any number of threads may use it at once. Costly to make; keep it. */
typedef struct sfc_client sfc_client;

/* How important a log event is. */
enum sfc_severity { SFC_DEBUG = 0, SFC_INFO = 1, SFC_WARNING = 2, SFC_ERROR = 3 };

/* Takes one log event: a JSON object, without a line end, with `time` (RFC 3339, UTC), `severity`,
 * `message` and what belongs to the event. No event holds a secret, record data or query text.
 * Calls and HTTP exchanges are SFC_DEBUG where they succeed. `json` is valid during the callback
 * only.
 *
 * Unlike other callbacks it runs on the thread on which the event happens, at the same time on
 * several: it must be quick and must not call this library (blocking functions answer
 * SFC_FAILED_PRECONDITION there, reason `WOULD_BLOCK`). */
typedef void (*sfc_log_callback)(void* user, int32_t severity, const char* json, size_t json_size);

/* Makes a client. `config` is JSON text, the message sfconnector.v1.Connection (see
 * connection.proto and docs/configuration.md): where the org is, how to log in, time limits and so
 * on. `${NAME}` in a string stands for an environment variable, and `<secret>_file` names a file
 * that holds a secret. Nothing is connected to yet: bad credentials show in the first call.
 *
 * `log` may be NULL; it is called with `log_user` until sfc_client_free has returned.
 *
 * SFC_INVALID_ARGUMENT names the field that is wrong. */
SFC_API int32_t sfc_client_new(const char* config, size_t config_size, sfc_log_callback log,
                               void* log_user, sfc_client** client, sfc_error** error);

/* Ends all calls of the client with SFC_CANCELLED (reason `CLIENT_CLOSED`), waits until all of its
 * callbacks have come and returned and no thread waits in one of its functions, and frees it.
 * Streams that are still open must be freed too, before or after.
 *
 * Must not be called in one of the client's own callbacks: that is refused with a log event and
 * does nothing. */
SFC_API void sfc_client_free(sfc_client* client);

/* ---- Cancelling ---- */

/* Cancels calls from another thread. It is given to calls with sfc_options_set_canceller. Any
 * number of threads may use it, and it may serve any number of calls. */
typedef struct sfc_canceller sfc_canceller;

/* NULL only where memory is exhausted. */
SFC_API sfc_canceller* sfc_canceller_new(void);

/* Ends all calls that have this canceller with SFC_CANCELLED: those that run, soon, and later ones
 * at once. Does not wait. Does nothing for NULL. */
SFC_API void sfc_canceller_cancel(sfc_canceller* canceller);

/* Frees the handle. Calls that have it go on. */
SFC_API void sfc_canceller_free(sfc_canceller* canceller);

/* ---- Call options ---- */

/* What a caller says beside a request. One handle may serve many calls, at the same time too, as
 * long as no thread changes it meanwhile; a call that has begun does not see later changes. */
typedef struct sfc_options sfc_options;

/* No options. NULL only where memory is exhausted. */
SFC_API sfc_options* sfc_options_new(void);

/* Sets an option; a value that was set before is replaced. Keys are case-insensitive, and those of
 * the gRPC door's metadata:
 *
 *   sfconnector-api-version     the API version of the call: `59.0`, `v59.0` or `v59`
 *   sfconnector-access-token    the caller's own access token; the connection must allow its
 *                               instance
 *   sfconnector-instance-url    the instance that the caller's token is for
 *   traceparent, tracestate     W3C trace context, passed on to Salesforce
 *   sforce-*, x-sfdc-packageversion-*, if-match, if-none-match, if-modified-since,
 *   if-unmodified-since
 *                               passed on to Salesforce
 *
 * SFC_INVALID_ARGUMENT for other keys and for values that no HTTP header may have. */
SFC_API int32_t sfc_options_set(sfc_options* options, const char* key, const char* value,
                                sfc_error** error);

/* How long a call may take, in milliseconds; it then ends with SFC_DEADLINE_EXCEEDED. For a stream
 * that is its whole life. 0 stands for the default: the connection's `timeout` for unary
 * operations, no limit for streams. SFC_INVALID_ARGUMENT for negative values. */
SFC_API int32_t sfc_options_set_timeout_ms(sfc_options* options, int64_t timeout_ms,
                                           sfc_error** error);

/* Lets `canceller` cancel the calls that have these options. `canceller` may be NULL (none), and
 * may be freed at any time. */
SFC_API int32_t sfc_options_set_canceller(sfc_options* options, sfc_canceller* canceller,
                                          sfc_error** error);

SFC_API void sfc_options_free(sfc_options* options);

/* ---- Unary calls ---- */

/* A response message, and what the reply said beside it. Immutable: any number of threads may read
 * it. What its functions return is valid until it is freed. */
typedef struct sfc_reply sfc_reply;

/* The response message, in the format of the call. `size` is required. */
SFC_API const void* sfc_reply_message(const sfc_reply* reply, size_t* size);

/* What the reply said beside the message, by its key in lower case: `sforce-limit-info`,
 * `sfconnector-request-id`, `warning`, and the like. NULL where it said nothing. */
SFC_API const char* sfc_reply_metadata(const sfc_reply* reply, const char* key);

/* The same by number, from 0 on, ordered by key. Returns the key and puts the value into `*value`
 * (may be NULL); NULL behind the last one. */
SFC_API const char* sfc_reply_metadata_at(const sfc_reply* reply, size_t index, const char** value);

SFC_API void sfc_reply_free(sfc_reply* reply);

/* Calls a unary operation and waits for its end.
 *
 * `method` is "package.Service/Method". `format`, one of sfc_format, is that of the request and of
 * the response. `request` may be NULL where `request_size` is 0: the empty message. `options` may
 * be NULL. `reply` may be NULL where the response does not matter.
 *
 * Fails with the operation's own error, or with SFC_UNIMPLEMENTED (no such operation),
 * SFC_INVALID_ARGUMENT (a streaming operation, reason `WRONG_KIND`; a request that is not in the
 * format), SFC_RESOURCE_EXHAUSTED (a request larger than 64 MiB, reason `MESSAGE_TOO_LARGE`; more
 * calls at once than the connection allows). */
SFC_API int32_t sfc_call(sfc_client* client, const char* method, int32_t format,
                         const void* request, size_t request_size, const sfc_options* options,
                         sfc_reply** reply, sfc_error** error);

/* Takes the end of a call. `reply` is NULL unless `code` is SFC_OK, `error` is NULL if it is; the
 * callback owns both and frees them, there or later. */
typedef void (*sfc_call_callback)(void* user, int32_t code, sfc_reply* reply, sfc_error* error);

/* Begins a unary call and returns; `callback` (required) is called with `user` once it has ended.
 * Everything that was given may be freed when this function returns. To cancel the call, give it a
 * canceller.
 *
 * What is wrong with the arguments is told by the result, without a callback; so is
 * SFC_RESOURCE_EXHAUSTED with reason `TOO_MANY_CALLBACKS` where 4096 callbacks of the client are
 * outstanding. All else is told to the callback. */
SFC_API int32_t sfc_call_async(sfc_client* client, const char* method, int32_t format,
                               const void* request, size_t request_size, const sfc_options* options,
                               sfc_call_callback callback, void* user, sfc_error** error);

/* ---- Streams ---- */

/* A call of an operation of any kind, message by message. One thread may write while another one
 * reads, and any thread may cancel. A second reader, or a second writer, meets
 * SFC_FAILED_PRECONDITION with reason `BUSY` while the first one is at it.
 *
 * The usual course: open; write the request messages; close the writes; read until SFC_END or an
 * error; free. Streams in both directions write and read in any order. A reader or writer that is
 * slow slows the other side down; little is held in memory. */
typedef struct sfc_stream sfc_stream;

/* Begins a call. `method`, `format` and `options` are as for sfc_call. What goes wrong later is
 * told by sfc_stream_next. */
SFC_API int32_t sfc_stream_open(sfc_client* client, const char* method, int32_t format,
                                const sfc_options* options, sfc_stream** stream, sfc_error** error);

/* Writes a request message and waits until there is room for another one.
 *
 * SFC_END means that the call has ended meanwhile and takes no more messages: sfc_stream_next tells
 * how it ended. After the one message of an operation that takes no stream, the writes are closed
 * by themselves. SFC_INVALID_ARGUMENT (a message that is not in the format) and
 * SFC_RESOURCE_EXHAUSTED (larger than 64 MiB) leave the stream as it was. SFC_FAILED_PRECONDITION
 * with reason `WRITES_CLOSED` after sfc_stream_close_writes. */
SFC_API int32_t sfc_stream_write(sfc_stream* stream, const void* message, size_t size,
                                 sfc_error** error);

/* Says that no more request messages follow. Not during a write (`BUSY`). Does nothing where the
 * writes are closed already. */
SFC_API int32_t sfc_stream_close_writes(sfc_stream* stream, sfc_error** error);

/* Waits for the next response message, up to `timeout_ms` milliseconds (0: does not wait; negative:
 * as long as it takes).
 *
 *   SFC_OK      `*message` and `*size` (both required) are the message, valid until the stream's
 *               next sfc_stream_next, sfc_stream_next_async or sfc_stream_free
 *   SFC_AGAIN   the time is up; nothing is lost, ask again
 *   SFC_END     the call has succeeded and all messages were read; again and again if asked again
 *   other       how the call failed; again and again if asked again */
SFC_API int32_t sfc_stream_next(sfc_stream* stream, int64_t timeout_ms, const void** message,
                                size_t* size, sfc_error** error);

/* What the reply said beside its messages; it has no message. NULL before sfc_stream_next has told
 * the end. Valid until the stream is freed. */
SFC_API const sfc_reply* sfc_stream_reply(const sfc_stream* stream);

/* Ends the call soon: sfc_stream_next returns SFC_CANCELLED; messages that are there already may be
 * dropped.
 * Does not wait. Does nothing for NULL, or if the call has ended. */
SFC_API void sfc_stream_cancel(sfc_stream* stream);

/* Cancels the call if it has not ended, and frees the stream. Callbacks that are still due come all
 * the same. */
SFC_API void sfc_stream_free(sfc_stream* stream);

/* Takes the next response message. `code` is as sfc_stream_next's result, without SFC_AGAIN.
 * `message` is valid during the callback only; the callback owns `error`, which is NULL for SFC_OK
 * and SFC_END. */
typedef void (*sfc_next_callback)(void* user, int32_t code, const void* message, size_t size,
                                  sfc_error* error);

/* The same as sfc_stream_next, but returns; `callback` (required) is called with `user` once there
 * is something to tell. */
SFC_API int32_t sfc_stream_next_async(sfc_stream* stream, sfc_next_callback callback, void* user,
                                      sfc_error** error);

/* Takes the end of a write: SFC_OK once there is room for another message, SFC_END or an error. The
 * callback owns `error`. */
typedef void (*sfc_write_callback)(void* user, int32_t code, sfc_error* error);

/* The same as sfc_stream_write, but returns; `callback` (required) is called with `user` once the
 * message is taken. `message` may be freed when this function returns. */
SFC_API int32_t sfc_stream_write_async(sfc_stream* stream, const void* message, size_t size,
                                       sfc_write_callback callback, void* user, sfc_error** error);

#ifdef __cplusplus
}
#endif

#endif /* SFCONNECTOR_SFCONNECTOR_H */
