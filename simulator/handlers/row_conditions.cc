// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/row_conditions.h"

#include "simulator/base/datetime.h"
#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/session/crypto.h"

namespace sfsim {
namespace {

constexpr std::string_view kTaggedObject = "Account";
constexpr std::string_view kGzipSuffix = "-gzip\"";
// As long as the tags that were seen.
constexpr size_t kTagBytes = 20;

ApiError PreconditionFailed() {
  return {412, "PRECONDITION_FAILED", std::string(text::kPreconditionFailed), {}};
}

// Being viewed changes no row.
bool IsContent(const Field& field) {
  return !field.is_compound() && field.name != "LastViewedDate" &&
         field.name != "LastReferencedDate";
}

// A compressed reply's tag has a suffix, and callers send it back as it came.
std::string PlainTag(std::string_view tag) {
  std::string text(TrimView(tag));
  if (text.starts_with("W/")) text.erase(0, 2);
  if (text.ends_with(kGzipSuffix)) text.replace(text.size() - kGzipSuffix.size(), 6, "\"");
  return text;
}

// Whether a list of tags, or `*`, names this one. Nothing without the header, or for rows that
// have no tag.
std::optional<bool> Names(const Request& request, std::string_view header, const RowVersion& row) {
  const std::string* list = request.Header(header);
  if (list == nullptr || row.tag.empty()) return std::nullopt;
  for (const std::string& item : Split(*list, ',')) {
    const std::string tag = PlainTag(item);
    if (tag == "*" || tag == row.tag) return true;
  }
  return false;
}

// Whether the row has changed since the date in the header, in the whole seconds of HTTP dates.
std::optional<bool> ChangedSince(const Request& request, std::string_view header,
                                 const RowVersion& row) {
  const std::string* value = request.Header(header);
  const auto date = value == nullptr ? std::nullopt : ParseHttpDate(*value);
  if (!date) return std::nullopt;
  return row.modified / 1000 * 1000 > *date;
}

}  // namespace

bool HasTags(const ObjectType& type) { return type.name == kTaggedObject; }

std::optional<RowVersion> ReadRowVersion(Connection* connection, const ObjectType& type,
                                         const std::string& id) {
  const bool tagged = HasTags(type);
  std::string columns = "\"LastModifiedDate\"";
  for (const Field& field : type.fields()) {
    if (tagged && IsContent(field)) StrAppend(&columns, ",", QuoteName(field.name));
  }
  Statement& row = connection->Cached(
      StrCat("SELECT ", columns, " FROM ", QuoteName(type.name), " WHERE \"Id\"=?1"));
  row.BindText(1, id);
  std::optional<RowVersion> version;
  if (row.Step()) {
    version.emplace();
    version->modified = row.Integer(0);
    std::string content;
    int column = 1;
    for (const Field& field : type.fields()) {
      if (tagged && IsContent(field)) StrAppend(&content, row.Text(column++), "\n");
    }
    if (tagged) {
      version->tag =
          StrCat("\"", Base64Encode(HmacSha256("row", content).substr(0, kTagBytes)), "\"");
    }
  }
  row.Reset();
  return version;
}

Response ConditionalRowReply(const Request& request, const RowVersion& version, Response full) {
  const auto tag_matches = Names(request, "If-Match", version);
  const auto tag_known = Names(request, "If-None-Match", version);
  const bool changed_too_late =
      ChangedSince(request, "If-Unmodified-Since", version).value_or(false);
  if (!tag_matches.value_or(true) || (!tag_matches && changed_too_late)) {
    return Response::Error(PreconditionFailed());
  }
  const bool unchanged = !ChangedSince(request, "If-Modified-Since", version).value_or(true);
  Response response = tag_known.value_or(unchanged) ? Response::Empty(304) : std::move(full);
  response.SetHeader("Last-Modified", HttpDate(version.modified));
  if (version.tag.empty()) return response;
  const std::string* encodings = request.Header("Accept-Encoding");
  const bool gzip = encodings != nullptr && encodings->find("gzip") != std::string::npos;
  response.SetHeader("ETag",
                     gzip ? version.tag.substr(0, version.tag.size() - 1) + std::string(kGzipSuffix)
                          : version.tag);
  return response;
}

std::optional<ApiError> CheckRowConditions(const Request& request, const RowVersion& version) {
  const auto tag_matches = Names(request, "If-Match", version);
  const bool tag_known = Names(request, "If-None-Match", version).value_or(false);
  const bool changed_too_late =
      ChangedSince(request, "If-Unmodified-Since", version).value_or(false);
  if (tag_matches.value_or(true) && !tag_known && !(changed_too_late && !tag_matches)) {
    return std::nullopt;
  }
  return PreconditionFailed();
}

}  // namespace sfsim
