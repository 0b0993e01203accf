// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/batch_records.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "simulator/base/bulk_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/bulk/csv_reader.h"
#include "simulator/bulk/row_columns.h"
#include "simulator/xml/xml_reader.h"

namespace sfsim {
namespace {

constexpr std::string_view kNull = "#N/A";

// `InvalidBatch : Field name not found : X` of a message of Bulk API 2.0, which names the code
// twice: the code and the rest.
ApiError BatchError(std::string_view message) {
  const size_t colon = message.find(" : ");
  if (colon == std::string_view::npos) return {400, "InvalidBatch", std::string(message), {}};
  const std::string_view code = message.substr(0, colon);
  std::string_view rest = message.substr(colon + 3);
  if (rest.starts_with(StrCat(code, " : "))) rest.remove_prefix(colon + 3);
  return {400, std::string(code), std::string(rest), {}};
}

ApiError TooManyRecords() { return BatchError(text::kTooManyBatchRecords); }

Outcome<std::vector<JsonValue>> ReadCsv(const Schema& schema, const ObjectType& type,
                                        std::string_view content) {
  size_t read = 0;
  CsvFormat format;
  format.line_ending = LineEnding::kEither;
  CsvReader reader(
      [&](char* buffer, size_t size) {
        const size_t count = std::min(size, content.size() - read);
        std::memcpy(buffer, content.data() + read, count);
        read += count;
        return count;
      },
      format);
  CsvRow row;
  CsvReader::Result result = reader.Next(&row);
  std::vector<JsonValue> records;
  if (result == CsvReader::Result::kEnd) return records;
  if (result == CsvReader::Result::kBroken) return BatchError(reader.problem());
  const auto columns = RowColumns::Read(schema, type, row.cells);
  if (!columns.ok()) return BatchError(columns.error().message);
  while ((result = reader.Next(&row)) == CsvReader::Result::kRow) {
    if (records.size() == kMaxBatchRecords) return TooManyRecords();
    if (row.cells.size() != columns->size()) {
      return BatchError(text::WrongColumnCount(static_cast<int64_t>(records.size()) + 1,
                                               columns->size(), row.cells.size()));
    }
    records.push_back(columns->Record(row.cells));
  }
  if (result == CsvReader::Result::kBroken) return BatchError(reader.problem());
  return records;
}

// The names and cells that a record has in CSV.
class FlatRecord {
 public:
  void Add(const std::string& name, const JsonValue& value) {
    names_.push_back(name);
    if (value.is_null()) {
      cells_.emplace_back(kNull);
    } else if (value.kind == JsonValue::Kind::kBool) {
      cells_.emplace_back(value.boolean ? "true" : "false");
    } else {
      cells_.push_back(value.text);
    }
  }

  // In XML the parent is an `sObject` of its own, with the type as an element.
  void AddParent(const std::string& name, const JsonValue& value) {
    const JsonValue* inner = value.Find("sObject");
    const JsonValue& parent = inner != nullptr ? *inner : value;
    const JsonValue* attributes = parent.Find("attributes");
    std::string type = attributes == nullptr ? parent.Text("type") : attributes->Text("type");
    if (!type.empty()) type.push_back(':');
    for (const auto& [key, text] : parent.members) {
      if (key != "attributes" && key != "type") Add(StrCat(type, name, ".", key), text);
    }
  }

  std::vector<std::string_view> names() const { return {names_.begin(), names_.end()}; }
  std::vector<std::string_view> cells() const { return {cells_.begin(), cells_.end()}; }

 private:
  std::vector<std::string> names_;
  std::vector<std::string> cells_;
};

Outcome<std::vector<JsonValue>> ReadObjects(const Schema& schema, const ObjectType& type,
                                            const std::vector<JsonValue>& objects) {
  if (objects.size() > kMaxBatchRecords) return TooManyRecords();
  std::vector<JsonValue> records;
  records.reserve(objects.size());
  for (const JsonValue& object : objects) {
    FlatRecord flat;
    for (const auto& [name, value] : object.members) {
      if (name == "attributes" || (name == "type" && type.FindField(name) == nullptr)) continue;
      if (value.is_object()) {
        flat.AddParent(name, value);
      } else {
        flat.Add(name, value);
      }
    }
    const auto columns = RowColumns::Read(schema, type, flat.names());
    if (!columns.ok()) return BatchError(columns.error().message);
    records.push_back(columns->Record(flat.cells()));
  }
  return records;
}

}  // namespace

Outcome<std::vector<JsonValue>> ReadBatchRecords(const Schema& schema, const ObjectType& type,
                                                 ClassicForm form, std::string_view content) {
  if (form == ClassicForm::kCsv) return ReadCsv(schema, type, content);
  const bool json = form == ClassicForm::kJson;
  auto document = json ? ReadJson(content) : ReadXml(content);
  if (!document.ok()) {
    return ApiError{400, json ? "ClientInputError" : "InvalidXml", document.error().message, {}};
  }
  if (json) return ReadObjects(schema, type, document->items);
  const JsonValue* objects = document->Find("sObject");
  if (objects == nullptr) return std::vector<JsonValue>();
  return ReadObjects(schema, type,
                     objects->is_array() ? objects->items : std::vector<JsonValue>{*objects});
}

}  // namespace sfsim
