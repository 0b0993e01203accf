// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/record_scanner.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::size_t kLimit = 1000;

struct Scanned {
  absl::Status status;
  std::vector<std::string> records;
  RecordFrame frame;
  std::string text;
};

Scanned Scan(const std::string& type, absl::string_view content, std::size_t piece) {
  const std::unique_ptr<RecordScanner> scanner = MakeRecordScanner(type, kLimit);
  Scanned scanned;
  const auto take = [&scanned](absl::string_view record) {
    scanned.records.emplace_back(record);
    return absl::OkStatus();
  };
  for (std::size_t at = 0; at < content.size() && scanned.status.ok(); at += piece) {
    scanned.status = scanner->Feed(content.substr(at, piece), take);
  }
  if (scanned.status.ok()) scanned.status = scanner->Finish(take);
  scanned.frame = scanner->frame();
  scanned.text = scanner->text();
  return scanned;
}

// However the content is cut, the same comes of it.
Scanned Scan(const std::string& type, absl::string_view content) {
  Scanned whole = Scan(type, content, content.size() + 1);
  for (const std::size_t piece : {1, 2, 3, 7}) {
    const Scanned cut = Scan(type, content, piece);
    EXPECT_EQ(cut.status, whole.status) << piece;
    EXPECT_EQ(cut.records, whole.records) << piece;
    EXPECT_EQ(cut.frame.head, whole.frame.head) << piece;
    EXPECT_EQ(cut.frame.tail, whole.frame.tail) << piece;
    if (whole.status.ok()) {
      EXPECT_EQ(cut.text, whole.text) << piece;
    }
  }
  return whole;
}

TEST(RecordScanner, FindsTheRecordsOfCsv) {
  const Scanned scanned = Scan("CSV", "\xEF\xBB\xBFId,Name\n1,\"a\n\"\"b\"\r\n\n2,c");
  ASSERT_TRUE(scanned.status.ok()) << scanned.status;
  EXPECT_EQ(scanned.frame.head, "Id,Name\n");
  EXPECT_THAT(scanned.records, ElementsAre("1,\"a\n\"\"b\"\r\n", "2,c"));
}

TEST(RecordScanner, FindsTheRecordsOfJson) {
  const Scanned scanned = Scan("JSON", " [ {\"a\":\"]},\\\"{\",\"b\":[1,2]} ,\n{\"c\":{}} ] ");
  ASSERT_TRUE(scanned.status.ok()) << scanned.status;
  EXPECT_THAT(scanned.records, ElementsAre("{\"a\":\"]},\\\"{\",\"b\":[1,2]}", "{\"c\":{}}"));
  EXPECT_THAT(Scan("JSON", "[]").records, IsEmpty());
}

TEST(RecordScanner, FindsTheRecordsOfXml) {
  const Scanned scanned =
      Scan("XML",
           "<?xml version=\"1.0\"?><!-- <x> --><s:sObjects xmlns:s='a>b'>\n <sObject><Name>a&lt;"
           "<![CDATA[</sObject>]]></Name></sObject><!--\n--> <sObject/></s:sObjects>\n");
  ASSERT_TRUE(scanned.status.ok()) << scanned.status;
  EXPECT_EQ(scanned.frame.head, "<?xml version=\"1.0\"?><!-- <x> --><s:sObjects xmlns:s='a>b'>");
  EXPECT_EQ(scanned.frame.tail, "</s:sObjects>");
  EXPECT_THAT(
      scanned.records,
      ElementsAre("<sObject><Name>a&lt;<![CDATA[</sObject>]]></Name></sObject>", "<sObject/>"));
}

TEST(RecordScanner, WhatBeginsOtherwiseHasNoRecords) {
  constexpr char kSoql[] = "SELECT Id FROM Contact";
  for (const char* type : {"CSV", "JSON", "XML"}) {
    SCOPED_TRACE(type);
    const Scanned scanned = Scan(type, kSoql);
    EXPECT_TRUE(scanned.status.ok()) << scanned.status;
    EXPECT_THAT(scanned.records, IsEmpty());
    EXPECT_EQ(scanned.text, kSoql);
  }
  EXPECT_EQ(MakeRecordScanner("ZIP_CSV", kLimit), nullptr);
}

TEST(RecordScanner, ContentThatIsCutIsAnError) {
  EXPECT_FALSE(Scan("CSV", "a\n\"b\n").status.ok());
  EXPECT_FALSE(Scan("JSON", "[{\"a\":1},{").status.ok());
  EXPECT_FALSE(Scan("JSON", "[1,,2]").status.ok());
  EXPECT_FALSE(Scan("JSON", "[{}] {}").status.ok());
  EXPECT_FALSE(Scan("XML", "<a><b/>").status.ok());
  EXPECT_FALSE(Scan("XML", "<a><b/></").status.ok());
}

TEST(RecordScanner, ARecordThatIsTooLongEndsTheScanning) {
  const std::string text(kLimit, 'x');
  EXPECT_FALSE(Scan("CSV", "a\n" + text + "yz").status.ok());
  EXPECT_FALSE(Scan("JSON", "[\"" + text).status.ok());
  EXPECT_FALSE(Scan("XML", "<a><b>" + text).status.ok());
}

}  // namespace
}  // namespace sfconnector
