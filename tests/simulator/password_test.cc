// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class PasswordTest : public OrgTest {
 protected:
  void SetUp() override {
    OrgOptions options = DefaultOptions();
    UserOptions clerk;
    clerk.username = "clerk@sfsim.example";
    clerk.password = "clerk-password-1";
    clerk.manages_users = false;
    options.users.push_back(clerk);
    StartOrg(std::move(options));
    admin_ = UserId("admin@sfsim.example");
    clerk_ = UserId("clerk@sfsim.example");
  }

  std::string UserId(const std::string& username) {
    return Column("SELECT Id FROM User WHERE Username = '" + username + "'", "Id");
  }

  static std::string Path(const std::string& user_id) {
    return std::string(kData) + "/sobjects/User/" + user_id + "/password";
  }

  HttpReply Change(const std::string& user_id, const std::string& password) {
    return Call("POST", Path(user_id), "{\"NewPassword\":\"" + password + "\"}");
  }

  // The reply to a sign-in as the clerk; the security token is appended to the password.
  HttpReply SignIn(const std::string& password) {
    return CallOpen("POST", "/services/oauth2/token",
                    "grant_type=password&client_id=sfsim-client&client_secret=sfsim-secret"
                    "&username=clerk%40sfsim.example&password=" +
                        Encode(password + "token"));
  }

  std::string admin_;
  std::string clerk_;
};

TEST_F(PasswordTest, APasswordThatIsSetTakesThePlaceOfTheOldOne) {
  EXPECT_EQ(200, SignIn("clerk-password-1").status);
  const HttpReply reply = Change(clerk_, "another-password-2");
  EXPECT_EQ(204, reply.status) << reply.body;
  EXPECT_EQ("", reply.body);
  EXPECT_EQ(400, SignIn("clerk-password-1").status);
  EXPECT_EQ(200, SignIn("another-password-2").status);
  EXPECT_EQ("{\"isExpired\":false}", Call("GET", Path(clerk_)).body);
}

TEST_F(PasswordTest, AResetMakesATemporaryPassword) {
  const HttpReply reply = Call("DELETE", Path(clerk_));
  ASSERT_EQ(200, reply.status) << reply.body;
  const std::string password = reply.Json().Text("NewPassword");
  EXPECT_LE(8u, password.size());
  EXPECT_EQ(400, SignIn("clerk-password-1").status);
  EXPECT_EQ(200, SignIn(password).status);
  EXPECT_EQ("{\"isExpired\":true}", Call("GET", Path(clerk_)).body);
  EXPECT_EQ(204, Change(clerk_, "another-password-2").status);
  EXPECT_EQ("{\"isExpired\":false}", Call("GET", Path(clerk_)).body);
}

TEST_F(PasswordTest, PasswordsMustMeetThePolicy) {
  for (const char* weak : {"", "short-1", "no digits at all", "123456789"}) {
    const HttpReply reply = Change(clerk_, weak);
    EXPECT_EQ(400, reply.status) << weak;
    EXPECT_EQ("INVALID_NEW_PASSWORD", reply.Json().items.at(0).Text("errorCode")) << weak;
  }
  EXPECT_EQ(204, Change(clerk_, "another-password-2").status);
  EXPECT_EQ("invalid repeated password",
            Change(clerk_, "another-password-2").Json().items.at(0).Text("message"));
  EXPECT_EQ(400, Call("POST", Path(clerk_), "{}").status);
  EXPECT_EQ(400, Call("POST", Path(clerk_), "{\"NewPassword\":null}").status);
  EXPECT_EQ(400, Call("POST", Path(clerk_), "{").status);
}

TEST_F(PasswordTest, WhoManagesNobodyHasOnlyAPasswordOfTheirOwn) {
  token_ = SignIn("clerk-password-1").Json().Text("access_token");
  for (const char* method : {"GET", "POST", "DELETE"}) {
    const HttpReply reply = Call(method, Path(admin_), "{\"NewPassword\":\"another-password-2\"}");
    EXPECT_EQ(403, reply.status) << method;
    EXPECT_EQ("INSUFFICIENT_ACCESS", reply.Json().items.at(0).Text("errorCode"));
    EXPECT_EQ("You do not have permission to view this record.",
              reply.Json().items.at(0).Text("message"));
  }
  EXPECT_EQ(200, Call("GET", Path(clerk_)).status);
}

TEST_F(PasswordTest, UsersWhoDoNotExistHaveNone) {
  EXPECT_EQ(404, Call("GET", Path("005000000000999AAA")).status);
  EXPECT_EQ(400, Call("GET", Path("001000000000001AAA")).status);
}

TEST_F(PasswordTest, AResetOfTheOrgBringsTheFirstPasswordsBack) {
  EXPECT_EQ(204, Change(clerk_, "another-password-2").status);
  EXPECT_EQ(204, CallOpen("POST", "/simulator/reset").status);
  EXPECT_EQ(200, SignIn("clerk-password-1").status);
}

}  // namespace
}  // namespace sfsim
