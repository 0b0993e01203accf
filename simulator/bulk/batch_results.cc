// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/batch_results.h"

#include "simulator/base/datetime.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/bulk/csv_reader.h"
#include "simulator/bulk/row_run.h"
#include "simulator/json/json_text.h"
#include "simulator/xml/xml_writer.h"

namespace sfsim {
namespace {

constexpr std::string_view kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
constexpr std::string_view kInstance = "http://www.w3.org/2001/XMLSchema-instance";

std::string RootOf(std::string_view name) {
  return StrCat(kXmlHead, "<", name, " xmlns=\"", kClassicNamespace, "\" xmlns:xsi=\"", kInstance,
                "\">");
}

void AppendElement(std::string_view name, std::string_view text, std::string* out) {
  StrAppend(out, "<", name, ">");
  AppendXmlText(text, out);
  StrAppend(out, "</", name, ">");
}

void AppendCsvResult(const SaveResult& result, std::string* out) {
  AppendQuotedCell(result.ok() ? result.id : "", out);
  StrAppend(out, ",\"", JsonBool(result.ok()), "\",\"", JsonBool(result.ok() && result.created),
            "\",");
  AppendQuotedCell(result.ok() ? "" : RowErrorText(result.errors), out);
  out->push_back('\n');
}

void AppendJsonResult(const SaveResult& result, std::string* out) {
  StrAppend(out, "{\"success\":", JsonBool(result.ok()),
            ",\"created\":", JsonBool(result.ok() && result.created),
            ",\"id\":", TextOrNull(result.ok() ? result.id : ""), ",\"errors\":[");
  for (const ApiError& error : result.errors) {
    if (&error != &result.errors.front()) out->push_back(',');
    StrAppend(out, "{\"message\":", JsonString(error.message), ",\"fields\":[");
    const auto fields = error.fields.value_or(std::vector<std::string>());
    for (const std::string& field : fields) {
      StrAppend(out, &field == &fields.front() ? "" : ",", JsonString(field));
    }
    StrAppend(out, "],\"statusCode\":", JsonString(error.code), ",\"extendedErrorDetails\":null}");
  }
  out->append("]}");
}

void AppendXmlResult(const SaveResult& result, std::string* out) {
  out->append("<result>");
  for (const ApiError& error : result.errors) {
    out->append("<errors>");
    for (const std::string& field : error.fields.value_or(std::vector<std::string>())) {
      AppendElement("fields", field, out);
    }
    AppendElement("message", error.message, out);
    AppendElement("statusCode", error.code, out);
    out->append("</errors>");
  }
  if (result.ok()) {
    AppendElement("id", result.id, out);
  } else {
    out->append("<id xsi:nil=\"true\"/>");
  }
  AppendElement("success", JsonBool(result.ok()), out);
  AppendElement("created", JsonBool(result.ok() && result.created), out);
  out->append("</result>");
}

// The cells of a row of quoted ones; an empty text stands for null.
std::vector<std::string> CellsOf(std::string_view csv) {
  std::vector<std::string> cells;
  size_t at = 0;
  while (at < csv.size() && csv[at] == '"') {
    std::string& cell = cells.emplace_back();
    for (++at; at < csv.size(); ++at) {
      if (csv[at] == '"' && (at + 1 == csv.size() || csv[at + 1] != '"')) break;
      if (csv[at] == '"') ++at;
      cell.push_back(csv[at]);
    }
    at += 2;
  }
  return cells;
}

// Instants and dates are milliseconds since the epoch, as recorded.
std::string JsonCell(const BulkColumn& column, const std::string& cell) {
  if (cell.empty()) return "null";
  switch (column.format) {
    case soql::ValueFormat::kBoolean:
    case soql::ValueFormat::kInteger:
    case soql::ValueFormat::kDecimal:
    case soql::ValueFormat::kReal:
      return cell;
    case soql::ValueFormat::kInstant:
      return std::to_string(ParseInstant(cell).value_or(0));
    case soql::ValueFormat::kDate:
      return std::to_string(ParseDate(cell).value_or(0) * kMillisOfDay);
    default:
      return JsonString(cell);
  }
}

// Writes the cells of one row, whose names are paths, as objects within each other.
class NestedRow {
 public:
  void Add(std::string_view path, std::string_view json) {
    const std::vector<std::string> names = Split(path, '.');
    size_t common = 0;
    while (common < open_.size() && common + 1 < names.size() && open_[common] == names[common]) {
      ++common;
    }
    Close(common);
    for (size_t i = common; i + 1 < names.size(); ++i) {
      StrAppend(&text_, separator_, JsonString(names[i]), ":{");
      open_.push_back(names[i]);
      separator_ = "";
    }
    StrAppend(&text_, separator_, JsonString(names.back()), ":", json);
    separator_ = ",";
  }

