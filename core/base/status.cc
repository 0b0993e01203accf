// SPDX-License-Identifier: Apache-2.0
#include "core/base/status.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace sfconnector {
namespace {

constexpr char kSalesforceErrorUrl[] = "type.googleapis.com/sfconnector.v1.SalesforceError";
constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kRetryInfoUrl[] = "type.googleapis.com/google.rpc.RetryInfo";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";

template <class Detail>
void SetDetail(absl::Status& status, const char* url, const Detail& detail) {
  status.SetPayload(url, absl::Cord(detail.SerializeAsString()));
}

template <class Detail>
std::optional<Detail> GetDetail(const absl::Status& status, const char* url) {
  absl::optional<absl::Cord> payload = status.GetPayload(url);
  Detail detail;
  if (!payload || !detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

// A reason is a code, whose longest known ones have about 60 characters.
constexpr std::size_t kMaxReasonBytes = 128;

// The longest prefix of `text` within `size` bytes that does not end within a UTF-8 sequence.
absl::string_view Utf8Prefix(absl::string_view text, std::size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

void SetErrorInfo(absl::Status& status, absl::string_view reason, absl::string_view domain) {
  v1::ErrorInfo info;
  info.set_reason(std::string(Utf8Prefix(reason, kMaxReasonBytes)));
  info.set_domain(std::string(domain));
  SetDetail(status, kErrorInfoUrl, info);
}

void Shorten(std::string& text, std::size_t size, bool& cut) {
  if (text.size() <= size) return;
  text.resize(Utf8Prefix(text, size).size());
  cut = true;
}

// Cuts texts and lists of the detail to `text_size` bytes and `items` entries.
void Shrink(v1::SalesforceError& detail, std::size_t text_size, int items) {
  bool cut = detail.truncated();
  auto shorten_list = [&cut, items](auto& list) {
    if (list.size() <= items) return;
    list.DeleteSubrange(items, list.size() - items);
    cut = true;
  };
  shorten_list(*detail.mutable_errors());
  shorten_list(*detail.mutable_matches());
  shorten_list(*detail.mutable_added_ids());
  Shorten(*detail.mutable_body_excerpt(), text_size, cut);
  for (auto& match : *detail.mutable_matches()) Shorten(match, text_size, cut);
  for (v1::ErrorItem& error : *detail.mutable_errors()) {
    Shorten(*error.mutable_code(), text_size, cut);
    Shorten(*error.mutable_message(), text_size, cut);
    shorten_list(*error.mutable_fields());
    for (auto& field : *error.mutable_fields()) Shorten(field, text_size, cut);
    if (error.extra_size() > 0) cut = true;
    error.clear_extra();
  }
  detail.set_truncated(cut);
}

void Shrink(v1::BadRequest& detail, std::size_t text_size, int items) {
  auto& violations = *detail.mutable_field_violations();
  bool cut = false;
  if (violations.size() > items) violations.DeleteSubrange(items, violations.size() - items);
  for (auto& violation : violations) {
    Shorten(*violation.mutable_field(), text_size, cut);
    Shorten(*violation.mutable_description(), text_size, cut);
  }
}

template <class Detail>
void ShrinkDetail(google::protobuf::Any& any, std::size_t text_size, int items) {
  Detail detail;
  if (!detail.ParseFromString(any.value())) return;
  Shrink(detail, text_size, items);
  any.set_value(detail.SerializeAsString());
}

v1::RpcStatus ToRpcStatus(const absl::Status& status) {
  v1::RpcStatus rpc;
  rpc.set_code(static_cast<int>(status.code()));
  rpc.set_message(std::string(status.message()));
  status.ForEachPayload([&rpc](absl::string_view url, const absl::Cord& payload) {
    google::protobuf::Any& any = *rpc.add_details();
    any.set_type_url(std::string(url));
    any.set_value(std::string(payload));
  });
  std::sort(rpc.mutable_details()->begin(), rpc.mutable_details()->end(),
            [](const auto& a, const auto& b) { return a.type_url() < b.type_url(); });
  return rpc;
}

}  // namespace

absl::Status WithSalesforceError(absl::Status status, const v1::SalesforceError& detail) {
  SetDetail(status, kSalesforceErrorUrl, detail);
  if (detail.errors_size() > 0) SetErrorInfo(status, detail.errors(0).code(), kSalesforceDomain);
  return status;
}

std::optional<v1::SalesforceError> GetSalesforceError(const absl::Status& status) {
  return GetDetail<v1::SalesforceError>(status, kSalesforceErrorUrl);
}

absl::Status WithReason(absl::Status status, absl::string_view reason) {
  SetErrorInfo(status, reason, kConnectorDomain);
  return status;
}

std::string GetReason(const absl::Status& status) {
  std::optional<v1::ErrorInfo> info = GetDetail<v1::ErrorInfo>(status, kErrorInfoUrl);
  return info ? info->reason() : std::string();
}

absl::Status WithRetryDelay(absl::Status status, std::chrono::nanoseconds delay) {
  v1::RetryInfo info;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(delay);
  info.mutable_retry_delay()->set_seconds(seconds.count());
  info.mutable_retry_delay()->set_nanos(static_cast<int>((delay - seconds).count()));
  SetDetail(status, kRetryInfoUrl, info);
  return status;
}

std::optional<std::chrono::nanoseconds> GetRetryDelay(const absl::Status& status) {
  std::optional<v1::RetryInfo> info = GetDetail<v1::RetryInfo>(status, kRetryInfoUrl);
  if (!info) return std::nullopt;
  return std::chrono::seconds(info->retry_delay().seconds()) +
         std::chrono::nanoseconds(info->retry_delay().nanos());
}

absl::Status InvalidField(absl::string_view field, absl::string_view description) {
  v1::BadRequest detail;
  auto& violation = *detail.add_field_violations();
  violation.set_field(std::string(field));
  violation.set_description(std::string(description));
  absl::Status status =
      absl::InvalidArgumentError(absl::StrCat(field, field.empty() ? "" : ": ", description));
  SetErrorInfo(status, "INVALID_ARGUMENT", kConnectorDomain);
  SetDetail(status, kBadRequestUrl, detail);
  return status;
}

absl::Status PrefixField(absl::string_view parent, const absl::Status& status) {
  if (status.ok()) return status;
  std::optional<v1::BadRequest> detail = GetDetail<v1::BadRequest>(status, kBadRequestUrl);
  if (!detail || detail->field_violations_size() != 1) return status;
  const auto& violation = detail->field_violations(0);
  const bool indexed = !violation.field().empty() && violation.field().front() == '[';
  return InvalidField(
      absl::StrCat(parent, violation.field().empty() || indexed ? "" : ".", violation.field()),
      violation.description());
}

absl::Status Reworded(const absl::Status& status, absl::StatusCode code, absl::string_view text) {
  absl::Status reworded(code, text);
  status.ForEachPayload([&reworded](absl::string_view url, const absl::Cord& payload) {
    reworded.SetPayload(url, payload);
  });
  return reworded;
}

std::string EncodeRpcStatus(const absl::Status& status, std::size_t max_bytes) {
  v1::RpcStatus rpc = ToRpcStatus(status);
  // Texts shrink in steps: a few long messages lose their ends before a long list loses its
  // entries.
  std::size_t text_size = 1024;
  int items = 32;
  while (rpc.ByteSizeLong() > max_bytes && text_size >= 16) {
    bool ignored = false;
    Shorten(*rpc.mutable_message(), text_size, ignored);
    for (google::protobuf::Any& any : *rpc.mutable_details()) {
      if (any.type_url() == kSalesforceErrorUrl)
        ShrinkDetail<v1::SalesforceError>(any, text_size, items);
      if (any.type_url() == kBadRequestUrl) ShrinkDetail<v1::BadRequest>(any, text_size, items);
    }
    text_size /= 2;
    items = std::max(1, items / 2);
  }
  // What is still too long goes, the largest first, so that the others arrive.
  while (rpc.ByteSizeLong() > max_bytes && rpc.details_size() > 0) {
    auto& details = *rpc.mutable_details();
    details.erase(std::max_element(
        details.begin(), details.end(),
        [](const auto& a, const auto& b) { return a.ByteSizeLong() < b.ByteSizeLong(); }));
  }
  return rpc.SerializeAsString();
}

}  // namespace sfconnector
