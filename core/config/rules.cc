// SPDX-License-Identifier: Apache-2.0
#include "core/config/rules.h"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/message.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/proto_duration.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

using google::protobuf::Duration;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Longer than anything here can usefully be, and far from what a Clock::Instant cannot hold.
constexpr Clock::Duration kMaxDuration = std::chrono::hours(366 * 24);

struct DurationRule {
  const char* path;
  Clock::Duration value;  // the default
  bool may_be_zero;
};

constexpr DurationRule kDurations[] = {
    {"timeout", seconds(60), false},
    {"connect_timeout", seconds(10), false},
    {"auth.clock_skew", seconds(10), true},
    {"retry.interval", milliseconds(500), false},
    {"retry.max_interval", seconds(30), false},
    {"circuit_breaker.reset_timeout", seconds(30), false},
    {"pool.idle_timeout", seconds(60), false},
};

struct IntegerRule {
  const char* path;
  std::int64_t value;  // the default
  std::int64_t min;
  std::int64_t max;
};

constexpr IntegerRule kIntegers[] = {
    {"retry.count", 3, 0, 100},
    {"circuit_breaker.failure_threshold", 0, 0, 1'000'000},
    {"pool.max_connections", 32, 1, 10'000},
    {"pool.streams_per_connection", 100, 1, 10'000},
    {"response_limits.max_header_bytes", 64 << 10, 1 << 10, 16 << 20},
    {"response_limits.max_body_bytes", 64 << 20, 1 << 10, std::int64_t{1} << 40},
    {"redirects.max", 3, 0, 20},
    {"spool.max_bytes", std::int64_t{4} << 30, 1 << 20, std::int64_t{1} << 50},
    {"max_concurrent_calls", 256, 1, 1'000'000},
};

struct EnumRule {
  const char* path;
  int value;  // the default
};

constexpr EnumRule kEnums[] = {
    {"http_version", v1::HTTP_VERSION_2},
    {"auth.client_authentication", v1::CLIENT_AUTHENTICATION_BODY},
    {"tls.min_version", v1::TLS_VERSION_1_2},
    {"tls.max_version", v1::TLS_VERSION_UNSPECIFIED},
};

// Switches that are on by default.
constexpr const char* kSwitches[] = {"tls.verify_peer", "tls.verify_host", "compression.response"};

constexpr int kStatusCodes[] = {420, 429, 500, 502, 503, 504};

// A field within a message, which are made on the way where they may be.
struct Place {
  Message* message = nullptr;  // null: within a message that is left alone
  const FieldDescriptor* field = nullptr;

  const Reflection& reflection() const { return *message->GetReflection(); }
  // Whether the field was set; without presence, whether it differs from zero.
  bool is_set() const { return reflection().HasField(*message, field); }
};

Place Find(v1::Connection& connection, absl::string_view path) {
  Place place;
  if (absl::StartsWith(path, "auth.") && !connection.has_auth()) return place;
  place.message = &connection;
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (std::size_t i = 0; i < names.size(); ++i) {
    place.field = place.message->GetDescriptor()->FindFieldByName(names[i]);
    if (i + 1 < names.size())
      place.message = place.reflection().MutableMessage(place.message, place.field);
  }
  return place;
}

Duration ToProto(Clock::Duration duration) {
  const auto whole = std::chrono::duration_cast<seconds>(duration);
  Duration proto;
  proto.set_seconds(whole.count());
  proto.set_nanos(static_cast<int>(std::chrono::nanoseconds(duration - whole).count()));
  return proto;
}

absl::Status CheckDuration(absl::string_view path, const Duration& duration, bool may_be_zero) {
  // Compared before the conversion, which huge values would overflow.
  if (duration.seconds() < 0 || duration.nanos() < 0) return InvalidField(path, "is negative");
  const std::int64_t max = std::chrono::duration_cast<seconds>(kMaxDuration).count();
  if (duration.seconds() > max || duration.nanos() > 999'999'999)
    return InvalidField(path, "is longer than a year");
  if (!may_be_zero && duration.seconds() == 0 && duration.nanos() == 0)
    return InvalidField(path, "is zero");
  return absl::OkStatus();
}

absl::Status Apply(v1::Connection& connection, const DurationRule& rule) {
  const Place place = Find(connection, rule.path);
  if (place.message == nullptr) return absl::OkStatus();
  const bool set = place.is_set();
  auto& duration =
      static_cast<Duration&>(*place.reflection().MutableMessage(place.message, place.field));
  if (!set) duration = ToProto(rule.value);
  return CheckDuration(rule.path, duration, rule.may_be_zero);
}

absl::Status Apply(v1::Connection& connection, const IntegerRule& rule) {
  const Place place = Find(connection, rule.path);
  const Reflection& reflection = place.reflection();
  const bool wide = place.field->cpp_type() == FieldDescriptor::CPPTYPE_INT64;
  std::int64_t value = rule.value;
  if (place.is_set()) {
    value = wide ? reflection.GetInt64(*place.message, place.field)
                 : reflection.GetInt32(*place.message, place.field);
  }
  if (value < rule.min || value > rule.max) {
    return InvalidField(rule.path, absl::StrCat("is not between ", rule.min, " and ", rule.max));
  }
  if (wide) {
    reflection.SetInt64(place.message, place.field, value);
  } else {
    reflection.SetInt32(place.message, place.field, static_cast<std::int32_t>(value));
  }
  return absl::OkStatus();
}

absl::Status Apply(v1::Connection& connection, const EnumRule& rule) {
  const Place place = Find(connection, rule.path);
  if (place.message == nullptr) return absl::OkStatus();
  const int value = place.reflection().GetEnumValue(*place.message, place.field);
  if (place.field->enum_type()->FindValueByNumber(value) == nullptr) {
    return InvalidField(rule.path, absl::StrCat(value, " is not one of its values"));
  }
  if (value == 0) place.reflection().SetEnumValue(place.message, place.field, rule.value);
  return absl::OkStatus();
}

absl::Status CheckRetry(v1::Retry& retry) {
  if (!retry.has_backoff_factor()) retry.set_backoff_factor(2);
  // Written so that it refuses what is no number, too.
  if (!(retry.backoff_factor() >= 1) || std::isinf(retry.backoff_factor())) {
    return InvalidField("backoff_factor", "is less than 1");
  }
  if (FromProto(retry.max_interval()) < FromProto(retry.interval())) {
    return InvalidField("max_interval", "is shorter than interval");
  }
  if (retry.status_codes().empty())
    retry.mutable_status_codes()->Add(std::begin(kStatusCodes), std::end(kStatusCodes));
  for (int i = 0; i < retry.status_codes_size(); ++i) {
    if (retry.status_codes(i) < 400 || retry.status_codes(i) > 599) {
      return InvalidField(absl::StrCat("status_codes[", i, "]"), "is not between 400 and 599");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTokenLifetime(const v1::Auth& auth) {
  if (!auth.has_default_token_lifetime()) return absl::OkStatus();
  constexpr char kField[] = "default_token_lifetime";
  SFC_RETURN_IF_ERROR(CheckDuration(kField, auth.default_token_lifetime(), false));
  if (FromProto(auth.default_token_lifetime()) <= FromProto(auth.clock_skew())) {
    return InvalidField(kField, "is not longer than clock_skew: tokens would never be used");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ApplyRules(v1::Connection& connection) {
  for (const DurationRule& rule : kDurations) SFC_RETURN_IF_ERROR(Apply(connection, rule));
  for (const IntegerRule& rule : kIntegers) SFC_RETURN_IF_ERROR(Apply(connection, rule));
  for (const EnumRule& rule : kEnums) SFC_RETURN_IF_ERROR(Apply(connection, rule));
  for (const char* path : kSwitches) {
    const Place place = Find(connection, path);
    if (!place.is_set()) place.reflection().SetBool(place.message, place.field, true);
  }
  SFC_RETURN_IF_ERROR(PrefixField("retry", CheckRetry(*connection.mutable_retry())));
  return PrefixField("auth", CheckTokenLifetime(connection.auth()));
}

}  // namespace sfconnector
