// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/composite/create_record_trees.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/codec/proto_json.h"
#include "core/http/url.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/record/record_request.h"

namespace sfconnector {
namespace {

using Trees = google::protobuf::RepeatedPtrField<v1::RecordTree>;

constexpr int kMaxRecords = 200;
constexpr std::size_t kMaxTypes = 5;
constexpr int kMaxLevels = 5;

// Writes the trees of a request and checks them on the way.
class TreeWriter {
 public:
  explicit TreeWriter(JsonWriter& writer) : writer_(writer) {}

  // Writes `{"records":[…]}`. `type` is that of records without one; empty where they need one.
  absl::Status Write(const Trees& trees, const std::string& type, int level) {
    if (trees.empty()) return InvalidField("records", "is required");
    if (level > kMaxLevels) {
      return InvalidField(
          "records", absl::StrCat("are on level ", level, "; Salesforce takes up to ", kMaxLevels));
    }
    writer_.BeginObject();
    writer_.Name("records");
    writer_.BeginArray();
    for (int i = 0; i < trees.size(); ++i) {
      SFC_RETURN_IF_ERROR(
          PrefixField(absl::StrCat("records[", i, "]"), WriteTree(trees[i], type, level)));
    }
    writer_.EndArray();
    writer_.EndObject();
    return absl::OkStatus();
  }

  // How many were written.
  int records() const { return records_; }

  // INVALID_ARGUMENT where all of them are more than Salesforce takes.
  absl::Status CheckSizes() const {
    if (records_ > kMaxRecords) {
      return InvalidField("records",
                          absl::StrCat("are ", records_, "; Salesforce takes up to ", kMaxRecords));
    }
    if (types_.size() > kMaxTypes) {
      return InvalidField("records", absl::StrCat("are of ", types_.size(),
                                                  " types; Salesforce takes up to ", kMaxTypes));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status WriteTree(const v1::RecordTree& tree, const std::string& type, int level) {
    SFC_RETURN_IF_ERROR(RequireText(tree.reference_id(), "reference_id"));
    if (!ids_.insert(tree.reference_id()).second) {
      return InvalidField("reference_id", "is there twice");
    }
    const std::string& own_type = tree.record().type().empty() ? type : tree.record().type();
    SFC_RETURN_IF_ERROR(RequireText(own_type, "record.type"));
    types_.insert(absl::AsciiStrToLower(own_type));
    ++records_;
    writer_.BeginObject();
    WriteAttributes(own_type, tree.reference_id());
    // Each level is two objects and an array.
    const int depth = 3 * level;
    for (const v1::Field& field : tree.record().fields()) {
      SFC_RETURN_IF_ERROR(PrefixField("record", WriteJsonMember(field, writer_, depth)));
    }
    for (int i = 0; i < tree.children_size(); ++i) {
      SFC_RETURN_IF_ERROR(
          PrefixField(absl::StrCat("children[", i, "]"), WriteChildren(tree.children(i), level)));
    }
    writer_.EndObject();
    return absl::OkStatus();
  }

  absl::Status WriteChildren(const v1::ChildTrees& children, int level) {
    SFC_RETURN_IF_ERROR(RequireText(children.relationship(), "relationship"));
    writer_.Name(children.relationship());
    return Write(children.records(), "", level + 1);
  }

  void WriteAttributes(const std::string& type, const std::string& id) {
    writer_.Name("attributes");
    writer_.BeginObject();
    writer_.Name("type");
    writer_.String(type);
    writer_.Name("referenceId");
    writer_.String(id);
    writer_.EndObject();
  }

  JsonWriter& writer_;
  int records_ = 0;
  std::set<std::string> types_;
  std::set<std::string> ids_;
};

// Writes the body of `rest`, and returns how many records it has.
absl::StatusOr<int> WriteBody(const v1::CreateRecordTreesRequest& request, RestRequest& rest) {
  JsonWriter writer(rest.body);
  TreeWriter trees(writer);
  SFC_RETURN_IF_ERROR(trees.Write(request.records(), request.sobject(), 1));
  SFC_RETURN_IF_ERROR(trees.CheckSizes());
  return trees.records();
}

// Trees of which none was created have a status of their own, and say why.
bool HasTreeResults(const RestReply& reply) {
  v1::CreateRecordTreesResponse response;
  return reply.status == 400 && JsonToMessage(reply.body, UnknownKeys::kKeep, response).ok() &&
         response.has_errors() && !response.results().empty();
}

absl::Status Decode(const RestReply& reply, int records, v1::CreateRecordTreesResponse& response) {
  SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
  for (const v1::RecordTreeResult& result : response.results()) {
    const bool tells = response.has_errors() ? !result.errors().empty() : !result.id().empty();
    if (!tells) return absl::InternalError("a result has neither an id nor errors");
  }
  if (response.has_errors() || response.results_size() == records) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat(response.results_size(), " results came for ", records, " records"));
}

}  // namespace

Task<absl::StatusOr<v1::CreateRecordTreesResponse>> CreateRecordTrees(
    OperationContext context, const v1::CreateRecordTreesRequest& request) {
  absl::Status named = RequireText(request.sobject(), "sobject");
  if (!named.ok()) co_return named;
  RestRequest rest("POST",
                   absl::StrCat("/services/data/{version}/composite/tree/",
                                PercentEncodeSegment(request.sobject())),
                   Effect::kOnce);
  const absl::StatusOr<int> records = WriteBody(request, rest);
  if (!records.ok()) co_return records.status();
  v1::CreateRecordTreesResponse response;
  rest.is_result = &HasTreeResults;
  rest.accept = [&response, &records](const RestReply& reply) {
    return Decode(reply, *records, response);
  };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, std::move(rest));
  if (!reply.ok()) co_return reply.status();
  co_return response;
}

}  // namespace sfconnector
