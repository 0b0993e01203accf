// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/apex/apex_request.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/http/header_rules.h"
#include "core/http/method.h"
#include "core/http/url.h"
#include "core/soap/xml_errors.h"

namespace sfconnector {
namespace {

// Field maps have no order; what is sent has one.
using Ordered = std::map<std::string, std::string>;

// The least status that the endpoint may keep for itself; those below lead elsewhere.
constexpr int kFirstResultStatus = 400;
constexpr int kLastResultStatus = 599;
// Tells whether the session has expired, which is the connector's affair.
constexpr int kUnauthorized = 401;

bool Reads(const std::string& method) { return method == "GET" || method == "HEAD"; }

Effect EffectOf(const v1::ExecuteRequest& request) {
  if (Reads(request.method())) return Effect::kNone;
  return request.idempotent() ? Effect::kIdempotent : Effect::kOnce;
}

absl::Status AddPath(const v1::ExecuteRequest& request, RestRequest& rest) {
  const absl::string_view path = absl::StripPrefix(request.path(), "/");
  if (path.empty()) return InvalidField("path", "is required");
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
  for (const absl::string_view part : parts) {
    absl::StrAppend(&rest.path, "/", PercentEncodeSegment(part));
  }
  rest.log_path = rest.path;
  for (int i = 0; i < request.segments_size(); ++i) {
    if (request.segments(i).empty()) {
      return InvalidField(absl::StrCat("segments[", i, "]"), "is empty");
    }
    absl::StrAppend(&rest.path, "/", PercentEncodeSegment(request.segments(i)));
    absl::StrAppend(&rest.log_path, "/{segment}");
  }
  return absl::OkStatus();
}

absl::Status AddHeaders(const v1::ExecuteRequest& request, RestRequest& rest) {
  for (const auto& [name, value] : Ordered(request.headers().begin(), request.headers().end())) {
    const std::string lower = absl::AsciiStrToLower(name);
    const std::string field = absl::StrCat("headers.", name);
    if (!IsHeaderName(name)) return InvalidField("headers", "have one whose name is none");
    // What an endpoint may answer is between it and its caller.
    if (IsOwnHeader(lower) && lower != "accept") {
      return InvalidField(field, "is a header that the connector writes itself");
    }
    if (!IsHeaderValue(value)) {
      return InvalidField(field, "has characters that a header must not have");
    }
    rest.headers.emplace_back(name, value);
  }
  return absl::OkStatus();
}

absl::Status AddBody(const v1::ExecuteRequest& request, RestRequest& rest) {
  if (request.body_case() == v1::ExecuteRequest::BODY_NOT_SET) return absl::OkStatus();
  const bool is_json = request.has_json_body();
  const std::string field = is_json ? "json_body" : "raw_body";
  if (Reads(request.method())) {
    return InvalidField(field, absl::StrCat("is nothing that ", request.method(), " has"));
  }
  if (!is_json) {
    const std::string& type = request.raw_body().content_type();
    if (type.empty() || !IsHeaderValue(type)) {
      return InvalidField("raw_body.content_type", "must be a media type");
    }
    rest.content_type = type;
    rest.body = request.raw_body().content();
    return absl::OkStatus();
  }
  if (request.json_body().kind_case() == v1::Value::KIND_NOT_SET) return absl::OkStatus();
  absl::StatusOr<std::string> json = ToJson(request.json_body());
  if (!json.ok()) return PrefixField(field, json.status());
  rest.body = *std::move(json);
  return absl::OkStatus();
}

absl::Status AddResultStatuses(const v1::ExecuteRequest& request, RestRequest& rest) {
  std::vector<int> statuses(request.result_statuses().begin(), request.result_statuses().end());
  for (const int status : statuses) {
    if (status < kFirstResultStatus || status > kLastResultStatus || status == kUnauthorized) {
      return InvalidField("result_statuses", "must be from 400 to 599, and not 401");
    }
  }
  rest.is_result = [statuses = std::move(statuses)](const RestReply& reply) {
    return std::find(statuses.begin(), statuses.end(), reply.status) != statuses.end();
  };
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RestRequest> RenderApexRequest(const v1::ExecuteRequest& request) {
  if (!IsMethod(request.method())) return InvalidField("method", "is no method of HTTP");
  RestRequest rest(request.method(), "/services/apexrest", EffectOf(request));
  rest.may_be_html = true;
  rest.to_rest_failure = &XmlErrorsToJson;
  SFC_RETURN_IF_ERROR(AddPath(request, rest));
  const Ordered query(request.query().begin(), request.query().end());
  rest.query.assign(query.begin(), query.end());
  SFC_RETURN_IF_ERROR(AddHeaders(request, rest));
  SFC_RETURN_IF_ERROR(AddBody(request, rest));
  SFC_RETURN_IF_ERROR(AddResultStatuses(request, rest));
  return rest;
}

}  // namespace sfconnector
