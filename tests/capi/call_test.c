/* SPDX-License-Identifier: Apache-2.0 */
/* Unary calls: messages in both formats, errors, options, cancelling, callbacks, many threads. */

#define _POSIX_C_SOURCE 200809L

#include <pthread.h>

#include "tests/capi/mailbox.h"

static sfc_client* client;

static void json_goes_in_and_comes_out(void) {
  sfc_reply* reply = NULL;
  sfc_error* error = (sfc_error*)&reply;
  size_t size = 0;
  const char* value = NULL;
  CHECK_CODE(call_json(client, "{\"text\":\"h\\u00e9llo\"}", NULL, &reply, &error), SFC_OK);
  CHECK(error == NULL);
  CHECK_TEXT(sfc_reply_message(reply, &size), "{\"text\":\"h\xc3\xa9llo\"}");
  CHECK(size == strlen("{\"text\":\"h\xc3\xa9llo\"}"));
  CHECK_TEXT(sfc_reply_metadata(reply, "echo-api-version"), "");
  CHECK(sfc_reply_metadata(reply, "no-such-key") == NULL);
  CHECK(sfc_reply_metadata(reply, NULL) == NULL);
  CHECK_TEXT(sfc_reply_metadata_at(reply, 0, &value), "echo-api-version");
  CHECK_TEXT(value, "");
  CHECK(sfc_reply_metadata_at(reply, 1, &value) == NULL && value == NULL);
  sfc_reply_free(reply);
}

static void protobuf_goes_in_and_comes_out(void) {
  sfc_reply* reply = NULL;
  size_t size = 0;
  const char* bytes = NULL;
  CHECK_CODE(sfc_call(client, "/" UNARY, SFC_PROTO, "\x0a\x02hi", 4, NULL, &reply, NULL), SFC_OK);
  bytes = sfc_reply_message(reply, &size);
  CHECK(size == 4 && memcmp(bytes, "\x0a\x02hi", 4) == 0);
  sfc_reply_free(reply);
}

static void no_request_is_the_empty_message(void) {
  sfc_reply* reply = NULL;
  size_t size = 0;
  CHECK_CODE(sfc_call(client, UNARY, SFC_JSON, NULL, 0, NULL, &reply, NULL), SFC_OK);
  CHECK_TEXT(sfc_reply_message(reply, &size), "{}");
  sfc_reply_free(reply);
  CHECK_CODE(sfc_call(client, UNARY, SFC_PROTO, NULL, 0, NULL, &reply, NULL), SFC_OK);
  CHECK(sfc_reply_message(reply, &size) != NULL && size == 0);
  sfc_reply_free(reply);
  CHECK_CODE(sfc_call(client, UNARY, SFC_PROTO, NULL, 0, NULL, NULL, NULL), SFC_OK);
}

static void large_responses_arrive_whole(void) {
  sfc_reply* reply = NULL;
  size_t size = 0;
  const char* bytes = NULL;
  /* size: 20,000,000 */
  CHECK_CODE(sfc_call(client, UNARY, SFC_PROTO, "\x10\x80\xda\xc4\x09", 5, NULL, &reply, NULL),
             SFC_OK);
  bytes = sfc_reply_message(reply, &size);
  CHECK(size > 20000000 && bytes[size - 1] == 'x' && bytes[size] == '\0');
  sfc_reply_free(reply);
}

