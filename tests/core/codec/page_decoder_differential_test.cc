// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "core/codec/json_value.h"
#include "core/codec/page_decoder.h"
#include "tests/core/codec/page_generator.h"
#include "tests/core/codec/simple_page_decoder.h"

// The fast decoder against the simple one, over many pages.

namespace sfconnector {
namespace {

using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;
using testing::PageGenerator;
using testing::RowReader;
using testing::SimplePageDecoder;
using testing::SimpleTable;

void ExpectEqual(const Message& actual, const Message& expected) {
  EXPECT_TRUE(MessageDifferencer::Equals(actual, expected))
      << actual.DebugString() << "\nexpected:\n"
      << expected.DebugString();
}

void ExpectEqual(const std::vector<SimpleTable>& actual, std::vector<SimpleTable> expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(actual[i].relationship, expected[i].relationship);
    EXPECT_EQ(actual[i].parent, expected[i].parent);
    EXPECT_EQ(actual[i].columns, expected[i].columns);
    ASSERT_EQ(actual[i].rows.size(), expected[i].rows.size());
    for (std::size_t row = 0; row < actual[i].rows.size(); ++row) {
      EXPECT_EQ(actual[i].rows[row].parent_row, expected[i].rows[row].parent_row);
      expected[i].rows[row].values.resize(expected[i].columns.size());
      ASSERT_EQ(actual[i].rows[row].values.size(), expected[i].rows[row].values.size());
      for (std::size_t column = 0; column < expected[i].columns.size(); ++column) {
        ExpectEqual(actual[i].rows[row].values[column], expected[i].rows[row].values[column]);
      }
    }
  }
}

void ExpectEqual(const std::vector<ChildSet>& actual, const std::vector<ChildSet>& expected,
                 bool with_tables) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(actual[i].next_records_url, expected[i].next_records_url);
    EXPECT_EQ(actual[i].total_size, expected[i].total_size);
    EXPECT_EQ(actual[i].rows, expected[i].rows);
    if (with_tables) {
      EXPECT_EQ(actual[i].table, expected[i].table);
      EXPECT_EQ(actual[i].parent_row, expected[i].parent_row);
    }
    ASSERT_EQ(actual[i].path.size(), expected[i].path.size());
    for (std::size_t step = 0; step < actual[i].path.size(); ++step) {
      EXPECT_EQ(actual[i].path[step].row, expected[i].path[step].row);
      EXPECT_EQ(actual[i].path[step].relationship, expected[i].path[step].relationship);
    }
  }
}

// Reads what the three encodings make of the same pages.
class Comparison {
 public:
  Comparison(const SelectedColumns& selected, std::size_t message_bytes)
      : simple_(selected),
        rows_(Format(v1::ROW_ENCODING_ROWS, message_bytes), selected),
        records_(Format(v1::ROW_ENCODING_RECORDS, message_bytes)),
        json_(Format(v1::ROW_ENCODING_JSON, message_bytes)) {}

  // Returns the sets that continue.
  std::vector<ChildSet> Page(const std::string& page) {
    simple_.Page(page);
    absl::StatusOr<DecodedPage> rows = rows_.DecodePage(page);
    absl::StatusOr<DecodedPage> records = records_.DecodePage(page);
    absl::StatusOr<DecodedPage> json = json_.DecodePage(page);
    Compare(rows, records, json, {});
    return simple_.continued();
  }

  std::vector<ChildSet> ChildPage(ChildSet& set, const std::string& page) {
    simple_.ChildPage(set, page);
    ChildSet for_rows = set, for_records = set, for_json = set;
    absl::StatusOr<DecodedPage> rows = rows_.DecodeChildPage(for_rows, page);
    absl::StatusOr<DecodedPage> records = records_.DecodeChildPage(for_records, page);
    absl::StatusOr<DecodedPage> json = json_.DecodeChildPage(for_json, page);
    Compare(rows, records, json, set.path);
    ExpectEqual({for_records}, {for_rows}, true);
    ExpectEqual({for_json}, {for_rows}, true);
    EXPECT_EQ(for_rows.next_records_url, simple_.records().next_page_token());
    set = for_rows;
    return simple_.continued();
  }

  void Finish() {
    if (const std::optional<std::string> message = rows_.Finish()) AddRows(*message);
    EXPECT_FALSE(rows_.Finish().has_value());
    EXPECT_FALSE(records_.Finish().has_value());
    ExpectEqual(reader_.Tables(), simple_.tables());
  }

