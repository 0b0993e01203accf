// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "tests/simulator/org_fixture.h"

namespace sfsim {

// Jobs of Bulk API 2.0.
class BulkTest : public OrgTest {
 protected:
  static constexpr char kIngest[] = "/services/data/v60.0/jobs/ingest";
  static constexpr char kQuery[] = "/services/data/v60.0/jobs/query";

  // Makes a job and returns its id; fails the test if that fails.
  std::string MakeJob(const std::string& path, const std::string& json) {
    const HttpReply reply = Call("POST", path, json);
    EXPECT_EQ(200, reply.status) << reply.body;
    return reply.Json().Text("id");
  }
  HttpReply Upload(const std::string& id, const std::string& csv) {
    return Call("PUT", kIngest + ("/" + id) + "/batches", csv, {{"Content-Type", "text/csv"}});
  }
  HttpReply SetState(const std::string& path, const std::string& state) {
    return Call("PATCH", path, R"({"state":")" + state + R"("})");
  }

  // The job's reply once it is as wanted; fails the test when that does not come. The job works
  // beside the test, so that asking is all there is to wait for.
  JsonValue WaitUntil(const std::string& path,
                      const std::function<bool(const JsonValue&)>& wanted) {
    JsonValue job;
    for (int attempt = 0; attempt < 20'000; ++attempt) {
      job = Call("GET", path).Json();
      if (wanted(job)) return job;
    }
    ADD_FAILURE() << path << " stays " << job.Text("state");
    return job;
  }
  JsonValue WaitFor(const std::string& path, const std::string& state) {
    return WaitUntil(path, [&](const JsonValue& job) { return job.Text("state") == state; });
  }

  // Runs a job with that data until it has ended, and returns its path.
  std::string Load(const std::string& json, const std::string& csv,
                   const std::string& state = "JobComplete") {
    const std::string id = MakeJob(kIngest, json);
    std::string path = kIngest + ("/" + id);
    EXPECT_EQ(201, Upload(id, csv).status);
    EXPECT_EQ(200, SetState(path, "UploadComplete").status);
    WaitFor(path, state);
    return path;
  }
  std::string LoadWidgets(const std::string& csv, const std::string& state = "JobComplete") {
    return Load(R"({"object":"Widget__c","operation":"insert"})", csv, state);
  }
  // Runs a query until it is complete, and returns its path.
  std::string Extract(const std::string& soql, const std::string& more = "") {
    const std::string id =
        MakeJob(kQuery, R"({"operation":"query","query":")" + soql + "\"" + more + "}");
    std::string path = kQuery + ("/" + id);
    WaitFor(path, "JobComplete");
    return path;
  }
  std::string Get(const std::string& path) { return Call("GET", path).body; }

  // `CODE: message` of an error reply.
  static std::string ErrorOf(const HttpReply& reply) {
    const JsonValue json = reply.Json();
    if (json.items.empty()) return reply.body;
    return std::to_string(reply.status) + " " + json.items[0].Text("errorCode") + ": " +
           json.items[0].Text("message");
  }
  void AddFault(const std::string& match, const std::string& action) {
    const HttpReply reply = CallOpen("POST", "/simulator/faults",
                                     "{\"match\":" + match + ",\"action\":" + action + "}");
    ASSERT_EQ(201, reply.status) << reply.body;
  }
};

// `Name` and so many rows: n1, n2, ….
inline std::string NumberedRows(int count) {
  std::string csv = "Name\n";
  for (int i = 1; i <= count; ++i) csv += "n" + std::to_string(i) + "\n";
  return csv;
}

}  // namespace sfsim
