// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sfconnector/v1/export_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"
#include "tests/support/fake_http_client.h"

namespace sfconnector::testing {

inline constexpr char kExportJob[] = "750R0000000zxr8IAA";

// A query job with some pages, which a test may damage, behind a FakeHttpClient.
class ScriptedExport {
 public:
  // Every page has a header and these records, each of them `"<number>","text"`.
  explicit ScriptedExport(OperationHarness& harness, const std::vector<int>& records_of_pages);

  // Answers the next request whose target ends so with that.
  void Answer(const std::string& end, ScriptedReply reply);
  // Takes back what was not answered yet.
  void ForgetAnswers() { answers_.clear(); }
  // The page's true reply, with its headers, to be damaged.
  ScriptedReply TruePage(int number) const;

  // How often a target that ends so was asked for.
  int Count(const std::string& method, const std::string& end) const;

  // The records of all pages in order, without headers.
  std::string Records() const;

  std::string state = "JobComplete";
  std::string error_message;
  std::int64_t records_processed = 0;
  // How many links a list of pages has.
  int links = 5;
  bool deleted = false;
  bool refuses_deletion = false;

 private:
  ScriptedReply Reply(const SentRequest& request);
  ScriptedReply ListFrom(int number) const;
  std::string Job() const;

  OperationHarness& harness_;
  std::vector<std::string> pages_;
  std::vector<int> records_;
  std::map<std::string, std::deque<ScriptedReply>> answers_;
};

// What an export has written.
struct Exported {
  std::vector<v1::ExportResponse> messages;
  std::string csv;                // of all messages
  std::vector<std::string> rows;  // the values of each, with a `|` between them
  std::vector<std::string> columns;
  std::string last_token;
  v1::ExportTotals totals;
  bool has_totals = false;
};
Exported ReadExported(const std::vector<std::string>& messages);

// The lines of a text, in alphabetical order.
std::vector<std::string> SortedLines(const std::string& text);

// An export against a scripted job.
class ExportStreamTest : public ::testing::Test {
 protected:
  static constexpr char kMethod[] = "ExportService/Export";
  static constexpr char kHeader[] = "\"Number\",\"Text\"\n";

  static v1::ExportRequest Request() {
    v1::ExportRequest request;
    request.set_soql("SELECT Number, Text FROM Account");
    return request;
  }
  static v1::ExportRequest Ordered() {
    v1::ExportRequest request = Request();
    request.set_ordered(true);
    return request;
  }

  ScriptedExport& Pages(const std::vector<int>& records_of_pages) {
    return export_.emplace(harness_, records_of_pages);
  }
  Exported Written() { return ReadExported(harness_.writer->messages); }

  OperationHarness harness_;
  std::optional<ScriptedExport> export_;
};

}  // namespace sfconnector::testing
