// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/batch_content.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "tests/support/run_task.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kJob[] = "7505g00000abcdeAAA";

v1::BulkBatchHead Head(const std::string& type, bool split = false,
                       const std::vector<std::string>& columns = {}) {
  v1::BulkBatchHead head;
  head.set_job_id(kJob);
  head.set_content_type(type);
  head.set_split(split);
  for (const std::string& column : columns) head.add_columns(column);
  return head;
}

v1::AddBatchRequest Chunk(const std::string& bytes) {
  v1::AddBatchRequest message;
  message.set_chunk(bytes);
  return message;
}

v1::AddBatchRequest Records(const std::vector<std::string>& json) {
  v1::AddBatchRequest message;
  message.mutable_records();
  for (const std::string& each : json) {
    EXPECT_TRUE(JsonToRecord(each, *message.mutable_records()->add_records()).ok());
  }
  return message;
}

v1::AddBatchRequest Rows(const std::vector<std::string>& json) {
  v1::AddBatchRequest message;
  message.mutable_rows();
  for (const std::string& each : json) {
    EXPECT_TRUE(JsonToListValue(each, *message.mutable_rows()->add_rows()).ok());
  }
  return message;
}

struct Made {
  absl::Status status;
  std::vector<std::string> batches;
  std::uint64_t spooled = 0;  // the most bytes that were on disk between two messages
};

// Takes messages in, as AddBatch does.
class Making {
 public:
  explicit Making(std::uint64_t spool_bytes = std::uint64_t{1} << 30)
      : spool_(::testing::TempDir(), spool_bytes, loop_.executor()) {}

  Made Make(const v1::BulkBatchHead& head, const std::vector<v1::AddBatchRequest>& messages) {
    Made made;
    absl::StatusOr<BatchContent> content = BatchContent::Begin(head, spool_);
    made.status = content.status();
    for (const v1::AddBatchRequest& message : messages) {
      if (made.status.ok()) made.status = Run(content->Add(message));
      if (made.status.ok()) Drain(*content, made);
    }
    if (made.status.ok()) made.status = Run(content->Finish());
    if (made.status.ok()) Drain(*content, made);
    return made;
  }

  std::uint64_t spooled() const { return spool_.used(); }

 private:
  absl::Status Run(Task<absl::Status> task) {
    return loop_.Run(std::move(task)).value_or(absl::UnknownError("no end"));
  }

  void Drain(BatchContent& content, Made& made) {
    made.spooled = std::max(made.spooled, spool_.used());
    while (const std::optional<ClassicContent> batch = content.TakeBatch()) {
      std::string text = TextOf(*batch);
      // It is made from its beginning each time.
      EXPECT_TRUE(TextOf(*batch) == text);
      made.batches.push_back(std::move(text));
    }
  }

  std::string TextOf(const ClassicContent& content) {
    const std::unique_ptr<HttpBodySource> source = content();
    std::string text;
    while (true) {
      absl::StatusOr<std::optional<std::string>> piece =
          loop_.Run(source->Read()).value_or(absl::UnknownError("no end"));
      EXPECT_TRUE(piece.ok()) << piece.status();
      if (!piece.ok() || !piece->has_value()) return text;
      text += **piece;
    }
  }

  testing::TestLoop loop_;
  Spool spool_;
};

Made Make(const v1::BulkBatchHead& head, const std::vector<v1::AddBatchRequest>& messages) {
  return Making().Make(head, messages);
}

absl::Status BeginError(const v1::BulkBatchHead& head) { return Make(head, {}).status; }

std::string NumberedCsv(int count) {
  std::string csv = "Name\n";
  for (int i = 0; i < count; ++i) csv += "n" + std::to_string(i) + "\n";
  return csv;
}

TEST(BatchContent, TextGoesAsItIs) {
  const std::string csv = "\xEF\xBB\xBFName\r\n\"a\n\"\r\n\r\nb";
  EXPECT_THAT(Make(Head("CSV"), {Chunk(csv.substr(0, 8)), Chunk(csv.substr(8))}).batches,
              ElementsAre(csv));
  EXPECT_THAT(Make(Head("JSON"), {Chunk("SELECT Id FROM A")}).batches,
              ElementsAre("SELECT Id FROM A"));
  EXPECT_THAT(Make(Head("ZIP_CSV"), {Chunk("PK..")}).batches, ElementsAre("PK.."));
}

