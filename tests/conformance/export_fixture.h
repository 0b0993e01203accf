// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sfconnector/v1/export_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {

inline constexpr char kQueryJobs[] = "/services/data/v59.0/jobs/query";

// What an export brought, up to its end or to where it was given up.
struct ExportedRows {
  Outcome outcome;
  std::string job_id;
  std::string csv;  // of all messages
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // of the format ROWS, null as "null"
  std::vector<std::string> states;             // of the job, in order
  std::string resume_token;                    // the last one
  v1::ExportTotals totals;
  bool has_totals = false;
  bool job_deleted = false;
  int messages = 0;
  std::size_t largest_message = 0;

  void Add(const std::string& message);
};
ExportedRows ReadAllOf(Stream& stream);

// The records of a CSV text, header included, in cells. Strict: every field has quotes.
std::vector<std::vector<std::string>> CellsOf(const std::string& csv, char delimiter = ',',
                                              const std::string& line_ending = "\n");
// The same without the header, sorted.
std::vector<std::vector<std::string>> SortedRecords(const std::string& csv);

// Exports from the org with many rows, whose pages have 500.
class ExportTest : public BigOrgTest {
 protected:
  static constexpr int kPages = kBigRows / 500;

  void TearDown() override {
    BigOrgTest::TearDown();
    big().ClearFaults();
  }

  static v1::ExportRequest Exporting(const std::string& soql);
  ExportedRows Export(const v1::ExportRequest& request, const CallSettings& settings = {});
  // Reads until the first rows are there, and cancels.
  ExportedRows ExportInPart(const v1::ExportRequest& request);
  std::unique_ptr<Stream> Open(const v1::ExportRequest& request);

  // Does `action` to the `nth` page that is asked for; to `count` from it on, all where 0.
  static void StrikePage(const std::string& action, int nth, int count = 1);
  // Answers questions for a job with this state.
  static void AnswerWithState(const std::string& state, const std::string& message, int count);

  // The ids of all accounts, in order, as StreamQuery has them.
  std::vector<std::string> AllIds();
};

}  // namespace sfconnector::conformance
