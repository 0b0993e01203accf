// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/row_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::RowError Only(absl::string_view text) {
  const std::vector<v1::RowError> errors = ParseRowErrors(text);
  EXPECT_THAT(errors, SizeIs(1));
  return errors.empty() ? v1::RowError() : errors.front();
}

TEST(RowErrors, HaveCodeMessageAndFields) {
  const v1::RowError error = Only("STRING_TOO_LONG:data value too large:Name, Site --");
  EXPECT_EQ(error.status_code(), "STRING_TOO_LONG");
  EXPECT_EQ(error.message(), "data value too large");
  EXPECT_THAT(error.fields(), ElementsAre("Name", "Site"));
}

TEST(RowErrors, MessagesKeepTheirColons) {
  const v1::RowError error = Only(
      "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 200 records: "
      "001:--");
  EXPECT_EQ(error.status_code(), "UNABLE_TO_LOCK_ROW");
  EXPECT_EQ(error.message(),
            "unable to obtain exclusive access to this record or 200 records: 001");
  EXPECT_THAT(error.fields(), IsEmpty());
}

TEST(RowErrors, MessagesKeepBracketsAndDashes) {
  const v1::RowError error =
      Only("REQUIRED_FIELD_MISSING:Required -- fields are missing: [LastName]:LastName --");
  EXPECT_EQ(error.message(), "Required -- fields are missing: [LastName]");
  EXPECT_THAT(error.fields(), ElementsAre("LastName"));
}

TEST(RowErrors, FollowEachOther) {
  const std::vector<v1::RowError> errors =
      ParseRowErrors("STRING_TOO_LONG:too long:Name --\nINVALID_EMAIL_ADDRESS:no e-mail:Email --");
  ASSERT_THAT(errors, SizeIs(2));
  EXPECT_EQ(errors[0].message(), "too long");
  EXPECT_EQ(errors[1].status_code(), "INVALID_EMAIL_ADDRESS");
  EXPECT_THAT(errors[1].fields(), ElementsAre("Email"));
}

TEST(RowErrors, OtherTextIsAMessage) {
  EXPECT_EQ(Only("something went wrong: no idea").message(), "something went wrong: no idea");
  EXPECT_EQ(Only("something went wrong: no idea").status_code(), "");
  EXPECT_EQ(Only("UNKNOWN_EXCEPTION:no end mark: here").message(), "no end mark: here");
  EXPECT_THAT(ParseRowErrors(" "), IsEmpty());
}

}  // namespace
}  // namespace sfconnector
