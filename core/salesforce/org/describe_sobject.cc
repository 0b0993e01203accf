// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/org/describe_sobject.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/proto_json.h"
#include "core/rest/reply_cache.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/record/record_request.h"

namespace sfconnector {
namespace {

using Known = std::shared_ptr<const ReplyCache::Entry>;

constexpr int kNotModified = 304;

bool HasConditions(const CallOptions& options) {
  return std::any_of(options.headers.begin(), options.headers.end(),
                     [](const auto& header) { return absl::StartsWith(header.first, "if-"); });
}

// What the description depends on. A caller with a token of its own is another user, who may see
// another description.
std::string CacheKey(const OperationContext& context, const RestRequest& rest) {
  std::string key = absl::StrCat(context.rest.VersionOf(context.call), " ", rest.path);
  for (const auto& [name, value] : context.call.options().headers) {
    if (!absl::StartsWith(name, "trace")) absl::StrAppend(&key, "\n", name, ": ", value);
  }
  return key;
}

bool MayUseCache(const CallOptions& options) {
  return options.access_token.empty() && !HasConditions(options);
}

void AskWhetherChanged(const ReplyCache::Entry& known, RestRequest& rest) {
  if (!known.etag.empty()) rest.headers.emplace_back("If-None-Match", known.etag);
  if (!known.last_modified.empty())
    rest.headers.emplace_back("If-Modified-Since", known.last_modified);
}

absl::Status Decode(const RestReply& reply, const Known& known,
                    v1::DescribeSObjectResponse& response) {
  response.Clear();
  if (reply.status != kNotModified) {
    SFC_RETURN_IF_ERROR(
        JsonToField(reply.body, UnknownKeys::kKeep, response,
                    v1::DescribeSObjectResponse::descriptor()->FindFieldByName("description")));
    if (response.description().name().empty()) return absl::InternalError("`name` is missing");
  } else if (known == nullptr) {
    response.set_not_modified(true);
  } else if (!response.mutable_description()->ParseFromString(known->value)) {
    return absl::InternalError("what was remembered of it is broken");
  }
  return absl::OkStatus();
}

void Remember(const RestReply& reply, const v1::DescribeSObjectResponse& response, std::string key,
              ReplyCache& cache) {
  ReplyCache::Entry entry;
  entry.etag = std::string(reply.Header("etag"));
  entry.last_modified = std::string(reply.Header("last-modified"));
  if (entry.etag.empty() && entry.last_modified.empty()) return;
  entry.value = response.description().SerializeAsString();
  cache.Put(std::move(key), std::move(entry));
}

}  // namespace

Task<absl::StatusOr<v1::DescribeSObjectResponse>> DescribeSObject(
    OperationContext context, const v1::DescribeSObjectRequest& request) {
  absl::Status named = RequireText(request.sobject(), "sobject");
  if (!named.ok()) co_return named;
  RestRequest rest("GET", SObjectPath({request.sobject(), "describe"}), Effect::kNone);
  const CallOptions& options = context.call.options();
  const bool cached = MayUseCache(options);
  std::string key = CacheKey(context, rest);
  const Known known = cached ? context.rest.cache().Find(key) : nullptr;
  if (known != nullptr) AskWhetherChanged(*known, rest);
  if (known != nullptr || HasConditions(options)) {
    rest.is_result = [](const RestReply& reply) { return reply.status == kNotModified; };
  }
  v1::DescribeSObjectResponse response;
  rest.accept = [&response, known](const RestReply& reply) {
    return Decode(reply, known, response);
  };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, std::move(rest));
  if (!reply.ok()) co_return reply.status();
  if (cached && reply->status != kNotModified)
    Remember(*reply, response, std::move(key), context.rest.cache());
  co_return response;
}

}  // namespace sfconnector
