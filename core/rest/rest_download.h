// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/call_context.h"
#include "core/base/task.h"
#include "core/http/http_client.h"

namespace sfconnector {

// The body of a successful reply, read as it arrives: whoever does not read makes the sender wait.
// Destroying it ends the exchange. Used on the call's executor; the call's context outlives it.
class RestDownload {
 public:
  // `first` is the first piece of the body, nothing where it is empty. `ended` is called once, at
  // the end of the body or with the destruction.
  RestDownload(CallContext& context, std::unique_ptr<HttpResponse> response,
               std::optional<std::string> first, std::function<void(const HttpResponse&)> ended);
  RestDownload(const RestDownload&) = delete;
  RestDownload& operator=(const RestDownload&) = delete;
  ~RestDownload();

  // The value of the reply's first header of that name (case-insensitive); empty where there is
  // none.
  absl::string_view Header(absl::string_view name) const { return response_->Header(name); }

  // How many bytes the body has, where the reply tells.
  std::optional<std::int64_t> Length() const;

  // The next bytes; nothing at the end of the body. A body that breaks off is an error, never an
  // end: that of the transport, whose text says how many bytes came before.
  Task<absl::StatusOr<std::optional<std::string>>> Read();

 private:
  void End();

  CallContext& context_;
  const std::unique_ptr<HttpResponse> response_;
  std::optional<std::string> first_;
  std::function<void(const HttpResponse&)> ended_;
  bool at_end_;
  std::uint64_t bytes_ = 0;
};

}  // namespace sfconnector
