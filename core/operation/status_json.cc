// SPDX-License-Identifier: Apache-2.0
#include "core/operation/status_json.h"

#include <map>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "core/codec/json.h"
#include "core/codec/proto_json.h"
#include "sfconnector/v1/error.pb.h"

namespace sfconnector {
namespace {

// An empty message of the type that a detail has; null for types that are not of this product.
std::unique_ptr<google::protobuf::Message> NewDetail(absl::string_view url) {
  if (absl::EndsWith(url, "/google.rpc.ErrorInfo")) return std::make_unique<v1::ErrorInfo>();
  if (absl::EndsWith(url, "/google.rpc.RetryInfo")) return std::make_unique<v1::RetryInfo>();
  if (absl::EndsWith(url, "/google.rpc.BadRequest")) return std::make_unique<v1::BadRequest>();
  if (absl::EndsWith(url, "/sfconnector.v1.SalesforceError"))
    return std::make_unique<v1::SalesforceError>();
  return nullptr;
}

// The detail as a JSON object; as `{}` with the bytes in base64 where it cannot be read.
std::string DetailToJson(absl::string_view url, const std::string& bytes) {
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  writer.Name("@type");
  writer.String(url);
  const std::unique_ptr<google::protobuf::Message> detail = NewDetail(url);
  absl::StatusOr<std::string> object = absl::InvalidArgumentError("unreadable");
  if (detail && detail->ParseFromString(bytes)) object = MessageToJson(*detail);
  if (object.ok()) {
    // Both are objects: the second one's members follow the type.
    if (object->size() > 2) json += ',' + object->substr(1, object->size() - 2);
    return json + '}';
  }
  writer.Name("value");
  writer.String(absl::Base64Escape(bytes));
  writer.EndObject();
  return json;
}

}  // namespace

std::string StatusToJson(const absl::Status& status) {
  std::map<std::string, std::string> details;
  status.ForEachPayload([&details](absl::string_view url, const absl::Cord& payload) {
    details.emplace(std::string(url), std::string(payload));
  });
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  writer.Name("code");
  writer.Integer(static_cast<int>(status.code()));
  writer.Name("status");
  writer.String(absl::StatusCodeToString(status.code()));
  writer.Name("message");
  writer.String(status.message());
  writer.Name("details");
  writer.BeginArray();
  for (const auto& [url, bytes] : details) writer.Raw(DetailToJson(url, bytes));
  writer.EndArray();
  writer.EndObject();
  return json;
}

}  // namespace sfconnector
