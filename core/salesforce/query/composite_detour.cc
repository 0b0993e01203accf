// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/composite_detour.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "core/base/status.h"
#include "core/codec/json.h"
#include "core/codec/json_cursor.h"
#include "core/salesforce/composite/subrequest_url.h"

namespace sfconnector {
namespace {

constexpr char kReferenceId[] = "part";

std::string Envelope(const RestRequest& request, const std::string& version) {
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  writer.Name("compositeRequest");
  writer.BeginArray();
  writer.BeginObject();
  writer.Name("method");
  writer.String(request.method);
  writer.Name("url");
  writer.String(SubrequestUrl(request, version, References::kNone));
  writer.Name("referenceId");
  writer.String(kReferenceId);
  if (!request.headers.empty()) {
    writer.Name("httpHeaders");
    writer.BeginObject();
    for (const auto& [name, value] : request.headers) {
      writer.Name(name);
      writer.String(value);
    }
    writer.EndObject();
  }
  writer.EndObject();
  writer.EndArray();
  writer.EndObject();
  return json;
}

// What the envelope says of its part.
struct Part {
  int status = 0;
  std::string body;
};

absl::Status ReadPart(JsonCursor& cursor, Part& part) {
  return cursor.ReadObject([&](absl::string_view name) -> absl::Status {
    const absl::StatusOr<absl::string_view> raw = cursor.ReadRaw(2);
    if (!raw.ok()) return raw.status();
    if (name == "body") part.body = std::string(*raw);
    const bool wrong = name == "httpStatusCode" && !absl::SimpleAtoi(*raw, &part.status);
    return wrong ? absl::InternalError("`httpStatusCode` is no number") : absl::OkStatus();
  });
}

absl::Status ReadEnvelope(const std::string& json, Part& part) {
  JsonDocument document(json);
  absl::StatusOr<JsonCursor> cursor = document.Open();
  if (!cursor.ok()) return cursor.status();
  SFC_RETURN_IF_ERROR(cursor->ReadObject([&](absl::string_view name) -> absl::Status {
    if (name != "compositeResponse") return cursor->ReadRaw(1).status();
    return cursor->ReadArray([&] { return ReadPart(*cursor, part); });
  }));
  SFC_RETURN_IF_ERROR(cursor->ExpectEnd());
  return part.status == 0 ? absl::InternalError("the part has no reply") : absl::OkStatus();
}

absl::Status TakeOutOfComposite(RestReply& reply) {
  Part part;
  SFC_RETURN_IF_ERROR(ReadEnvelope(reply.body, part));
  reply.status = part.status;
  reply.body = std::move(part.body);
  return absl::OkStatus();
}

}  // namespace

RestRequest ThroughComposite(const RestRequest& request, const std::string& version) {
  RestRequest composite("POST", "/services/data/{version}/composite", request.effect);
  composite.lane = request.lane;
  // Those who ask for further pages find them there.
  composite.headers = request.headers;
  composite.body = Envelope(request, version);
  composite.unwrap = &TakeOutOfComposite;
  composite.is_result = request.is_result;
  composite.accept = request.accept;
  return composite;
}

}  // namespace sfconnector
