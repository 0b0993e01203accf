// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/fake_http_client.h"

namespace sfconnector::testing {

// An org with one job of Bulk API 1.0 and its batches. Tests change what it answers.
class FakeClassicOrg {
 public:
  static constexpr char kJobId[] = "750000000000001AAA";

  struct Batch {
    std::string request;
    std::string result;
    std::string state = "Completed";
    int processed = 1;
    // How many questions for the batches come before that state.
    int questions = 0;
    std::string created = "2026-01-01T00:00:00.000Z";
  };

  explicit FakeClassicOrg(FakeHttpClient& http) {
    http.SetResponder([this](const SentRequest& request) { return Answer(request); });
  }

  static std::string BatchId(std::size_t number) {
    return absl::StrCat("7510000000000", absl::Dec(number, absl::kZeroPad2), "AAA");
  }

  // Asked before the org itself: an answer in its place; status 0 for none.
  std::function<ScriptedReply(const SentRequest&)> before;
  std::string state = "Closed";
  std::string content_type = "CSV";
  std::string job_type = "Classic";
  std::vector<Batch> batches;

 private:
  ScriptedReply Answer(const SentRequest& request) {
    if (before) {
      ScriptedReply reply = before(request);
      if (reply.status != 0 || !reply.error.ok()) return reply;
    }
    if (absl::StrContains(request.url, "/jobs/ingest/")) return BulkV2Job();
    const std::vector<std::string> path =
        absl::StrSplit(std::string(request.url.substr(request.url.find("/job/"))), '/');
    if (request.method == "POST") {
      state = absl::StrContains(request.body, "Aborted") ? "Aborted" : "Closed";
    }
    if (path.size() == 3) return ScriptedReply::Of(200, Job());
    if (path.size() == 4) return ScriptedReply::Of(200, Batches());
    for (std::size_t i = 0; i < batches.size(); ++i) {
      if (BatchId(i) != path[4]) continue;
      return ScriptedReply::Of(200, path[5] == "request" ? batches[i].request : batches[i].result);
    }
    return ScriptedReply::Of(404, "");
  }

  // Bulk API 2.0 has the jobs of the other one, too.
  ScriptedReply BulkV2Job() const {
    return ScriptedReply::Of(200, absl::StrCat(R"({"id":")", kJobId, R"(","state":")", state,
                                               R"(","jobType":")", job_type, "\"}"));
  }

  std::string Job() const {
    return absl::StrCat("<?xml version=\"1.0\"?><jobInfo><id>", kJobId,
                        "</id><operation>insert</operation><object>Account</object><state>", state,
                        "</state><contentType>", content_type, "</contentType></jobInfo>");
  }

  std::string Batches() {
    std::string text = "<?xml version=\"1.0\"?><batchInfoList>";
    for (std::size_t i = 0; i < batches.size(); ++i) {
      Batch& batch = batches[i];
      const std::string now = batch.questions-- > 0 ? "InProgress" : batch.state;
      absl::StrAppend(&text, "<batchInfo><id>", BatchId(i), "</id><jobId>", kJobId,
                      "</jobId><state>", now, "</state><stateMessage>InvalidBatch : no",
                      "</stateMessage><createdDate>", batch.created, "</createdDate>",
                      "<numberRecordsProcessed>", batch.processed,
                      "</numberRecordsProcessed></batchInfo>");
    }
    return text + "</batchInfoList>";
  }
};

}  // namespace sfconnector::testing
