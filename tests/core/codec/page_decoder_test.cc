// SPDX-License-Identifier: Apache-2.0
#include "core/codec/page_decoder.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/codec/json_value.h"
#include "tests/core/codec/simple_page_decoder.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RowReader;
using testing::SimpleTable;
using ::testing::SizeIs;

PageFormat Format(v1::RowEncoding encoding) {
  PageFormat format;
  format.encoding = encoding;
  return format;
}

// Reads positional rows to the end.
class RowsTest {
 public:
  explicit RowsTest(const SelectedColumns& selected = {},
                    PageFormat format = Format(v1::ROW_ENCODING_ROWS))
      : decoder_(std::move(format), selected) {}

  DecodedPage Page(std::string json) { return Take(decoder_.DecodePage(std::move(json))); }
  DecodedPage ChildPage(ChildSet& set, std::string json) {
    return Take(decoder_.DecodeChildPage(set, std::move(json)));
  }
  std::vector<SimpleTable> Finish() {
    if (const auto message = decoder_.Finish()) Read(*message);
    return reader_.Tables();
  }
  PageDecoder& decoder() { return decoder_; }

 private:
  DecodedPage Take(absl::StatusOr<DecodedPage> page) {
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return {};
    for (const std::string& message : page->messages) Read(message);
    return *std::move(page);
  }
  void Read(const std::string& bytes) {
    v1::StreamQueryResponse message;
    ASSERT_TRUE(message.ParseFromString(bytes));
    reader_.Add(message);
  }

  PageDecoder decoder_;
  RowReader reader_;
};

// A page whose records are `records`, without the brackets.
std::string Page(absl::string_view records,
                 absl::string_view head = R"("totalSize":1,"done":true)") {
  return absl::StrCat("{", head, R"(,"records":[)", records, "]}");
}

// The values of a row as JSON; `-` where absent.
std::vector<std::string> Texts(const SimpleTable::Row& row) {
  std::vector<std::string> texts;
  for (const v1::Value& value : row.values) {
    texts.push_back(value.kind_case() == v1::Value::KIND_NOT_SET ? "-" : *ToJson(value));
  }
  return texts;
}

TEST(PageDecoderRows, PutsValuesUnderTheirColumns) {
  RowsTest test;
  const DecodedPage page = test.Page(
      Page(R"({"attributes":{"type":"Account","url":"/a"},"Id":"1","Amount":23.0,"Count":7},
              {"attributes":{"type":"Account","url":"/b"},"Id":"2","Amount":null,"Count":-1})",
           R"("totalSize":2,"done":true)"));
  EXPECT_EQ(page.total_size, 2);
  EXPECT_EQ(page.rows, 2);
  EXPECT_TRUE(page.done);
  EXPECT_THAT(page.messages, SizeIs(1));
  const auto tables = test.Finish();
  ASSERT_THAT(tables, SizeIs(1));
  EXPECT_THAT(tables[0].columns, ElementsAre("Id", "Amount", "Count"));
  ASSERT_THAT(tables[0].rows, SizeIs(2));
  EXPECT_THAT(Texts(tables[0].rows[0]), ElementsAre("\"1\"", "23.0", "7"));
  EXPECT_THAT(Texts(tables[0].rows[1]), ElementsAre("\"2\"", "null", "-1"));
}

TEST(PageDecoderRows, TellsAbsentFromNull) {
  RowsTest test;
  test.Page(Page(R"({"A":1,"B":2,"C":3},{"C":null},{"B":null,"A":1},{})"));
  const auto tables = test.Finish();
  EXPECT_THAT(Texts(tables[0].rows[1]), ElementsAre("-", "-", "null"));
  EXPECT_THAT(Texts(tables[0].rows[2]), ElementsAre("1", "null", "-"));
  EXPECT_THAT(Texts(tables[0].rows[3]), ElementsAre("-", "-", "-"));
}

TEST(PageDecoderRows, AmendsColumnsAsTheyAppear) {
  RowsTest test;
  test.Page(Page(R"({"A":1})"));
  test.Page(Page(R"({"A":2,"B":3},{"C":4,"A":5})"));
  const auto tables = test.Finish();
  EXPECT_THAT(tables[0].columns, ElementsAre("A", "B", "C"));
  EXPECT_THAT(Texts(tables[0].rows[0]), ElementsAre("1", "-", "-"));
  EXPECT_THAT(Texts(tables[0].rows[2]), ElementsAre("5", "-", "4"));
}

