// SPDX-License-Identifier: Apache-2.0
#include "core/rest/http_record.h"

#include "absl/status/statusor.h"
#include "core/base/observer.h"
#include "core/http/url.h"

namespace sfconnector {

void HttpRecord::Report(CallContext& context, const HttpResponse* response) const {
  absl::StatusOr<Url> parsed = ParseUrl(url);
  if (!parsed.ok()) return;
  HttpEvent event;
  event.method = method;
  event.host = parsed->host;
  event.path = path;
  event.status = status;
  event.attempt = attempt;
  if (response != nullptr) {
    event.bytes_sent = response->bytes_sent();
    event.bytes_received = response->bytes_received();
  }
  event.duration = context.clock().Now() - start;
  event.request_id = request_id;
  context.observer().OnHttp(event);
}

}  // namespace sfconnector
