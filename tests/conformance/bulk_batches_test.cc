// SPDX-License-Identifier: Apache-2.0
// Batches of Bulk API 1.0: what they are added with, and what comes back.
#include "tests/conformance/bulk_fixture.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::SizeIs;
using ::testing::StartsWith;

class BulkBatches : public BulkJobsTest {
 protected:
  static std::string Numbered(int count) {
    std::string csv = "Name\n";
    for (int i = 0; i < count; ++i) csv += "n" + std::to_string(i) + "\n";
    return csv;
  }

  static v1::AddBatchRequest Records(const std::vector<std::vector<v1::Field>>& records) {
    v1::AddBatchRequest message;
    message.mutable_records();
    for (const std::vector<v1::Field>& fields : records) {
      v1::Record& record = *message.mutable_records()->add_records();
      for (const v1::Field& field : fields) *record.add_fields() = field;
    }
    return message;
  }
};

TEST_F(BulkBatches, RecordsAreSavedInEveryForm) {
  for (const std::string type : {"CSV", "JSON", "XML"}) {
    SCOPED_TRACE(type);
    org().Reset();
    Use(Settings(org()));
    const std::string job = Made(NewJob("insert", type));
    const std::string batch = Added(
        {Head(job, type), Records({{TextField("Name", "a,\"b\"\n<&>"), TextField("Key__c", "1")},
                                   {TextField("Name", "Größe 日本"), NullField("Key__c")}})});
    ASSERT_EQ(Ended(job, batch).number_records_failed(), 0) << RequestOf(job, batch).bytes;
    const StreamedResult result = Result(job, batch, true);
    ASSERT_TRUE(Succeeded(result.outcome));
    ASSERT_THAT(result.rows, SizeIs(2));
    v1::Record record;
    ASSERT_TRUE(Succeeded(GetRecord("Item__c", result.rows[0].id(), {"Name", "Key__c"}, &record)));
    EXPECT_EQ(TextOf(record, "Name"), "a,\"b\"\n<&>");
    EXPECT_EQ(TextOf(record, "Key__c"), "1");
    ASSERT_TRUE(Succeeded(GetRecord("Item__c", result.rows[1].id(), {"Name", "Key__c"}, &record)));
    EXPECT_EQ(TextOf(record, "Name"), "Größe 日本");
    EXPECT_EQ(TextOf(record, "Key__c"), "null");
  }
}

TEST_F(BulkBatches, ANullClearsAFieldAndAbsentLeavesItAlone) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a","Key__c":"k")");
  for (const std::string type : {"CSV", "JSON", "XML"}) {
    SCOPED_TRACE(type);
    const std::string job = Made(NewJob("update", type));
    const auto update = [&](const v1::Field& key) {
      v1::AddBatchRequest rows;
      v1::ListValue& row = *rows.mutable_rows()->add_rows();
      row.add_values()->set_string_value(id);
      *row.add_values() = key.value();
      v1::AddBatchRequest head = Head(job, type);
      head.mutable_head()->add_columns("Id");
      head.mutable_head()->add_columns("Key__c");
      EXPECT_EQ(Ended(job, Added({head, rows})).number_records_failed(), 0);
      v1::Record record;
      EXPECT_TRUE(Succeeded(GetRecord("Item__c", id, {"Key__c"}, &record)));
      return TextOf(record, "Key__c");
    };
    EXPECT_EQ(update(TextField("Key__c", "k")), "k");
    EXPECT_EQ(update(v1::Field()), "k");
    EXPECT_EQ(update(NullField("Key__c")), "null");
  }
}

TEST_F(BulkBatches, ResultsTellEachRecordInTheOrderOfTheUpload) {
  org().InsertOne("Item__c", R"("Name":"a","Key__c":"taken")");
  for (const std::string type : {"CSV", "JSON", "XML"}) {
    SCOPED_TRACE(type);
    const std::string job = Made(NewJob("insert", type));
    const std::string batch =
        Added({Head(job, type), Records({{TextField("Name", "b"), TextField("Key__c", "taken")},
                                         {TextField("Name", "c"), v1::Field()}})});
    Ended(job, batch);
    const StreamedResult typed = Result(job, batch, true);
    ASSERT_TRUE(Succeeded(typed.outcome));
    ASSERT_THAT(typed.rows, SizeIs(2));
    EXPECT_FALSE(typed.rows[0].success());
    EXPECT_EQ(typed.rows[0].id(), "");
    ASSERT_THAT(typed.rows[0].errors(), SizeIs(1));
    EXPECT_EQ(typed.rows[0].errors(0).status_code(), "DUPLICATE_VALUE");
    EXPECT_THAT(typed.rows[0].errors(0).message(), HasSubstr("duplicate value found"));
    EXPECT_TRUE(typed.rows[1].success());
    EXPECT_TRUE(typed.rows[1].created());
    EXPECT_THAT(typed.rows[1].id(), SizeIs(18));
    const StreamedResult text = Result(job, batch);
    ASSERT_TRUE(Succeeded(text.outcome));
    EXPECT_THAT(text.bytes, HasSubstr(typed.rows[1].id()));
    EXPECT_FALSE(text.content_type.empty());
  }
}

