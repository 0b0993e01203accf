// SPDX-License-Identifier: Apache-2.0
#include "core/codec/json_cursor.h"

#include <algorithm>
#include <cstring>

#include <simdjson.h>

#include "absl/strings/str_cat.h"
#include "core/codec/json.h"
#include "core/codec/json_text.h"

namespace sfconnector {

absl::Status JsonCursor::Unexpected(absl::string_view expected) const {
  return InvalidField("", absl::StrCat("malformed JSON at byte ", *next_, ": expected ", expected));
}

absl::Status JsonCursor::ExpectEnd() const {
  return at_end() ? absl::OkStatus() : Unexpected("the end of the text");
}

absl::Status IndexField(int index, const absl::Status& status) {
  return status.ok() ? status : PrefixField(absl::StrCat("[", index, "]"), status);
}

absl::Status TooDeep() {
  return InvalidField("", absl::StrCat("nested more than ", kMaxJsonDepth, " levels deep"));
}

absl::Status BadEscape() {
  return InvalidField("", "a string with a wrong escape or half of a surrogate pair");
}

absl::Status JsonCursor::ReadString(std::string& out) {
  if (kind() != '"') return Unexpected("a string");
  if (!UnescapeJson(StringBody(), out)) return BadEscape();
  Advance();
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> Unescaped(absl::string_view body, std::string& buffer) {
  if (std::memchr(body.data(), '\\', body.size()) == nullptr) return body;
  buffer.clear();
  if (!UnescapeJson(body, buffer)) return BadEscape();
  return absl::string_view(buffer);
}

absl::Status CheckEscapes(absl::string_view text) {
  return HasRightEscapes(text) ? absl::OkStatus() : BadEscape();
}

absl::Status JsonCursor::Skip(int depth) {
  switch (kind()) {
    case '{':
      if (depth >= kMaxJsonDepth) return TooDeep();
      return ReadObject([this, depth](absl::string_view) { return Skip(depth + 1); });
    case '[':
      if (depth >= kMaxJsonDepth) return TooDeep();
      return ReadArray([this, depth] { return Skip(depth + 1); });
    case '"':
      Advance();
      return absl::OkStatus();
    default:
      if (TakeLiteral("true") || TakeLiteral("false") || TakeLiteral("null")) {
        return absl::OkStatus();
      }
      if (at_end() || !IsJsonNumber(Token())) return Unexpected("a value");
      Advance();
      return absl::OkStatus();
  }
}

absl::StatusOr<absl::string_view> JsonCursor::ReadRaw(int depth) {
  const char* const begin = position();
  SFC_RETURN_IF_ERROR(Skip(depth));
  const absl::string_view text = TextSince(begin);
  SFC_RETURN_IF_ERROR(CheckEscapes(text));
  return text;
}

// simdjson's public interfaces skip what they are not asked for without a look, and do not tell
// where a value ends; the token offsets of its first stage, which both of them build on, serve
// better here.
struct JsonTokens::Implementation {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
};

JsonTokens::JsonTokens() : implementation_(std::make_unique<Implementation>()) {}
JsonTokens::~JsonTokens() = default;

absl::StatusOr<JsonCursor> JsonTokens::Find(absl::string_view text) {
  auto& parser = implementation_->parser;
  simdjson::error_code error = simdjson::SUCCESS;
  if (parser == nullptr || parser->capacity() < text.size()) {
    const std::size_t capacity = std::max<std::size_t>(text.size(), 64);
    error = parser == nullptr
                ? simdjson::get_active_implementation()->create_dom_parser_implementation(
                      capacity, kMaxJsonDepth, parser)
                : parser->allocate(capacity, kMaxJsonDepth);
    if (error != simdjson::SUCCESS) {
      parser.reset();
      return absl::ResourceExhaustedError("no memory for a JSON text of this size");
    }
  }
  error = parser->stage1(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                         simdjson::stage1_mode::regular);
  if (error != simdjson::SUCCESS) {
    return InvalidField("", absl::StrCat("malformed JSON: ", simdjson::error_message(error)));
  }
  const std::uint32_t* const tokens = parser->structural_indexes.get();
  return JsonCursor(text.data(), tokens, tokens + parser->n_structural_indexes);
}

JsonDocument::JsonDocument(absl::string_view text) {
  text_.reserve(text.size() + kJsonPadding);
  text_.assign(text.data(), text.size());
}

absl::StatusOr<JsonCursor> JsonDocument::Open() { return tokens_.Find(text_); }

}  // namespace sfconnector
