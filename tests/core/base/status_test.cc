// SPDX-License-Identifier: Apache-2.0
#include "core/base/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"

namespace sfconnector {
namespace {

using ::testing::HasSubstr;

v1::RpcStatus Decode(const std::string& bytes) {
  v1::RpcStatus status;
  EXPECT_TRUE(status.ParseFromString(bytes));
  return status;
}

v1::SalesforceError TwoErrors() {
  v1::SalesforceError detail;
  detail.set_http_status(400);
  detail.add_errors()->set_code("INVALID_FIELD");
  detail.mutable_errors(0)->set_message("No such column");
  detail.add_errors()->set_code("REQUIRED_FIELD_MISSING");
  return detail;
}

TEST(Status, CarriesEverySalesforceErrorAndTheReasonOfTheFirst) {
  const absl::Status status = WithSalesforceError(absl::InvalidArgumentError("no"), TwoErrors());
  EXPECT_EQ(GetReason(status), "INVALID_FIELD");
  ASSERT_TRUE(GetSalesforceError(status).has_value());
  EXPECT_EQ(GetSalesforceError(status)->errors_size(), 2);
}

TEST(Status, EncodesAsGoogleRpcStatusWithPublicTypeUrls) {
  const absl::Status status =
      WithRetryDelay(WithSalesforceError(absl::UnavailableError("busy"), TwoErrors()),
                     std::chrono::milliseconds(1500));
  const v1::RpcStatus rpc = Decode(EncodeRpcStatus(status, kMaxTrailerStatusBytes));
  EXPECT_EQ(rpc.code(), 14);
  EXPECT_EQ(rpc.message(), "busy");
  ASSERT_EQ(rpc.details_size(), 3);
  EXPECT_EQ(rpc.details(0).type_url(), "type.googleapis.com/google.rpc.ErrorInfo");
  EXPECT_EQ(rpc.details(1).type_url(), "type.googleapis.com/google.rpc.RetryInfo");
  EXPECT_EQ(rpc.details(2).type_url(), "type.googleapis.com/sfconnector.v1.SalesforceError");
}

TEST(Status, LongDetailsAreCutAndSaySo) {
  v1::SalesforceError detail;
  for (int i = 0; i < 200; ++i) {
    detail.add_errors()->set_code("INVALID_FIELD");
    detail.mutable_errors(i)->set_message(std::string(2000, 'x') + "\xC3\xA9");
  }
  const absl::Status status =
      WithSalesforceError(absl::InvalidArgumentError(std::string(100000, 'm')), detail);
  const std::string bytes = EncodeRpcStatus(status, kMaxTrailerStatusBytes);
  EXPECT_LE(bytes.size(), kMaxTrailerStatusBytes);
  v1::SalesforceError cut;
  const v1::RpcStatus rpc = Decode(bytes);
  for (const auto& any : rpc.details()) {
    if (absl::EndsWith(any.type_url(), "SalesforceError")) {
      EXPECT_TRUE(cut.ParseFromString(any.value()));
    }
  }
  EXPECT_TRUE(cut.truncated());
  EXPECT_GT(cut.errors_size(), 0);
  EXPECT_EQ(cut.errors(0).code(), "INVALID_FIELD");
}

TEST(Status, AnEndlessCodeCostsNoOtherDetail) {
  v1::SalesforceError detail;
  detail.add_errors()->set_code(std::string(100000, 'c'));
  const absl::Status status = WithRetryDelay(
      WithSalesforceError(absl::UnavailableError("busy"), detail), std::chrono::seconds(1));
  const v1::RpcStatus rpc = Decode(EncodeRpcStatus(status, kMaxTrailerStatusBytes));
  EXPECT_EQ(rpc.details_size(), 3);
  EXPECT_EQ(GetReason(status).size(), 128u);
}

TEST(Status, AnInvalidFieldIsNamedWithItsWholePath) {
  const absl::Status inner = InvalidField("[2].Name", "is not text");
  const absl::Status status = PrefixField("request", PrefixField("records", inner));
  EXPECT_THAT(std::string(status.message()), HasSubstr("request.records[2].Name: is not text"));
}

TEST(Status, RetryDelaySurvives) {
  const absl::Status status =
      WithRetryDelay(absl::UnavailableError(""), std::chrono::milliseconds(2500));
  EXPECT_EQ(GetRetryDelay(status), std::chrono::milliseconds(2500));
  EXPECT_FALSE(GetRetryDelay(absl::UnavailableError("")).has_value());
}

}  // namespace
}  // namespace sfconnector
