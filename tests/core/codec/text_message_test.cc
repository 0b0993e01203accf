// SPDX-License-Identifier: Apache-2.0
#include "core/codec/text_message.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "sfconnector/v1/export_service.pb.h"

namespace sfconnector {
namespace {

TEST(TextMessageTest, IsTheMessageWithItsTextWhateverItsSize) {
  for (const std::size_t size : {0u, 1u, 127u, 128u, 16'383u, 16'384u, 200'000u, 3'000'000u}) {
    v1::ExportResponse expected;
    expected.set_resume_token("token");
    const std::string rest = expected.SerializeAsString();
    expected.set_csv(std::string(size, 'x'));
    TextMessage message(v1::ExportResponse::kCsvFieldNumber, 200'000);
    message.out() += expected.csv();
    EXPECT_EQ(message.text(), expected.csv());
    EXPECT_EQ(std::move(message).Encode(rest), expected.SerializeAsString());
  }
}

}  // namespace
}  // namespace sfconnector