TEST(PageDecoderRows, AnnouncesSelectedColumnsWithoutRows) {
  SelectedColumns selected{{"Id", "Owner.Name"}, {{"Contacts", {{"Id"}, {}}}}};
  RowsTest test(selected);
  const DecodedPage page = test.Page(Page(""));
  EXPECT_THAT(page.messages, IsEmpty());
  const auto tables = test.Finish();
  ASSERT_THAT(tables, SizeIs(2));
  EXPECT_THAT(tables[0].columns, ElementsAre("Id", "Owner.Name"));
  EXPECT_EQ(tables[1].relationship, "Contacts");
  EXPECT_THAT(tables[1].columns, ElementsAre("Id"));
}

TEST(PageDecoderRows, TakesTheCasingOfTheFirstRow) {
  SelectedColumns selected{{"ID", "owner.NAME", "owner.profile.name"},
                           {{"contacts", {{"id"}, {}}}}};
  RowsTest test(selected);
  test.Page(Page(R"({"Id":"1","Owner":{"Name":"N","Profile":{"Name":"P"}},
                     "Contacts":{"totalSize":1,"done":true,"records":[{"Id":"2"}]}})"));
  test.Page(Page(R"({"ID":"3"})"));
  const auto tables = test.Finish();
  EXPECT_THAT(tables[0].columns, ElementsAre("Id", "Owner.Name", "Owner.Profile.Name"));
  EXPECT_EQ(tables[1].relationship, "Contacts");
  EXPECT_THAT(tables[1].columns, ElementsAre("Id"));
  EXPECT_THAT(Texts(tables[0].rows[0]), ElementsAre("\"1\"", "\"N\"", "\"P\""));
  EXPECT_THAT(Texts(tables[0].rows[1]), ElementsAre("\"3\"", "-", "-"));
}

TEST(PageDecoderRows, NeverRenamesAnAnnouncedColumn) {
  RowsTest test(SelectedColumns{{"id", "owner.name"}, {}});
  test.Page(Page(R"({"Id":"1","Owner":null})"));
  test.Page(Page(R"({"Id":"2","Owner":{"Name":"N","Alias":"a"}})"));
  const auto tables = test.Finish();
  EXPECT_THAT(tables[0].columns, ElementsAre("Id", "Owner.name", "Owner.Alias"));
  EXPECT_THAT(Texts(tables[0].rows[0]), ElementsAre("\"1\"", "-", "-"));
  EXPECT_THAT(Texts(tables[0].rows[1]), ElementsAre("\"2\"", "\"N\"", "\"a\""));
}

TEST(PageDecoderRows, LeavesParentsThatAreNotSelectedAsRecords) {
  RowsTest test(SelectedColumns{{"Id", "BillingAddress", "Owner"}, {}});
  test.Page(Page(R"({"Id":"1","BillingAddress":{"city":"Bern"},
                     "Owner":{"attributes":{"type":"User"},"Name":"N"},"What":{"Id":"w"}})"));
  const auto tables = test.Finish();
  EXPECT_THAT(tables[0].columns, ElementsAre("Id", "BillingAddress", "Owner", "What"));
  EXPECT_THAT(Texts(tables[0].rows[0]),
              ElementsAre("\"1\"", R"({"city":"Bern"})",
                          R"({"attributes":{"type":"User"},"Name":"N"})", R"({"Id":"w"})"));
}

TEST(PageDecoderRows, MakesTablesOfChildRowsAtAnyDepth) {
  RowsTest test;
  test.Page(Page(
      R"({"Id":"a","Contacts":null},
         {"Contacts":{"totalSize":2,"done":true,"records":[
            {"Id":"c1","Cases":{"totalSize":1,"done":true,"records":[{"Id":"x1"}]}},
            {"Id":"c2","Cases":{"totalSize":1,"done":true,"records":[{"Id":"x2"}]}}]},"Id":"b"})",
      R"("totalSize":2,"done":true)"));
  const auto tables = test.Finish();
  ASSERT_THAT(tables, SizeIs(3));
  // Without a selection a null may be of a field as well.
  EXPECT_THAT(tables[0].columns, ElementsAre("Id", "Contacts"));
  EXPECT_EQ(tables[1].relationship, "Contacts");
  EXPECT_EQ(tables[1].parent, 0u);
  EXPECT_EQ(tables[1].rows[0].parent_row, 1);
  EXPECT_EQ(tables[2].relationship, "Cases");
  EXPECT_EQ(tables[2].parent, 1u);
  EXPECT_EQ(tables[2].rows[0].parent_row, 0);
  EXPECT_EQ(tables[2].rows[1].parent_row, 1);
  EXPECT_THAT(Texts(tables[2].rows[1]), ElementsAre("\"x2\""));
}

