// SPDX-License-Identifier: Apache-2.0
#include "tests/core/salesforce/export/scripted_export.h"

#include <algorithm>
#include <utility>

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace sfconnector::testing {
namespace {

constexpr char kHeader[] = "\"Number\",\"Text\"\n";

// The number behind `locator=L` of a URL; 0 where there is none.
int PageOf(const std::string& url) {
  const std::size_t at = url.find("locator=L");
  int number = 0;
  if (at == std::string::npos) return 0;
  EXPECT_TRUE(absl::SimpleAtoi(url.substr(at + 9), &number)) << url;
  return number;
}

}  // namespace

ScriptedExport::ScriptedExport(OperationHarness& harness, const std::vector<int>& records_of_pages)
    : harness_(harness), records_(records_of_pages) {
  for (const int count : records_of_pages) {
    std::string page;
    for (int i = 0; i < count; ++i) {
      absl::StrAppend(&page, "\"", records_processed++, "\",\"a\nb\"\n");
    }
    pages_.push_back(std::move(page));
  }
  harness.http.SetResponder([this](const SentRequest& request) { return Reply(request); });
}

void ScriptedExport::Answer(const std::string& end, ScriptedReply reply) {
  answers_[end].push_back(std::move(reply));
}

ScriptedReply ScriptedExport::TruePage(int number) const {
  const auto at = static_cast<std::size_t>(number);
  ScriptedReply reply;
  reply.chunks = {kHeader + pages_.at(at)};
  const bool last = at + 1 == pages_.size();
  reply.headers = {{"Sforce-NumberOfRecords", absl::StrCat(records_.at(at))},
                   {"Sforce-Locator", last ? "null" : absl::StrCat("L", number + 1)}};
  return reply;
}

int ScriptedExport::Count(const std::string& method, const std::string& end) const {
  const auto& requests = harness_.http.requests();
  return static_cast<int>(
      std::count_if(requests.begin(), requests.end(), [&](const SentRequest& request) {
        return request.method == method && absl::EndsWith(request.url, end);
      }));
}

std::string ScriptedExport::Records() const { return absl::StrJoin(pages_, ""); }

ScriptedReply ScriptedExport::Reply(const SentRequest& request) {
  for (auto& [end, replies] : answers_) {
    if (replies.empty() || !absl::EndsWith(request.url, end)) continue;
    ScriptedReply reply = std::move(replies.front());
    replies.pop_front();
    return reply;
  }
  if (request.method == "POST") return ScriptedReply::Of(200, Job());
  if (request.method == "DELETE" && refuses_deletion) {
    return ScriptedReply::Of(400, R"([{"errorCode":"API_ERROR","message":"not terminated"}])");
  }
  if (request.method == "DELETE") {
    deleted = true;
    return ScriptedReply::Of(204, "");
  }
  if (absl::StrContains(request.url, "/resultPages")) return ListFrom(PageOf(request.url));
  if (absl::StrContains(request.url, "/results")) return TruePage(PageOf(request.url));
  return ScriptedReply::Of(200, Job());
}

ScriptedReply ScriptedExport::ListFrom(int number) const {
  const std::string path = absl::StrCat("/services/data/v59.0/jobs/query/", kExportJob);
  std::vector<std::string> entries;
  const int count = static_cast<int>(pages_.size());
  const int end = std::min(number + links, count);
  for (int page = number; page < end; ++page) {
    entries.push_back(absl::StrCat("{\"resultUrl\":\"", path, "/results?locator=L", page, "\"}"));
  }
  const std::string next =
      end == count ? "null" : absl::StrCat("\"", path, "/resultPages?locator=L", end, "\"");
  return ScriptedReply::Of(200, absl::StrCat("{\"resultPages\":[", absl::StrJoin(entries, ","),
                                             "],\"nextRecordsUrl\":", next,
                                             ",\"done\":", end == count ? "true" : "false", "}"));
}

std::string ScriptedExport::Job() const {
  return absl::StrCat(R"({"id":")", kExportJob, R"(","operation":"query","object":"Account",)",
                      R"("createdById":"005R0000000zxr8IAA",)",
                      R"("createdDate":"2018-12-10T17:50:19.000+0000","state":")", state,
                      R"(","errorMessage":")", error_message, R"(","numberRecordsProcessed":)",
                      records_processed, "}");
}

Exported ReadExported(const std::vector<std::string>& messages) {
  Exported exported;
  for (const std::string& bytes : messages) {
    v1::ExportResponse& message = exported.messages.emplace_back();
    EXPECT_TRUE(message.ParseFromString(bytes));
    exported.csv += message.csv();
    for (const v1::Row& row : message.rows().rows()) {
      std::vector<std::string> values;
      for (const v1::Value& value : row.values()) values.push_back(value.string_value());
      exported.rows.push_back(absl::StrJoin(values, "|"));
    }
    exported.columns.insert(exported.columns.end(), message.columns().begin(),
                            message.columns().end());
    if (!message.resume_token().empty()) exported.last_token = message.resume_token();
    if (message.has_totals()) {
      exported.totals = message.totals();
      exported.has_totals = true;
    }
  }
  return exported;
}

std::vector<std::string> SortedLines(const std::string& text) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace sfconnector::testing
