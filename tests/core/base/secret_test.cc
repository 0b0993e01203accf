// SPDX-License-Identifier: Apache-2.0
#include "core/base/secret.h"

#include <ostream>
#include <type_traits>

#include <gtest/gtest.h>

namespace sfconnector {
namespace {

template <class T, class = void>
struct IsPrintable : std::false_type {};
template <class T>
struct IsPrintable<T,
                   std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {};

TEST(Secret, CannotBePrintedOrTakenForText) {
  EXPECT_FALSE(IsPrintable<Secret>::value);
  EXPECT_FALSE((std::is_convertible_v<Secret, std::string>));
}

TEST(Secret, MovesLeaveNothingBehind) {
  Secret from("a long secret that does not fit into the string itself");
  Secret to(std::move(from));
  EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): what is left is the point
  EXPECT_EQ(to.Reveal(), "a long secret that does not fit into the string itself");
}

}  // namespace
}  // namespace sfconnector
