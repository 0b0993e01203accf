// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/export_fixture.h"

#include <algorithm>

namespace sfconnector::conformance {
namespace {

// Whether `what` stands in `text` at `at`; passes over it.
bool Passes(const std::string& text, const std::string& what, std::size_t& at) {
  if (text.compare(at, what.size(), what) != 0) return false;
  at += what.size();
  return true;
}

// The field that begins at `at`, which is left behind its closing quote.
std::string QuotedField(const std::string& text, std::size_t& at) {
  std::string value;
  EXPECT_TRUE(Passes(text, "\"", at)) << "no quote at byte " << at;
  while (at < text.size()) {
    const char c = text[at++];
    if (c != '"') {
      value += c;
    } else if (at < text.size() && text[at] == '"') {
      value += text[at++];
    } else {
      return value;
    }
  }
  ADD_FAILURE() << "the text ends within quotes";
  return value;
}

}  // namespace

void ExportedRows::Add(const std::string& message) {
  v1::ExportResponse response;
  ASSERT_TRUE(response.ParseFromString(message));
  ++messages;
  largest_message = std::max(largest_message, message.size());
  if (response.has_progress()) {
    if (job_id.empty()) job_id = response.progress().job_id();
    states.push_back(response.progress().state());
  }
  columns.insert(columns.end(), response.columns().begin(), response.columns().end());
  csv += response.csv();
  for (const v1::Row& row : response.rows().rows()) {
    std::vector<std::string>& values = rows.emplace_back();
    for (const v1::Value& value : row.values()) values.push_back(TextOf(value));
  }
  if (!response.resume_token().empty()) resume_token = response.resume_token();
  if (response.has_totals()) totals = response.totals();
  has_totals = has_totals || response.has_totals();
  job_deleted = job_deleted || response.job_deleted();
}

ExportedRows ReadAllOf(Stream& stream) {
  ExportedRows exported;
  while (const std::optional<std::string> message = stream.Next()) exported.Add(*message);
  exported.outcome = stream.Finish();
  return exported;
}

std::vector<std::vector<std::string>> CellsOf(const std::string& csv, char delimiter,
                                              const std::string& line_ending) {
  std::vector<std::vector<std::string>> records;
  for (std::size_t at = 0; at < csv.size();) {
    std::vector<std::string>& record = records.emplace_back();
    record.push_back(QuotedField(csv, at));
    while (Passes(csv, std::string(1, delimiter), at)) record.push_back(QuotedField(csv, at));
    if (!Passes(csv, line_ending, at)) {
      ADD_FAILURE() << "no line end at byte " << at;
      return records;
    }
  }
  return records;
}

std::vector<std::vector<std::string>> SortedRecords(const std::string& csv) {
  std::vector<std::vector<std::string>> records = CellsOf(csv);
  if (!records.empty()) records.erase(records.begin());
  std::sort(records.begin(), records.end());
  return records;
}

v1::ExportRequest ExportTest::Exporting(const std::string& soql) {
  v1::ExportRequest request;
  request.set_soql(soql);
  request.mutable_polling()->mutable_first_pause()->set_nanos(100'000'000);
  return request;
}

std::unique_ptr<Stream> ExportTest::Open(const v1::ExportRequest& request) {
  return connection().Open("sfconnector.v1.ExportService/Export", request.SerializeAsString(), {});
}

ExportedRows ExportTest::Export(const v1::ExportRequest& request, const CallSettings& settings) {
  const std::unique_ptr<Stream> stream = connection().Open("sfconnector.v1.ExportService/Export",
                                                           request.SerializeAsString(), settings);
  return ReadAllOf(*stream);
}

ExportedRows ExportTest::ExportInPart(const v1::ExportRequest& request) {
  const std::unique_ptr<Stream> stream = Open(request);
  ExportedRows exported;
  while (exported.csv.size() < 100'000 && exported.rows.size() < 100) {
    const std::optional<std::string> message = stream->Next();
    if (!message) {
      ADD_FAILURE() << "there was too little to give up";
      break;
    }
    exported.Add(*message);
  }
  stream->Cancel();
  while (stream->Next()) {
  }
  exported.outcome = stream->Finish();
  return exported;
}

void ExportTest::StrikePage(const std::string& action, int nth, int count) {
  big().Fault(R"({"match":{"pathRegex":"/results$|/results[?]","nth":)" + std::to_string(nth) +
              ",\"count\":" + std::to_string(count) + "},\"action\":{" + action + "}}");
}

void ExportTest::AnswerWithState(const std::string& state, const std::string& message, int count) {
  big().Fault(
      R"({"match":{"method":"GET","pathRegex":"/jobs/query/750[^/]*$","count":)" +
      std::to_string(count) +
      R"(},"action":{"status":200,"contentType":"application/json","body":"{\"id\":\"7500000)" +
      R"(00000001AAA\",\"operation\":\"query\",\"state\":\")" + state +
      R"(\",\"errorMessage\":\")" + message + R"(\"}"}})");
}

std::vector<std::string> ExportTest::AllIds() {
  return StreamQuery(connection(), Streamed("SELECT Id FROM Account ORDER BY Id")).Column("Id");
}

}  // namespace sfconnector::conformance
