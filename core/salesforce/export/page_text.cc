// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/page_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector {

absl::Status ResultChanged(absl::string_view what) {
  v1::SalesforceError detail;
  detail.set_retryability(v1::RETRYABILITY_NEVER);
  absl::Status error = absl::DataLossError(
      absl::StrCat("the result is not what it was when a part of it was delivered: ", what));
  return WithReason(WithSalesforceError(std::move(error), detail), kResultChanged);
}

PageText::PageText(CsvLineEnding line_ending, const DeliveredPart& delivered)
    : line_ending_(line_ending),
      before_(delivered),
      join_(line_ending),
      skip_left_(delivered.bytes),
      bytes_(delivered.bytes) {}

absl::Status PageText::Feed(absl::string_view bytes, std::string& out) {
  absl::StatusOr<absl::string_view> text = join_.Feed(bytes);
  return text.ok() ? Take(*text, out) : text.status();
}

absl::Status PageText::End(std::string& out) {
  absl::StatusOr<absl::string_view> text = join_.EndBody();
  if (!text.ok()) return text.status();
  ended_ = true;
  SFC_RETURN_IF_ERROR(Take(*text, out));
  return skip_left_ > 0 ? ResultChanged("a page is shorter") : absl::OkStatus();
}

// The joined text begins with the header, then comes what was delivered.
absl::Status PageText::Take(absl::string_view text, std::string& out) {
  if (!has_header_ && !join_.header().empty()) {
    has_header_ = true;
    header_left_ = join_.header().size() + CsvBytes(line_ending_).size();
  }
  const std::size_t header = std::min(header_left_, text.size());
  text.remove_prefix(header);
  header_left_ -= header;
  if (skip_left_ > 0) {
    const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(skip_left_, text.size()));
    hash_.Update(text.substr(0, skipped));
    text.remove_prefix(skipped);
    skip_left_ -= skipped;
    if (skip_left_ == 0 && hash_.Digest() != before_.hash) {
      return ResultChanged("a page begins with other records");
    }
  }
  out.append(text.data(), text.size());
  return absl::OkStatus();
}

DeliveredPart PageText::Deliver(absl::string_view text) {
  hash_.Update(text);
  bytes_ += text.size();
  return {bytes_, records(), hash_.Digest()};
}

}  // namespace sfconnector