TEST(BatchContent, TextThatIsTooLargeIsRefusedAsAWhole) {
  EXPECT_TRUE(Make(Head("CSV"), {Chunk(NumberedCsv(10000))}).status.ok());
  const Made made = Make(Head("CSV"), {Chunk(NumberedCsv(10001))});
  EXPECT_THAT(made.batches, SizeIs(0));
  EXPECT_THAT(std::string(made.status.message()), HasSubstr("head.split"));
  const std::string large(6'000'000, 'x');
  EXPECT_FALSE(Make(Head("XML"), {Chunk(large), Chunk(large)}).status.ok());
  EXPECT_FALSE(Make(Head("ZIP_XML"), {Chunk(large), Chunk(large)}).status.ok());
}

TEST(BatchContent, TextIsSplitBetweenRecords) {
  const Made made = Make(Head("CSV", true), {Chunk(NumberedCsv(25000))});
  ASSERT_TRUE(made.status.ok()) << made.status;
  ASSERT_THAT(made.batches, SizeIs(3));
  for (const std::string& batch : made.batches) EXPECT_THAT(batch, StartsWith("Name\nn"));
  EXPECT_THAT(made.batches[1], StartsWith("Name\nn10000\n"));
  EXPECT_THAT(made.batches[2], HasSubstr("\nn24999\n"));
}

TEST(BatchContent, TextIsSplitBySize) {
  const std::string record = "{\"a\":\"" + std::string(3'999'980, 'x') + "\"}";
  const Made made = Make(Head("JSON", true),
                         {Chunk("[" + record + ","), Chunk(record), Chunk("," + record + "]")});
  ASSERT_TRUE(made.status.ok()) << made.status;
  ASSERT_THAT(made.batches, SizeIs(2));
  EXPECT_TRUE(made.batches[0] == "[" + record + "," + record + "]");
  EXPECT_TRUE(made.batches[1] == "[" + record + "]");
}

TEST(BatchContent, XmlIsSplitIntoWholeDocuments) {
  std::string xml = "<sObjects xmlns=\"a\">";
  for (int i = 0; i < 10001; ++i) xml += "<sObject/>";
  const Made made = Make(Head("XML", true), {Chunk(xml + "</sObjects>")});
  ASSERT_THAT(made.batches, SizeIs(2));
  EXPECT_EQ(made.batches[1], "<sObjects xmlns=\"a\"><sObject/></sObjects>");
}

TEST(BatchContent, WhatHasNoRecordsIsNotSplit) {
  EXPECT_THAT(Make(Head("CSV", true), {Chunk("SELECT Id FROM A")}).batches,
              ElementsAre("SELECT Id FROM A"));
  EXPECT_THAT(Make(Head("CSV", true), {Chunk("Name\n")}).batches, ElementsAre("Name\n"));
  EXPECT_THAT(Make(Head("XML", true), {Chunk("SELECT Id FROM A")}).batches,
              ElementsAre("SELECT Id FROM A"));
}

TEST(BatchContent, RecordsBecomeCsv) {
  const Made made = Make(
      Head("CSV"),
      {Records(
          {R"({"Name":"a,b","Amount__c":1.50,"Flag__c":true,"Owner":{"attributes":{"type":"User"},"Email":"e"}})",
           R"({"Flag__c":null})"})});
  ASSERT_TRUE(made.status.ok()) << made.status;
  EXPECT_THAT(made.batches, ElementsAre("Name,Amount__c,Flag__c,User:Owner.Email\n"
                                        "\"a,b\",1.50,true,e\n,,#N/A,\n"));
}

TEST(BatchContent, RecordsBecomeJson) {
  const Made made =
      Make(Head("JSON"),
           {Records({R"({"Name":"a","N__c":null,"Owner":{"Email":"e"}})", R"({"D__c":1E3})"})});
  EXPECT_THAT(made.batches,
              ElementsAre(R"([{"Name":"a","N__c":null,"Owner":{"Email":"e"}},{"D__c":1E3}])"));
}

