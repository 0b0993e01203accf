// SPDX-License-Identifier: Apache-2.0
#include "core/auth/secret_mask.h"

#include <gtest/gtest.h>

namespace sfconnector {
namespace {

TEST(SecretMask, ReplacesSecretsInEveryNotation) {
  SecretMask mask;
  mask.Add(Secret("a&\"b <c"));
  EXPECT_EQ(mask.Mask("plain a&\"b <c."), "plain ***.");
  EXPECT_EQ(mask.Mask("form a%26%22b+%3Cc."), "form ***.");
  EXPECT_EQ(mask.Mask("HTML a&amp;&quot;b &lt;c."), "HTML ***.");
  EXPECT_EQ(mask.Mask("JSON a&\\\"b <c."), "JSON ***.");
}

TEST(SecretMask, ReplacesTheLongerSecretFirst) {
  SecretMask mask;
  mask.Add(Secret("pass"));
  mask.Add(Secret("password"));
  EXPECT_EQ(mask.Mask("password pass"), "*** ***");
}

TEST(SecretMask, LeavesOtherTextAlone) {
  SecretMask mask;
  mask.Add(Secret());
  mask.Add(Secret("secret"));
  EXPECT_EQ(mask.Mask("nothing to hide"), "nothing to hide");
}

}  // namespace
}  // namespace sfconnector
