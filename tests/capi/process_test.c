/* SPDX-License-Identifier: Apache-2.0 */
/* The library as a guest of its process: forks, signals, unloading. */

#define _POSIX_C_SOURCE 200809L

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/capi/mailbox.h"

#ifndef SFC_WITHOUT_FORK

/* Waits for the child and checks that it ended well. */
static void join_child(pid_t child) {
  int status = -1;
  CHECK(child > 0);
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void use_in_child(sfc_client* client, sfc_stream* stream, sfc_canceller* canceller) {
  mailbox box = MAILBOX_INITIALIZER;
  sfc_error* error = NULL;
  sfc_stream* none = NULL;
  const void* message = NULL;
  size_t size = 0;
  CHECK_CODE(call_json(client, "{}", NULL, NULL, &error), SFC_FAILED_PRECONDITION);
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "FORKED");
  CHECK_CODE(sfc_call_async(client, UNARY, SFC_JSON, NULL, 0, NULL, mailbox_on_call, &box, &error),
             SFC_FAILED_PRECONDITION);
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "FORKED");
  CHECK_CODE(sfc_stream_open(client, UNARY, SFC_JSON, NULL, &none, &error),
             SFC_FAILED_PRECONDITION);
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "FORKED");
  CHECK_CODE(sfc_stream_next(stream, -1, &message, &size, &error), SFC_FAILED_PRECONDITION);
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "FORKED");
  CHECK_CODE(write_json(stream, "{}", &error), SFC_FAILED_PRECONDITION);
  CHECK_ERROR(error, SFC_FAILED_PRECONDITION, "FORKED");
  CHECK(sfc_stream_reply(stream) == NULL);
  sfc_canceller_cancel(canceller);
  sfc_canceller_free(canceller);
  sfc_stream_cancel(stream);
  sfc_stream_free(stream);
  sfc_client_free(client);
}

static void a_forked_child_is_told_and_may_begin_anew(void) {
  sfc_client* client = new_client();
  sfc_options* options = sfc_options_new();
  sfc_canceller* canceller = sfc_canceller_new();
  sfc_stream* stream = NULL;
  pid_t child = -1;
  CHECK_CODE(sfc_options_set_canceller(options, canceller, NULL), SFC_OK);
  stream = open_stream(client, BIDI_STREAM, options);
  child = fork();
  if (child == 0) {
    sfc_client* own = NULL;
    use_in_child(client, stream, canceller);
    own = new_client();
    CHECK_CODE(call_json(own, "{}", NULL, NULL, NULL), SFC_OK);
    sfc_client_free(own);
    _exit(0);
  }
  join_child(child);
  CHECK_CODE(write_json(stream, "{}", NULL), SFC_OK);
  CHECK_CODE(call_json(client, "{}", NULL, NULL, NULL), SFC_OK);
  sfc_stream_free(stream);
  sfc_options_free(options);
  sfc_canceller_free(canceller);
  sfc_client_free(client);
}

#endif /* SFC_WITHOUT_FORK */

static pthread_t main_thread;
static volatile sig_atomic_t handled_here;
static volatile sig_atomic_t handled_elsewhere;

static void on_signal(int number) {
  (void)number;
  if (pthread_equal(pthread_self(), main_thread)) {
    handled_here = 1;
  } else {
    handled_elsewhere = 1;
  }
}

/* The main thread blocks the signal, so the kernel would give it to a thread of the library if one
 * took it. */
static void signals_never_reach_the_threads_of_the_library(void) {
  struct sigaction action;
  sigset_t set;
  sigset_t pending;
  sfc_client* client = new_client();
  mailbox box = MAILBOX_INITIALIZER;
  int i;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
  CHECK_CODE(sfc_call_async(client, UNARY, SFC_JSON, NULL, 0, NULL, mailbox_on_call, &box, NULL),
             SFC_OK);
  mailbox_wait(&box, 1);
  main_thread = pthread_self();
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  CHECK(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);
  CHECK(kill(getpid(), SIGUSR1) == 0);
  for (i = 0; i < 100; ++i) CHECK_CODE(call_json(client, "{}", NULL, NULL, NULL), SFC_OK);
  CHECK(!handled_here && !handled_elsewhere);
  CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1) == 1);
  CHECK(pthread_sigmask(SIG_UNBLOCK, &set, NULL) == 0);
  CHECK(handled_here && !handled_elsewhere);
  sfc_client_free(client);
}

static void the_caller_keeps_its_signal_mask_and_handlers(void) {
  static const int numbers[] = {SIGPIPE, SIGINT, SIGTERM, SIGCHLD, SIGSEGV};
  struct sigaction before[5];
  struct sigaction after;
  sigset_t mask_before;
  sigset_t mask_after;
  sfc_client* client = NULL;
  int i;
  CHECK(pthread_sigmask(SIG_SETMASK, NULL, &mask_before) == 0);
  for (i = 0; i < 5; ++i) CHECK(sigaction(numbers[i], NULL, &before[i]) == 0);
  client = new_client();
  CHECK_CODE(call_json(client, "{}", NULL, NULL, NULL), SFC_OK);
  sfc_client_free(client);
  CHECK(pthread_sigmask(SIG_SETMASK, NULL, &mask_after) == 0);
  for (i = 1; i < 32; ++i) CHECK(sigismember(&mask_before, i) == sigismember(&mask_after, i));
  for (i = 0; i < 5; ++i) {
    CHECK(sigaction(numbers[i], NULL, &after) == 0);
    CHECK(after.sa_handler == before[i].sa_handler);
  }
}

static void the_library_stays_when_it_is_closed(void) {
  void* library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
  const char* (*version)(void) = NULL;
  CHECK(library != NULL);
  *(void**)&version = dlsym(library, "sfc_version");
  CHECK(version != NULL);
  CHECK(dlclose(library) == 0);
  CHECK(dlopen(LIBRARY, RTLD_NOW | RTLD_NOLOAD) != NULL);
  CHECK_TEXT(version(), sfc_version());
}

int main(void) {
#ifndef SFC_WITHOUT_FORK
  RUN(a_forked_child_is_told_and_may_begin_anew);
#endif
  RUN(signals_never_reach_the_threads_of_the_library);
  RUN(the_caller_keeps_its_signal_mask_and_handlers);
  RUN(the_library_stays_when_it_is_closed);
  return 0;
}
