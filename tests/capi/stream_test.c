/* SPDX-License-Identifier: Apache-2.0 */
/* Streams: all kinds, waiting with a limit, back-pressure, cancelling, misuse, callbacks. */

#define _POSIX_C_SOURCE 200809L

#include <pthread.h>

#include "tests/capi/mailbox.h"

static sfc_client* client;

/* Checks that the next message is that text. */
static void expect_next(sfc_stream* stream, const char* text) {
  const void* message = NULL;
  size_t size = 0;
  CHECK_CODE(sfc_stream_next(stream, -1, &message, &size, NULL), SFC_OK);
  CHECK_TEXT(message, text);
  CHECK(size == strlen(text));
}

/* Checks that the stream ends with that code. */
static void expect_end(sfc_stream* stream, int32_t code, const char* reason) {
  const void* message = "";
  size_t size = 1;
  sfc_error* error = NULL;
  CHECK_CODE(sfc_stream_next(stream, -1, &message, &size, &error), code);
  CHECK(message == NULL && size == 0);
  CHECK((error == NULL) == (code == SFC_END));
  CHECK_TEXT(sfc_error_reason(error), reason);
  sfc_error_free(error);
}

/* The same, after messages that were under way. */
static void expect_end_soon(sfc_stream* stream, int32_t code) {
  const void* message = NULL;
  size_t size = 0;
  while (sfc_stream_next(stream, -1, &message, &size, NULL) == SFC_OK) {
  }
  expect_end(stream, code, "");
}

static void a_server_stream_is_read_to_its_end(void) {
  sfc_stream* stream = open_stream(client, SERVER_STREAM, NULL);
  CHECK_CODE(write_json(stream, "{\"text\":\"a\",\"count\":3}", NULL), SFC_OK);
  CHECK(sfc_stream_reply(stream) == NULL);
  expect_next(stream, "{\"text\":\"a\"}");
  expect_next(stream, "{\"text\":\"a\",\"index\":1}");
  expect_next(stream, "{\"text\":\"a\",\"index\":2}");
  expect_end(stream, SFC_END, "");
  expect_end(stream, SFC_END, "");
  CHECK_TEXT(sfc_reply_metadata(sfc_stream_reply(stream), "echo-api-version"), "");
  sfc_stream_free(stream);
}

static void a_failure_comes_after_the_messages_and_stays(void) {
  sfc_stream* stream = open_stream(client, SERVER_STREAM, NULL);
  sfc_error* error = NULL;
  const void* message = NULL;
  size_t size = 0;
  CHECK_CODE(write_json(stream, "{\"count\":1,\"failCode\":14,\"failMessage\":\"gone\"}", NULL),
             SFC_OK);
  expect_next(stream, "{}");
  expect_end(stream, SFC_UNAVAILABLE, "ECHO_FAILED");
  CHECK_CODE(sfc_stream_next(stream, 0, &message, &size, &error), SFC_UNAVAILABLE);
  CHECK_TEXT(sfc_error_message(error), "gone");
  CHECK_TEXT(sfc_error_metadata(error, "echo-api-version"), "");
  CHECK_ERROR(error, SFC_UNAVAILABLE, "ECHO_FAILED");
  CHECK(sfc_stream_reply(stream) != NULL);
  sfc_stream_free(stream);
}

static void a_client_stream_is_written_and_answered(void) {
  sfc_stream* stream = open_stream(client, CLIENT_STREAM, NULL);
  CHECK_CODE(write_json(stream, "{\"text\":\"a\"}", NULL), SFC_OK);
  CHECK_CODE(write_json(stream, "{\"text\":\"b\"}", NULL), SFC_OK);
  CHECK_CODE(sfc_stream_close_writes(stream, NULL), SFC_OK);
  CHECK_CODE(sfc_stream_close_writes(stream, NULL), SFC_OK);
  expect_next(stream, "{\"count\":2,\"text\":\"ab\"}");
  expect_end(stream, SFC_END, "");
  sfc_stream_free(stream);
}

static void both_directions_flow_at_once(void) {
  sfc_stream* stream = open_stream(client, BIDI_STREAM, NULL);
  int i;
  for (i = 0; i < 100; ++i) {
    char text[32];
    snprintf(text, sizeof text, "{\"text\":\"%d\"}", i);
    CHECK_CODE(write_json(stream, text, NULL), SFC_OK);
    expect_next(stream, text);
  }
  CHECK_CODE(sfc_stream_close_writes(stream, NULL), SFC_OK);
  expect_end(stream, SFC_END, "");
  sfc_stream_free(stream);
}