static void errors_carry_everything_that_is_known(void) {
  sfc_reply* reply = (sfc_reply*)&client;
  sfc_error* error = NULL;
  size_t size = 0;
  const char* details = NULL;
  CHECK_CODE(call_json(client, "{\"failCode\":9,\"failMessage\":\"no way\"}", NULL, &reply, &error),
             SFC_FAILED_PRECONDITION);
  CHECK(reply == NULL);
  CHECK_CODE(sfc_error_code(error), SFC_FAILED_PRECONDITION);
  CHECK_TEXT(sfc_error_message(error), "no way");
  CHECK_TEXT(sfc_error_reason(error), "ECHO_FAILED");
  CHECK(sfc_error_http_status(error) == 418);
  CHECK(sfc_error_retryability(error) == SFC_RETRY_IF_IDEMPOTENT);
  CHECK(sfc_error_outcome(error) == SFC_OUTCOME_UNKNOWN);
  CHECK(sfc_error_retry_delay_ms(error) == 1500);
  details = sfc_error_details(error, &size);
  /* google.rpc.Status: code = 9, message = "no way". */
  CHECK(size > 10 && memcmp(details, "\x08\x09\x12\x06no way\x1a", 11) == 0);
  CHECK_TEXT(sfc_error_metadata(error, "echo-api-version"), "");
  CHECK_TEXT(sfc_error_metadata_at(error, 0, NULL), "echo-api-version");
  CHECK_TEXT(
      sfc_error_json(error),
      "{\"code\":9,\"status\":\"FAILED_PRECONDITION\",\"message\":\"no way\",\"details\":["
      "{\"@type\":\"type.googleapis.com/"
      "google.rpc.ErrorInfo\",\"reason\":\"ECHO_FAILED\",\"domain\":\"salesforce.com\"},"
      "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"1.500s\"},"
      "{\"@type\":\"type.googleapis.com/"
      "sfconnector.v1.SalesforceError\",\"errors\":[{\"code\":\"ECHO_FAILED\","
      "\"message\":\"no way\",\"fields\":[\"Name\"],\"hint\":\"try again\"}],\"httpStatus\":418,"
      "\"requestId\":\"request-1\",\"retryability\":\"RETRYABILITY_IF_IDEMPOTENT\",\"outcome\":"
      "\"OUTCOME_UNKNOWN\"}]}");
  sfc_error_free(error);
  CHECK_CODE(call_json(client, "{\"failCode\":5}", NULL, NULL, NULL), SFC_NOT_FOUND);
}

static void options_reach_the_operation_and_the_last_value_counts(void) {
  sfc_options* options = sfc_options_new();
  sfc_reply* reply = NULL;
  CHECK_CODE(sfc_options_set(options, "sfconnector-api-version", "v61", NULL), SFC_OK);
  CHECK_CODE(sfc_options_set(options, "Sforce-Query-Options", "batchSize=200", NULL), SFC_OK);
  CHECK_CODE(sfc_options_set(options, "sforce-query-options", "batchSize=400", NULL), SFC_OK);
  CHECK_CODE(call_json(client, "{}", options, &reply, NULL), SFC_OK);
  CHECK_TEXT(sfc_reply_metadata(reply, "echo-api-version"), "61.0");
  CHECK_TEXT(sfc_reply_metadata(reply, "echo-sforce-query-options"), "batchSize=400");
  sfc_reply_free(reply);
  sfc_options_free(options);
}

static void a_time_limit_ends_the_call(void) {
  sfc_options* options = sfc_options_new();
  CHECK_CODE(sfc_options_set_timeout_ms(options, 1, NULL), SFC_OK);
  CHECK_CODE(call_json(client, "{\"text\":\"wait\"}", options, NULL, NULL), SFC_DEADLINE_EXCEEDED);
  CHECK_CODE(sfc_options_set_timeout_ms(options, INT64_MAX, NULL), SFC_OK);
  CHECK_CODE(call_json(client, "{}", options, NULL, NULL), SFC_OK);
  CHECK_CODE(sfc_options_set_timeout_ms(options, 0, NULL), SFC_OK);
  CHECK_CODE(call_json(client, "{}", options, NULL, NULL), SFC_OK);
  sfc_options_free(options);
}

static void* wait_until_cancelled(void* options) {
  CHECK_CODE(call_json(client, "{\"text\":\"wait\"}", options, NULL, NULL), SFC_CANCELLED);
  return NULL;
}