TEST_F(BulkBatches, TheRequestComesBackByteByByte) {
  std::string text = "\xEF\xBB\xBFName\r\n";
  for (int i = 0; i < 4'000; ++i) text += "\"a\r\n,\"\"b\"\"\"\r\n";
  const std::string job = Made(NewJob("insert"));
  std::vector<v1::AddBatchRequest> messages = {Head(job, "CSV")};
  for (std::size_t at = 0; at < text.size(); at += 7'001)
    messages.push_back(Chunk(text.substr(at, 7'001)));
  const StreamedResult echo = RequestOf(job, Added(messages));
  ASSERT_TRUE(Succeeded(echo.outcome));
  EXPECT_TRUE(echo.bytes == text);
  EXPECT_THAT(echo.content_type, StartsWith("text/csv"));
  EXPECT_THAT(echo.largest_chunk, Le(std::size_t{256} * 1024));
}

TEST_F(BulkBatches, ALargeRequestComesBackByteByByteThoughTheSessionWasRenewed) {
  std::string text = "Name,Long__c\n";
  for (int i = 0; i < 900; ++i) text += std::to_string(i) + "," + std::string(10'000, 'x') + "\n";
  const std::string job = Made(NewJob("insert"));
  std::vector<v1::AddBatchRequest> messages = {Head(job, "CSV")};
  for (std::size_t at = 0; at < text.size(); at += 1'000'003)
    messages.push_back(Chunk(text.substr(at, 1'000'003)));
  org().Fault(R"({"match":{"method":"POST","pathRegex":"/batch$"},"action":{"session":"expire"}})");
  const StreamedResult echo = RequestOf(job, Added(messages));
  ASSERT_TRUE(Succeeded(echo.outcome));
  EXPECT_TRUE(echo.bytes == text);
  EXPECT_EQ(org().Count("POST", std::string(kAsync) + "/" + job + "/batch"), 2);
}

TEST_F(BulkBatches, ABatchForWhichTheDiskIsFullIsNotSent) {
  v1::Connection settings = Settings(org());
  settings.mutable_spool()->set_max_bytes(std::int64_t{1} << 20);
  Use(settings);
  std::string text = "Name,Long__c\n";
  for (int i = 0; i < 120; ++i) text += "a," + std::string(10'000, 'x') + "\n";
  for (const bool split : {false, true}) {
    const std::string job = Made(NewJob("insert"));
    const Outcome outcome = Add({Head(job, "CSV", split), Chunk(text)});
    EXPECT_TRUE(FailedWith(outcome, kResourceExhausted, "SPOOL_FULL"));
    EXPECT_THAT(Batches(job), SizeIs(0));
  }
}

TEST_F(BulkBatches, OnlyALargeBatchNeedsTheDisk) {
  v1::Connection settings = Settings(org());
  settings.mutable_spool()->set_directory("/nowhere/at/all");
  Use(settings);
  const std::string job = Made(NewJob("insert"));
  EXPECT_TRUE(Succeeded(Add({Head(job, "CSV"), Chunk(Numbered(1'000))})));
  const Outcome outcome = Add({Head(job, "CSV"), Chunk("Name\n" + std::string(70'000, 'x'))});
  EXPECT_TRUE(FailedWith(outcome, kFailedPrecondition, "SPOOL_FAILED"));
  EXPECT_THAT(Batches(job), SizeIs(1));
}

TEST_F(BulkBatches, TooMuchForOneBatchIsRefusedBeforeItIsSent) {
  const std::string job = Made(NewJob("insert"));
  const Outcome outcome = Add({Head(job, "CSV"), Chunk(Numbered(10'001))});
  EXPECT_TRUE(RefusedFor(outcome, "chunk"));
  EXPECT_THAT(outcome.message, HasSubstr("head.split"));
  EXPECT_THAT(Batches(job), SizeIs(0));
}

TEST_F(BulkBatches, TooMuchForOneBatchBecomesSeveral) {
  const std::string job = Made(NewJob("insert"));
  std::vector<v1::BulkBatch> batches;
  ASSERT_TRUE(Succeeded(Add({Head(job, "CSV", true), Chunk(Numbered(20'500))}, &batches)));
  ASSERT_THAT(batches, SizeIs(3));
  std::int64_t processed = 0;
  for (const v1::BulkBatch& batch : batches)
    processed += Ended(job, batch.id()).number_records_processed();
  EXPECT_EQ(processed, 20'500);
  EXPECT_THAT(RequestOf(job, batches[2].id()).bytes, StartsWith("Name\nn20000\n"));
  v1::QueryResponse count;
  ASSERT_TRUE(Succeeded(Query("SELECT COUNT() FROM Item__c", &count)));
  EXPECT_EQ(count.total_size(), 20'500);
}

TEST_F(BulkBatches, WhatWasAddedBeforeAFailureIsTold) {
  const std::string job = Made(NewJob("insert"));
  org().Fault(R"({"match":{"method":"POST","pathRegex":"/batch$","nth":2},"action":{"status":400,)"
              R"("body":{"exceptionCode":"ExceededQuota","exceptionMessage":"a"}}})");
  const Outcome outcome = Add({Head(job, "CSV", true), Chunk(Numbered(20'500))});
  EXPECT_TRUE(FailedWith(outcome, kResourceExhausted, "ExceededQuota"));
  const std::vector<v1::BulkBatch> batches = Batches(job);
  ASSERT_THAT(batches, SizeIs(1));
  EXPECT_THAT(outcome.detail.added_ids(), ElementsAre(batches[0].id()));
}

TEST_F(BulkBatches, ABatchWhoseReplyIsLostIsNotAddedTwice) {
  const std::string job = Made(NewJob("insert"));
  org().Fault(R"({"match":{"method":"POST","pathRegex":"/batch$"},)"
              R"("action":{"when":"after","close":"reset"}})");
  const Outcome outcome = Add({Head(job, "CSV"), Chunk("Name\na\n")});
  EXPECT_EQ(outcome.code, kUnavailable) << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_THAT(Batches(job), SizeIs(1));
}

TEST_F(BulkBatches, AClosedJobTakesNoBatch) {
  const std::string job = Made(NewJob("insert"));
  ASSERT_TRUE(Succeeded(Close(job)));
  EXPECT_TRUE(FailedWith(Add({Head(job, "CSV"), Chunk("Name\na\n")}), kFailedPrecondition,
                         "InvalidJobState"));
  EXPECT_TRUE(FailedWith(Add({Head(kNoJob, "CSV"), Chunk("Name\na\n")}), kNotFound, "InvalidJob"));
  const std::string other = Made(NewJob("insert", "JSON"));
  EXPECT_TRUE(FailedWith(Add({Head(other, "CSV"), Chunk("Name\na\n")}), kInvalidArgument,
                         "UnsupportedContentType"));
}

TEST_F(BulkBatches, WhatAFormCannotHoldNamesItsField) {
  const std::string job = Made(NewJob("insert"));
  const auto add = [&](const std::vector<v1::Field>& fields) {
    return Add({Head(job, "CSV"), Records({{TextField("Name", "a")}, fields})});
  };
  EXPECT_TRUE(RefusedFor(add({TextField("Name", "")}), "records[1].Name"));
  EXPECT_TRUE(RefusedFor(add({TextField("Name", "#N/A")}), "records[1].Name"));
  EXPECT_TRUE(RefusedFor(add({TextField("Other", "a")}), "records[1].Other"));
  EXPECT_TRUE(RefusedFor(Add({Head(job, "CSV")}), "chunk"));
  EXPECT_TRUE(RefusedFor(Add({Chunk("a")}), "head"));
  EXPECT_TRUE(RefusedFor(Add({Head("a", "CSV")}), "head.job_id"));
  EXPECT_TRUE(RefusedFor(Add({Head(job, "TEXT")}), "head.content_type"));
  EXPECT_THAT(Batches(job), SizeIs(0));
}

}  // namespace
}  // namespace sfconnector::conformance
