// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/bulk/result_page.h"
#include "core/codec/json_value.h"
#include "core/operation/send_for.h"
#include "core/rest/rest_client.h"

namespace sfconnector {
namespace {

// Ids have 15 characters that count, and three that only check their case.
constexpr std::size_t kIdLength = 15;

absl::Status StrangeLink() {
  return absl::InternalError("a link does not lead to results of the job");
}

// Undoes percent-encoding; nothing where it is none.
std::optional<std::string> PercentDecode(absl::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      decoded += text[at];
      continue;
    }
    unsigned value = 0;
    if (at + 2 >= text.size() || !absl::SimpleHexAtoi(text.substr(at + 1, 2), &value)) {
      return std::nullopt;
    }
    decoded += static_cast<char>(value);
    at += 2;
  }
  return decoded;
}

// The locator of `path?…&locator=…`; empty where the link has none, as that of the first page.
absl::StatusOr<std::string> LocatorOf(absl::string_view query) {
  for (absl::string_view parameter : absl::StrSplit(query, '&')) {
    if (!absl::ConsumePrefix(&parameter, "locator=")) continue;
    std::optional<std::string> locator = PercentDecode(parameter);
    if (!locator || !LooksLikeLocator(*locator)) return StrangeLink();
    return *std::move(locator);
  }
  return std::string();
}

// Reads `/services/data/v59.0/jobs/query/750…/results?locator=…`, or the same from `/jobs` on.
absl::StatusOr<std::string> ParseLink(absl::string_view link, absl::string_view job_id,
                                      absl::string_view resource) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(link, absl::MaxSplits('?', 1));
  absl::string_view path = parts.first;
  const std::size_t jobs = path.find("/jobs/query/");
  const bool known_place = jobs == 0 || absl::StartsWith(path, "/services/data/v");
  if (jobs == absl::string_view::npos || !known_place) return StrangeLink();
  path.remove_prefix(jobs);
  absl::ConsumePrefix(&path, "/jobs/query/");
  absl::ConsumeSuffix(&path, "/");
  const std::size_t slash = path.find('/');
  if (slash == absl::string_view::npos) return StrangeLink();
  const bool same_job = path.substr(0, slash).substr(0, kIdLength) == job_id.substr(0, kIdLength);
  if (!same_job || !absl::EqualsIgnoreCase(path.substr(slash + 1), resource)) return StrangeLink();
  return LocatorOf(parts.second);
}

absl::Status AddPage(const v1::Record& page, absl::string_view job_id, ResultPageList& list) {
  for (const v1::Field& field : page.fields()) {
    if (field.name() != "resultUrl" && field.name() != "resultLink") continue;
    absl::StatusOr<std::string> locator =
        ParseLink(field.value().string_value(), job_id, "results");
    if (!locator.ok()) return locator.status();
    list.locators.push_back(*std::move(locator));
    return absl::OkStatus();
  }
  return absl::InternalError("a page has no link");
}

absl::Status AddPages(const v1::Value& pages, absl::string_view job_id, ResultPageList& list) {
  if (!pages.has_list_value()) return absl::InternalError("`resultPages` is no list");
  list.locators.reserve(static_cast<std::size_t>(pages.list_value().values_size()));
  for (const v1::Value& page : pages.list_value().values()) {
    SFC_RETURN_IF_ERROR(AddPage(page.record_value(), job_id, list));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ResultPageList> ParseResultPages(absl::string_view json, absl::string_view job_id) {
  v1::Record reply;
  SFC_RETURN_IF_ERROR(JsonToRecord(json, reply));
  ResultPageList list;
  bool has_pages = false;
  std::optional<bool> done;
  for (const v1::Field& field : reply.fields()) {
    if (field.name() == "resultPages") {
      has_pages = true;
      SFC_RETURN_IF_ERROR(AddPages(field.value(), job_id, list));
    } else if ((field.name() == "nextRecordsUrl" || field.name() == "nextRecordUrl") &&
               field.value().has_string_value()) {
      absl::StatusOr<std::string> next =
          ParseLink(field.value().string_value(), job_id, "resultPages");
      if (!next.ok()) return next.status();
      list.next_locator = *std::move(next);
    } else if (field.name() == "done") {
      done = field.value().bool_value();
    }
  }
  if (!has_pages) return absl::InternalError("`resultPages` is missing");
  if (done.value_or(false)) list.next_locator.clear();
  if (!done.value_or(true) && list.next_locator.empty()) {
    return absl::InternalError("the list is not done, but does not go on");
  }
  return list;
}

Task<absl::StatusOr<ResultPageList>> ListResultPages(OperationContext context, std::string job_id,
                                                     std::string locator) {
  RestRequest request("GET", BulkV2JobPath(BulkV2JobKind::kQuery, job_id, "resultPages"),
                      Effect::kNone);
  if (!locator.empty()) request.query.emplace_back("locator", std::move(locator));
  ResultPageList list;
  request.accept = [&list, &job_id](const RestReply& reply) -> absl::Status {
    absl::StatusOr<ResultPageList> parsed = ParseResultPages(reply.body, job_id);
    if (!parsed.ok()) return parsed.status();
    list = *std::move(parsed);
    return absl::OkStatus();
  };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, std::move(request));
  if (!reply.ok()) co_return reply.status();
  co_return list;
}

}  // namespace sfconnector
