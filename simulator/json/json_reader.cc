// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "simulator/base/error_text.h"
#include "simulator/base/text.h"
#include "simulator/base/utf8.h"
#include "simulator/json/json_value.h"

namespace sfsim {
namespace {

constexpr int kMaxDepth = 64;

// After the first error the reader stands at the end of the text, so that every loop ends.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Outcome<JsonValue> Read() {
    JsonValue value = ReadValue(0);
    SkipSpace();
    if (at_ < text_.size()) Fail("");
    if (failed_) return ApiError{400, "JSON_PARSER_ERROR", error_, {}};
    return value;
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void SkipSpace() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n')) {
      if (text_[at_] == '\n') {
        ++line_;
        line_begin_ = at_ + 1;
      }
      ++at_;
    }
  }

  int Column() const { return static_cast<int>(at_ - line_begin_) + 1; }

  void Fail(std::string_view expectation) {
    if (failed_) return;
    failed_ = true;
    error_ = at_ >= text_.size() ? text::JsonEnd(line_, Column())
                                 : text::JsonUnexpected(text_[at_], expectation, line_, Column());
    at_ = text_.size();
  }

  JsonValue Finish(JsonValue value) const {
    value.line = line_;
    value.column = Column();
    return value;
  }

  JsonValue ReadValue(int depth) {
    SkipSpace();
    JsonValue value;
    const char c = Peek();
    if (depth > kMaxDepth) {
      Fail("less nesting");
    } else if (c == '{') {
      ReadObject(depth, &value);
    } else if (c == '[') {
      ReadArray(depth, &value);
    } else if (c == '"') {
      value.kind = JsonValue::Kind::kString;
      value.text = ReadString();
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      ReadNumber(&value);
    } else if (Accept("true") || Accept("false")) {
      value.kind = JsonValue::Kind::kBool;
      value.boolean = text_[at_ - 2] == 'u';
    } else if (!Accept("null")) {
      Fail("a valid value (number, String, array, object, 'true', 'false' or 'null')");
    }
    return Finish(std::move(value));
  }

  bool Accept(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  void ReadObject(int depth, JsonValue* value) {
    value->kind = JsonValue::Kind::kObject;
    ++at_;
    SkipSpace();
    if (Accept("}")) return;
    while (!failed_) {
      SkipSpace();
      if (Peek() != '"') return Fail("double-quote to start field name");
      std::string name = ReadString();
      SkipSpace();
      if (!Accept(":")) return Fail("a colon to separate field name and value");
      value->members.emplace_back(std::move(name), ReadValue(depth + 1));
      SkipSpace();
      if (Accept("}")) return;
      if (!Accept(",")) return Fail("comma to separate OBJECT entries");
    }
  }

  void ReadArray(int depth, JsonValue* value) {
    value->kind = JsonValue::Kind::kArray;
    ++at_;
    SkipSpace();
    if (Accept("]")) return;
    while (!failed_) {
      value->items.push_back(ReadValue(depth + 1));
      SkipSpace();
      if (Accept("]")) return;
      if (!Accept(",")) return Fail("comma to separate ARRAY entries");
    }
  }

  size_t SkipDigits() {
    const size_t begin = at_;
    while (Peek() >= '0' && Peek() <= '9') ++at_;
    return at_ - begin;
  }

  void ReadNumber(JsonValue* value) {
    value->kind = JsonValue::Kind::kNumber;
    const size_t begin = at_;
    Accept("-");
    const size_t first = at_;
    const size_t whole = SkipDigits();
    if (whole == 0 || (whole > 1 && text_[first] == '0')) return Fail("a digit");
    if (Accept(".") && SkipDigits() == 0) return Fail("a digit after the decimal point");
    if (Accept("e") || Accept("E")) {
      if (!Accept("+")) Accept("-");
      if (SkipDigits() == 0) return Fail("a digit of the exponent");
    }
    value->text = text_.substr(begin, at_ - begin);
  }

  std::string ReadString() {
    std::string out;
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c < 0x20) {
        Fail("an escaped control character");
      } else if (c == '\\') {
        ++at_;
        ReadEscape(&out);
      } else {
        out.push_back(text_[at_++]);
      }
    }
    if (!Accept("\"")) Fail("");
    return out;
  }

  void ReadEscape(std::string* out) {
    static constexpr std::string_view kFrom = "\"\\/bfnrt";
    static constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
    const char c = Peek();
    const size_t known = kFrom.find(c);
    if (c != '\0' && known != std::string_view::npos) {
      out->push_back(kTo[known]);
      ++at_;
    } else if (c == 'u') {
      ++at_;
      AppendUtf8(ReadCodePoint(), out);
    } else {
      Fail("a known escape");
    }
  }

  // A lone surrogate becomes U+FFFD, as the strings of an org are always valid UTF-8.
  char32_t ReadCodePoint() {
    const char32_t first = ReadHex4();
    if (first < 0xD800 || first > 0xDFFF) return first;
    if (first > 0xDBFF || text_.substr(at_, 2) != "\\u") return 0xFFFD;
    at_ += 2;
    const char32_t second = ReadHex4();
    if (second < 0xDC00 || second > 0xDFFF) return 0xFFFD;
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
  }

  char32_t ReadHex4() {
    char32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const int digit = HexDigit(Peek());
      if (digit < 0) {
        Fail("a hex-digit for character escape sequence");
        return 0xFFFD;
      }
      value = value * 16 + static_cast<char32_t>(digit);
      ++at_;
    }
    return value;
  }

  std::string_view text_;
  size_t at_ = 0;
  int line_ = 1;
  size_t line_begin_ = 0;
  bool failed_ = false;
  std::string error_;
};

}  // namespace

Outcome<JsonValue> ReadJson(std::string_view text) {
  const size_t invalid = FindInvalidUtf8(text);
  if (invalid == std::string_view::npos) return Reader(text).Read();
  const std::string_view before = text.substr(0, invalid);
  const auto line = std::count(before.begin(), before.end(), '\n');
  const size_t line_begin = before.rfind('\n') + 1;
  return ApiError{400,
                  "JSON_PARSER_ERROR",
                  text::InvalidUtf8(static_cast<unsigned char>(text[invalid]),
                                    static_cast<int>(line) + 1,
                                    static_cast<int>(invalid - line_begin) + 1),
                  {}};
}

}  // namespace sfsim
