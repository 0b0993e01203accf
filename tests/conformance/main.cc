// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <regex>

#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

std::unique_ptr<World>& Holder() {
  static std::unique_ptr<World> world;
  return world;
}

// Every secret that the cases use, and in the end none of them may have been printed, logged or
// returned.
class WholeRun final : public ::testing::Environment {
 public:
  void SetUp() override { Holder() = std::make_unique<World>(); }

  void TearDown() override {
    const std::string key = Holder()->jwt_key.private_pem;
    Holder().reset();
    const std::string transcript = Transcript();
    const std::string line = key.substr(key.find('\n') + 1, 60);
    for (const std::string& secret :
         {std::string("Secret-of-the-app"), std::string("Secret-of-the-rotating-app"),
          std::string("Password-of-Ada"), std::string("Password-of-Bob"),
          std::string("SecurityTokenOfBob"), std::string("SecurityTokenOfAda"),
          std::string("Refresh-token-of-Ada"), std::string("Rotating-token-of-Ada"),
          std::string("Password-of-the-proxy"), std::string("Passphrase-of-the-key"),
          std::string("5Aep861"), std::string("!AQ"), line}) {
      const std::size_t at = transcript.find(secret);
      EXPECT_EQ(at, std::string::npos)
          << "shown: " << transcript.substr(at < 200 ? 0 : at - 200, 400);
    }
  }
};

}  // namespace

World& TheWorld() { return *Holder(); }

}  // namespace sfconnector::conformance

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  // GoogleTest deletes it.
  ::testing::AddGlobalTestEnvironment(new sfconnector::conformance::WholeRun());
  return RUN_ALL_TESTS();
}
