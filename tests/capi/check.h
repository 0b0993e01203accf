/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CAPI_CHECK_H
#define TESTS_CAPI_CHECK_H

/* The little that C tests need. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sfconnector/sfconnector.h"

#define CHECK(condition)                                                            \
  do {                                                                              \
    if (!(condition)) {                                                             \
      fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                                      \
    }                                                                               \
  } while (0)

#define CHECK_CODE(call, expected)                                                                 \
  do {                                                                                             \
    const int32_t check_code = (call);                                                             \
    if (check_code != (expected)) {                                                                \
      fprintf(stderr, "%s:%d: %s is %" PRId32 ", not %s\n", __FILE__, __LINE__, #call, check_code, \
              #expected);                                                                          \
      exit(1);                                                                                     \
    }                                                                                              \
  } while (0)

#define CHECK_TEXT(actual, expected)                                                    \
  do {                                                                                  \
    const char* check_text = (actual);                                                  \
    if (check_text == NULL || strcmp(check_text, (expected)) != 0) {                    \
      fprintf(stderr, "%s:%d: %s is \"%s\", not \"%s\"\n", __FILE__, __LINE__, #actual, \
              check_text == NULL ? "(null)" : check_text, (expected));                  \
      exit(1);                                                                          \
    }                                                                                   \
  } while (0)

/* Checks that `error` has that code and reason, and frees it. */
#define CHECK_ERROR(error, expected_code, expected_reason) \
  do {                                                     \
    CHECK((error) != NULL);                                \
    CHECK_CODE(sfc_error_code(error), expected_code);      \
    CHECK_TEXT(sfc_error_reason(error), expected_reason);  \
    sfc_error_free(error);                                 \
    (error) = NULL;                                        \
  } while (0)

/* Runs a test function and says so. */
#define RUN(test)                   \
  do {                              \
    fprintf(stderr, "%s\n", #test); \
    test();                         \
  } while (0)

#define UNARY "sfconnector.test.v1.EchoService/Unary"
#define SERVER_STREAM "sfconnector.test.v1.EchoService/ServerStream"
#define CLIENT_STREAM "sfconnector.test.v1.EchoService/ClientStream"
#define BIDI_STREAM "sfconnector.test.v1.EchoService/BidiStream"

#define CONFIG \
  "{\"base_url\":\"http://127.0.0.1:1\",\"auth\":{\"bearer_token\":{\"token\":\"hidden-token\"}}}"

static inline sfc_client* new_client_with(const char* config, sfc_log_callback log, void* user) {
  sfc_client* client = NULL;
  sfc_error* error = NULL;
  const int32_t code = sfc_client_new(config, strlen(config), log, user, &client, &error);
  if (code != SFC_OK) fprintf(stderr, "sfc_client_new: %s\n", sfc_error_message(error));
  CHECK(code == SFC_OK && client != NULL && error == NULL);
  return client;
}

static inline sfc_client* new_client(void) { return new_client_with(CONFIG, NULL, NULL); }

static inline sfc_stream* open_stream(sfc_client* client, const char* method,
                                      const sfc_options* options) {
  sfc_stream* stream = NULL;
  CHECK_CODE(sfc_stream_open(client, method, SFC_JSON, options, &stream, NULL), SFC_OK);
  CHECK(stream != NULL);
  return stream;
}

/* Calls the unary operation with JSON. */
static inline int32_t call_json(sfc_client* client, const char* request, const sfc_options* options,
                                sfc_reply** reply, sfc_error** error) {
  return sfc_call(client, UNARY, SFC_JSON, request, strlen(request), options, reply, error);
}

static inline int32_t write_json(sfc_stream* stream, const char* request, sfc_error** error) {
  return sfc_stream_write(stream, request, strlen(request), error);
}

#endif /* TESTS_CAPI_CHECK_H */
