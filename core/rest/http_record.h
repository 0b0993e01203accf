// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/call_context.h"
#include "core/base/clock.h"
#include "core/http/http_client.h"

namespace sfconnector {

// What is known of an HTTP exchange before it ends.
struct HttpRecord {
  std::string method;
  std::string url;
  std::string path;  // as observers may see it
  int status = 0;    // 0: no reply
  int attempt = 1;
  Clock::Instant start;
  std::string request_id;

  // Tells the call's observer that the exchange has ended. `response` is null where none came.
  void Report(CallContext& context, const HttpResponse* response) const;
};

}  // namespace sfconnector
