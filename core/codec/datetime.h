// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include "absl/strings/string_view.h"

namespace sfconnector {

// Reads an instant as RFC 3339 (`2015-06-26T19:46:33.5Z`, `…+02:00`) or Salesforce
// (`2015-06-26T19:46:33.000+0000`) writes it: years 0001 to 9999, up to nine digits of a second.
// Nothing for other text.
std::optional<google::protobuf::Timestamp> ParseDatetime(absl::string_view text);

// Writes an instant as RFC 3339 in UTC with as many digits of a second as needed: none, 3, 6 or 9.
// `time` must be valid.
std::string FormatDatetime(const google::protobuf::Timestamp& time);

// Writes an instant as Salesforce takes it, in UTC with milliseconds: `2015-06-26T19:46:33.000Z`.
// It is both a SOQL literal and a JSON field's text. Finer digits are cut off. `time` must be
// valid.
std::string FormatSalesforceDatetime(const google::protobuf::Timestamp& time);

// Writes an instant as Salesforce takes it in a URL's parameter, in UTC with whole seconds:
// `2015-06-26T19:46:33+00:00`. Finer digits are cut off. `time` must be valid.
std::string FormatDatetimeParameter(const google::protobuf::Timestamp& time);

// Whether an instant lies in the years 0001 to 9999 and its nanoseconds within a second.
bool IsValidDatetime(const google::protobuf::Timestamp& time);

// Whether `text` is a day that exists, written `YYYY-MM-DD`.
bool IsDate(absl::string_view text);

// Reads a duration as Protobuf's JSON mapping writes it: seconds with up to nine digits after the
// point and an `s`, such as `1.5s`; up to 10,000 years. Nothing for other text.
std::optional<google::protobuf::Duration> ParseDuration(absl::string_view text);

// Writes it so, with no, 3, 6 or 9 digits. `duration` must be valid.
std::string FormatDuration(const google::protobuf::Duration& duration);

// Whether a duration is within 10,000 years, its nanoseconds within a second, and both of one sign.
bool IsValidDuration(const google::protobuf::Duration& duration);

}  // namespace sfconnector
