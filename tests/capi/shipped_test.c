/* SPDX-License-Identifier: Apache-2.0 */
/* The library as it ships, loaded as a program loads it that was not linked with it. */
#include <dlfcn.h>

#include "tests/capi/check.h"

#define CREATE "sfconnector.v1.RecordService/CreateRecord"
#define QUERY "sfconnector.v1.QueryService/StreamQuery"

/* Nobody listens on this port, and nothing is tried again. */
#define REFUSED                                                            \
  "{\"base_url\":\"http://127.0.0.1:1\",\"retry\":{\"count\":0},\"auth\":" \
  "{\"bearer_token\":{\"token\":\"hidden-token\"}}}"

static struct {
  __typeof__(sfc_call)* call;
  __typeof__(sfc_client_free)* client_free;
  __typeof__(sfc_client_new)* client_new;
  __typeof__(sfc_error_code)* error_code;
  __typeof__(sfc_error_details)* error_details;
  __typeof__(sfc_error_free)* error_free;
  __typeof__(sfc_error_http_status)* error_http_status;
  __typeof__(sfc_error_json)* error_json;
  __typeof__(sfc_error_message)* error_message;
  __typeof__(sfc_error_outcome)* error_outcome;
  __typeof__(sfc_error_reason)* error_reason;
  __typeof__(sfc_error_retryability)* error_retryability;
  __typeof__(sfc_options_free)* options_free;
  __typeof__(sfc_options_new)* options_new;
  __typeof__(sfc_options_set_timeout_ms)* options_set_timeout_ms;
  __typeof__(sfc_stream_free)* stream_free;
  __typeof__(sfc_stream_next)* stream_next;
  __typeof__(sfc_stream_open)* stream_open;
  __typeof__(sfc_stream_write)* stream_write;
} lib;

#define FIND(name)                                        \
  do {                                                    \
    *(void**)&lib.name = dlsym(library, "sfc_" #name);    \
    if (lib.name == NULL) fprintf(stderr, "%s\n", #name); \
    CHECK(lib.name != NULL);                              \
  } while (0)

static void its_functions_are_found_by_name(void) {
  void* library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) fprintf(stderr, "%s\n", dlerror());
  CHECK(library != NULL);
  FIND(call);
  FIND(client_free);
  FIND(client_new);
  FIND(error_code);
  FIND(error_details);
  FIND(error_free);
  FIND(error_http_status);
  FIND(error_json);
  FIND(error_message);
  FIND(error_outcome);
  FIND(error_reason);
  FIND(error_retryability);
  FIND(options_free);
  FIND(options_new);
  FIND(options_set_timeout_ms);
  FIND(stream_free);
  FIND(stream_next);
  FIND(stream_open);
  FIND(stream_write);
}

static sfc_client* new_refused_client(void) {
  sfc_client* client = NULL;
  sfc_error* error = NULL;
  CHECK_CODE(lib.client_new(REFUSED, strlen(REFUSED), NULL, NULL, &client, &error), SFC_OK);
  CHECK(client != NULL && error == NULL);
  return client;
}

/* Checks that nobody was reached, and frees the error. `outcome` is what it says of the org. */
static void check_refused(sfc_error* error, int32_t outcome) {
  size_t size = 0;
  CHECK(error != NULL);
  CHECK_CODE(lib.error_code(error), SFC_UNAVAILABLE);
  CHECK_TEXT(lib.error_reason(error), "CONNECT_FAILED");
  CHECK_CODE(lib.error_http_status(error), 0);
  CHECK_CODE(lib.error_outcome(error), outcome);
  CHECK_CODE(lib.error_retryability(error), SFC_RETRY_SAFE);
  CHECK(strlen(lib.error_message(error)) > 0);
  CHECK(strstr(lib.error_json(error), "\"UNAVAILABLE\"") != NULL);
  CHECK(strstr(lib.error_json(error), "hidden-token") == NULL);
  CHECK(lib.error_details(error, &size) != NULL && size > 0);
  lib.error_free(error);
}

static void a_call_that_reaches_nobody_fails_cleanly(void) {
  static const char request[] = "{\"sobject\":\"Account\",\"record\":{\"Name\":\"a\"}}";
  sfc_client* client = new_refused_client();
  sfc_options* options = lib.options_new();
  sfc_error* error = NULL;
  sfc_reply* reply = (sfc_reply*)&error;
  CHECK_CODE(lib.options_set_timeout_ms(options, 60000, NULL), SFC_OK);
  CHECK_CODE(
      lib.call(client, CREATE, SFC_JSON, request, sizeof request - 1, options, &reply, &error),
      SFC_UNAVAILABLE);
  CHECK(reply == NULL);
  check_refused(error, SFC_OUTCOME_NOT_DONE);
  lib.options_free(options);
  lib.client_free(client);
}

static void a_stream_that_reaches_nobody_fails_cleanly(void) {
  static const char request[] = "{\"soql\":\"SELECT Id FROM Account\"}";
  sfc_client* client = new_refused_client();
  sfc_stream* stream = NULL;
  sfc_error* error = NULL;
  const void* message = &error;
  size_t size = 1;
  CHECK_CODE(lib.stream_open(client, QUERY, SFC_JSON, NULL, &stream, NULL), SFC_OK);
  CHECK_CODE(lib.stream_write(stream, request, sizeof request - 1, NULL), SFC_OK);
  CHECK_CODE(lib.stream_next(stream, -1, &message, &size, &error), SFC_UNAVAILABLE);
  CHECK(message == NULL && size == 0);
  check_refused(error, SFC_OUTCOME_UNSPECIFIED);
  lib.stream_free(stream);
  lib.client_free(client);
}

static void what_the_caller_gets_wrong_is_named(void) {
  static const char wrong[] = "{\"base_url\":\"http://127.0.0.1:1\",\"auth\":{}}";
  sfc_client* client = (sfc_client*)&wrong;
  sfc_error* error = NULL;
  CHECK_CODE(lib.client_new(wrong, sizeof wrong - 1, NULL, NULL, &client, &error),
             SFC_INVALID_ARGUMENT);
  CHECK(client == NULL && error != NULL);
  CHECK(strstr(lib.error_message(error), "auth:") != NULL);
  lib.error_free(error);

  client = new_refused_client();
  CHECK_CODE(lib.call(client, CREATE, SFC_JSON, "{}", 2, NULL, NULL, &error), SFC_INVALID_ARGUMENT);
  CHECK(strstr(lib.error_message(error), "sobject") != NULL);
  lib.error_free(error);
  CHECK_CODE(lib.call(client, "no.Such/Method", SFC_JSON, "{}", 2, NULL, NULL, &error),
             SFC_UNIMPLEMENTED);
  CHECK_TEXT(lib.error_reason(error), "NO_SUCH_OPERATION");
  lib.error_free(error);
  lib.client_free(client);
}

int main(void) {
  RUN(its_functions_are_found_by_name);
  RUN(a_call_that_reaches_nobody_fails_cleanly);
  RUN(a_stream_that_reaches_nobody_fails_cleanly);
  RUN(what_the_caller_gets_wrong_is_named);
  return 0;
}