static void a_canceller_ends_running_and_later_calls(void) {
  sfc_options* options = sfc_options_new();
  sfc_canceller* canceller = sfc_canceller_new();
  pthread_t threads[4];
  size_t i;
  CHECK_CODE(sfc_options_set_canceller(options, canceller, NULL), SFC_OK);
  for (i = 0; i < 4; ++i)
    CHECK(pthread_create(&threads[i], NULL, wait_until_cancelled, options) == 0);
  CHECK_CODE(call_json(client, "{}", options, NULL, NULL), SFC_OK);
  sfc_canceller_cancel(canceller);
  sfc_canceller_cancel(canceller);
  for (i = 0; i < 4; ++i) CHECK(pthread_join(threads[i], NULL) == 0);
  sfc_canceller_free(canceller);
  wait_until_cancelled(options);
  CHECK_CODE(sfc_options_set_canceller(options, NULL, NULL), SFC_OK);
  CHECK_CODE(call_json(client, "{}", options, NULL, NULL), SFC_OK);
  sfc_options_free(options);
}

static void a_callback_comes_once_and_on_another_thread(void) {
  mailbox box = MAILBOX_INITIALIZER;
  CHECK_CODE(sfc_call_async(client, UNARY, SFC_JSON, "{\"text\":\"a\"}", 12, NULL, mailbox_on_call,
                            &box, NULL),
             SFC_OK);
  mailbox_wait(&box, 1);
  CHECK_CODE(box.code, SFC_OK);
  CHECK_TEXT(box.text, "{\"text\":\"a\"}");
  CHECK(!pthread_equal(box.thread, pthread_self()));
  CHECK_CODE(sfc_call_async(client, UNARY, SFC_JSON, "{\"failCode\":6}", 14, NULL, mailbox_on_call,
                            &box, NULL),
             SFC_OK);
  mailbox_wait(&box, 2);
  CHECK_CODE(box.code, SFC_ALREADY_EXISTS);
  CHECK_TEXT(box.reason, "ECHO_FAILED");
}

static void an_asynchronous_call_can_be_cancelled(void) {
  mailbox box = MAILBOX_INITIALIZER;
  sfc_options* options = sfc_options_new();
  sfc_canceller* canceller = sfc_canceller_new();
  CHECK_CODE(sfc_options_set_canceller(options, canceller, NULL), SFC_OK);
  CHECK_CODE(sfc_call_async(client, UNARY, SFC_JSON, "{\"text\":\"wait\"}", 15, options,
                            mailbox_on_call, &box, NULL),
             SFC_OK);
  sfc_options_free(options);
  sfc_canceller_cancel(canceller);
  sfc_canceller_free(canceller);
  mailbox_wait(&box, 1);
  CHECK_CODE(box.code, SFC_CANCELLED);
}

/* Waits for calls, and begins one, in a callback. */
static void call_again(void* user, int32_t code, sfc_reply* reply, sfc_error* error) {
  CHECK_CODE(code, SFC_OK);
  CHECK(error == NULL);
  sfc_reply_free(reply);
  CHECK_CODE(call_json(client, "{}", NULL, NULL, NULL), SFC_OK);
  CHECK_CODE(sfc_call_async(client, UNARY, SFC_JSON, "{\"text\":\"b\"}", 12, NULL, mailbox_on_call,
                            user, NULL),
             SFC_OK);
}

static void callbacks_may_call_and_wait(void) {
  mailbox box = MAILBOX_INITIALIZER;
  CHECK_CODE(sfc_call_async(client, UNARY, SFC_JSON, NULL, 0, NULL, call_again, &box, NULL),
             SFC_OK);
  mailbox_wait(&box, 1);
  CHECK_CODE(box.code, SFC_OK);
}

static void free_own_client(void* user, int32_t code, sfc_reply* reply, sfc_error* error) {
  sfc_client_free(client);
  mailbox_on_call(user, code, reply, error);
}

static void freeing_a_client_in_its_own_callback_is_refused(void) {
  mailbox box = MAILBOX_INITIALIZER;
  CHECK_CODE(sfc_call_async(client, UNARY, SFC_JSON, NULL, 0, NULL, free_own_client, &box, NULL),
             SFC_OK);
  mailbox_wait(&box, 1);
  CHECK_CODE(call_json(client, "{}", NULL, NULL, NULL), SFC_OK);
}

/* Holds up the callback thread from the mailbox's first entry, its own, to the second one. */
static void hold_up(void* user, int32_t code, sfc_reply* reply, sfc_error* error) {
  mailbox_on_call(user, code, reply, error);
  mailbox_wait(user, 2);
}

