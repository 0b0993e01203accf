// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "sfconnector/v1/ingest_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector::testing {

// Calls of ResumeIngest, and what they tell.
class ResumeTest : public ::testing::Test {
 protected:
  void Begin(const v1::ResumeIngestHead& head, const std::string& csv = {}) {
    harness_.StartStream("IngestService/ResumeIngest");
    v1::ResumeIngestRequest request;
    *request.mutable_head() = head;
    harness_.Push(request);
    if (!csv.empty()) {
      request.set_csv(csv);
      harness_.Push(request);
    }
    harness_.CloseRequests();
  }
  absl::Status Resume(const v1::ResumeIngestHead& head, const std::string& csv = {}) {
    Begin(head, csv);
    return harness_.Finish();
  }

  std::vector<v1::ResumeIngestResponse> Messages() {
    std::vector<v1::ResumeIngestResponse> messages;
    for (const std::string& bytes : harness_.writer->messages) {
      EXPECT_TRUE(messages.emplace_back().ParseFromString(bytes));
    }
    return messages;
  }

  // `job or batch state`, in the order in which progress was told.
  std::vector<std::string> Progress() {
    std::vector<std::string> told;
    for (const v1::ResumeIngestResponse& message : Messages()) {
      const v1::IngestProgress& progress = message.progress();
      if (!message.has_progress()) continue;
      const std::string& id = progress.batch_id().empty() ? progress.job_id() : progress.batch_id();
      told.push_back(id + " " + progress.state());
    }
    return told;
  }

  // The outcomes of rows by their ordinals; each must come once.
  std::map<std::int64_t, v1::IngestedRow> Told() {
    std::map<std::int64_t, v1::IngestedRow> told;
    for (const v1::ResumeIngestResponse& message : Messages()) {
      for (const v1::IngestedRow& row : message.rows().rows()) {
        EXPECT_TRUE(told.emplace(row.row(), row).second) << row.row();
      }
    }
    return told;
  }

  // The same as `id or code`, in the order of the rows.
  std::vector<std::string> Outcomes() {
    std::vector<std::string> outcomes;
    for (const auto& [row, told] : Told()) outcomes.push_back(TextOf(told));
    return outcomes;
  }

  // Outcomes of rows that are told with their cells, `cell=id or code`, as they come.
  std::vector<std::string> Echoed() {
    std::vector<std::string> echoed;
    for (const v1::ResumeIngestResponse& message : Messages()) {
      for (const v1::IngestedRow& row : message.rows().rows()) {
        EXPECT_FALSE(row.has_row());
        echoed.push_back(row.cells(0) + "=" + TextOf(row));
      }
    }
    return echoed;
  }

  v1::IngestSummary Summary() { return Messages().back().summary(); }

  static std::string TextOf(const v1::IngestedRow& row) {
    return row.errors_size() > 0 ? row.errors(0).status_code() : row.id();
  }

  // How many requests were sent to URLs that end so.
  int Count(const std::string& method, const std::string& end) const {
    int count = 0;
    for (const SentRequest& request : harness_.http.requests()) {
      if (request.method == method && absl::EndsWith(request.url, end)) ++count;
    }
    return count;
  }

  OperationHarness harness_;
};

}  // namespace sfconnector::testing