static void unary_operations_are_streams_too(void) {
  sfc_stream* stream = open_stream(client, UNARY, NULL);
  CHECK_CODE(write_json(stream, "{\"text\":\"a\"}", NULL), SFC_OK);
  expect_next(stream, "{\"text\":\"a\"}");
  expect_end(stream, SFC_END, "");
  sfc_stream_free(stream);
}

static void a_read_with_a_limit_loses_nothing(void) {
  sfc_stream* stream = open_stream(client, BIDI_STREAM, NULL);
  const void* message = "";
  size_t size = 1;
  sfc_error* error = (sfc_error*)&size;
  CHECK_CODE(sfc_stream_next(stream, 0, &message, &size, &error), SFC_AGAIN);
  CHECK(message == NULL && size == 0 && error == NULL);
  CHECK_CODE(sfc_stream_next(stream, 1, &message, &size, &error), SFC_AGAIN);
  CHECK_CODE(write_json(stream, "{\"text\":\"a\"}", NULL), SFC_OK);
  expect_next(stream, "{\"text\":\"a\"}");
  CHECK_CODE(sfc_stream_close_writes(stream, NULL), SFC_OK);
  CHECK_CODE(sfc_stream_next(stream, INT64_MAX, &message, &size, &error), SFC_END);
  sfc_stream_free(stream);
}

static void writes_after_the_end_of_writes_are_refused(void) {
  sfc_stream* stream = open_stream(client, CLIENT_STREAM, NULL);
  sfc_error* error = NULL;
  CHECK_CODE(sfc_stream_close_writes(stream, NULL), SFC_OK);
  CHECK_CODE(write_json(stream, "{}", &error), SFC_FAILED_PRECONDITION);
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "WRITES_CLOSED");
  sfc_stream_free(stream);
  stream = open_stream(client, SERVER_STREAM, NULL);
  CHECK_CODE(write_json(stream, "{}", NULL), SFC_OK);
  CHECK_CODE(write_json(stream, "{}", &error), SFC_FAILED_PRECONDITION);
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "WRITES_CLOSED");
  sfc_stream_free(stream);
}

static void a_bad_message_leaves_the_stream_as_it_was(void) {
  sfc_stream* stream = open_stream(client, SERVER_STREAM, NULL);
  CHECK_CODE(write_json(stream, "{\"nonsense\":1}", NULL), SFC_INVALID_ARGUMENT);
  CHECK_CODE(write_json(stream, "{\"text\":\"a\",\"count\":1}", NULL), SFC_OK);
  expect_next(stream, "{\"text\":\"a\"}");
  sfc_stream_free(stream);
}

static void a_stream_without_its_request_is_told(void) {
  sfc_stream* stream = open_stream(client, SERVER_STREAM, NULL);
  CHECK_CODE(sfc_stream_close_writes(stream, NULL), SFC_OK);
  expect_end(stream, SFC_INVALID_ARGUMENT, "MISSING_MESSAGE");
  sfc_stream_free(stream);
}

static void writes_after_the_end_of_the_call_end_too(void) {
  sfc_stream* stream = open_stream(client, BIDI_STREAM, NULL);
  CHECK_CODE(write_json(stream, "{\"failCode\":9}", NULL), SFC_OK);
  while (write_json(stream, "{}", NULL) == SFC_OK) {
  }
  CHECK_CODE(write_json(stream, "{}", NULL), SFC_END);
  expect_end(stream, SFC_FAILED_PRECONDITION, "ECHO_FAILED");
  CHECK_CODE(write_json(stream, "{}", NULL), SFC_END);
  CHECK_CODE(sfc_stream_close_writes(stream, NULL), SFC_OK);
  sfc_stream_cancel(stream);
  expect_end(stream, SFC_FAILED_PRECONDITION, "ECHO_FAILED");
  sfc_stream_free(stream);
}

/* Begins a write; where the one before is outstanding, once the client's thread has done all that
 * is left to do for it: it takes its work in order, so some calls are enough to wait for. */
static int32_t write_patiently(sfc_stream* stream, mailbox* box, sfc_error** error) {
  int32_t code = sfc_stream_write_async(stream, "{}", 2, mailbox_on_write, box, error);
  int i;
  if (code != SFC_FAILED_PRECONDITION) return code;
  sfc_error_free(*error);
  for (i = 0; i < 50; ++i) CHECK_CODE(call_json(client, "{}", NULL, NULL, NULL), SFC_OK);
  return sfc_stream_write_async(stream, "{}", 2, mailbox_on_write, box, error);
}

/* Nobody reads, so the operation stops echoing and then taking messages: a write stays outstanding.
 */