static void callbacks_that_wait_are_bounded(void) {
  mailbox gate = MAILBOX_INITIALIZER;
  mailbox box = MAILBOX_INITIALIZER;
  sfc_error* error = NULL;
  int count = 0;
  CHECK_CODE(sfc_call_async(client, UNARY, SFC_JSON, NULL, 0, NULL, hold_up, &gate, NULL), SFC_OK);
  mailbox_wait(&gate, 1);
  while (sfc_call_async(client, UNARY, SFC_JSON, NULL, 0, NULL, mailbox_on_call, &box, &error) ==
         SFC_OK) {
    CHECK(++count < 4096);
  }
  CHECK_ERROR(error, SFC_RESOURCE_EXHAUSTED, "TOO_MANY_CALLBACKS");
  /* Calls that wait for their end need no callback. */
  while (call_json(client, "{}", NULL, NULL, NULL) != SFC_OK) {
  }
  mailbox_put(&gate, SFC_OK, NULL, 0, "");
  mailbox_wait(&box, count);
}

static void* call_many_times(void* unused) {
  int i;
  (void)unused;
  for (i = 0; i < 200; ++i) {
    char request[64];
    sfc_reply* reply = NULL;
    size_t size = 0;
    snprintf(request, sizeof request, "{\"text\":\"%d\"}", i);
    CHECK_CODE(call_json(client, request, NULL, &reply, NULL), SFC_OK);
    CHECK_TEXT(sfc_reply_message(reply, &size), request);
    sfc_reply_free(reply);
  }
  return NULL;
}

static void many_threads_call_at_once(void) {
  pthread_t threads[16];
  mailbox box = MAILBOX_INITIALIZER;
  size_t i;
  for (i = 0; i < 16; ++i) CHECK(pthread_create(&threads[i], NULL, call_many_times, NULL) == 0);
  for (i = 0; i < 200; ++i) {
    CHECK_CODE(sfc_call_async(client, UNARY, SFC_JSON, NULL, 0, NULL, mailbox_on_call, &box, NULL),
               SFC_OK);
  }
  for (i = 0; i < 16; ++i) CHECK(pthread_join(threads[i], NULL) == 0);
  mailbox_wait(&box, 200);
}

static void* read_until_closed(void* stream) {
  const void* message = NULL;
  size_t size = 0;
  sfc_error* error = NULL;
  while (sfc_stream_next(stream, -1, &message, &size, &error) == SFC_FAILED_PRECONDITION) {
    CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "BUSY");
  }
  CHECK_ERROR(error, SFC_CANCELLED, "CLIENT_CLOSED");
  return NULL;
}

static void freeing_a_client_ends_its_calls_and_waits_for_all(void) {
  sfc_client* one = new_client();
  sfc_stream* stream = open_stream(one, BIDI_STREAM, NULL);
  mailbox box = MAILBOX_INITIALIZER;
  sfc_error* error = NULL;
  const void* message = NULL;
  size_t size = 0;
  pthread_t reader;
  CHECK_CODE(sfc_call_async(one, UNARY, SFC_JSON, "{\"text\":\"wait\"}", 15, NULL, mailbox_on_call,
                            &box, NULL),
             SFC_OK);
  CHECK(pthread_create(&reader, NULL, read_until_closed, stream) == 0);
  /* The thread waits within the library once another reader is refused. */
  while (sfc_stream_next(stream, 0, &message, &size, &error) == SFC_AGAIN) {
  }
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "BUSY");
  sfc_client_free(one);
  CHECK(box.count == 1);
  CHECK_CODE(box.code, SFC_CANCELLED);
  CHECK_TEXT(box.reason, "CLIENT_CLOSED");
  CHECK(pthread_join(reader, NULL) == 0);
  sfc_stream_free(stream);
}

