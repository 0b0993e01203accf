// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/fake_http_client.h"

namespace sfconnector::testing {

// An org that takes jobs of Bulk API 2.0 and saves every row, whose cells have no line ends. Tests
// change what it answers.
class FakeBulkOrg {
 public:
  struct Job {
    std::string state = "Open";
    std::string csv;
  };

  explicit FakeBulkOrg(FakeHttpClient& http) {
    http.SetResponder([this](const SentRequest& request) { return Answer(request); });
  }

  // Asked before the org itself: an answer in its place; status 0 for none. `before`: the org does
  // not see the request.
  std::function<ScriptedReply(const SentRequest&)> before;
  // The same once the org has done what it was asked.
  std::function<ScriptedReply(const SentRequest&)> after;
  // The state of jobs that were started.
  std::string end_state = "JobComplete";
  std::vector<std::pair<std::string, Job>> jobs;

  Job& Find(const std::string& id) {
    for (auto& [known, job] : jobs) {
      if (known == id) return job;
    }
    return jobs.emplace_back(id, Job()).second;
  }

 private:
  static bool IsAnswer(const ScriptedReply& reply) {
    return reply.status != 0 || !reply.error.ok();
  }

  ScriptedReply Answer(const SentRequest& request) {
    if (before) {
      ScriptedReply reply = before(request);
      if (IsAnswer(reply)) return reply;
    }
    ScriptedReply done = Do(request);
    if (after) {
      ScriptedReply reply = after(request);
      if (IsAnswer(reply)) return reply;
    }
    return done;
  }

  ScriptedReply Do(const SentRequest& request) {
    const std::vector<std::string> path =
        absl::StrSplit(std::string(request.url.substr(request.url.find("/jobs/"))), '/');
    if (path.size() == 3) {
      const std::string id =
          absl::StrCat("7500000000", absl::Dec(jobs.size() + 1, absl::kZeroPad5), "AAA");
      jobs.emplace_back(id, Job());
      return ScriptedReply::Of(200, Json(id));
    }
    Job& job = Find(path[3]);
    if (request.method == "PUT") {
      job.csv = request.body;
      return ScriptedReply::Of(201, "");
    }
    if (request.method == "PATCH") {
      job.state = absl::StrContains(request.body, "Aborted") ? "Aborted" : "InProgress";
      return ScriptedReply::Of(200, Json(path[3]));
    }
    if (path.size() == 4) {
      if (job.state == "InProgress") job.state = end_state;
      return ScriptedReply::Of(200, Json(path[3]));
    }
    return ScriptedReply::Of(200, Results(job, path[4]));
  }

  std::string Json(const std::string& id) {
    return absl::StrCat(R"({"id":")", id, R"(","operation":"insert","object":"Account","state":")",
                        Find(id).state, R"(","errorMessage":"InvalidBatch : no"})");
  }

  static std::string Results(const Job& job, const std::string& which) {
    std::vector<std::string> lines = absl::StrSplit(job.csv, '\n', absl::SkipEmpty());
    const bool saved = job.state == "JobComplete";
    const bool mine = saved ? which == "successfulResults" : which == "unprocessedrecords";
    std::string text;
    if (which == "successfulResults") text = "\"sf__Id\",\"sf__Created\",";
    if (which == "failedResults") text = "\"sf__Id\",\"sf__Error\",";
    absl::StrAppend(&text, lines.front(), "\n");
    // The last one first.
    for (std::size_t i = lines.size(); mine && --i > 0;) {
      if (saved) absl::StrAppend(&text, "\"001", lines[i], "\",\"true\",");
      absl::StrAppend(&text, lines[i], "\n");
    }
    return text;
  }
};

}  // namespace sfconnector::testing