static void a_reader_that_stands_still_stops_the_writer(void) {
  sfc_stream* stream = open_stream(client, BIDI_STREAM, NULL);
  mailbox box = MAILBOX_INITIALIZER;
  sfc_error* error = NULL;
  int written = 0;
  while (write_patiently(stream, &box, &error) == SFC_OK) CHECK(++written < 100);
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "BUSY");
  CHECK_CODE(sfc_stream_close_writes(stream, &error), SFC_FAILED_PRECONDITION);
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "BUSY");
  expect_next(stream, "{}");
  sfc_stream_cancel(stream);
  expect_end_soon(stream, SFC_CANCELLED);
  mailbox_wait(&box, written);
  sfc_stream_free(stream);
}

static void* read_until_cancelled(void* stream) {
  expect_end(stream, SFC_CANCELLED, "");
  return NULL;
}

static void any_thread_may_cancel(void) {
  sfc_stream* stream = open_stream(client, BIDI_STREAM, NULL);
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, read_until_cancelled, stream) == 0);
  sfc_stream_cancel(stream);
  CHECK(pthread_join(thread, NULL) == 0);
  sfc_stream_free(stream);
}

static void a_canceller_ends_streams(void) {
  sfc_options* options = sfc_options_new();
  sfc_canceller* canceller = sfc_canceller_new();
  sfc_stream* one = NULL;
  sfc_stream* two = NULL;
  CHECK_CODE(sfc_options_set_canceller(options, canceller, NULL), SFC_OK);
  one = open_stream(client, BIDI_STREAM, options);
  sfc_canceller_cancel(canceller);
  two = open_stream(client, BIDI_STREAM, options);
  expect_end(one, SFC_CANCELLED, "");
  expect_end(two, SFC_CANCELLED, "");
  sfc_stream_free(one);
  sfc_stream_free(two);
  sfc_canceller_free(canceller);
  sfc_options_free(options);
}

static void a_time_limit_ends_a_stream(void) {
  sfc_options* options = sfc_options_new();
  sfc_stream* stream = NULL;
  CHECK_CODE(sfc_options_set_timeout_ms(options, 1, NULL), SFC_OK);
  stream = open_stream(client, BIDI_STREAM, options);
  expect_end(stream, SFC_DEADLINE_EXCEEDED, "");
  sfc_stream_free(stream);
  sfc_options_free(options);
}

static void a_second_reader_is_refused(void) {
  sfc_stream* stream = open_stream(client, BIDI_STREAM, NULL);
  mailbox box = MAILBOX_INITIALIZER;
  const void* message = NULL;
  size_t size = 0;
  sfc_error* error = NULL;
  CHECK_CODE(sfc_stream_next_async(stream, mailbox_on_next, &box, NULL), SFC_OK);
  CHECK_CODE(sfc_stream_next(stream, 0, &message, &size, &error), SFC_FAILED_PRECONDITION);
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "BUSY");
  CHECK_CODE(sfc_stream_next_async(stream, mailbox_on_next, &box, &error), SFC_FAILED_PRECONDITION);
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "BUSY");
  CHECK_CODE(write_json(stream, "{\"text\":\"a\"}", NULL), SFC_OK);
  mailbox_wait(&box, 1);
  CHECK_CODE(box.code, SFC_OK);
  CHECK_TEXT(box.text, "{\"text\":\"a\"}");
  sfc_stream_free(stream);
}

typedef struct reading {
  sfc_stream* stream;
  int messages;
  mailbox end;
} reading;

/* Counts messages and asks for the next one, until the end. */
static void read_on(void* user, int32_t code, const void* message, size_t size, sfc_error* error) {
  reading* all = user;
  if (code != SFC_OK) {
    mailbox_on_next(&all->end, code, message, size, error);
    return;
  }
  CHECK(error == NULL && size > 0);
  ++all->messages;
  CHECK_CODE(sfc_stream_next_async(all->stream, read_on, all, NULL), SFC_OK);
}

static void callbacks_read_a_stream_to_its_end(void) {
  reading all = {NULL, 0, MAILBOX_INITIALIZER};
  mailbox written = MAILBOX_INITIALIZER;
  static const char request[] = "{\"text\":\"a\",\"count\":1000,\"size\":10000}";
  all.stream = open_stream(client, SERVER_STREAM, NULL);
  CHECK_CODE(sfc_stream_write_async(all.stream, request, strlen(request), mailbox_on_write,
                                    &written, NULL),
             SFC_OK);
  CHECK_CODE(sfc_stream_next_async(all.stream, read_on, &all, NULL), SFC_OK);
  mailbox_wait(&all.end, 1);
  CHECK_CODE(all.end.code, SFC_END);
  CHECK(all.messages == 1000);
  mailbox_wait(&written, 1);
  CHECK_CODE(written.code, SFC_OK);
  CHECK_CODE(sfc_stream_next_async(all.stream, read_on, &all, NULL), SFC_OK);
  mailbox_wait(&all.end, 2);
  CHECK_CODE(all.end.code, SFC_END);
  sfc_stream_free(all.stream);
}

