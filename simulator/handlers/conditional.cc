// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/conditional.h"

#include <cstdio>

#include "simulator/base/datetime.h"
#include "simulator/base/error_text.h"
#include "simulator/base/text.h"

namespace sfsim {
namespace {

// FNV-1a: as short as the recorded tags, and different for different replies.
std::string EntityTag(std::string_view body) {
  uint32_t hash = 2'166'136'261u;
  for (char c : body) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619u;
  char text[16];
  std::snprintf(text, sizeof text, "\"%08x\"", hash);
  return text;
}

// A compressed reply's tag has a suffix, and callers send it back as it came.
std::string WithoutSuffix(std::string_view tag) {
  std::string text(TrimView(tag));
  if (text.starts_with("W/")) text.erase(0, 2);
  constexpr std::string_view kSuffix = "-gzip";
  const size_t suffix = text.rfind("-gzip\"");
  if (suffix != std::string::npos) text.erase(suffix, kSuffix.size());
  return text;
}

bool KnowsTag(const Request& request, const std::string& tag) {
  const std::string* known = request.Header("If-None-Match");
  if (known == nullptr) return false;
  for (const std::string& item : Split(*known, ',')) {
    if (WithoutSuffix(item) == tag) return true;
  }
  return false;
}

std::optional<int64_t> DateOf(const Request& request, std::string_view header) {
  const std::string* value = request.Header(header);
  return value == nullptr ? std::nullopt : ParseHttpDate(*value);
}

}  // namespace

Response ConditionalReply(const Request& request, int64_t modified, Response full) {
  // Whole seconds are all that HTTP dates have.
  const int64_t seconds = modified / 1000 * 1000;
  const std::string tag = EntityTag(*full.body);
  const auto since = DateOf(request, "If-Modified-Since");
  const auto unless = DateOf(request, "If-Unmodified-Since");
  if (unless && seconds > *unless) {
    return Response::Error(
        {412, "PRECONDITION_FAILED", std::string(text::kPreconditionFailed), {}});
  }
  const bool known = KnowsTag(request, tag) || (since && seconds <= *since);
  Response response = known ? Response::Empty(304) : std::move(full);
  response.SetHeader("Last-Modified", HttpDate(seconds));
  response.SetHeader("ETag", tag);
  return response;
}

std::optional<Response> CheckConditions(const Request& request) {
  if (request.method != "POST" && request.method != "PATCH") return std::nullopt;
  for (const char* header : {"If-Modified-Since", "If-Unmodified-Since"}) {
    const std::string* value = request.Header(header);
    if (value == nullptr || ParseHttpDate(*value)) continue;
    return Response::Error({400, "INVALID_HEADER", text::BadDateHeader(header, *value), {}});
  }
  return std::nullopt;
}

}  // namespace sfsim
