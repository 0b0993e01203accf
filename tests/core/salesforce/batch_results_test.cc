// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/salesforce/bulk/result_ids.h"
#include "core/salesforce/bulk/result_join.h"
#include "core/salesforce/bulk/row_results.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

std::string Join(const std::string& type, const std::vector<std::string>& files,
                 std::size_t piece = 3) {
  const std::unique_ptr<ResultJoin> join = MakeResultJoin(type);
  std::string out;
  for (const std::string& file : files) {
    for (std::size_t at = 0; at < file.size(); at += piece) {
      EXPECT_TRUE(join->Feed(file.substr(at, piece), out).ok());
    }
    EXPECT_TRUE(join->EndFile(out).ok());
  }
  EXPECT_TRUE(join->Finish(out).ok());
  return out;
}

TEST(ResultJoin, CsvHasOneHeaderAndNoBlankLines) {
  EXPECT_EQ(Join("text/csv", {"\"Id\"\n\"1\"\n\n", "\"Id\"\n\"2\"", "\"Id\"\n"}),
            "\"Id\"\n\"1\"\n\"2\"\n");
  EXPECT_EQ(Join("text/csv", {"\"Id\"\r\n\"1\"", "\"Id\"\r\n\"2\"\r\n"}),
            "\"Id\"\r\n\"1\"\r\n\"2\"\r\n");
}

TEST(ResultJoin, JsonIsOneArray) {
  EXPECT_EQ(Join("application/json", {"[{\"a\":1} , {\"a\":2}]", "[]", "[{\"a\":3}]"}),
            "[{\"a\":1},{\"a\":2},{\"a\":3}]");
  EXPECT_EQ(Join("application/json", {"[]", "[ ]"}), "[]");
}

TEST(ResultJoin, XmlIsOneDocument) {
  EXPECT_EQ(Join("application/xml", {"<?xml version=\"1.0\"?><q x=\"1\"><r>1</r></q>",
                                     "<?xml version=\"1.0\"?><q x=\"1\"><r>2</r>\n</q>\n"}),
            "<?xml version=\"1.0\"?><q x=\"1\"><r>1</r><r>2</r></q>");
}

TEST(ResultJoin, AFileThatIsCutIsAnError) {
  const std::pair<const char*, const char*> kCutFiles[] = {
      {"application/json", "[{\"a\":1}"},
      {"application/xml", "<q><r/>"},
      {"text/csv", "a\n\"b"},
  };
  for (const auto& [type, file] : kCutFiles) {
    const std::unique_ptr<ResultJoin> join = MakeResultJoin(type);
    std::string out;
    EXPECT_TRUE(join->Feed(file, out).ok());
    EXPECT_FALSE(join->EndFile(out).ok()) << type;
  }
}

std::vector<v1::BulkRowResult> Read(const std::string& type, const std::string& text) {
  const std::unique_ptr<RowResultReader> reader = MakeRowResultReader(type);
  v1::BulkRowResults results;
  for (std::size_t at = 0; at < text.size(); at += 5) {
    EXPECT_TRUE(reader->Feed(text.substr(at, 5), results).ok());
  }
  const absl::Status finished = reader->Finish(results);
  EXPECT_TRUE(finished.ok()) << finished;
  return {results.results().begin(), results.results().end()};
}

void ExpectTwo(const std::vector<v1::BulkRowResult>& results) {
  ASSERT_THAT(results, SizeIs(2));
  EXPECT_EQ(results[0].id(), "0035g00000abcdeAAA");
  EXPECT_TRUE(results[0].success());
  EXPECT_TRUE(results[0].created());
  EXPECT_THAT(results[0].errors(), SizeIs(0));
  EXPECT_EQ(results[1].id(), "");
  EXPECT_FALSE(results[1].success());
  EXPECT_FALSE(results[1].created());
  ASSERT_THAT(results[1].errors(), SizeIs(1));
  EXPECT_EQ(results[1].errors(0).status_code(), "REQUIRED_FIELD_MISSING");
  EXPECT_EQ(results[1].errors(0).message(), "Required fields are missing: [LastName]");
  EXPECT_THAT(results[1].errors(0).fields(), ElementsAre("LastName"));
}

TEST(RowResults, AreTheSameInEveryForm) {
  ExpectTwo(Read("text/csv; charset=UTF-8",
                 "\"Id\",\"Success\",\"Created\",\"Error\"\n"
                 "\"0035g00000abcdeAAA\",\"true\",\"true\",\"\"\n"
                 "\"\",\"false\",\"false\",\"REQUIRED_FIELD_MISSING:Required fields are missing: "
                 "[LastName]:LastName --\"\n"));
  ExpectTwo(Read("application/json",
                 R"([{"success":true,"created":true,"id":"0035g00000abcdeAAA","errors":[]},)"
                 R"({"success":false,"created":false,"id":null,"errors":[{"message":)"
                 R"("Required fields are missing: [LastName]","fields":["LastName"],)"
                 R"("statusCode":"REQUIRED_FIELD_MISSING","extendedErrorDetails":null}]}])"));
  ExpectTwo(Read(
      "application/xml",
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><results xmlns=\"a\" xmlns:xsi=\"http://"
      "www.w3.org/2001/XMLSchema-instance\"><result><id>0035g00000abcdeAAA</id><success>true"
      "</success><created>true</created></result><result><errors><fields>LastName</fields>"
      "<message>Required fields are missing: [LastName]</message><statusCode>"
      "REQUIRED_FIELD_MISSING</statusCode></errors><id xsi:nil=\"true\"/><success>false</success>"
      "<created>false</created></result></results>"));
}

TEST(RowResults, WhatTellsNothingIsAnError) {
  v1::BulkRowResults results;
  EXPECT_FALSE(MakeRowResultReader("application/json")->Feed("[{\"id\":\"a\"}]", results).ok());
  EXPECT_FALSE(MakeRowResultReader("text/csv")->Feed("Id,Success\na,false\n", results).ok());
  EXPECT_FALSE(MakeRowResultReader("text/csv")->Feed("Id,Success\na\n", results).ok());
}

TEST(ResultIds, ListsAreKnownByTheirBeginning) {
  EXPECT_TRUE(IsResultIdList("<result-list xmlns=\"a\"><result>"));
  EXPECT_TRUE(IsResultIdList("\n<?xml version=\"1.0\"?>\n<a:result-list>"));
  EXPECT_TRUE(IsResultIdList(" [ \"752"));
  EXPECT_FALSE(IsResultIdList("<results xmlns=\"a\">"));
  EXPECT_FALSE(IsResultIdList("[{\"success\":true"));
  EXPECT_FALSE(IsResultIdList("[]"));
  EXPECT_FALSE(IsResultIdList("\"Id\",\"Success\""));
  EXPECT_FALSE(IsResultIdList(""));
}

TEST(ResultIds, AreRead) {
  const auto ids = [](absl::string_view list) {
    return ReadResultIds(list).value_or(std::vector<std::string>{"error"});
  };
  EXPECT_THAT(ids("<result-list xmlns=\"a\"><result>7525g00000abcde</result>"
                  "<result>7525g00000abcdf</result></result-list>"),
              ElementsAre("7525g00000abcde", "7525g00000abcdf"));
  EXPECT_THAT(ids("[\"7525g00000abcde\"]"), ElementsAre("7525g00000abcde"));
  EXPECT_THAT(ids("[\"../a\"]"), ElementsAre("error"));
  EXPECT_THAT(ids("[\"7525g00000abcde\""), ElementsAre("error"));
}

}  // namespace
}  // namespace sfconnector