static void calls_beyond_the_connections_limit_are_refused(void) {
  const char* config =
      "{\"base_url\":\"http://127.0.0.1:1\",\"auth\":{\"bearer_token\":{\"token\":\"t\"}},"
      "\"max_concurrent_calls\":1}";
  sfc_client* one = new_client_with(config, NULL, NULL);
  sfc_stream* stream = open_stream(one, BIDI_STREAM, NULL);
  sfc_error* error = NULL;
  CHECK_CODE(call_json(one, "{}", NULL, NULL, &error), SFC_RESOURCE_EXHAUSTED);
  CHECK_ERROR(error, SFC_RESOURCE_EXHAUSTED, "TOO_MANY_CALLS");
  sfc_stream_free(stream);
  sfc_client_free(one);
}

typedef struct log_lines {
  pthread_mutex_t mutex;
  char text[8192];
} log_lines;

static void on_log(void* user, int32_t severity, const char* json, size_t json_size) {
  log_lines* lines = user;
  size_t used = 0;
  CHECK(severity >= SFC_DEBUG && severity <= SFC_ERROR);
  CHECK(strlen(json) == json_size && json[0] == '{' && json[json_size - 1] == '}');
  pthread_mutex_lock(&lines->mutex);
  used = strlen(lines->text);
  CHECK(used + json_size + 2 < sizeof lines->text);
  memcpy(lines->text + used, json, json_size);
  memcpy(lines->text + used + json_size, "\n", 2);
  pthread_mutex_unlock(&lines->mutex);
}

static void log_events_are_json_without_secrets(void) {
  static log_lines lines = {PTHREAD_MUTEX_INITIALIZER, ""};
  sfc_client* one = new_client_with(CONFIG, on_log, &lines);
  CHECK_CODE(call_json(one, "{\"text\":\"private\",\"failCode\":5}", NULL, NULL, NULL),
             SFC_NOT_FOUND);
  sfc_client_free(one);
  CHECK(strstr(lines.text, "\"severity\":\"warning\",\"message\":\"call ended\"") != NULL);
  CHECK(strstr(lines.text, "\"method\":\"" UNARY "\",\"status\":\"NOT_FOUND\"") != NULL);
  CHECK(strstr(lines.text, "hidden-token") == NULL);
  CHECK(strstr(lines.text, "private") == NULL);
}

static void wait_in_log(void* user, int32_t severity, const char* json, size_t json_size) {
  sfc_error* error = NULL;
  (void)severity, (void)json, (void)json_size;
  CHECK_CODE(call_json(*(sfc_client**)user, "{}", NULL, NULL, &error), SFC_FAILED_PRECONDITION);
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "WOULD_BLOCK");
}

static void waiting_in_a_log_callback_is_refused(void) {
  static sfc_client* one;
  one = new_client_with(CONFIG, wait_in_log, &one);
  CHECK_CODE(call_json(one, "{}", NULL, NULL, NULL), SFC_OK);
  sfc_client_free(one);
}

static void a_client_that_is_not_used_is_freed(void) {
  int i;
  for (i = 0; i < 20; ++i) sfc_client_free(new_client());
}

int main(void) {
  client = new_client();
  RUN(json_goes_in_and_comes_out);
  RUN(protobuf_goes_in_and_comes_out);
  RUN(no_request_is_the_empty_message);
  RUN(large_responses_arrive_whole);
  RUN(errors_carry_everything_that_is_known);
  RUN(options_reach_the_operation_and_the_last_value_counts);
  RUN(a_time_limit_ends_the_call);
  RUN(a_canceller_ends_running_and_later_calls);
  RUN(a_callback_comes_once_and_on_another_thread);
  RUN(an_asynchronous_call_can_be_cancelled);
  RUN(callbacks_may_call_and_wait);
  RUN(freeing_a_client_in_its_own_callback_is_refused);
  RUN(callbacks_that_wait_are_bounded);
  RUN(many_threads_call_at_once);
  RUN(calls_beyond_the_connections_limit_are_refused);
  RUN(freeing_a_client_ends_its_calls_and_waits_for_all);
  RUN(log_events_are_json_without_secrets);
  RUN(waiting_in_a_log_callback_is_refused);
  RUN(a_client_that_is_not_used_is_freed);
  sfc_client_free(client);
  return 0;
}
