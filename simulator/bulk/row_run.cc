// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/row_run.h"

#include <set>

#include "simulator/base/bulk_text.h"
#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/records/field_input.h"
#include "simulator/records/listed_rows.h"

namespace sfsim {
namespace {

SaveResult Failed(std::string id, ApiError error) {
  SaveResult result;
  result.id = std::move(id);
  result.errors.push_back(std::move(error));
  return result;
}

// One chunk on its way.
class ChunkRun {
 public:
  ChunkRun(const RowTask& task, Connection* connection, RowEditor* editor)
      : task_(task), connection_(*connection), editor_(*editor) {}

  void FindRepeatedKeys(const std::vector<JsonValue>& records) {
    if (task_.operation == RowOperation::kUpsert) repeated_ = RepeatedKeys(records, *task_.key);
  }

  SaveResult Run(const JsonValue& record) {
    SaveResult result = Save(record);
    for (ApiError& error : result.errors) {
      if (error.code == "JSON_PARSER_ERROR") error = WrongValue(record, std::move(error));
    }
    return result;
  }

 private:
  SaveResult Save(const JsonValue& record) {
    switch (task_.operation) {
      case RowOperation::kInsert:
        return editor_.Insert(*task_.type, record);
      case RowOperation::kUpsert:
        return Upsert(record);
      case RowOperation::kUpdate:
        return OnRow(record, text::kIdNotSpecified, [&](const std::string& id, JsonValue rest) {
          return editor_.Update(*task_.type, id, rest, InvalidCrossReferenceError());
        });
      default:
        return OnRow(record, text::kIdNotSpecifiedInDelete,
                     [&](const std::string& id, const JsonValue&) { return Delete(id); });
    }
  }

  SaveResult Upsert(const JsonValue& record) {
    JsonValue rest = record;
    const auto key = TakeMember(task_.key->name, &rest);
    // Every record that shares a key with another one fails.
    if (key && repeated_.contains(ComparableKey(*task_.key, key->text))) {
      return Failed("", RowError("DUPLICATE_VALUE", text::DuplicateExternalId(key->text)));
    }
    return UpsertRow(*task_.type, *task_.key, record, &connection_, &editor_);
  }

  // Takes the id out of the record and acts on its row.
  template <typename Act>
  SaveResult OnRow(const JsonValue& record, std::string_view missing, Act act) {
    JsonValue rest = record;
    const auto id = TakeMember("Id", &rest);
    if (!id || id->text.empty()) {
      return Failed("", RowError("MISSING_ARGUMENT", std::string(missing)));
    }
    const auto normal = NormalizeId(id->text);
    if (!normal || !normal->starts_with(task_.type->key_prefix)) {
      return Failed(id->text, RowError("MALFORMED_ID", text::MalformedId(id->text)));
    }
    if (!seen_.insert(*normal).second) {
      return Failed(*normal, RowError("DUPLICATE_VALUE", text::DuplicateIdInCall(*normal)));
    }
    return act(*normal, std::move(rest));
  }

  SaveResult Delete(const std::string& id) {
    SaveResult result = editor_.Delete(*task_.type, id, InvalidCrossReferenceError());
    if (!result.ok() || task_.operation == RowOperation::kDelete) return result;
    Statement& purge =
        connection_.Cached(StrCat("DELETE FROM ", QuoteName(task_.type->name), " WHERE \"Id\"=?1"));
    purge.BindText(1, id);
    purge.Run();
    return result;
  }

  // A parser's error, in the words of rows that are no JSON.
  ApiError WrongValue(const JsonValue& record, ApiError error) const {
    for (const auto& [name, value] : record.members) {
      const Field* field = task_.type->FindField(name);
      if (field == nullptr || value.is_object() || ReadFieldValue(*field, value).ok()) continue;
      return RowError("INVALID_TYPE_ON_FIELD_IN_RECORD",
                      text::WrongCellValue(field->label, value.text), {field->name});
    }
    return error;
  }

  const RowTask& task_;
  Connection& connection_;
  RowEditor& editor_;
  std::set<std::string> repeated_;
  std::set<std::string> seen_;
};

}  // namespace

std::optional<RowOperation> RowOperationOf(std::string_view name) {
  if (name == "insert") return RowOperation::kInsert;
  if (name == "update") return RowOperation::kUpdate;
  if (name == "upsert") return RowOperation::kUpsert;
  if (name == "delete") return RowOperation::kDelete;
  if (name == "hardDelete") return RowOperation::kHardDelete;
  return std::nullopt;
}

std::vector<SaveResult> RunRows(const Schema& schema, Store* store, const Author& author,
                                const RowTask& task, const std::vector<JsonValue>& records) {
  std::vector<SaveResult> results;
  results.reserve(records.size());
  Store::Writer writer = store->Write();
  RowEditor editor(&schema, store, &*writer, author);
  ChunkRun chunk(task, &*writer, &editor);
  chunk.FindRepeatedKeys(records);
  writer.Begin();
  for (size_t i = 0; i < records.size(); ++i) {
    const bool locked = task.locked && task.locked(i);
    results.push_back(locked ? Failed(records[i].Text("Id"),
                                      RowError("UNABLE_TO_LOCK_ROW", std::string(text::kRowLocked)))
                             : chunk.Run(records[i]));
  }
  writer.End(true);
  return results;
}

std::string RowErrorText(const std::vector<ApiError>& errors) {
  std::string out;
  for (const ApiError& error : errors) {
    StrAppend(&out, error.code, ":", error.message, ":");
    bool first = true;
    for (const std::string& field : error.fields.value_or(std::vector<std::string>())) {
      StrAppend(&out, first ? "" : ", ", field);
      first = false;
    }
    out.append(first ? "--" : " --");
  }
  return out;
}

}  // namespace sfsim
