/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CAPI_MAILBOX_H
#define TESTS_CAPI_MAILBOX_H

/* Where callbacks leave what they were given, and tests wait for it. */

#include <pthread.h>

#include "tests/capi/check.h"

typedef struct mailbox {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  int count;        /* how many callbacks came */
  int32_t code;     /* of the last one, as all below */
  char text[256];   /* its message, cut */
  char reason[64];  /* its error's reason */
  pthread_t thread; /* on which it ran */
} mailbox;

#define MAILBOX_INITIALIZER \
  { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, "", "", 0 }

static inline void mailbox_put(mailbox* box, int32_t code, const void* text, size_t size,
                               const char* reason) {
  CHECK(pthread_mutex_lock(&box->mutex) == 0);
  box->code = code;
  if (size >= sizeof box->text) size = sizeof box->text - 1;
  if (size > 0) memcpy(box->text, text, size);
  box->text[size] = '\0';
  snprintf(box->reason, sizeof box->reason, "%s", reason);
  box->thread = pthread_self();
  ++box->count;
  pthread_cond_broadcast(&box->changed);
  pthread_mutex_unlock(&box->mutex);
}

/* Waits until `count` callbacks have come. */
static inline void mailbox_wait(mailbox* box, int count) {
  CHECK(pthread_mutex_lock(&box->mutex) == 0);
  while (box->count < count) pthread_cond_wait(&box->changed, &box->mutex);
  pthread_mutex_unlock(&box->mutex);
}

/* An sfc_call_callback whose `user` is a mailbox. */
static inline void mailbox_on_call(void* user, int32_t code, sfc_reply* reply, sfc_error* error) {
  size_t size = 0;
  const void* text = sfc_reply_message(reply, &size);
  CHECK((code == SFC_OK) == (reply != NULL));
  CHECK((code == SFC_OK) == (error == NULL));
  mailbox_put((mailbox*)user, code, text, size, sfc_error_reason(error));
  sfc_reply_free(reply);
  sfc_error_free(error);
}

/* An sfc_next_callback whose `user` is a mailbox. */
static inline void mailbox_on_next(void* user, int32_t code, const void* message, size_t size,
                                   sfc_error* error) {
  mailbox_put((mailbox*)user, code, message, size, sfc_error_reason(error));
  sfc_error_free(error);
}

/* An sfc_write_callback whose `user` is a mailbox. */
static inline void mailbox_on_write(void* user, int32_t code, sfc_error* error) {
  mailbox_put((mailbox*)user, code, NULL, 0, sfc_error_reason(error));
  sfc_error_free(error);
}

#endif /* TESTS_CAPI_MAILBOX_H */