TEST(BatchContent, RecordsBecomeXml) {
  const Made made = Make(
      Head("XML"),
      {Records(
          {R"({"Name":"a<&>\r","N__c":null,"Owner":{"attributes":{"type":"User"},"Email":"e"}})"})});
  ASSERT_THAT(made.batches, SizeIs(1));
  EXPECT_THAT(made.batches[0],
              HasSubstr("<sObject><Name>a&lt;&amp;&gt;&#13;</Name><N__c xsi:nil=\"true\"/><Owner>"
                        "<sObject><type>User</type><Email>e</Email></sObject></Owner></sObject>"
                        "</sObjects>"));
}

TEST(BatchContent, RowsMeanWhatRecordsMean) {
  const std::vector<std::string> columns = {"Name", "N__c", "User:Owner.Email"};
  const v1::AddBatchRequest rows = Rows({R"(["a",null,"e"])", R"(["b"])"});
  EXPECT_THAT(Make(Head("CSV", false, columns), {rows}).batches,
              ElementsAre("Name,N__c,User:Owner.Email\na,#N/A,e\nb,,\n"));
  EXPECT_THAT(
      Make(Head("JSON", false, columns), {rows}).batches,
      ElementsAre(
          R"([{"Name":"a","N__c":null,"Owner":{"attributes":{"type":"User"},"Email":"e"}},{"Name":"b"}])"));
}

TEST(BatchContent, RecordsAreSplitToo) {
  std::vector<v1::AddBatchRequest> messages;
  for (int i = 0; i < 3; ++i) {
    v1::AddBatchRequest& message = messages.emplace_back();
    for (int k = 0; k < 4000; ++k) {
      message.mutable_rows()->add_rows()->add_values()->set_integer_value(k);
    }
  }
  EXPECT_THAT(Make(Head("CSV", true, {"N__c"}), messages).batches, SizeIs(2));
  const Made refused = Make(Head("CSV", false, {"N__c"}), messages);
  EXPECT_THAT(refused.batches, SizeIs(0));
  EXPECT_THAT(std::string(refused.status.message()), StartsWith("rows: is too large"));
}