TEST(PageDecoderRows, HasNoColumnForSelectedChildRowsThatAreNull) {
  RowsTest test(SelectedColumns{{"Id"}, {{"Contacts", {{"Id"}, {}}}}});
  test.Page(Page(R"({"Id":"a","Contacts":null})"));
  const auto tables = test.Finish();
  EXPECT_THAT(tables[0].columns, ElementsAre("Id"));
  EXPECT_THAT(tables[1].rows, IsEmpty());
}

TEST(PageDecoderRows, ContinuesChildRowsFromOtherPages) {
  RowsTest test;
  const DecodedPage page = test.Page(Page(
      R"({"Id":"a"},{"Id":"b","Contacts":{"totalSize":4,"done":false,"nextRecordsUrl":"/next",
          "records":[{"Id":"c1"}]}})"));
  ASSERT_THAT(page.continued, SizeIs(1));
  ChildSet set = page.continued[0];
  EXPECT_EQ(set.next_records_url, "/next");
  EXPECT_EQ(set.table, 1u);
  EXPECT_EQ(set.parent_row, 1);
  EXPECT_EQ(set.total_size, 4);
  EXPECT_EQ(set.rows, 1);
  ASSERT_THAT(set.path, SizeIs(1));
  EXPECT_EQ(set.path[0].row, 1);
  EXPECT_EQ(set.path[0].relationship, "Contacts");

  test.ChildPage(set, Page(R"({"Id":"c2"},{"Id":"c3"})",
                           R"("totalSize":4,"done":false,"nextRecordsUrl":"/last")"));
  EXPECT_EQ(set.rows, 3);
  EXPECT_EQ(set.next_records_url, "/last");
  const DecodedPage last = test.ChildPage(
      set, Page(R"({"Id":"c4","Cases":{"totalSize":2,"done":false,"nextRecordsUrl":"/deep",
                    "records":[]}})",
                R"("totalSize":4,"done":true)"));
  EXPECT_EQ(set.rows, 4);
  EXPECT_EQ(set.next_records_url, "");
  ASSERT_THAT(last.continued, SizeIs(1));
  EXPECT_EQ(last.continued[0].table, 2u);
  EXPECT_EQ(last.continued[0].parent_row, 3);
  ASSERT_THAT(last.continued[0].path, SizeIs(2));
  EXPECT_EQ(last.continued[0].path[1].row, 3);
  EXPECT_EQ(last.continued[0].path[1].relationship, "Cases");
  const auto tables = test.Finish();
  ASSERT_THAT(tables[1].rows, SizeIs(4));
  EXPECT_EQ(tables[1].rows[3].parent_row, 1);
}

TEST(PageDecoderRows, CutsMessagesAtRows) {
  PageFormat format = Format(v1::ROW_ENCODING_ROWS);
  format.message_bytes = 1000;
  std::string records;
  for (int i = 0; i < 300; ++i) {
    absl::StrAppend(&records, i > 0 ? "," : "", R"({"Id":")", std::string(50, 'x'),
                    R"(","Contacts":{"totalSize":2,"done":true,"records":[{"Id":")",
                    std::string(40, 'y'), R"("},{"Id":"z"}]}})");
  }
  RowsTest test({}, format);
  const DecodedPage page = test.Page(Page(records));
  EXPECT_GT(page.messages.size(), 30u);
  for (const std::string& message : page.messages) EXPECT_LT(message.size(), 1200u);
  EXPECT_THAT(test.Finish()[1].rows, SizeIs(600));
}

TEST(PageDecoderRows, CutsTheChildRowsOfOneParent) {
  PageFormat format = Format(v1::ROW_ENCODING_ROWS);
  format.message_bytes = 1000;
  std::string children;
  for (int i = 0; i < 300; ++i) {
    absl::StrAppend(&children, i > 0 ? "," : "", R"({"Id":")", std::string(50, 'x'), R"("})");
  }
  RowsTest test({}, format);
  const DecodedPage page =
      test.Page(Page(absl::StrCat(R"({"Contacts":{"totalSize":300,"done":true,"records":[)",
                                  children, R"(]},"Id":"behind"})")));
  EXPECT_GT(page.messages.size(), 15u);
  for (const std::string& message : page.messages) EXPECT_LT(message.size(), 1200u);
  EXPECT_THAT(test.Finish()[1].rows, SizeIs(300));
}

