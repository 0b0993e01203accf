// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>

#include "core/codec/json_text.h"
#include "core/codec/page_decoder.h"

namespace sfconnector {
namespace {

// Reads what a page's head is made of, without knowing where the page ends.
class HeadScanner {
 public:
  explicit HeadScanner(absl::string_view text) : text_(text) {}

  bool Take(char mark) {
    SkipSpace();
    if (text_.empty() || text_.front() != mark) return false;
    text_.remove_prefix(1);
    return true;
  }

  // The text between the quotes of a string that has arrived wholly.
  std::optional<absl::string_view> String() {
    if (!Take('"')) return std::nullopt;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] == '"') {
        const absl::string_view body = text_.substr(0, i);
        text_.remove_prefix(i + 1);
        return body;
      }
      if (text_[i] == '\\') ++i;
    }
    return std::nullopt;
  }

  // Moves over a string, number or literal.
  bool SkipScalar() {
    SkipSpace();
    if (!text_.empty() && text_.front() == '"') return String().has_value();
    const std::size_t size = text_.find_first_of(",}[]{\" \n\r\t");
    if (size == absl::string_view::npos || size == 0) return false;
    text_.remove_prefix(size);
    return true;
  }

 private:
  void SkipSpace() {
    const std::size_t size = text_.find_first_not_of(" \n\r\t");
    text_.remove_prefix(size == absl::string_view::npos ? text_.size() : size);
  }

  absl::string_view text_;
};

}  // namespace

std::optional<std::string> ScanPageHead(absl::string_view first_bytes) {
  HeadScanner scanner(first_bytes);
  if (!scanner.Take('{')) return std::nullopt;
  do {
    const std::optional<absl::string_view> key = scanner.String();
    if (!key || *key == "records" || !scanner.Take(':')) return std::nullopt;
    if (*key == "nextRecordsUrl") {
      const std::optional<absl::string_view> body = scanner.String();
      std::string url;
      if (!body || !UnescapeJson(*body, url)) return std::nullopt;
      return url;
    }
    if (!scanner.SkipScalar()) return std::nullopt;
  } while (scanner.Take(','));
  return std::nullopt;
}

}  // namespace sfconnector
