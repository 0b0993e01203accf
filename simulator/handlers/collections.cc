// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/call_options.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"
#include "simulator/records/listed_rows.h"

namespace sfsim {
namespace {

constexpr int kMaxRecords = 200;
constexpr int kMaxRetrieved = 2000;
// Runs of records of one type.
constexpr int kMaxChunks = 10;
// The versions that collections, and upserts of them, came with.
constexpr int kFirstVersion = 42;
constexpr int kFirstUpsertVersion = 46;

ApiError TooMany(int limit) { return {400, "EXCEEDED_ID_LIMIT", text::TooManyRecords(limit), {}}; }

SaveResult Failed(ApiError error) {
  SaveResult result;
  result.errors.push_back(std::move(error));
  return result;
}

// The rows of a request, and how they are to be saved.
struct Batch {
  std::vector<JsonValue> records;
  bool all_or_none = false;
};

std::string TypeName(const JsonValue& record) {
  const JsonValue* attributes = record.Find("attributes");
  return attributes == nullptr ? "" : attributes->Text("type");
}

int CountChunks(const std::vector<JsonValue>& records) {
  int chunks = 1;
  for (size_t i = 1; i < records.size(); ++i) {
    if (!EqualsIgnoreCase(TypeName(records[i]), TypeName(records[i - 1]))) ++chunks;
  }
  return chunks;
}

Outcome<Batch> ReadBatch(const Request& request) {
  auto body = ReadObjectBody(request);
  if (!body.ok()) return body.error();
  Batch batch;
  batch.all_or_none = body->Flag("allOrNone");
  const JsonValue* records = body->Find("records");
  if (records == nullptr || records->items.empty()) {
    return ApiError{400, "REQUIRED_FIELD_MISSING", std::string(text::kAtLeastOneRecord), {}};
  }
  if (records->items.size() > kMaxRecords) return TooMany(kMaxRecords);
  for (const JsonValue& record : records->items) {
    if (record.is_object()) continue;
    return ApiError{400,
                    "JSON_PARSER_ERROR",
                    text::CannotDeserialize("sobject", record.is_null() ? "VALUE_NULL" : "VALUE",
                                            record.text, record.line, record.column),
                    {}};
  }
  batch.records = records->items;
  if (CountChunks(batch.records) > kMaxChunks) {
    return ApiError{400, "LIMIT_EXCEEDED", std::string(text::kTooManyChunks), {}};
  }
  return batch;
}

// Marks the rows of an all-or-none call that came to nothing because of others. Upserts then say
// `created` of every row.
void RollBack(std::vector<SaveResult>* results) {
  for (SaveResult& result : *results) {
    result.created = true;
    if (!result.ok()) continue;
    result.errors.push_back(
        RowError("ALL_OR_NONE_OPERATION_ROLLED_BACK", std::string(text::kRolledBack)));
  }
}

std::string ResultsBody(const std::vector<SaveResult>& results, bool upsert) {
  std::string body = "[";
  for (const SaveResult& result : results) {
    body.append(body.size() > 1 ? ",{" : "{");
    if (result.ok()) StrAppend(&body, "\"id\":\"", result.id, "\",");
    StrAppend(&body, "\"success\":", result.ok() ? "true" : "false", ",\"errors\":[");
    for (size_t i = 0; i < result.errors.size(); ++i) {
      if (i > 0) body.push_back(',');
      AppendRowError(result.errors[i], &body);
    }
    body.push_back(']');
    if (upsert) StrAppend(&body, ",\"created\":", result.created ? "true" : "false");
    body.push_back('}');
  }
  return body + "]";
}

// Saves row by row in one transaction, which is undone if any row fails and all are wanted.
template <typename Save>
Response SaveAll(Services* services, const Call& call, size_t count, bool all_or_none, bool upsert,
                 Save save) {
  std::vector<SaveResult> results;
  InTransaction(services, AuthorOf(*services, call),
                [&](Connection* connection, RowEditor* editor) {
                  bool all = true;
                  for (size_t i = 0; i < count; ++i) {
                    results.push_back(save(i, connection, editor));
                    all = all && results.back().ok();
                  }
                  if (all || !all_or_none) return true;
                  RollBack(&results);
                  return false;
                });
  return Response::Json(200, ResultsBody(results, upsert));
}

// The object that a record's attributes name.
Outcome<const ObjectType*> RecordType(const Services& services, const JsonValue& record) {
  const std::string name = TypeName(record);
  if (name.empty()) return RowError("INVALID_TYPE", text::TypeMissing());
  const ObjectType* type = services.schema.Find(name);
  if (type == nullptr) return RowError("INVALID_TYPE", text::NoSuchType(name));
  return type;
}

Response CreateAll(Services* services, const Call& call) {
  auto batch = ReadBatch(*call.request);
  if (!batch.ok()) return Response::Error(batch.error());
  return SaveAll(services, call, batch->records.size(), batch->all_or_none, false,
                 [&](size_t i, Connection*, RowEditor* editor) {
                   auto type = RecordType(*services, batch->records[i]);
                   if (!type.ok()) return Failed(type.error());
                   return editor->Insert(**type, batch->records[i]);
                 });
}

Response UpdateAll(Services* services, const Call& call) {
  auto batch = ReadBatch(*call.request);
  if (!batch.ok()) return Response::Error(batch.error());
  std::set<std::string> seen;
  return SaveAll(
      services, call, batch->records.size(), batch->all_or_none, false,
      [&](size_t i, Connection*, RowEditor* editor) {
        JsonValue& record = batch->records[i];
        const auto id = TakeMember("Id", &record);
        if (!id || id->text.empty()) {
          return Failed(RowError("MISSING_ARGUMENT", std::string(text::kIdNotSpecified)));
        }
        auto type = RecordType(*services, record);
        if (!type.ok()) return Failed(type.error());
        const auto normal = NormalizeId(id->text);
        if (!normal || !normal->starts_with((*type)->key_prefix)) {
          return Failed(RowError("MALFORMED_ID", text::MalformedId(id->text)));
        }
        if (!seen.insert(*normal).second) {
          return Failed(RowError("DUPLICATE_VALUE", text::DuplicateIdInCall(*normal)));
        }
        return editor->Update(**type, *normal, record, InvalidCrossReferenceError());
      });
}

Response UpsertAll(Services* services, const Call& call) {
  if (call.version_number() < kFirstUpsertVersion) return Response::Error(NotFoundError());
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  auto field = FindKeyField(**type, call.parts[2]);
  if (!field.ok()) return Response::Error(field.error());
  auto batch = ReadBatch(*call.request);
  if (!batch.ok()) return Response::Error(batch.error());
  const std::set<std::string> repeated = RepeatedKeys(batch->records, **field);
  return SaveAll(
      services, call, batch->records.size(), batch->all_or_none, true,
      [&](size_t i, Connection* connection, RowEditor* editor) {
        JsonValue record = batch->records[i];
        const auto key = TakeMember((*field)->name, &record);
        // Every record that shares a key with another one fails.
        if (key && repeated.contains(ComparableKey(**field, key->text))) {
          return Failed(RowError("DUPLICATE_VALUE", text::DuplicateExternalId(key->text)));
        }
        return UpsertRow(**type, **field, batch->records[i], connection, editor);
      });
}

Response DeleteAll(Services* services, const Call& call) {
  const std::string* list = call.request->Query("ids");
  const std::string* all_or_none = call.request->Query("allOrNone");
  const auto ids = Split(list == nullptr ? "" : *list, ',');
  if (list == nullptr || list->empty()) {
    return Response::Error(
        {400, "REQUIRED_FIELD_MISSING", std::string(text::kAtLeastOneRecord), {}});
  }
  if (ids.size() > kMaxRecords) {
    return Response::Error(TooMany(kMaxRecords));
  }
  return SaveAll(services, call, ids.size(), all_or_none != nullptr && *all_or_none == "true",
                 false, [&](size_t i, Connection*, RowEditor* editor) {
                   const std::string given(TrimView(ids[i]));
                   const auto id = NormalizeId(given);
                   const ObjectType* type = id ? services->schema.FindByPrefix(*id) : nullptr;
                   if (type == nullptr) {
                     return Failed(RowError("MALFORMED_ID", text::MalformedId(given)));
                   }
                   return editor->Delete(*type, *id, InvalidCrossReferenceError());
                 });
}

// An id that leads to no live row of the object yields null.
Response Retrieve(Services* services, const Call& call, const std::vector<std::string>& ids,
                  const std::vector<std::string>& names) {
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  auto fields = ReadFieldList(**type, names);
  if (!fields.ok()) return Response::Error(fields.error());
  if (ids.empty() || names.empty()) {
    return Response::Error(
        {400, "MISSING_ARGUMENT", text::MissingParameter(ids.empty() ? "ids" : "fields"), {}});
  }
  if (ids.size() > kMaxRetrieved) {
    return Response::Error(TooMany(kMaxRetrieved));
  }
  std::string body = "[";
  for (const std::string& given : ids) {
    if (body.size() > 1) body.push_back(',');
    const auto id = NormalizeId(TrimView(given));
    if (!id || !id->starts_with((*type)->key_prefix)) {
      body.append("null");
      continue;
    }
    auto row = ReadRow(*services, **type, *fields, *id, call.version);
    if (!row.ok()) return Response::Error(row.error());
    body.append(row->record.empty() || row->deleted ? "null" : row->record);
  }
  return Response::Json(200, body + "]");
}

Response RetrieveByQuery(Services* services, const Call& call) {
  const std::string* ids = call.request->Query("ids");
  const std::string* fields = call.request->Query("fields");
  if (ids == nullptr || fields == nullptr) {
    return Response::Error(
        {400, "MISSING_ARGUMENT", text::MissingParameter(ids == nullptr ? "ids" : "fields"), {}});
  }
  return Retrieve(services, call, Split(*ids, ','), Split(*fields, ','));
}

Response RetrieveByBody(Services* services, const Call& call) {
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return Response::Error(body.error());
  const auto strings = [&body](std::string_view name) {
    std::vector<std::string> list;
    if (const JsonValue* value = body->Find(name)) {
      for (const JsonValue& item : value->items) list.push_back(item.text);
    }
    return list;
  };
  return Retrieve(services, call, strings("ids"), strings("fields"));
}

}  // namespace

void AddCollectionRoutes(Services* services, Router* router) {
  const std::string base = "/services/data/*/composite/sobjects";
  const auto bind = [services](auto handler) {
    return [services, handler](const Call& call) {
      if (call.version_number() < kFirstVersion) return Response::Error(NotFoundError());
      auto options = ReadCallOptions(*call.request);
      return options.ok() ? handler(services, call) : Response::Error(options.error());
    };
  };
  router->Add("POST", base, Access::kSession, bind(CreateAll));
  router->Add("PATCH", base, Access::kSession, bind(UpdateAll));
  router->Add("DELETE", base, Access::kSession, bind(DeleteAll));
  router->Add("PATCH", base + "/*/*", Access::kSession, bind(UpsertAll));
  router->Add("GET", base + "/*", Access::kSession, bind(RetrieveByQuery));
  router->Add("POST", base + "/*", Access::kSession, bind(RetrieveByBody));
}

}  // namespace sfsim
