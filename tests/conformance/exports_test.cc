// SPDX-License-Identifier: Apache-2.0
// Exports: every row of a query once, in each form and order.
#include <algorithm>
#include <set>

#include "tests/conformance/export_fixture.h"

namespace sfconnector::conformance {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::Le;
using ::testing::Lt;
using ::testing::SizeIs;

constexpr char kManyFields[] = "SELECT Id, Name, Description, Website, Phone, Type FROM Account";

using Exports = ExportTest;

std::vector<std::string> FirstColumn(const std::vector<std::vector<std::string>>& records) {
  std::vector<std::string> values;
  values.reserve(records.size());
  for (const std::vector<std::string>& record : records) values.push_back(record.at(0));
  return values;
}

TEST_F(Exports, RowsOfAllPagesComeOnce) {
  const ExportedRows exported = Export(Exporting(kManyFields));
  ASSERT_TRUE(Succeeded(exported.outcome));
  EXPECT_EQ(FirstColumn(SortedRecords(exported.csv)), AllIds());
  EXPECT_THAT(exported.columns,
              ElementsAre("Id", "Name", "Description", "Website", "Phone", "Type"));
  EXPECT_EQ(CellsOf(exported.csv).at(0), exported.columns);
  EXPECT_EQ(exported.totals.records(), kBigRows);
  EXPECT_EQ(exported.totals.records_of_this_call(), kBigRows);
  EXPECT_EQ(exported.totals.pages(), kPages);
  EXPECT_EQ(exported.totals.pages_fetched_again(), 0);
  EXPECT_EQ(exported.states.back(), "JobComplete");
}

TEST_F(Exports, InOrderRowsComeInTheOrderOfTheResult) {
  v1::ExportRequest request = Exporting("SELECT Id, Name FROM Account ORDER BY Id");
  request.set_ordered(true);
  const ExportedRows exported = Export(request);
  ASSERT_TRUE(Succeeded(exported.outcome));
  std::vector<std::vector<std::string>> records = CellsOf(exported.csv);
  records.erase(records.begin());
  EXPECT_EQ(FirstColumn(records), AllIds());
}

TEST_F(Exports, PositionalRowsHaveTheSameValues) {
  const ExportedRows csv = Export(Exporting(kManyFields));
  v1::ExportRequest request = Exporting(kManyFields);
  request.set_format(v1::EXPORT_FORMAT_ROWS);
  ExportedRows rows = Export(request);
  ASSERT_TRUE(Succeeded(rows.outcome));
  EXPECT_EQ(rows.csv, "");
  EXPECT_EQ(rows.columns, csv.columns);
  for (std::vector<std::string>& row : rows.rows) {
    std::replace(row.begin(), row.end(), std::string("null"), std::string());
  }
  std::sort(rows.rows.begin(), rows.rows.end());
  EXPECT_EQ(rows.rows, SortedRecords(csv.csv));
}

TEST_F(Exports, MessagesAreNeitherSmallNorLarge) {
  for (const auto format : {v1::EXPORT_FORMAT_CSV, v1::EXPORT_FORMAT_ROWS}) {
    v1::ExportRequest request = Exporting(kManyFields);
    request.set_format(format);
    request.set_max_records(kBigRows);
    const ExportedRows exported = Export(request);
    ASSERT_TRUE(Succeeded(exported.outcome));
    EXPECT_THAT(exported.messages, Ge(4));
    EXPECT_THAT(exported.largest_message, Le(std::size_t{512} * 1024));
  }
}

TEST_F(Exports, PagesOfACertainSizeAreFetchedOneAfterAnother) {
  v1::ExportRequest request = Exporting("SELECT Id FROM Account ORDER BY Id");
  request.set_max_records(100);
  const ExportedRows exported = Export(request);
  ASSERT_TRUE(Succeeded(exported.outcome));
  EXPECT_EQ(FirstColumn(SortedRecords(exported.csv)), AllIds());
  EXPECT_EQ(exported.totals.pages(), kBigRows / 100);
  EXPECT_EQ(big().Count("GET", std::string(kQueryJobs) + "/" + exported.job_id + "/results?"),
            kBigRows / 100);
}

TEST_F(Exports, OldVersionsFollowTheLocators) {
  const std::string jobs = "/services/data/v57.0/jobs/query/";
  const ExportedRows exported =
      Export(Exporting("SELECT Id FROM Account"), {{{"sfconnector-api-version", "57.0"}}, {}});
  ASSERT_TRUE(Succeeded(exported.outcome));
  EXPECT_EQ(FirstColumn(SortedRecords(exported.csv)), AllIds());
  EXPECT_EQ(big().Count("GET", jobs + exported.job_id + "/resultPages"), 0);
  EXPECT_EQ(big().Count("GET", jobs + exported.job_id + "/results"), kPages);
}

TEST_F(Exports, SeveralAtOnceDoNotMixOrWaitForEachOther) {
  std::vector<std::unique_ptr<Stream>> streams;
  for (const char* soql : {kManyFields, "SELECT Name, Id FROM Account"}) {
    streams.push_back(Open(Exporting(soql)));
  }
  // Nobody reads the first one before the second has ended.
  const ExportedRows second = ReadAllOf(*streams[1]);
  const ExportedRows first = ReadAllOf(*streams[0]);
  ASSERT_TRUE(Succeeded(first.outcome));
  ASSERT_TRUE(Succeeded(second.outcome));
  EXPECT_EQ(FirstColumn(SortedRecords(first.csv)), AllIds());
  EXPECT_THAT(SortedRecords(second.csv), SizeIs(kBigRows));
  EXPECT_THAT(second.columns, ElementsAre("Name", "Id"));
  EXPECT_NE(first.job_id, second.job_id);
}

TEST_F(Exports, AReaderThatPausesMakesTheOrgWait) {
  const std::unique_ptr<Stream> stream = Open(Exporting(kManyFields));
  ExportedRows begun;
  while (begun.csv.empty()) begun.Add(stream->Next().value());
  // Another call over the same connection is not held up.
  v1::QueryResponse response;
  EXPECT_TRUE(Succeeded(Query("SELECT Id FROM Account LIMIT 1", &response)));
  const ExportedRows rest = ReadAllOf(*stream);
  ASSERT_TRUE(Succeeded(rest.outcome));
  EXPECT_EQ(FirstColumn(SortedRecords(begun.csv + rest.csv)), AllIds());
}

TEST_F(Exports, DeletedRowsComeWhereAskedFor) {
  v1::ExportRequest request = Exporting("SELECT Id FROM Account LIMIT 3");
  request.set_include_deleted(true);
  const ExportedRows exported = Export(request);
  ASSERT_TRUE(Succeeded(exported.outcome));
  EXPECT_EQ(exported.totals.records(), 3);
}

TEST_F(Exports, AnEmptyResultIsAHeader) {
  v1::ExportRequest request = Exporting("SELECT Id, Name FROM Account WHERE Name = :name");
  (*request.mutable_parameters())["name"].set_string_value("no 'such' name");
  for (const int max_records : {0, 10}) {
    request.set_max_records(max_records);
    const ExportedRows exported = Export(request);
    ASSERT_TRUE(Succeeded(exported.outcome));
    EXPECT_EQ(exported.csv, "\"Id\",\"Name\"\n");
    EXPECT_TRUE(exported.has_totals);
    EXPECT_EQ(exported.totals.records(), 0);
  }
}

TEST_F(Exports, TheJobIsDeletedWhereAskedForAndStaysOtherwise) {
  v1::ExportRequest request = Exporting("SELECT Id FROM Account LIMIT 1");
  const ExportedRows kept = Export(request);
  EXPECT_FALSE(kept.job_deleted);
  EXPECT_EQ(big().Count("DELETE"), 0);
  request.set_delete_job_when_done(true);
  const ExportedRows exported = Export(request);
  ASSERT_TRUE(Succeeded(exported.outcome));
  EXPECT_TRUE(exported.job_deleted);
  EXPECT_EQ(big().Count("DELETE", std::string(kQueryJobs) + "/" + exported.job_id), 1);
}

TEST_F(Exports, AResumedExportBringsWhatIsMissing) {
  for (const bool ordered : {false, true}) {
    for (const int max_records : {0, 1000}) {
      v1::ExportRequest request = Exporting(std::string(kManyFields) + " ORDER BY Id");
      request.set_ordered(ordered);
      request.set_max_records(max_records);
      const ExportedRows first = ExportInPart(request);
      EXPECT_EQ(first.outcome.code, kCancelled);
      connection_.reset();
      Use(Settings(big()));
      v1::ExportRequest resume;
      resume.set_resume_token(first.resume_token);
      resume.set_ordered(ordered);
      const ExportedRows rest = Export(resume);
      ASSERT_TRUE(Succeeded(rest.outcome));
      EXPECT_EQ(rest.job_id, first.job_id);
      EXPECT_EQ(FirstColumn(SortedRecords(first.csv + rest.csv)), AllIds());
      EXPECT_EQ(rest.totals.records(), kBigRows);
      EXPECT_THAT(rest.totals.records_of_this_call(), Lt(kBigRows));
    }
  }
}

TEST_F(Exports, APageAlreadyFinishedIsNotFetchedAgain) {
  const ExportedRows all = Export(Exporting("SELECT Id FROM Account"));
  ASSERT_TRUE(Succeeded(all.outcome));
  big().ClearJournal();
  v1::ExportRequest resume;
  resume.set_resume_token(all.resume_token);
  const ExportedRows again = Export(resume);
  ASSERT_TRUE(Succeeded(again.outcome));
  EXPECT_EQ(again.csv, "");
  EXPECT_EQ(again.totals.records(), kBigRows);
  EXPECT_EQ(again.totals.records_of_this_call(), 0);
  EXPECT_EQ(big().Count("GET"), 0);
}

// Values that CSV has to quote, in each of its forms.
using HostileValues = ConformanceTest;

TEST_F(HostileValues, ComeThroughEveryDelimiterAndLineEnding) {
  const std::vector<std::string> values = {
      "a,b;c|d^e`f\tg",         "\"quoted\"", "two\nlines", "two\r\nlines", "'",
      "\u00e4\u20ac\U0001F600", "#N/A"};
  for (const std::string& value : values) {
    ASSERT_TRUE(
        Succeeded(CreateRecord("Item__c", {TextField("Name", "n"), TextField("Long__c", value)})));
  }
  ASSERT_TRUE(Succeeded(CreateRecord("Item__c", {TextField("Name", "n")})));
  v1::QueryResponse stored;
  ASSERT_TRUE(Succeeded(Query("SELECT Long__c FROM Item__c ORDER BY Key__c, Id", &stored)));
  std::vector<std::string> expected = {"Long__c"};
  for (const v1::Record& record : stored.records()) {
    const std::string text = TextOf(record, "Long__c");
    expected.push_back(text == "null" ? "" : text);
  }
  const std::map<std::string, char> delimiters = {{"COMMA", ','},     {"BACKQUOTE", '`'},
                                                  {"CARET", '^'},     {"PIPE", '|'},
                                                  {"SEMICOLON", ';'}, {"TAB", '\t'}};
  for (const auto& [name, delimiter] : delimiters) {
    for (const auto& [ending, bytes] :
         std::map<std::string, std::string>{{"LF", "\n"}, {"CRLF", "\r\n"}}) {
      SCOPED_TRACE(::testing::Message() << name << " " << ending);
      v1::ExportRequest request;
      request.set_soql("SELECT Long__c, Name FROM Item__c ORDER BY Key__c, Id");
      request.set_column_delimiter(name);
      request.set_line_ending(ending);
      request.set_max_records(3);
      const auto stream =
          connection().Open("sfconnector.v1.ExportService/Export", request.SerializeAsString(), {});
      const ExportedRows exported = ReadAllOf(*stream);
      ASSERT_TRUE(Succeeded(exported.outcome));
      EXPECT_EQ(FirstColumn(CellsOf(exported.csv, delimiter, bytes)), expected);
    }
  }
}

}  // namespace
}  // namespace sfconnector::conformance
