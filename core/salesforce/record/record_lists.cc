// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/record/record_lists.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/record/record_request.h"

namespace sfconnector {
namespace {

using Records = google::protobuf::RepeatedPtrField<v1::Record>;

constexpr char kCollections[] = "/services/data/{version}/composite/sobjects";
// A record in the body stands in an object and an array.
constexpr int kRecordDepth = 2;
// The types of records by id are told by its first letters.
constexpr std::size_t kKeyPrefixLength = 3;

absl::Status CheckAllOrNone(bool all_or_none, int rows, std::size_t parts) {
  if (!all_or_none || parts == 1) return absl::OkStatus();
  return InvalidField("all_or_none", absl::StrCat("cannot hold for ", rows, " rows, which take ",
                                                  parts, " API calls"));
}

// What a list of records is saved with.
struct SaveList {
  const Records& records;
  bool all_or_none = false;
  // The type of all of them; empty where each names its own.
  std::string sobject;
};

absl::Status CheckType(const SaveList& list, int row) {
  const std::string& type = list.records[row].type();
  const std::string field = absl::StrCat("records[", row, "].type");
  if (list.sobject.empty()) return RequireText(type, field);
  if (type.empty() || absl::EqualsIgnoreCase(type, list.sobject)) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("is not ", list.sobject));
}

absl::Status WriteRecord(const SaveList& list, int row, JsonWriter& writer) {
  const v1::Record& record = list.records[row];
  if (!record.type().empty()) return WriteJson(record, writer, kRecordDepth);
  v1::Record typed = record;
  typed.set_type(list.sobject);
  return WriteJson(typed, writer, kRecordDepth);
}

absl::StatusOr<std::string> SaveBody(const SaveList& list, const RowRange& rows) {
  std::string body;
  JsonWriter writer(body);
  writer.BeginObject();
  writer.Name("records");
  writer.BeginArray();
  for (int row = rows.begin; row < rows.end; ++row) {
    SFC_RETURN_IF_ERROR(
        PrefixField(absl::StrCat("records[", row, "]"), WriteRecord(list, row, writer)));
  }
  writer.EndArray();
  if (list.all_or_none) {
    writer.Name("allOrNone");
    writer.Bool(true);
  }
  writer.EndObject();
  return body;
}

// All requests are written before the first is sent: a value that cannot be written is found while
// nothing has been changed.
absl::StatusOr<RowsRequests> RenderSave(const SaveList& list, const RestRequest& request) {
  if (list.records.empty()) return InvalidField("records", "is required");
  for (int row = 0; row < list.records.size(); ++row) {
    SFC_RETURN_IF_ERROR(CheckType(list, row));
  }
  const std::vector<RowRange> ranges =
      CutRows(list.records.size(), [&list](int row) -> absl::string_view {
        return list.sobject.empty() ? list.records[row].type() : list.sobject;
      });
  SFC_RETURN_IF_ERROR(CheckAllOrNone(list.all_or_none, list.records.size(), ranges.size()));
  RowsRequests parts;
  for (const RowRange& rows : ranges) {
    absl::StatusOr<std::string> body = SaveBody(list, rows);
    if (!body.ok()) return body.status();
    RowsRequest& part = parts.emplace_back(RowsRequest{rows, request});
    part.rest.body = *std::move(body);
  }
  return parts;
}

// The types of records, by their ids. That of a reference is known to Salesforce alone: it passes
// for that of the id before it, so that no list is refused for having too many types.
std::vector<std::string> TypesOf(const google::protobuf::RepeatedPtrField<std::string>& ids) {
  std::vector<std::string> types;
  types.reserve(static_cast<std::size_t>(ids.size()));
  for (const std::string& id : ids) {
    const bool known = types.empty() || !IsReference(id);
    types.push_back(known ? id.substr(0, kKeyPrefixLength) : types.back());
  }
  return types;
}

template <class Response>
Task<absl::StatusOr<Response>> Save(OperationContext context, absl::StatusOr<RowsRequests> parts) {
  if (!parts.ok()) co_return parts.status();
  absl::StatusOr<SaveResults> results = co_await SaveRows(context, *std::move(parts));
  if (!results.ok()) co_return results.status();
  Response response;
  *response.mutable_results() = *std::move(results);
  co_return response;
}

}  // namespace