TEST(PageDecoder, LeavesNoTraceOfABrokenPage) {
  RowsTest test;
  test.Page(Page(R"({"Id":"1"})"));
  for (
      const char* page : {
          R"({"totalSize":2,"done":true,"records":[{"Id":"2","New":1,"Kids":{"totalSize":1,"done":true,"records":[{"Id":"k"}]}},{"Id")",
          R"({"totalSize":2,"done":true,"records":[{"Id":"2","New":1},{"Id":tru}]})",
      }) {
    EXPECT_EQ(test.decoder().DecodePage(page).status().code(), absl::StatusCode::kDataLoss);
  }
  test.Page(Page(R"({"Id":"2","Kids":{"totalSize":1,"done":true,"records":[{"Id":"k"}]}})"));
  const auto tables = test.Finish();
  EXPECT_THAT(tables[0].columns, ElementsAre("Id"));
  EXPECT_THAT(tables[0].rows, SizeIs(2));
  ASSERT_THAT(tables, SizeIs(2));
  EXPECT_EQ(tables[1].rows[0].parent_row, 1);
}

TEST(PageDecoder, RefusesWhatIsNoWholePage) {
  for (const v1::RowEncoding encoding :
       {v1::ROW_ENCODING_ROWS, v1::ROW_ENCODING_RECORDS, v1::ROW_ENCODING_JSON}) {
    for (
        const char* page : {
            "",
            "[]",
            "{}",
            "null",
            R"([{"message":"x","errorCode":"INVALID_QUERY_LOCATOR"}])",
            R"({"totalSize":1,"done":true})",
            R"({"totalSize":1,"records":[]})",
            R"({"done":true,"records":[]})",
            R"({"totalSize":1,"done":false,"records":[]})",
            R"({"totalSize":"1","done":true,"records":[]})",
            R"({"totalSize":1,"done":true,"records":{}})",
            R"({"totalSize":1,"done":true,"records":[1]})",
            R"({"totalSize":1,"done":true,"records":[null]})",
            R"({"totalSize":1,"done":true,"records":[],"records":[]})",
            R"({"totalSize":1,"totalSize":1,"done":true,"records":[]})",
            R"({"totalSize":1,"done":true,"records":[]} x)",
            R"({"totalSize":1,"done":true,"records":[]}})",
            R"({"totalSize":1,"done":true,"records":[{"a":01}]})",
            R"({"totalSize":1,"done":true,"records":[{"a":"\x"}]})",
            R"({"totalSize":1,"done":true,"records":[{"a":"\ud800"}]})",
            R"({"totalSize":1,"done":true,"records":[{"\q":1}]})",
            R"({"totalSize":1,"done":true,"records":[{"a":1}{"a":1}]})",
            R"({"totalSize":1,"done":true,"records":[{"a":1,}]})",
            R"({"totalSize":1,"done":true,"records":[{"a":{"attributes":{"type":tru}}}]})",
            R"({"totalSize":1,"done":true,"records":[{"attributes":{"type":"\u12"}}]})",
            R"({"totalSize":1,"done":true,"records":[{"a":{"totalSize":1,"done":false,"records":[]}}]})",
            "{\"totalSize\":1,\"done\":true,\"records\":[{\"a\":\"\xFF\"}]}",
            "<html></html>",
        }) {
      PageDecoder decoder(Format(encoding));
      const absl::StatusOr<DecodedPage> decoded = decoder.DecodePage(page);
      EXPECT_EQ(decoded.status().code(), absl::StatusCode::kDataLoss) << encoding << page;
    }
  }
}

TEST(PageDecoder, TellsWhereAPageIsWrong) {
  PageDecoder decoder(Format(v1::ROW_ENCODING_ROWS));
  EXPECT_THAT(
      std::string(decoder.DecodePage(Page(R"({},{"A":{"B":"\ud800"}})")).status().message()),
      HasSubstr("records[1].A.B: "));
}

TEST(PageDecoder, BoundsDepth) {
  const std::string deep(100, '[');
  for (const v1::RowEncoding encoding :
       {v1::ROW_ENCODING_ROWS, v1::ROW_ENCODING_RECORDS, v1::ROW_ENCODING_JSON}) {
    PageDecoder decoder(Format(encoding));
    const std::string page = Page(absl::StrCat(R"({"a":)", deep, std::string(100, ']'), "}"));
    EXPECT_THAT(std::string(decoder.DecodePage(page).status().message()), HasSubstr("nested"));
  }
}

