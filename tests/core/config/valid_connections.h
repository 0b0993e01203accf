// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "core/base/status.h"
#include "core/config/connection_config.h"
#include "sfconnector/v1/error.pb.h"

namespace sfconnector::testing {

// A connection from JSON, which must be readable.
inline v1::Connection FromJson(const std::string& json) {
  ConfigSources none;
  none.environment = [](const std::string&) { return std::nullopt; };
  none.file = [](const std::string&) { return absl::NotFoundError("no files here"); };
  v1::Connection connection;
  const absl::Status status = ConfigFromJson(json, none, connection);
  EXPECT_TRUE(status.ok()) << json << " " << status;
  return connection;
}

// The smallest connection that is valid.
inline v1::Connection Smallest() {
  return FromJson(
      R"({"base_url":"https://example.my.salesforce.com","auth":{"bearer_token":{"token":"t"}}})");
}

// The path of the field that ValidateConnection complains about; "OK" where it does not.
inline std::string WrongField(const v1::Connection& connection) {
  const absl::Status status = ValidateConnection(connection).status();
  if (status.ok()) return "OK";
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  const absl::optional<absl::Cord> payload =
      status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  v1::BadRequest detail;
  if (!payload || !detail.ParseFromString(std::string(*payload)) ||
      detail.field_violations_size() != 1) {
    return status.ToString();
  }
  return detail.field_violations(0).field();
}

}  // namespace sfconnector::testing