TEST(BatchContent, WhatAFormCannotHoldNamesItsField) {
  const auto message = [](const std::string& type, const std::string& json) {
    return std::string(Make(Head(type), {Records({R"({"Name":"a"})", json})}).status.message());
  };
  for (const char* type : {"CSV", "JSON", "XML"}) {
    SCOPED_TRACE(type);
    EXPECT_THAT(message(type, R"({"Name":""})"), StartsWith("records[1].Name: is an empty text"));
    EXPECT_THAT(message(type, R"({"Name":[1]})"), StartsWith("records[1].Name: is no value"));
  }
  EXPECT_THAT(message("CSV", R"({"Name":"#N/A"})"),
              StartsWith("records[1].Name: is the text #N/A"));
  EXPECT_THAT(message("CSV", R"({"Other":"a"})"), StartsWith("records[1].Other: is none of"));
  EXPECT_THAT(message("XML", R"({"Name":"\u0001"})"),
              StartsWith("records[1].Name: has a character"));
}

TEST(BatchContent, WhatIsWrongWithTheHeadIsSaid) {
  EXPECT_FALSE(BeginError(v1::BulkBatchHead()).ok());
  EXPECT_FALSE(BeginError(Head("csv")).ok());
  EXPECT_FALSE(BeginError(Head("ZIP_CSV", true)).ok());
  EXPECT_FALSE(Make(Head("ZIP_CSV"), {Records({R"({"Name":"a"})"})}).status.ok());
  EXPECT_FALSE(Make(Head("CSV"), {Rows({"[1]"})}).status.ok());
  EXPECT_FALSE(Make(Head("CSV", false, {"A", "A"}), {Rows({"[1]"})}).status.ok());
  EXPECT_FALSE(Make(Head("CSV", false, {"A"}), {Rows({"[1,2]"})}).status.ok());
}

TEST(BatchContent, TheMessagesHaveOneKindOfContent) {
  EXPECT_FALSE(Make(Head("CSV"), {Chunk("a\n"), Records({R"({"a":1})"})}).status.ok());
  EXPECT_FALSE(Make(Head("CSV"), {v1::AddBatchRequest()}).status.ok());
  EXPECT_FALSE(Make(Head("CSV"), {}).status.ok());
  EXPECT_FALSE(Make(Head("CSV"), {Chunk("")}).status.ok());
}

// Text of that size with no two places alike.
std::string LargeCsv(std::size_t bytes) {
  std::string csv = "Name\n";
  for (std::size_t i = 0; csv.size() < bytes; ++i) {
    csv += std::to_string(i) + std::string(2000, static_cast<char>('a' + i % 26)) + "\n";
  }
  csv.resize(bytes);
  return csv;
}

TEST(BatchContent, ASmallBatchDoesNotTouchTheDisk) {
  Making without_disk(/*spool_bytes=*/0);
  const std::string csv = LargeCsv(std::size_t{64} * 1024);
  const Made made = without_disk.Make(Head("CSV"), {Chunk(csv)});
  ASSERT_TRUE(made.status.ok()) << made.status;
  ASSERT_THAT(made.batches, SizeIs(1));
  EXPECT_TRUE(made.batches[0] == csv);
}

TEST(BatchContent, ALargeBatchWaitsOnDiskUntilItIsSent) {
  const std::string csv = LargeCsv(9'000'001);
  for (const bool split : {false, true}) {
    for (const std::size_t chunk_bytes : {std::size_t{70'001}, csv.size()}) {
      std::vector<v1::AddBatchRequest> messages;
      for (std::size_t at = 0; at < csv.size(); at += chunk_bytes) {
        messages.push_back(Chunk(csv.substr(at, chunk_bytes)));
      }
      Making making;
      const Made made = making.Make(Head("CSV", split), messages);
      ASSERT_TRUE(made.status.ok()) << made.status;
      ASSERT_THAT(made.batches, SizeIs(1));
      EXPECT_TRUE(made.batches[0] == csv);
      EXPECT_EQ(made.spooled, csv.size());
      EXPECT_EQ(making.spooled(), 0u);
    }
  }
}

TEST(BatchContent, ManyBatchesOfOneMessageAreApartAndLeaveTheDisk) {
  // Of 2 MB, and of 20 KB, of which a few stay in memory.
  for (const std::size_t cell_bytes : {std::size_t{200}, std::size_t{1}}) {
    std::string records;
    for (int i = 0; i < 95'000; ++i) {
      records += std::string(cell_bytes, static_cast<char>('a' + i / 10'000)) + "\n";
    }
    Making making;
    const Made made =
        making.Make(Head("CSV", true), {Chunk("Name\n"), Chunk(records), Chunk(records)});
    ASSERT_TRUE(made.status.ok()) << made.status;
    ASSERT_THAT(made.batches, SizeIs(19));
    std::string joined;
    for (const std::string& batch : made.batches) {
      ASSERT_THAT(batch.substr(0, 20), StartsWith("Name\n"));
      joined += batch.substr(5);
    }
    EXPECT_TRUE(joined == records + records);
    // One message's, with the batch that was begun before.
    EXPECT_LT(made.spooled, 21 * 10'000 * (cell_bytes + 1));
    EXPECT_GT(made.spooled, 0u);
    EXPECT_EQ(making.spooled(), 0u);
  }
}

TEST(BatchContent, RecordsOfAnySizeGoThroughTheDisk) {
  std::vector<v1::AddBatchRequest> messages;
  std::string expected = "Name\n";
  for (int i = 0; i < 40; ++i) {
    const std::string cell(static_cast<std::size_t>(i) * 5000 + 1, static_cast<char>('a' + i % 26));
    messages.push_back(Records({R"({"Name":")" + cell + R"("})"}));
    expected += cell + "\n";
  }
  const Made made = Make(Head("CSV"), messages);
  ASSERT_TRUE(made.status.ok()) << made.status;
  ASSERT_THAT(made.batches, SizeIs(1));
  EXPECT_TRUE(made.batches[0] == expected);
}

TEST(BatchContent, ADiskThatIsFullIsAnError) {
  Making making(/*spool_bytes=*/1'000'000);
  const std::string csv = LargeCsv(1'000'001);
  for (const bool split : {false, true}) {
    const Made made = making.Make(Head("CSV", split), {Chunk(csv)});
    EXPECT_EQ(made.status.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(GetReason(made.status), "SPOOL_FULL");
    EXPECT_THAT(made.batches, SizeIs(0));
    EXPECT_EQ(making.spooled(), 0u);
  }
}

}  // namespace
}  // namespace sfconnector