 private:
  static PageFormat Format(v1::RowEncoding encoding, std::size_t message_bytes) {
    PageFormat format;
    format.encoding = encoding;
    format.message_bytes = message_bytes;
    format.token_of = [](absl::string_view url) { return std::string(url); };
    return format;
  }

  void AddRows(const std::string& bytes) {
    v1::StreamQueryResponse message;
    ASSERT_TRUE(message.ParseFromString(bytes));
    EXPECT_EQ(message.continued_path_size(), 0);
    reader_.Add(message);
  }

  void Compare(const absl::StatusOr<DecodedPage>& rows, const absl::StatusOr<DecodedPage>& records,
               const absl::StatusOr<DecodedPage>& json, const std::vector<ChildStep>& path) {
    ASSERT_TRUE(rows.ok()) << rows.status();
    ASSERT_TRUE(records.ok()) << records.status();
    ASSERT_TRUE(json.ok()) << json.status();
    for (const DecodedPage* page : {&*rows, &*records, &*json}) {
      EXPECT_EQ(page->total_size, simple_.records().total_size());
      EXPECT_EQ(page->done, simple_.records().done());
      EXPECT_EQ(page->next_records_url, simple_.records().next_page_token());
      EXPECT_EQ(page->rows, simple_.records().records_size());
      ExpectEqual(page->continued, simple_.continued(), page == &*rows);
    }
    for (const std::string& bytes : rows->messages) AddRows(bytes);
    v1::RecordSet read;
    for (const std::string& bytes : records->messages) {
      v1::StreamQueryResponse message;
      ASSERT_TRUE(message.ParseFromString(bytes));
      ExpectPath(message, path);
      read.mutable_records()->MergeFrom(message.records());
    }
    v1::RecordSet parsed;
    for (const std::string& bytes : json->messages) {
      v1::StreamQueryResponse message;
      ASSERT_TRUE(message.ParseFromString(bytes));
      ExpectPath(message, path);
      v1::Value list;
      ASSERT_TRUE(JsonToValue(message.json(), list).ok()) << message.json();
      for (v1::Value& value : *list.mutable_list_value()->mutable_values()) {
        parsed.add_records()->Swap(value.mutable_record_value());
      }
    }
    v1::RecordSet expected;
    *expected.mutable_records() = simple_.records().records();
    ExpectEqual(read, expected);
    ExpectEqual(parsed, expected);
  }

  static void ExpectPath(const v1::StreamQueryResponse& message,
                         const std::vector<ChildStep>& path) {
    ASSERT_EQ(static_cast<std::size_t>(message.continued_path_size()), path.size());
    for (int i = 0; i < message.continued_path_size(); ++i) {
      EXPECT_EQ(message.continued_path(i).row(), path[static_cast<std::size_t>(i)].row);
      EXPECT_EQ(message.continued_path(i).relationship(),
                path[static_cast<std::size_t>(i)].relationship);
    }
  }

  SimplePageDecoder simple_;
  PageDecoder rows_;
  PageDecoder records_;
  PageDecoder json_;
  RowReader reader_;
};

void CompareAll(unsigned seed, bool with_selection, std::size_t message_bytes) {
  SCOPED_TRACE(::testing::Message() << "seed " << seed << ", selection " << with_selection
                                    << ", message bytes " << message_bytes);
  PageGenerator generator(seed);
  Comparison comparison(with_selection ? generator.selected() : SelectedColumns(), message_bytes);
  std::mt19937 random(seed);
  const int pages = 1 + static_cast<int>(random() % 3);
  int child_pages = 20;
  for (int i = 0; i < pages; ++i) {
    std::vector<ChildSet> open =
        comparison.Page(generator.Page(static_cast<int>(random() % 20), i == pages - 1));
    while (!open.empty() && child_pages-- > 0) {
      ChildSet set = std::move(open.back());
      open.pop_back();
      const std::string page =
          generator.ChildPage(set, static_cast<int>(random() % 3), random() % 2 == 0);
      for (ChildSet& found : comparison.ChildPage(set, page)) open.push_back(std::move(found));
      if (!set.next_records_url.empty()) open.push_back(std::move(set));
    }
  }
  comparison.Finish();
}

TEST(PageDecoder, AgreesWithTheSimpleDecoderOnManyPages) {
  for (unsigned seed = 0; seed < 60 && !::testing::Test::HasFailure(); ++seed) {
    CompareAll(seed, true, 128 * 1024);
    CompareAll(seed, false, 128 * 1024);
    CompareAll(seed, true, 200);
    CompareAll(seed, false, 1);
  }
}

}  // namespace
}  // namespace sfconnector
