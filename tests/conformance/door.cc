// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/door.h"

#include <memory>
#include <mutex>

namespace sfconnector::conformance {
namespace {

struct Log {
  std::mutex mutex;
  bool kept = true;
  std::string text;
};

Log& TheLog() {
  static const std::unique_ptr<Log> log = std::make_unique<Log>();
  return *log;
}

}  // namespace

void ReadDetails(const std::string& rpc_status, Outcome& outcome) {
  v1::RpcStatus status;
  if (!status.ParseFromString(rpc_status)) return;
  v1::ErrorInfo info;
  v1::RetryInfo retry;
  v1::BadRequest bad;
  for (const google::protobuf::Any& any : status.details()) {
    const std::string type = any.type_url().substr(any.type_url().rfind('/') + 1);
    if (type == "google.rpc.ErrorInfo" && info.ParseFromString(any.value())) {
      outcome.reason = info.reason();
      outcome.domain = info.domain();
    } else if (type == "google.rpc.RetryInfo" && retry.ParseFromString(any.value())) {
      outcome.retry_delay = std::chrono::milliseconds(retry.retry_delay().seconds() * 1000 +
                                                      retry.retry_delay().nanos() / 1000000);
    } else if (type == "google.rpc.BadRequest" && bad.ParseFromString(any.value())) {
      for (const auto& violation : bad.field_violations())
        outcome.fields.push_back(violation.field());
    } else if (type == "sfconnector.v1.SalesforceError") {
      outcome.detail.ParseFromString(any.value());
    }
  }
}

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  out << "code " << outcome.code << " (" << outcome.domain << ", " << outcome.reason
      << "): " << outcome.message << "\n  " << outcome.detail.ShortDebugString();
  for (const std::string& field : outcome.fields) out << "\n  field " << field;
  for (const auto& [key, value] : outcome.metadata) out << "\n  " << key << ": " << value;
  return out;
}

Outcome Connection::Upload(const std::string& method, const std::vector<std::string>& requests,
                           const CallSettings& settings, std::string* response) {
  auto next = requests.begin();
  const RequestSource source = [&]() -> std::optional<std::string> {
    if (next == requests.end()) return std::nullopt;
    return *next++;
  };
  return UploadFrom(method, source, settings, response);
}

void AddToTranscript(const std::string& text) {
  const std::lock_guard lock(TheLog().mutex);
  if (TheLog().kept) TheLog().text += text + "\n";
}

void KeepNoTranscript() {
  const std::lock_guard lock(TheLog().mutex);
  TheLog().kept = false;
}

std::string Transcript() {
  const std::lock_guard lock(TheLog().mutex);
  return TheLog().text;
}

}  // namespace sfconnector::conformance
