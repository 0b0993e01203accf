// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "sfconnector/v1/ingest_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {

inline constexpr char kIngest[] = "sfconnector.v1.IngestService/Ingest";
inline constexpr char kResumeIngest[] = "sfconnector.v1.IngestService/ResumeIngest";

// What a load, or a resumed one, told.
struct Loaded {
  Outcome outcome;
  std::vector<v1::IngestResponse> messages;

  // The outcomes by row; each must come once.
  std::map<std::int64_t, v1::IngestedRow> Rows() const {
    std::map<std::int64_t, v1::IngestedRow> rows;
    for (const v1::IngestResponse& message : messages) {
      for (const v1::IngestedRow& row : message.rows().rows()) {
        EXPECT_TRUE(row.has_row());
        EXPECT_TRUE(rows.emplace(row.row(), row).second) << "row " << row.row() << " twice";
      }
    }
    return rows;
  }

  // Their states, in the order of the rows.
  std::vector<v1::IngestedRowState> States() const {
    std::vector<v1::IngestedRowState> states;
    for (const auto& [row, told] : Rows()) states.push_back(told.state());
    return states;
  }

  v1::IngestSummary Summary() const {
    const bool complete = !messages.empty() && messages.back().has_summary();
    EXPECT_TRUE(complete) << outcome;
    return complete ? messages.back().summary() : v1::IngestSummary();
  }

  // The jobs that were told, in their order.
  std::vector<std::string> JobIds() const {
    std::vector<std::string> ids;
    for (const v1::IngestResponse& message : messages) {
      const std::string& id = message.progress().job_id();
      if (message.has_progress() && std::find(ids.begin(), ids.end(), id) == ids.end()) {
        ids.push_back(id);
      }
    }
    return ids;
  }
};

// Loads of items.
class IngestTest : public ConformanceTest {
 protected:
  static constexpr char kJobs[] = "/services/data/v59.0/jobs/";

  static v1::IngestHead HeadOf(const std::string& operation = "insert") {
    v1::IngestHead head;
    head.set_sobject("Item__c");
    head.set_operation(operation);
    head.mutable_polling()->mutable_first_pause()->set_nanos(100'000'000);
    head.mutable_polling()->mutable_max_pause()->set_nanos(200'000'000);
    return head;
  }

  static v1::IngestHead UpsertBy(const std::string& field) {
    v1::IngestHead head = HeadOf("upsert");
    head.set_external_id_field_name(field);
    return head;
  }

  static std::string Encode(const v1::IngestHead& head) {
    v1::IngestRequest request;
    *request.mutable_head() = head;
    return request.SerializeAsString();
  }
  static std::string Encode(const std::string& csv) {
    v1::IngestRequest request;
    request.set_csv(csv);
    return request.SerializeAsString();
  }

  // Reads a call to its end.
  static Loaded ReadToEnd(Stream& stream) {
    Loaded loaded;
    while (const std::optional<std::string> message = stream.Next()) {
      EXPECT_TRUE(loaded.messages.emplace_back().ParseFromString(*message));
    }
    loaded.outcome = stream.Finish();
    return loaded;
  }

  // Sends all messages while it reads.
  Loaded Exchange(const std::string& method, const std::vector<std::string>& messages,
                  const CallSettings& settings = {}) {
    const std::unique_ptr<Duplex> call = connection().OpenDuplex(method, settings);
    std::thread writer([&] {
      for (const std::string& message : messages) {
        if (!call->Write(message)) return;
      }
      call->CloseWrites();
    });
    Loaded loaded = ReadToEnd(*call);
    writer.join();
    return loaded;
  }

  // Loads a text in messages of `size` bytes.
  Loaded Load(const v1::IngestHead& head, const std::string& csv, std::size_t size = 64 * 1024,
              const CallSettings& settings = {}) {
    std::vector<std::string> messages = {Encode(head)};
    for (std::size_t at = 0; at < csv.size(); at += size) {
      messages.push_back(Encode(csv.substr(at, size)));
    }
    return Exchange(kIngest, messages, settings);
  }

  Loaded LoadRows(v1::IngestHead head, const std::vector<std::string>& columns,
                  const v1::IngestRows& rows) {
    head.mutable_columns()->Assign(columns.begin(), columns.end());
    v1::IngestRequest request;
    *request.mutable_rows() = rows;
    return Exchange(kIngest, {Encode(head), request.SerializeAsString()});
  }

  Loaded Resume(const v1::ResumeIngestHead& head, const std::string& csv = {}) {
    v1::ResumeIngestRequest request;
    *request.mutable_head() = head;
    std::vector<std::string> messages = {request.SerializeAsString()};
    if (!csv.empty()) {
      request.set_csv(csv);
      messages.push_back(request.SerializeAsString());
    }
    return Exchange(kResumeIngest, messages);
  }

  static v1::ResumeIngestHead ResumeOf(const std::vector<std::string>& job_ids) {
    v1::ResumeIngestHead head;
    head.mutable_job_ids()->Assign(job_ids.begin(), job_ids.end());
    head.mutable_polling()->mutable_first_pause()->set_nanos(100'000'000);
    return head;
  }

  // A header and `count` rows of the columns Name and Key__c, the key being the row's number.
  static std::string Items(int count) {
    std::string csv = "Name,Key__c\n";
    for (int i = 0; i < count; ++i) csv += "item," + std::to_string(i) + "\n";
    return csv;
  }

  // The values of a field, by the id of their record.
  std::map<std::string, std::string> ById(const std::string& field) {
    std::map<std::string, std::string> values;
    const StreamedRows rows =
        StreamQuery(connection(), Streamed("SELECT Id, " + field + " FROM Item__c"));
    EXPECT_TRUE(Succeeded(rows.outcome));
    const std::vector<std::string> ids = rows.Column("Id");
    const std::vector<std::string> texts = rows.Column(field);
    for (std::size_t i = 0; i < ids.size(); ++i) values[ids[i]] = texts[i];
    return values;
  }

  static void Fault(const std::string& method, const std::string& path_regex,
                    const std::string& action, int count = 1, int nth = 1) {
    org().Fault(R"({"match":{"method":")" + method + R"(","pathRegex":")" + path_regex +
                R"(","count":)" + std::to_string(count) + R"(,"nth":)" + std::to_string(nth) +
                R"(},"action":{)" + action + "}}");
  }

  // What happens to the jobs that are made from now on.
  static void LetJobs(const std::string& what) {
    Fault("POST", "^/services/data/v59.0/jobs/", R"("job":{)" + what + "}", 0);
  }

  std::string StateOf(const std::string& job_id) {
    const std::string body = org().Get(kJobs + ("ingest/" + job_id));
    const std::string key = R"("state":")";
    const std::size_t at = body.find(key);
    EXPECT_NE(at, std::string::npos) << body;
    return body.substr(at + key.size(), body.find('"', at + key.size()) - at - key.size());
  }
};

}  // namespace sfconnector::conformance
