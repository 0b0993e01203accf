// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/call_context.h"
#include "core/base/task.h"
#include "core/rest/rest_client.h"

namespace sfconnector {

// The pages of a query, one after another, each whole. The next page is asked for as soon as the
// current one names it, while that is still on its way; no page beyond that is. Used on the call's
// executor.
class PageStream {
 public:
  // `first` asks for the first page. `rest` and `context` outlive the stream.
  PageStream(RestClient& rest, CallContext& context, RestRequest first);
  PageStream(const PageStream&) = delete;
  PageStream& operator=(const PageStream&) = delete;
  // Nothing may be in flight any more: Close has returned.
  ~PageStream();

  // The next page's body; nothing after the last one.
  Task<absl::StatusOr<std::optional<std::string>>> Next();

  // Fetches the current page once more, since its body turned out to be corrupt: by its locator,
  // or, the first one, by running the query again, whose new locator then counts.
  Task<absl::StatusOr<std::string>> Again();

  // Tells where the current page, now that it was read, says that the query goes on; empty:
  // nowhere. Required before Next. DATA_LOSS where that is the current page again, INVALID_ARGUMENT
  // where it is no query's.
  absl::Status Continue(const std::string& next_records_url);

  // Gives up what is in flight and waits for its end. Required before destruction.
  Task<void> Close();

 private:
  struct Fetch;

  std::shared_ptr<Fetch> Start(RestRequest request, std::string url);
  static Task<void> Run(std::shared_ptr<Fetch> fetch);
  Task<absl::StatusOr<std::string>> Finish();
  void OnHead(Fetch& fetch, absl::string_view body);
  void Prefetch(const std::string& next_records_url);
  void Drop(std::shared_ptr<Fetch>& fetch);

  RestClient& rest_;
  CallContext& context_;
  const RestRequest first_;
  std::shared_ptr<Fetch> current_;
  std::shared_ptr<Fetch> next_;
  std::vector<std::shared_ptr<Fetch>> dropped_;
  bool begun_ = false;
  std::size_t page_bytes_ = 0;  // of the longest page so far
};

}  // namespace sfconnector
