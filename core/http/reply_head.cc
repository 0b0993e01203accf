// SPDX-License-Identifier: Apache-2.0
#include "core/http/reply_head.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace sfconnector {

ReplyHead::Progress ReplyHead::Add(absl::string_view line) {
  if (complete_) return Progress::kMore;
  bytes_ += line.size();
  if (max_bytes_ > 0 && bytes_ > max_bytes_) return Progress::kTooLarge;
  if (absl::StartsWith(line, "HTTP/")) {
    AddStatusLine(line);
    return Progress::kMore;
  }
  const absl::string_view text = absl::StripTrailingAsciiWhitespace(line);
  if (!text.empty()) {
    AddHeader(text);
    return Progress::kMore;
  }
  if (status_ >= 100 && status_ < 200) return Progress::kInterim;
  complete_ = true;
  return Progress::kComplete;
}

void ReplyHead::AddStatusLine(absl::string_view line) {
  headers_.clear();
  http2_ = absl::StartsWith(line, "HTTP/2");
  status_ = 0;
  const std::size_t space = line.find(' ');
  if (space == absl::string_view::npos) return;
  const absl::string_view code = line.substr(space + 1, 3);
  if (!absl::SimpleAtoi(code, &status_)) status_ = 0;
}

void ReplyHead::AddHeader(absl::string_view line) {
  // RFC 9112, section 5.2: a line that begins with white space continues the value before it.
  if (absl::ascii_isspace(line.front())) {
    if (!headers_.empty()) {
      absl::StrAppend(&headers_.back().second, " ", absl::StripLeadingAsciiWhitespace(line));
    }
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == absl::string_view::npos) return;
  headers_.emplace_back(std::string(line.substr(0, colon)),
                        std::string(absl::StripAsciiWhitespace(line.substr(colon + 1))));
}

}  // namespace sfconnector
