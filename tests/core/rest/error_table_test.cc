// SPDX-License-Identifier: Apache-2.0
#include "core/rest/error_table.h"

#include <gtest/gtest.h>

namespace sfconnector {
namespace {

TEST(ErrorTable, SalesforcesCodeDecidesBeforeTheStatus) {
  EXPECT_EQ(ClassifyError(400, "UNABLE_TO_LOCK_ROW", "").code, absl::StatusCode::kAborted);
  EXPECT_EQ(ClassifyError(404, "ENTITY_IS_DELETED", "").code, absl::StatusCode::kNotFound);
  EXPECT_EQ(ClassifyError(400, "DUPLICATE_VALUE", "").code, absl::StatusCode::kAlreadyExists);
}

TEST(ErrorTable, CodesOfTheBulkApisMeanTheSameInBothSpellings) {
  for (const char* code : {"InvalidJobState", "INVALIDJOBSTATE"}) {
    EXPECT_EQ(ClassifyError(400, code, "").code, absl::StatusCode::kFailedPrecondition) << code;
  }
  EXPECT_EQ(ClassifyError(400, "ExceededQuota", "").code, absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ClassifyError(400, "InvalidEntity", "").code, absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ClassifyError(400, "TransactionSecurityBlock", "").code,
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ClassifyError(400, "TooManyLockFailure", "").retryability,
            v1::RETRYABILITY_IF_IDEMPOTENT);
}

TEST(ErrorTable, ABulkCodeForSeveralThingsGoesByItsMessage) {
  EXPECT_EQ(ClassifyError(400, "InvalidBatch", "Batch not completed").code,
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ClassifyError(400, "InvalidBatch", "Records not processed").code,
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ClassifyError(400, "InvalidJob", "Invalid job id: 750").code,
            absl::StatusCode::kNotFound);
  EXPECT_EQ(ClassifyError(400, "InvalidJob", "Unsupported operation: a").code,
            absl::StatusCode::kInvalidArgument);
}

TEST(ErrorTable, UnknownCodesGoByTheStatus) {
  EXPECT_EQ(ClassifyError(400, "SOMETHING_NEW", "").code, absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ClassifyError(503, "", "").code, absl::StatusCode::kUnavailable);
  EXPECT_EQ(ClassifyError(599, "", "").code, absl::StatusCode::kInternal);
}

TEST(ErrorTable, ARowLockMayAlwaysBeTriedAgain) {
  EXPECT_EQ(ClassifyError(400, "UNABLE_TO_LOCK_ROW", "").retryability, v1::RETRYABILITY_SAFE);
}

TEST(ErrorTable, TheDailyLimitIsNotAConcurrencyLimit) {
  EXPECT_EQ(
      ClassifyError(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.").retryability,
      v1::RETRYABILITY_NEVER);
  EXPECT_EQ(ClassifyError(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.")
                .retryability,
            v1::RETRYABILITY_SAFE);
}

TEST(ErrorTable, LimitsOfReportsAreNoLackOfRights) {
  const ErrorClass hour = ClassifyError(
      403, "FORBIDDEN",
      "You can't run more than 500 reports synchronously every 60 minutes. Try again later.");
  EXPECT_EQ(hour.code, absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(hour.retryability, v1::RETRYABILITY_NEVER);
  const ErrorClass moment = ClassifyError(
      403, "FORBIDDEN", "it can accept only as many as 20 requests at a time to run reports");
  EXPECT_EQ(moment.code, absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(moment.retryability, v1::RETRYABILITY_SAFE);
  EXPECT_EQ(ClassifyError(403, "FORBIDDEN", "").code, absl::StatusCode::kPermissionDenied);
}

TEST(ErrorTable, ServerErrorsMayHaveDoneTheWork) {
  for (int status : {500, 502, 503, 504}) {
    EXPECT_EQ(ClassifyError(status, "", "").retryability, v1::RETRYABILITY_IF_IDEMPOTENT) << status;
  }
  for (const char* code : {"UNKNOWN_EXCEPTION", "INTERNAL_ERROR", "APEX_ERROR"}) {
    EXPECT_EQ(ClassifyError(500, code, "").retryability, v1::RETRYABILITY_IF_IDEMPOTENT) << code;
  }
}

TEST(ErrorTable, OnlyAnExpiredSessionIsRenewed) {
  EXPECT_TRUE(IsSessionExpired(401, "INVALID_SESSION_ID", "Session expired or invalid"));
  EXPECT_FALSE(IsSessionExpired(401, "INVALID_SESSION_ID",
                                "This session is not valid for use with the REST API"));
  EXPECT_FALSE(IsSessionExpired(401, "INVALID_AUTH_HEADER", "INVALID_AUTH_HEADER"));
  EXPECT_FALSE(IsSessionExpired(400, "INVALID_SESSION_ID", "Session expired or invalid"));
  EXPECT_TRUE(IsSessionExpired(403, "Bad_OAuth_Token", "Bad_OAuth_Token"));
  EXPECT_FALSE(IsSessionExpired(403, "Wrong_Org", "Wrong_Org"));
}

}  // namespace
}  // namespace sfconnector
