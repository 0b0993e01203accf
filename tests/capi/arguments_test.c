/* SPDX-License-Identifier: Apache-2.0 */
/* Wrong arguments are told, whatever they are; nothing crashes. */

#include "tests/capi/check.h"

static sfc_client* client;

static void on_call(void* user, int32_t code, sfc_reply* reply, sfc_error* error) {
  (void)user, (void)code, (void)reply, (void)error;
  CHECK(0 && "a callback for a call that was refused");
}

static void on_next(void* user, int32_t code, const void* message, size_t size, sfc_error* error) {
  (void)user, (void)code, (void)message, (void)size, (void)error;
  CHECK(0 && "a callback for a read that was refused");
}

static void on_write(void* user, int32_t code, sfc_error* error) {
  (void)user, (void)code, (void)error;
  CHECK(0 && "a callback for a write that was refused");
}

static void null_handles_are_refused(void) {
  sfc_error* error = NULL;
  const void* message = "";
  size_t size = 1;
  CHECK_CODE(sfc_call(NULL, UNARY, SFC_JSON, "{}", 2, NULL, NULL, &error), SFC_INVALID_ARGUMENT);
  CHECK_TEXT(sfc_error_message(error), "client: must not be NULL");
  CHECK_ERROR(error, SFC_INVALID_ARGUMENT, "INVALID_ARGUMENT");
  CHECK_CODE(sfc_call_async(NULL, UNARY, SFC_JSON, "{}", 2, NULL, on_call, NULL, NULL),
             SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_stream_open(NULL, UNARY, SFC_JSON, NULL, NULL, NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_stream_write(NULL, "{}", 2, NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_stream_write_async(NULL, "{}", 2, on_write, NULL, NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_stream_close_writes(NULL, NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_stream_next(NULL, 0, &message, &size, NULL), SFC_INVALID_ARGUMENT);
  CHECK(message == NULL && size == 0);
  CHECK_CODE(sfc_stream_next_async(NULL, on_next, NULL, NULL), SFC_INVALID_ARGUMENT);
  CHECK(sfc_stream_reply(NULL) == NULL);
  CHECK_CODE(sfc_options_set(NULL, "a", "b", NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_options_set_timeout_ms(NULL, 1, NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_options_set_canceller(NULL, NULL, NULL), SFC_INVALID_ARGUMENT);
}

static void freeing_and_cancelling_null_does_nothing(void) {
  sfc_client_free(NULL);
  sfc_stream_free(NULL);
  sfc_options_free(NULL);
  sfc_canceller_free(NULL);
  sfc_reply_free(NULL);
  sfc_error_free(NULL);
  sfc_stream_cancel(NULL);
  sfc_canceller_cancel(NULL);
}

static void accessors_of_null_answer_as_if_nothing_had_failed(void) {
  size_t size = 1;
  const char* value = "";
  CHECK_CODE(sfc_error_code(NULL), SFC_OK);
  CHECK_TEXT(sfc_error_message(NULL), "");
  CHECK_TEXT(sfc_error_reason(NULL), "");
  CHECK(sfc_error_http_status(NULL) == 0);
  CHECK(sfc_error_retryability(NULL) == SFC_RETRY_UNSPECIFIED);
  CHECK(sfc_error_outcome(NULL) == SFC_OUTCOME_UNSPECIFIED);
  CHECK(sfc_error_retry_delay_ms(NULL) == -1);
  CHECK(sfc_error_details(NULL, &size) == NULL && size == 0);
  CHECK(sfc_error_details(NULL, NULL) == NULL);
  CHECK_TEXT(sfc_error_json(NULL), "{\"code\":0,\"status\":\"OK\"}");
  CHECK(sfc_error_metadata(NULL, "a") == NULL);
  CHECK(sfc_error_metadata_at(NULL, 0, &value) == NULL && value == NULL);
  size = 1;
  value = "";
  CHECK(sfc_reply_message(NULL, &size) == NULL && size == 0);
  CHECK(sfc_reply_message(NULL, NULL) == NULL);
  CHECK(sfc_reply_metadata(NULL, "a") == NULL);
  CHECK(sfc_reply_metadata_at(NULL, 0, &value) == NULL && value == NULL);
}

static void null_arguments_beside_a_client_are_refused(void) {
  sfc_stream* stream = open_stream(client, BIDI_STREAM, NULL);
  const void* message = NULL;
  size_t size = 0;
  sfc_error* error = NULL;
  sfc_client* none = client;
  CHECK_CODE(sfc_client_new(NULL, 0, NULL, NULL, &none, &error), SFC_INVALID_ARGUMENT);
  CHECK(none == NULL);
  CHECK_ERROR(error, SFC_INVALID_ARGUMENT, "INVALID_ARGUMENT");
  CHECK_CODE(sfc_client_new(CONFIG, strlen(CONFIG), NULL, NULL, NULL, NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_stream_next(stream, 0, NULL, &size, NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_stream_next(stream, 0, &message, NULL, NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_stream_next_async(stream, NULL, NULL, NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_stream_write(stream, NULL, 1, NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_stream_write_async(stream, "{}", 2, NULL, NULL, NULL), SFC_INVALID_ARGUMENT);
  sfc_stream_free(stream);
}

static void bad_calls_are_refused(void) {
  sfc_error* error = NULL;
  sfc_reply* reply = (sfc_reply*)&error;
  sfc_stream* stream = (sfc_stream*)&error;
  CHECK_CODE(sfc_call(client, NULL, SFC_JSON, "{}", 2, NULL, &reply, &error), SFC_INVALID_ARGUMENT);
  CHECK(reply == NULL);
  CHECK_ERROR(error, SFC_INVALID_ARGUMENT, "INVALID_ARGUMENT");
  CHECK_CODE(sfc_call(client, UNARY, 0, "{}", 2, NULL, NULL, &error), SFC_INVALID_ARGUMENT);
  CHECK_ERROR(error, SFC_INVALID_ARGUMENT, "INVALID_ARGUMENT");
  CHECK_CODE(sfc_call(client, UNARY, SFC_JSON, NULL, 2, NULL, NULL, &error), SFC_INVALID_ARGUMENT);
  CHECK_ERROR(error, SFC_INVALID_ARGUMENT, "INVALID_ARGUMENT");
  CHECK_CODE(sfc_call(client, "no.Such/Method", SFC_JSON, "{}", 2, NULL, NULL, &error),
             SFC_UNIMPLEMENTED);
  CHECK_ERROR(error, SFC_UNIMPLEMENTED, "NO_SUCH_OPERATION");
  CHECK_CODE(sfc_call(client, SERVER_STREAM, SFC_JSON, "{}", 2, NULL, NULL, &error),
             SFC_INVALID_ARGUMENT);
  CHECK_ERROR(error, SFC_INVALID_ARGUMENT, "WRONG_KIND");
  CHECK_CODE(sfc_call_async(client, UNARY, SFC_JSON, "{}", 2, NULL, NULL, NULL, NULL),
             SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_call_async(client, "x", SFC_JSON, "{}", 2, NULL, on_call, NULL, NULL),
             SFC_UNIMPLEMENTED);
  CHECK_CODE(sfc_stream_open(client, "no.Such/Method", SFC_JSON, NULL, &stream, NULL),
             SFC_UNIMPLEMENTED);
  CHECK(stream == NULL);
  CHECK_CODE(sfc_stream_open(client, UNARY, 7, NULL, &stream, NULL), SFC_INVALID_ARGUMENT);
}

static void malformed_messages_are_refused(void) {
  static const char* const texts[] = {"{",
                                      "[]",
                                      "{\"text\":",
                                      "{\"nonsense\":1}",
                                      "{\"text\":{}}",
                                      "\xff\xfe",
                                      "{\"size\":1e99}",
                                      "{} {}"};
  sfc_error* error = NULL;
  size_t i;
  for (i = 0; i < sizeof texts / sizeof *texts; ++i) {
    CHECK_CODE(call_json(client, texts[i], NULL, NULL, &error), SFC_INVALID_ARGUMENT);
    CHECK(strlen(sfc_error_message(error)) > 0);
    sfc_error_free(error);
  }
  CHECK_CODE(sfc_call(client, UNARY, SFC_PROTO, "\x0a\xff", 2, NULL, NULL, &error),
             SFC_INVALID_ARGUMENT);
  sfc_error_free(error);
}

static void oversized_requests_are_refused(void) {
  const size_t size = ((size_t)64 << 20) + 1;
  char* bytes = calloc(size, 1);
  sfc_error* error = NULL;
  sfc_stream* stream = open_stream(client, BIDI_STREAM, NULL);
  CHECK(bytes != NULL);
  CHECK_CODE(sfc_call(client, UNARY, SFC_PROTO, bytes, size, NULL, NULL, &error),
             SFC_RESOURCE_EXHAUSTED);
  CHECK_ERROR(error, SFC_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
  CHECK_CODE(sfc_stream_write(stream, bytes, size, &error), SFC_RESOURCE_EXHAUSTED);
  CHECK_ERROR(error, SFC_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
  CHECK_CODE(sfc_stream_write_async(stream, bytes, (size_t)-1, on_write, NULL, &error),
             SFC_RESOURCE_EXHAUSTED);
  CHECK_ERROR(error, SFC_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
  sfc_stream_free(stream);
  free(bytes);
}

static void bad_configurations_name_the_field(void) {
  static const char* const configs[][2] = {
      {"{\"base_url\":3}", "base_url"},
      {"{\"no_such_key\":3}", "no_such_key"},
      {"{\"base_url\":\"http://"
       "127.0.0.1:1\",\"api_version\":\"x\",\"auth\":{\"bearer_token\":{\"token\":\"t\"}}}",
       "api_version"},
      {"{\"auth\":{\"password\":{\"username\":\"u\"}}}", "auth.password"},
  };
  size_t i;
  for (i = 0; i < sizeof configs / sizeof *configs; ++i) {
    sfc_client* none = (sfc_client*)&i;
    sfc_error* error = NULL;
    CHECK_CODE(sfc_client_new(configs[i][0], strlen(configs[i][0]), NULL, NULL, &none, &error),
               SFC_INVALID_ARGUMENT);
    CHECK(none == NULL);
    if (strstr(sfc_error_message(error), configs[i][1]) == NULL)
      fprintf(stderr, "%s\n", sfc_error_message(error));
    CHECK(strstr(sfc_error_message(error), configs[i][1]) != NULL);
    sfc_error_free(error);
  }
}

static void bad_options_are_refused(void) {
  sfc_options* options = sfc_options_new();
  sfc_error* error = NULL;
  CHECK_CODE(sfc_options_set(options, NULL, "v", NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_options_set(options, "traceparent", NULL, NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_options_set(options, "no-such-option", "v", &error), SFC_INVALID_ARGUMENT);
  CHECK_ERROR(error, SFC_INVALID_ARGUMENT, "INVALID_ARGUMENT");
  CHECK_CODE(sfc_options_set(options, "sfconnector-nonsense", "v", NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_options_set(options, "sfconnector-connection", "other", NULL),
             SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_options_set(options, "sfconnector-api-version", "new", NULL),
             SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_options_set(options, "sforce-query-options", "a\r\nb: c", NULL),
             SFC_INVALID_ARGUMENT);
  CHECK_CODE(sfc_options_set_timeout_ms(options, -1, NULL), SFC_INVALID_ARGUMENT);
  sfc_options_free(options);
}

static void operations_are_listed(void) {
  int32_t flags = -1;
  CHECK_TEXT(sfc_operation_at(0, &flags), BIDI_STREAM);
  CHECK(flags == (SFC_CLIENT_STREAMING | SFC_SERVER_STREAMING));
  CHECK_TEXT(sfc_operation_at(1, &flags), CLIENT_STREAM);
  CHECK(flags == SFC_CLIENT_STREAMING);
  CHECK_TEXT(sfc_operation_at(2, &flags), SERVER_STREAM);
  CHECK(flags == SFC_SERVER_STREAMING);
  CHECK_TEXT(sfc_operation_at(3, NULL), UNARY);
  CHECK(sfc_operation_at(4, &flags) == NULL && flags == 0);
  CHECK(sfc_operation_at((size_t)-1, NULL) == NULL);
}

static void the_version_is_that_of_the_headers(void) {
  char version[32];
  snprintf(version, sizeof version, "%d.%d.%d", SFC_VERSION_MAJOR, SFC_VERSION_MINOR,
           SFC_VERSION_PATCH);
  CHECK_TEXT(sfc_version(), version);
}

int main(void) {
  client = new_client();
  RUN(null_handles_are_refused);
  RUN(freeing_and_cancelling_null_does_nothing);
  RUN(accessors_of_null_answer_as_if_nothing_had_failed);
  RUN(null_arguments_beside_a_client_are_refused);
  RUN(bad_calls_are_refused);
  RUN(malformed_messages_are_refused);
  RUN(oversized_requests_are_refused);
  RUN(bad_configurations_name_the_field);
  RUN(bad_options_are_refused);
  RUN(operations_are_listed);
  RUN(the_version_is_that_of_the_headers);
  sfc_client_free(client);
  return 0;
}
