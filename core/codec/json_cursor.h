// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/status.h"

namespace sfconnector {

// How many bytes after a text must be readable for JsonTokens.
inline constexpr std::size_t kJsonPadding = 64;

// How deep objects and arrays may be nested, in JSON and in messages that become JSON.
inline constexpr int kMaxJsonDepth = 64;

// Reads a JSON text token by token: strings, numbers, literals, and the six marks `{}[]:,`. A copy
// looks ahead without moving the original. Valid as long as the text and its JsonTokens. Errors
// have a BadRequest with an empty path, for PrefixField to fill.
class JsonCursor {
 public:
  // `tokens` are the offsets of the tokens; `end` points at one more, which is the length of the
  // text.
  JsonCursor(const char* text, const std::uint32_t* tokens, const std::uint32_t* end)
      : text_(text), next_(tokens), end_(end) {}

  // The first byte of the token. Whatever stands after the text (a NUL) at its end.
  char kind() const { return text_[*next_]; }
  const char* position() const { return text_ + *next_; }
  bool at_end() const { return next_ == end_; }

  // The whole token, without the white space that follows it. Not at the end.
  absl::string_view Token() const {
    const char* const begin = position();
    const char* end = text_ + next_[1];
    while (IsSpace(end[-1])) --end;
    return absl::string_view(begin, static_cast<std::size_t>(end - begin));
  }

  // A string token's text between its quotes, escapes as they stand.
  absl::string_view StringBody() const {
    const absl::string_view token = Token();
    return token.substr(1, token.size() - 2);
  }

  // Moves on. Not at the end.
  void Advance() { ++next_; }

  // Moves over the mark `mark`; false, and does not move, where something else stands.
  bool Take(char mark) {
    if (kind() != mark) return false;
    Advance();
    return true;
  }

  // The same for a literal: `true`, `false` or `null`.
  bool TakeLiteral(absl::string_view literal) {
    if (at_end() || Token() != literal) return false;
    Advance();
    return true;
  }

  // Reads an object: `member(name)` is called with the text between the quotes of each name,
  // escapes as they stand, and must read the value.
  template <class Member>
  absl::Status ReadObject(Member member) {
    if (!Take('{')) return Unexpected("an object");
    if (Take('}')) return absl::OkStatus();
    do {
      if (kind() != '"') return Unexpected("a name");
      const absl::string_view name = StringBody();
      Advance();
      if (!Take(':')) return Unexpected("`:`");
      SFC_RETURN_IF_ERROR(member(name));
    } while (Take(','));
    return Take('}') ? absl::OkStatus() : Unexpected("`,` or `}`");
  }

  // Reads an array: `element()` is called at each element and must read it.
  template <class Element>
  absl::Status ReadArray(Element element) {
    if (!Take('[')) return Unexpected("an array");
    if (Take(']')) return absl::OkStatus();
    do {
      SFC_RETURN_IF_ERROR(element());
    } while (Take(','));
    return Take(']') ? absl::OkStatus() : Unexpected("`,` or `]`");
  }

  // Reads a string; its characters are appended to `out`.
  absl::Status ReadString(std::string& out);

  // Reads a value of any kind within `depth` others, checks every byte of it and returns its text.
  absl::StatusOr<absl::string_view> ReadRaw(int depth);

  // Moves over a value of any kind within `depth` others and checks every byte of it, apart from
  // the escapes in its strings: those of many values are checked faster at once, with CheckEscapes.
  absl::Status Skip(int depth);

  // The text from an earlier position to the end of the token before this one.
  absl::string_view TextSince(const char* begin) const {
    const char* end = position();
    while (IsSpace(end[-1])) --end;
    return absl::string_view(begin, static_cast<std::size_t>(end - begin));
  }

  // OK at the end of the text.
  absl::Status ExpectEnd() const;

  // The error for a token that is not `expected`. Tells where it stands, never what it is: it may
  // be a secret.
  absl::Status Unexpected(absl::string_view expected) const;

 private:
  static bool IsSpace(char c) {
    return static_cast<unsigned char>(c) <= ' ' &&
           (c == ' ' || c == '\n' || c == '\r' || c == '\t');
  }
  const char* text_;
  const std::uint32_t* next_;
  const std::uint32_t* end_;
};

// PrefixField for an element of a list.
absl::Status IndexField(int index, const absl::Status& status);

// The error for nesting beyond kMaxJsonDepth.
absl::Status TooDeep();

// The error for a string with wrong escapes.
absl::Status BadEscape();

// OK where the escapes of `text` are right: a value that was read, or the text between the quotes
// of a string.
absl::Status CheckEscapes(absl::string_view text);

// Characters that `body`, the text between the quotes of a string, stands for. `buffer` holds them
// where they differ from `body`.
absl::StatusOr<absl::string_view> Unescaped(absl::string_view body, std::string& buffer);

// Finds the tokens of a text, with simdjson's first stage, which also proves that the text is
// UTF-8, that every string ends and that none holds a control character. Can be used for one text
// after another and keeps its memory.
class JsonTokens {
 public:
  JsonTokens();
  ~JsonTokens();

  // `text` must be followed by kJsonPadding readable bytes, the first of them NUL, and outlive the
  // cursor. The cursor is valid until the next call.
  absl::StatusOr<JsonCursor> Find(absl::string_view text);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// A text with its tokens.
class JsonDocument {
 public:
  // Copies `text`.
  explicit JsonDocument(absl::string_view text);

  // A cursor at the beginning. Valid as long as the document.
  absl::StatusOr<JsonCursor> Open();

 private:
  std::string text_;
  JsonTokens tokens_;
};

}  // namespace sfconnector
