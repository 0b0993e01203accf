// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/salesforce/bulk/record_encoder.h"
#include "core/soap/xml_text.h"

namespace sfconnector {
namespace {

constexpr char kHead[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
    "<sObjects xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\""
    " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">";

// A carriage return that stands there as it is would be read as a line feed.
void AppendEscaped(absl::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        out += c;
    }
  }
}

void AppendElement(absl::string_view name, absl::string_view text, std::string& out) {
  absl::StrAppend(&out, "<", name, ">");
  AppendEscaped(text, out);
  absl::StrAppend(&out, "</", name, ">");
}

absl::Status AppendRecord(const v1::Record& record, bool within, std::string& out);

absl::Status AppendField(const v1::Field& field, bool within, std::string& out) {
  const v1::Value& value = field.value();
  if (value.kind_case() == v1::Value::KIND_NOT_SET) return absl::OkStatus();
  if (!IsApiName(field.name())) return InvalidField("name", "is not the name of a field");
  if (value.has_null_value()) {
    absl::StrAppend(&out, "<", field.name(), " xsi:nil=\"true\"/>");
    return absl::OkStatus();
  }
  if (value.has_record_value() && !within) {
    absl::StrAppend(&out, "<", field.name(), ">");
    SFC_RETURN_IF_ERROR(AppendRecord(value.record_value(), true, out));
    absl::StrAppend(&out, "</", field.name(), ">");
    return absl::OkStatus();
  }
  const absl::StatusOr<std::string> text = TextOfValue(value);
  if (!text.ok()) return text.status();
  if (!IsXmlText(*text)) return InvalidField("", kNoXmlText);
  AppendElement(field.name(), *text, out);
  return absl::OkStatus();
}

absl::Status AppendRecord(const v1::Record& record, bool within, std::string& out) {
  out += "<sObject>";
  if (within && !record.type().empty()) {
    if (!IsApiName(record.type())) return InvalidField("type", "is not the name of an sObject");
    AppendElement("type", record.type(), out);
  }
  for (const v1::Field& field : record.fields()) {
    SFC_RETURN_IF_ERROR(PrefixField(field.name(), AppendField(field, within, out)));
  }
  out += "</sObject>";
  return absl::OkStatus();
}

class XmlRecordEncoder final : public RecordEncoder {
 public:
  explicit XmlRecordEncoder(std::vector<std::string> columns) : columns_(std::move(columns)) {
    frame_ = {kHead, "", "</sObjects>"};
  }

  absl::Status EncodeRecord(const v1::Record& record, std::string& text) override {
    text.clear();
    return AppendRecord(record, false, text);
  }

  absl::Status EncodeRow(const v1::ListValue& row, std::string& text) override {
    absl::StatusOr<v1::Record> record = RecordOfRow(row, columns_);
    return record.ok() ? EncodeRecord(*record, text) : record.status();
  }

 private:
  const std::vector<std::string> columns_;
};

}  // namespace

std::unique_ptr<RecordEncoder> MakeXmlRecordEncoder(std::vector<std::string> columns) {
  return std::make_unique<XmlRecordEncoder>(std::move(columns));
}

}  // namespace sfconnector