  std::string Finish() {
    Close(0);
    return std::move(text_);
  }

 private:
  void Close(size_t depth) {
    for (; open_.size() > depth; open_.pop_back()) text_.push_back('}');
  }

  std::string text_;
  std::string_view separator_ = ",";
  std::vector<std::string> open_;
};

}  // namespace

std::string BatchResultText(ClassicForm form, const std::vector<SaveResult>& results) {
  std::string out = form == ClassicForm::kCsv    ? "\"Id\",\"Success\",\"Created\",\"Error\"\n"
                    : form == ClassicForm::kJson ? "["
                                                 : RootOf("results");
  for (const SaveResult& result : results) {
    if (form == ClassicForm::kCsv) {
      AppendCsvResult(result, &out);
    } else if (form == ClassicForm::kXml) {
      AppendXmlResult(result, &out);
    } else {
      if (&result != &results.front()) out.push_back(',');
      AppendJsonResult(result, &out);
    }
  }
  if (form == ClassicForm::kJson) out.push_back(']');
  if (form == ClassicForm::kXml) out.append("</results>");
  return out;
}

std::string ResultListText(ClassicForm form, const std::vector<std::string>& ids) {
  const bool json = form == ClassicForm::kJson;
  std::string out = json ? "[" : StrCat("<result-list xmlns=\"", kClassicNamespace, "\">");
  for (const std::string& id : ids) {
    if (json) {
      StrAppend(&out, &id == &ids.front() ? "" : ",", JsonString(id));
    } else {
      AppendElement("result", id, &out);
    }
  }
  return out + (json ? "]" : "</result-list>");
}

QueryFileWriter::QueryFileWriter(ClassicForm form, CsvFormat format, const BulkQuery* query)
    : form_(form), format_(format), query_(*query) {}

void QueryFileWriter::Add(const BulkQueryRows& rows) {
  if (form_ == ClassicForm::kCsv) {
    if (rows_ == 0) text_ = CsvHeader(query_.columns, format_);
    rows.AppendCsv(format_, &text_);
  } else {
    std::string csv;
    rows.AppendCsv({}, &csv);
    form_ == ClassicForm::kJson ? AddJson(CellsOf(csv)) : AddXml(CellsOf(csv));
  }
  ++rows_;
}

void QueryFileWriter::AddJson(const std::vector<std::string>& cells) {
  NestedRow row;
  for (size_t i = 0; i < query_.columns.size(); ++i) {
    row.Add(query_.columns[i].name, JsonCell(query_.columns[i], cells[i]));
  }
  StrAppend(&text_, rows_ == 0 ? "[" : ",", "{\"attributes\":{\"type\":", JsonString(query_.object),
            "}", row.Finish(), "}");
}

void QueryFileWriter::AddXml(const std::vector<std::string>& cells) {
  if (rows_ == 0) text_ = RootOf("queryResult");
  text_.append("<records xsi:type=\"sObject\">");
  AppendElement("type", query_.object, &text_);
  for (size_t i = 0; i < query_.columns.size(); ++i) {
    const std::vector<std::string> names = Split(query_.columns[i].name, '.');
    for (size_t k = 0; k + 1 < names.size(); ++k) {
      StrAppend(&text_, "<", names[k], " xsi:type=\"sObject\">");
    }
    if (cells[i].empty()) {
      StrAppend(&text_, "<", names.back(), " xsi:nil=\"true\"/>");
    } else {
      AppendElement(names.back(), cells[i], &text_);
    }
    for (size_t k = names.size() - 1; k-- > 0;) StrAppend(&text_, "</", names[k], ">");
  }
  text_.append("</records>");
}

std::string QueryFileWriter::Finish() {
  if (form_ == ClassicForm::kJson) text_.append("]");
  if (form_ == ClassicForm::kXml) text_.append("</queryResult>");
  rows_ = 0;
  return std::exchange(text_, std::string());
}

}  // namespace sfsim
