// SPDX-License-Identifier: Apache-2.0
// Loads of any length: every row once, and what became of it by its ordinal.
#include "tests/conformance/ingest_fixture.h"

namespace sfconnector::conformance {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr v1::IngestedRowState kCreated = v1::INGESTED_ROW_STATE_CREATED;
constexpr v1::IngestedRowState kUpdated = v1::INGESTED_ROW_STATE_UPDATED;
constexpr v1::IngestedRowState kDeleted = v1::INGESTED_ROW_STATE_DELETED;
constexpr v1::IngestedRowState kFailed = v1::INGESTED_ROW_STATE_FAILED;

// Both modes do the same; only results are matched differently.
class Ingest : public IngestTest, public ::testing::WithParamInterface<v1::IngestMode> {
 protected:
  static v1::IngestHead Head(const std::string& operation = "insert") {
    v1::IngestHead head = HeadOf(operation);
    head.set_mode(GetParam());
    return head;
  }
};

INSTANTIATE_TEST_SUITE_P(Modes, Ingest,
                         ::testing::Values(v1::INGEST_MODE_UNORDERED, v1::INGEST_MODE_ORDERED),
                         [](const auto& mode) {
                           return mode.param == v1::INGEST_MODE_ORDERED ? "Ordered" : "Unordered";
                         });

TEST_P(Ingest, InsertedRowsAreToldWithTheirIds) {
  const Loaded loaded = Load(Head(), "Name,Text__c\na,1\nb,2\nc,3\n");
  ASSERT_TRUE(Succeeded(loaded.outcome));
  EXPECT_THAT(loaded.States(), ElementsAre(kCreated, kCreated, kCreated));
  const std::map<std::string, std::string> names = ById("Name");
  const std::string expected[] = {"a", "b", "c"};
  for (const auto& [row, told] : loaded.Rows()) EXPECT_EQ(names.at(told.id()), expected[row]);
  EXPECT_EQ(loaded.Summary().rows(), 3);
  EXPECT_EQ(loaded.Summary().created(), 3);
}

TEST_P(Ingest, UpdateUpsertAndDeleteTellWhatTheyDid) {
  const std::string a = org().InsertOne("Item__c", R"("Name":"a","Key__c":"ka")");
  const Loaded updated = Load(Head("update"), "Id,Text__c\n" + a + ",new\n");
  ASSERT_TRUE(Succeeded(updated.outcome));
  EXPECT_THAT(updated.States(), ElementsAre(kUpdated));
  EXPECT_EQ(ById("Text__c").at(a), "new");

  v1::IngestHead upsert = Head("upsert");
  upsert.set_external_id_field_name("Key__c");
  const Loaded upserted = Load(upsert, "Name,Key__c\nb,kb\na2,ka\n");
  ASSERT_TRUE(Succeeded(upserted.outcome));
  EXPECT_THAT(upserted.States(), ElementsAre(kCreated, kUpdated));
  EXPECT_EQ(upserted.Rows().at(1).id(), a);

  const Loaded deleted = Load(Head("delete"), "Id\n" + a + "\n");
  ASSERT_TRUE(Succeeded(deleted.outcome));
  EXPECT_THAT(deleted.States(), ElementsAre(kDeleted));
  EXPECT_EQ(deleted.Summary().deleted(), 1);
  EXPECT_THAT(ById("Name"), SizeIs(1));
}

TEST_P(Ingest, RowsThatFailHaveSalesforcesCodeMessageAndFields) {
  const Loaded loaded =
      Load(Head(), "Name,Whole__c,Text__c\na,1,x\nb,1,\"" + std::string(256, 'x') + "\"\nc,,y\n");
  ASSERT_TRUE(Succeeded(loaded.outcome));
  EXPECT_THAT(loaded.States(), ElementsAre(kCreated, kFailed, kCreated));
  const v1::IngestedRow failed = loaded.Rows().at(1);
  ASSERT_THAT(failed.errors(), SizeIs(1));
  EXPECT_EQ(failed.errors(0).status_code(), "STRING_TOO_LONG");
  EXPECT_THAT(failed.errors(0).fields(), ElementsAre("Text__c"));
  EXPECT_EQ(loaded.Summary().failed(), 1);
}

TEST_P(Ingest, EqualRowsAreEachToldOnce) {
  std::string csv = "Name\n";
  for (int i = 0; i < 700; ++i) csv += i % 2 == 0 ? "same\n" : "other\n";
  const Loaded loaded = Load(Head(), csv);
  ASSERT_TRUE(Succeeded(loaded.outcome));
  EXPECT_THAT(loaded.States(), SizeIs(700));
  const std::map<std::string, std::string> names = ById("Name");
  EXPECT_THAT(names, SizeIs(700));
  std::map<std::string, int> seen;
  for (const auto& [row, told] : loaded.Rows()) {
    EXPECT_EQ(names.at(told.id()), row % 2 == 0 ? "same" : "other");
    EXPECT_EQ(++seen[told.id()], 1);
  }
}

TEST_P(Ingest, CellsArriveAsTheyAre) {
  const std::string csv =
      "\xEF\xBB\xBFName,Long__c\n\"a \"\"b\"\", c\",\"x\ny\"\n\xC3\xA4\xE2\x82\xAC,\" z \"\n";
  for (const std::size_t size : {std::size_t{1}, std::size_t{7}, csv.size()}) {
    SCOPED_TRACE(size);
    const Loaded loaded = Load(Head(), csv, size);
    ASSERT_TRUE(Succeeded(loaded.outcome));
    ASSERT_THAT(loaded.States(), ElementsAre(kCreated, kCreated));
    EXPECT_EQ(ById("Name").at(loaded.Rows().at(0).id()), "a \"b\", c");
    EXPECT_EQ(ById("Long__c").at(loaded.Rows().at(0).id()), "x\ny");
    EXPECT_EQ(ById("Name").at(loaded.Rows().at(1).id()), "\xC3\xA4\xE2\x82\xAC");
  }
}

TEST_P(Ingest, TypedRowsClearLeaveAloneAndSet) {
  const std::string id =
      org().InsertOne("Item__c", R"("Name":"a","Text__c":"t","Long__c":"l","Whole__c":1)");
  v1::IngestRows rows;
  v1::Row& row = *rows.add_rows();
  row.add_values()->set_string_value(id);
  row.add_values()->set_null_value(v1::NULL_VALUE_UNSPECIFIED);
  row.add_values();
  row.add_values()->set_decimal_value("123456.125");
  const Loaded loaded = LoadRows(Head("update"), {"Id", "Text__c", "Long__c", "Precise__c"}, rows);
  ASSERT_TRUE(Succeeded(loaded.outcome));
  ASSERT_THAT(loaded.States(), ElementsAre(kUpdated));
  v1::Record record;
  ASSERT_TRUE(Succeeded(
      GetRecord("Item__c", id, {"Text__c", "Long__c", "Whole__c", "Precise__c"}, &record)));
  EXPECT_EQ(TextOf(record, "Text__c"), "null");
  EXPECT_EQ(TextOf(record, "Long__c"), "l");
  EXPECT_THAT(TextOf(record, "Precise__c"), HasSubstr("123456.125"));
}

TEST_P(Ingest, ManyJobsAtOnceTellEveryRow) {
  constexpr int kRows = 2'000;
  v1::IngestHead head = Head();
  head.set_max_job_rows(300);
  head.set_max_parallel_jobs(3);
  const Loaded loaded = Load(head, Items(kRows), 1000);
  ASSERT_TRUE(Succeeded(loaded.outcome));
  const std::map<std::string, std::string> keys = ById("Key__c");
  const std::map<std::int64_t, v1::IngestedRow> rows = loaded.Rows();
  ASSERT_THAT(rows, SizeIs(kRows));
  for (const auto& [row, told] : rows) ASSERT_EQ(keys.at(told.id()), std::to_string(row));
  EXPECT_EQ(loaded.Summary().jobs(), 7);
}

TEST_P(Ingest, FailuresAloneAreToldWhereWished) {
  v1::IngestHead head = Head();
  head.set_outcomes(v1::INGEST_OUTCOMES_FAILURES);
  const Loaded loaded = Load(head, "Name,Whole__c\na,1\nb,x\n");
  ASSERT_TRUE(Succeeded(loaded.outcome));
  EXPECT_EQ(loaded.Rows().at(1).state(), kFailed);
  EXPECT_THAT(loaded.Rows(), SizeIs(1));
  EXPECT_EQ(loaded.Summary().created(), 1);
}

class IngestUnordered : public IngestTest {};

TEST_F(IngestUnordered, EveryDelimiterAndLineEndingIsTaken) {
  const std::pair<const char*, char> delimiters[] = {{"BACKQUOTE", '`'}, {"CARET", '^'},
                                                     {"COMMA", ','},     {"PIPE", '|'},
                                                     {"SEMICOLON", ';'}, {"TAB", '\t'}};
  for (const auto& [name, byte] : delimiters) {
    for (const std::string line_ending : {"LF", "CRLF"}) {
      SCOPED_TRACE(name + line_ending);
      const std::string end = line_ending == "LF" ? "\n" : "\r\n";
      const std::string cell = std::string("\"x") + byte + "y\"";
      const std::string csv =
          std::string("Name") + byte + "Text__c" + end + "a" + byte + cell + end + "b" + byte + end;
      v1::IngestHead head = HeadOf();
      head.set_column_delimiter(name);
      head.set_line_ending(line_ending);
      const Loaded loaded = Load(head, csv);
      ASSERT_TRUE(Succeeded(loaded.outcome));
      ASSERT_THAT(loaded.States(), ElementsAre(kCreated, kCreated));
      EXPECT_EQ(ById("Text__c").at(loaded.Rows().at(0).id()), std::string("x") + byte + "y");
    }
  }
}

TEST_F(IngestUnordered, AHundredThousandRowsAreTold) {
  constexpr int kRows = 100'000;
  v1::IngestHead head = HeadOf();
  head.set_max_job_rows(20'000);
  const Loaded loaded = Load(head, Items(kRows));
  ASSERT_TRUE(Succeeded(loaded.outcome));
  EXPECT_EQ(loaded.Summary().created(), kRows);
  EXPECT_EQ(loaded.Summary().jobs(), 5);
  EXPECT_THAT(loaded.JobIds(), SizeIs(5));
  const std::map<std::int64_t, v1::IngestedRow> rows = loaded.Rows();
  ASSERT_THAT(rows, SizeIs(kRows));
  std::map<std::string, std::string> keys = ById("Key__c");
  ASSERT_THAT(keys, SizeIs(kRows));
  for (const auto& [row, told] : rows) ASSERT_EQ(keys[told.id()], std::to_string(row));
}

TEST_F(IngestUnordered, ProgressTellsJobsAndTheirStates) {
  LetJobs(R"("runningMs":500)");
  const Loaded loaded = Load(HeadOf(), Items(10));
  ASSERT_TRUE(Succeeded(loaded.outcome));
  std::vector<std::string> states;
  for (const v1::IngestResponse& message : loaded.messages) {
    if (!message.has_progress()) continue;
    EXPECT_EQ(message.progress().row_count(), 10);
    if (states.empty() || states.back() != message.progress().state()) {
      states.push_back(message.progress().state());
    }
  }
  ASSERT_THAT(states, SizeIs(Ge(3u)));
  EXPECT_EQ(states.front(), "Open");
  EXPECT_EQ(states.back(), "JobComplete");
}

TEST_F(IngestUnordered, BadInputNamesItsFieldAndNothingIsSent) {
  v1::IngestHead head = HeadOf();
  head.clear_sobject();
  EXPECT_TRUE(RefusedFor(Load(head, Items(1)).outcome, "head.sobject"));
  head = HeadOf();
  head.set_column_delimiter("COLON");
  EXPECT_TRUE(RefusedFor(Load(head, Items(1)).outcome, "head.column_delimiter"));
  v1::IngestRows rows;
  rows.add_rows()->add_values()->set_string_value("a");
  rows.add_rows()->add_values()->set_string_value("");
  const Loaded empty = LoadRows(HeadOf(), {"Name"}, rows);
  EXPECT_TRUE(RefusedFor(empty.outcome, "rows.rows[1].values[0]"));
  EXPECT_THAT(empty.outcome.message, HasSubstr("row 1, column Name"));
  EXPECT_THAT(empty.States(), ElementsAre(v1::INGESTED_ROW_STATE_NOT_SENT));
  EXPECT_EQ(org().Count("POST"), 0);
}

TEST_F(IngestUnordered, MalformedCsvIsNamedByRecordAndByte) {
  v1::IngestHead head = HeadOf();
  head.set_max_job_rows(2);
  const Loaded loaded = Load(head, "Name\na\nb\nc\n\"d\"x\ne\n");
  EXPECT_TRUE(FailedWith(loaded.outcome, kInvalidArgument, "CSV_MALFORMED"));
  EXPECT_THAT(loaded.outcome.message, HasSubstr("record 5 at byte"));
  EXPECT_THAT(loaded.States(), ElementsAre(kCreated, kCreated, v1::INGESTED_ROW_STATE_NOT_SENT));
}

TEST_F(IngestUnordered, ObjectThatThereIsNotEndsTheLoad) {
  v1::IngestHead head = HeadOf();
  head.set_sobject("Nothing__c");
  const Loaded loaded = Load(head, Items(3));
  EXPECT_FALSE(loaded.outcome.ok());
  EXPECT_EQ(loaded.outcome.domain, "salesforce.com");
  EXPECT_THAT(loaded.States(), SizeIs(3));
  EXPECT_THAT(loaded.States(), Each(v1::INGESTED_ROW_STATE_NOT_SENT));
}

TEST_F(IngestUnordered, InputWithoutRowsIsNoJob) {
  const Loaded loaded = Load(HeadOf(), "Name\n");
  ASSERT_TRUE(Succeeded(loaded.outcome));
  EXPECT_EQ(loaded.Summary().rows(), 0);
  EXPECT_EQ(org().Count("POST"), 0);
}

TEST_F(IngestUnordered, TwoLoadsAtOnceDoNotMix) {
  Loaded first;
  Loaded second;
  connection();
  std::thread other([&] { first = Load(HeadOf(), Items(500)); });
  second = Load(HeadOf(), "Name,Text__c\nz,1\nz,2\n");
  other.join();
  ASSERT_TRUE(Succeeded(first.outcome));
  ASSERT_TRUE(Succeeded(second.outcome));
  EXPECT_THAT(first.Rows(), SizeIs(500));
  EXPECT_THAT(second.Rows(), SizeIs(2));
}

}  // namespace
}  // namespace sfconnector::conformance