static void freeing_a_stream_lets_its_callback_come(void) {
  sfc_stream* stream = open_stream(client, BIDI_STREAM, NULL);
  mailbox box = MAILBOX_INITIALIZER;
  CHECK_CODE(sfc_stream_next_async(stream, mailbox_on_next, &box, NULL), SFC_OK);
  sfc_stream_free(stream);
  mailbox_wait(&box, 1);
  CHECK_CODE(box.code, SFC_CANCELLED);
}

static void a_stream_survives_its_client(void) {
  sfc_client* one = new_client();
  sfc_stream* streams[3];
  mailbox box = MAILBOX_INITIALIZER;
  const void* message = NULL;
  size_t size = 0;
  sfc_error* error = NULL;
  int i;
  for (i = 0; i < 3; ++i) streams[i] = open_stream(one, BIDI_STREAM, NULL);
  CHECK_CODE(write_json(streams[0], "{}", NULL), SFC_OK);
  CHECK_CODE(sfc_stream_next_async(streams[1], mailbox_on_next, &box, NULL), SFC_OK);
  CHECK_CODE(sfc_stream_next(streams[2], 0, &message, &size, NULL), SFC_AGAIN);
  sfc_client_free(one);
  CHECK(box.count == 1);
  CHECK_CODE(box.code, SFC_CANCELLED);
  CHECK_TEXT(box.reason, "CLIENT_CLOSED");
  for (i = 0; i < 3; ++i) {
    CHECK_CODE(sfc_stream_next(streams[i], -1, &message, &size, &error), SFC_CANCELLED);
    CHECK_ERROR(error, SFC_CANCELLED, "CLIENT_CLOSED");
    CHECK_CODE(write_json(streams[i], "{}", &error), SFC_CANCELLED);
    CHECK_ERROR(error, SFC_CANCELLED, "CLIENT_CLOSED");
    CHECK_CODE(sfc_stream_next_async(streams[i], mailbox_on_next, &box, NULL), SFC_CANCELLED);
    sfc_stream_cancel(streams[i]);
    sfc_stream_free(streams[i]);
  }
}

static void* echo_many(void* unused) {
  int i;
  (void)unused;
  for (i = 0; i < 20; ++i) both_directions_flow_at_once();
  return NULL;
}

static void many_threads_stream_at_once(void) {
  pthread_t threads[8];
  int i;
  for (i = 0; i < 8; ++i) CHECK(pthread_create(&threads[i], NULL, echo_many, NULL) == 0);
  for (i = 0; i < 8; ++i) CHECK(pthread_join(threads[i], NULL) == 0);
}

static void* write_all(void* stream) {
  int i;
  for (i = 0; i < 2000; ++i) CHECK_CODE(write_json(stream, "{\"text\":\"x\"}", NULL), SFC_OK);
  CHECK_CODE(sfc_stream_close_writes(stream, NULL), SFC_OK);
  return NULL;
}

static void one_thread_writes_while_another_reads(void) {
  sfc_stream* stream = open_stream(client, BIDI_STREAM, NULL);
  pthread_t writer;
  int i;
  CHECK(pthread_create(&writer, NULL, write_all, stream) == 0);
  for (i = 0; i < 2000; ++i) expect_next(stream, "{\"text\":\"x\"}");
  expect_end(stream, SFC_END, "");
  CHECK(pthread_join(writer, NULL) == 0);
  sfc_stream_free(stream);
}

int main(void) {
  client = new_client();
  RUN(a_server_stream_is_read_to_its_end);
  RUN(a_failure_comes_after_the_messages_and_stays);
  RUN(a_client_stream_is_written_and_answered);
  RUN(both_directions_flow_at_once);
  RUN(unary_operations_are_streams_too);
  RUN(a_read_with_a_limit_loses_nothing);
  RUN(writes_after_the_end_of_writes_are_refused);
  RUN(a_bad_message_leaves_the_stream_as_it_was);
  RUN(a_stream_without_its_request_is_told);
  RUN(writes_after_the_end_of_the_call_end_too);
  RUN(a_reader_that_stands_still_stops_the_writer);
  RUN(any_thread_may_cancel);
  RUN(a_canceller_ends_streams);
  RUN(a_time_limit_ends_a_stream);
  RUN(a_second_reader_is_refused);
  RUN(callbacks_read_a_stream_to_its_end);
  RUN(freeing_a_stream_lets_its_callback_come);
  RUN(a_stream_survives_its_client);
  RUN(many_threads_stream_at_once);
  RUN(one_thread_writes_while_another_reads);
  sfc_client_free(client);
  return 0;
}
