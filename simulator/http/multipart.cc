// SPDX-License-Identifier: Apache-2.0
#include "simulator/http/multipart.h"

#include "simulator/base/text.h"

namespace sfsim {
namespace {

constexpr size_t kMaxParts = 256;
constexpr size_t kMaxBoundary = 70;
constexpr size_t kMaxPartHeaders = 16'384;

// `x` of `…; name="x"` or `…; name=x`; nothing if there is no such parameter.
std::optional<std::string> Parameter(std::string_view header, std::string_view name) {
  size_t at = header.find(';');
  while (at != std::string_view::npos) {
    std::string_view rest = TrimView(header.substr(at + 1));
    const size_t equals = rest.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const bool found = EqualsIgnoreCase(TrimView(rest.substr(0, equals)), name);
    rest = TrimView(rest.substr(equals + 1));
    const bool quoted = rest.starts_with('"');
    const size_t end = quoted ? rest.find('"', 1) : rest.find(';');
    const std::string_view value = quoted ? rest.substr(1, end - 1) : TrimView(rest.substr(0, end));
    if (quoted && end == std::string_view::npos) return std::nullopt;
    if (found) return std::string(value);
    const size_t after = end == std::string_view::npos ? end : rest.find(';', end);
    at = after == std::string_view::npos ? after
                                         : static_cast<size_t>(rest.data() - header.data()) + after;
  }
  return std::nullopt;
}

// The next line without its ending; nothing if none ends.
std::optional<std::string_view> TakeLine(std::string_view* text) {
  const size_t end = text->find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = text->substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  text->remove_prefix(end + 1);
  return line;
}

bool ReadPartHeaders(std::string_view* text, BodyPart* part) {
  size_t size = 0;
  while (true) {
    const auto line = TakeLine(text);
    if (!line) return false;
    size += line->size();
    if (size > kMaxPartHeaders) return false;
    if (line->empty()) return true;
    const size_t colon = line->find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view name = TrimView(line->substr(0, colon));
    const std::string_view value = TrimView(line->substr(colon + 1));
    if (EqualsIgnoreCase(name, "Content-Disposition")) {
      part->name = Parameter(value, "name").value_or("");
      part->has_file_name = Parameter(value, "filename").has_value();
    } else if (EqualsIgnoreCase(name, "Content-Type")) {
      part->content_type = AsciiLower(TrimView(value.substr(0, value.find(';'))));
    }
  }
}

// Goes behind the next delimiter line; `before` is what stood in front of it. `last`: it closes
// the body.
bool TakeDelimiter(std::string_view delimiter, std::string_view* text, std::string_view* before,
                   bool* last) {
  size_t at = text->starts_with(delimiter) ? 0 : std::string_view::npos;
  size_t end_of_content = 0;
  if (at != 0) {
    const std::string line = "\n" + std::string(delimiter);
    end_of_content = text->find(line);
    if (end_of_content == std::string_view::npos) return false;
    at = end_of_content + 1;
    if (end_of_content > 0 && (*text)[end_of_content - 1] == '\r') --end_of_content;
  }
  *before = text->substr(0, end_of_content);
  text->remove_prefix(at + delimiter.size());
  *last = text->starts_with("--");
  return *last || TakeLine(text).has_value();
}

}  // namespace

bool IsMultipart(std::string_view content_type) {
  return EqualsIgnoreCase(TrimView(content_type.substr(0, content_type.find(';'))),
                          "multipart/form-data");
}

std::optional<std::vector<BodyPart>> ReadMultipart(std::string_view content_type,
                                                   std::string_view body) {
  const auto boundary = Parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kMaxBoundary) return std::nullopt;
  const std::string delimiter = "--" + *boundary;
  std::vector<BodyPart> parts;
  std::string_view before;
  bool last = false;
  if (!TakeDelimiter(delimiter, &body, &before, &last)) return std::nullopt;
  while (!last) {
    BodyPart part;
    if (parts.size() == kMaxParts || !ReadPartHeaders(&body, &part)) return std::nullopt;
    if (!TakeDelimiter(delimiter, &body, &before, &last)) return std::nullopt;
    part.content = before;
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace sfsim