absl::StatusOr<RowsRequests> RenderRows(const v1::CreateRecordsRequest& request,
                                        References /*references*/) {
  const RestRequest rest("POST", kCollections, Effect::kOnce);
  return RenderSave({request.records(), request.all_or_none(), ""}, rest);
}

absl::StatusOr<RowsRequests> RenderRows(const v1::UpdateRecordsRequest& request,
                                        References /*references*/) {
  const RestRequest rest("PATCH", kCollections, Effect::kIdempotent);
  return RenderSave({request.records(), request.all_or_none(), ""}, rest);
}

absl::StatusOr<RowsRequests> RenderRows(const v1::UpsertRecordsRequest& request,
                                        References references) {
  SFC_RETURN_IF_ERROR(RequireText(request.sobject(), "sobject"));
  SFC_RETURN_IF_ERROR(RequireText(request.external_id_field(), "external_id_field"));
  const RestRequest rest(
      "PATCH",
      absl::StrCat(kCollections, "/", EncodeSegment(request.sobject(), references), "/",
                   EncodeSegment(request.external_id_field(), references)),
      Effect::kIdempotent);
  return RenderSave({request.records(), request.all_or_none(), request.sobject()}, rest);
}

absl::StatusOr<RowsRequests> RenderRows(const v1::DeleteRecordsRequest& request,
                                        References references) {
  if (request.ids().empty()) return InvalidField("ids", "is required");
  for (int row = 0; row < request.ids_size(); ++row) {
    if (references == References::kAllowed && IsReference(request.ids(row))) continue;
    SFC_RETURN_IF_ERROR(RequireRecordId(request.ids(row), absl::StrCat("ids[", row, "]")));
  }
  const std::vector<std::string> types = TypesOf(request.ids());
  const std::vector<RowRange> ranges = CutRows(
      request.ids_size(),
      [&types](int row) -> absl::string_view { return types[static_cast<std::size_t>(row)]; });
  SFC_RETURN_IF_ERROR(CheckAllOrNone(request.all_or_none(), request.ids_size(), ranges.size()));
  RowsRequests parts;
  for (const RowRange& rows : ranges) {
    RowsRequest& part = parts.emplace_back(
        RowsRequest{rows, RestRequest("DELETE", kCollections, Effect::kIdempotent)});
    const auto begin = request.ids().begin();
    part.rest.query.emplace_back("ids", absl::StrJoin(begin + rows.begin, begin + rows.end, ","));
    if (request.all_or_none()) part.rest.query.emplace_back("allOrNone", "true");
  }
  return parts;
}

Task<absl::StatusOr<v1::CreateRecordsResponse>> CreateRecords(
    OperationContext context, const v1::CreateRecordsRequest& request) {
  return Save<v1::CreateRecordsResponse>(context, RenderRows(request));
}

Task<absl::StatusOr<v1::UpdateRecordsResponse>> UpdateRecords(
    OperationContext context, const v1::UpdateRecordsRequest& request) {
  return Save<v1::UpdateRecordsResponse>(context, RenderRows(request));
}

Task<absl::StatusOr<v1::UpsertRecordsResponse>> UpsertRecords(
    OperationContext context, const v1::UpsertRecordsRequest& request) {
  return Save<v1::UpsertRecordsResponse>(context, RenderRows(request));
}

Task<absl::StatusOr<v1::DeleteRecordsResponse>> DeleteRecords(
    OperationContext context, const v1::DeleteRecordsRequest& request) {
  return Save<v1::DeleteRecordsResponse>(context, RenderRows(request));
}

}  // namespace sfconnector