TEST(PageDecoder, TakesKeysInAnyOrderAndKeysOfOtherQueryResources) {
  PageDecoder decoder(Format(v1::ROW_ENCODING_RECORDS));
  const auto page = decoder.DecodePage(
      R"({"records":[{}],"size":1,"nextRecordsUrl":"\/n","queryLocator":null,"done":false,"totalSize":5})");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->next_records_url, "/n");
  EXPECT_EQ(page->total_size, 5);
  EXPECT_EQ(page->rows, 1);
}

TEST(PageDecoderJson, LeavesRecordsUntouched) {
  PageDecoder decoder(Format(v1::ROW_ENCODING_JSON));
  const auto page = decoder.DecodePage(Page(" { \"a\" : 1.50 , \"b\":\"\\u0041\" } ,\n{}"));
  ASSERT_TRUE(page.ok()) << page.status();
  v1::StreamQueryResponse message;
  ASSERT_TRUE(message.ParseFromString(page->messages[0]));
  EXPECT_EQ(message.json(), "[{ \"a\" : 1.50 , \"b\":\"\\u0041\" } ,\n{}]");
}

TEST(PageDecoderRecords, NamesTheRowsThatChildRowsContinue) {
  PageDecoder decoder(Format(v1::ROW_ENCODING_RECORDS));
  ASSERT_TRUE(decoder.DecodePage(Page(R"({"Id":"0"},{"Id":"1"})")).ok());
  auto page = decoder.DecodePage(
      Page(R"({"Kids":{"totalSize":2,"done":false,"nextRecordsUrl":"/k","records":[{}]}})"));
  ASSERT_TRUE(page.ok()) << page.status();
  v1::StreamQueryResponse message;
  ASSERT_TRUE(message.ParseFromString(page->messages[0]));
  EXPECT_EQ(message.records(0).fields(0).value().record_set_value().next_page_token(), "");
  auto rest = decoder.DecodeChildPage(page->continued[0], Page(R"({"Id":"k2"})"));
  ASSERT_TRUE(rest.ok()) << rest.status();
  ASSERT_TRUE(message.ParseFromString(rest->messages[0]));
  ASSERT_EQ(message.continued_path_size(), 1);
  EXPECT_EQ(message.continued_path(0).row(), 2);
  EXPECT_EQ(message.continued_path(0).relationship(), "Kids");
  EXPECT_EQ(message.records_size(), 1);
}

TEST(PageDecoder, MakesQueryResponsesToo) {
  PageFormat format = Format(v1::ROW_ENCODING_JSON);
  format.message_bytes = std::string::npos;
  PageDecoder decoder(format);
  const auto page = decoder.DecodePage(Page("{},{}"));
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->messages, SizeIs(1));
  v1::QueryResponse response;
  ASSERT_TRUE(response.ParseFromString(page->messages[0]));
  EXPECT_EQ(response.json(), "[{},{}]");
}

TEST(ScanPageHead, FindsTheNextPageBeforeTheRecords) {
  EXPECT_EQ(ScanPageHead(R"({"totalSize":5,"done":false,"nextRecordsUrl":"\/q\/1-2000","rec)"),
            "/q/1-2000");
  EXPECT_EQ(ScanPageHead("{\n  \"nextRecordsUrl\" : \"/q/1\""), "/q/1");
  EXPECT_EQ(ScanPageHead(R"({"entityTypeName":"a,\"}","size":1.5,"nextRecordsUrl":"/q")"), "/q");
}

TEST(ScanPageHead, FindsNothingElse) {
  for (const char* text : {"", " ", "{", "[", R"({"totalSize")",
                           R"({"totalSize":5,"done":false,"nextRecordsUrl":"/q/1-20)",
                           R"({"totalSize":5,"done":true,"records":[{"nextRecordsUrl":"/q"}])",
                           R"({"a":{"nextRecordsUrl":"/q"}})", R"({"nextRecordsUrl":null)",
                           R"({"nextRecordsUrl":"\q")", R"({"a":1 "nextRecordsUrl":"/q"})",
                           R"({"done":false})", R"({"done":)", R"({"a":"\)"}) {
    EXPECT_FALSE(ScanPageHead(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace sfconnector
