// SPDX-License-Identifier: Apache-2.0
// Passwords of users. What the cases set is among the secrets that the run looks for at its end.
#include "sfconnector/v1/user_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kNewPassword[] = "New-Password-of-Bob-1";

class Passwords : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    ada_ = UserId("ada@sfsim.example");
    bob_ = UserId("bob@sfsim.example");
    org().ClearJournal();
  }

  std::string UserId(const std::string& username) {
    v1::QueryResponse response;
    EXPECT_TRUE(
        Succeeded(Query("SELECT Id FROM User WHERE Username = '" + username + "'", &response)));
    return response.records_size() == 1 ? TextOf(response.records(0), "Id") : "";
  }

  static v1::Connection SettingsOfBob(const std::string& password) {
    v1::Connection settings = Settings(org());
    v1::PasswordGrant& grant = *settings.mutable_auth()->mutable_password();
    grant.set_username("bob@sfsim.example");
    grant.set_password(password);
    grant.set_security_token("SecurityTokenOfBob");
    return settings;
  }

  // How a first call of Bob's with that password ends.
  Outcome SignInAsBob(const std::string& password) {
    const std::unique_ptr<Connection> connection = Connect(SettingsOfBob(password));
    Outcome outcome;
    outcome.code = kUnknown;
    if (connection != nullptr) outcome = GetRecordOn(*connection, "User", bob_, {"Id"});
    return outcome;
  }

  Outcome Status(const std::string& user_id, v1::GetPasswordStatusResponse* response) {
    v1::GetPasswordStatusRequest request;
    request.set_user_id(user_id);
    return Call("UserService/GetPasswordStatus", request, response);
  }

  bool IsExpired(const std::string& user_id) {
    v1::GetPasswordStatusResponse response;
    EXPECT_TRUE(Succeeded(Status(user_id, &response)));
    EXPECT_TRUE(response.has_is_expired());
    return response.is_expired();
  }

  Outcome Reset(const std::string& user_id, v1::ResetPasswordResponse* response) {
    v1::ResetPasswordRequest request;
    request.set_user_id(user_id);
    return Call("UserService/ResetPassword", request, response);
  }

  Outcome Change(const std::string& user_id, const std::string& password) {
    v1::ChangePasswordRequest request;
    request.set_user_id(user_id);
    request.set_new_password(password);
    v1::ChangePasswordResponse response;
    return Call("UserService/ChangePassword", request, &response);
  }

  std::string ada_;
  std::string bob_;
};

TEST_F(Passwords, APasswordIsChanged) {
  EXPECT_FALSE(IsExpired(bob_));
  ASSERT_TRUE(Succeeded(SignInAsBob("Password-of-Bob")));
  ASSERT_TRUE(Succeeded(Change(bob_, kNewPassword)));
  EXPECT_TRUE(Succeeded(SignInAsBob(kNewPassword)));
  EXPECT_EQ(SignInAsBob("Password-of-Bob").code, kUnauthenticated);
}

TEST_F(Passwords, PasswordsOfAnyCharactersArriveAsTheyAre) {
  const std::string password = "New-Password-of-Bob-1 O'Brien <& \"Söhne\"]]>\\/%41\t";
  ASSERT_TRUE(Succeeded(Change(bob_, password)));
  EXPECT_TRUE(Succeeded(SignInAsBob(password)));
}

TEST_F(Passwords, AResetReturnsTheNewPasswordAndExpiresIt) {
  v1::ResetPasswordResponse response;
  const Outcome outcome = Reset(bob_, &response);
  ASSERT_TRUE(Succeeded(outcome));
  ASSERT_NE(response.new_password(), "");
  EXPECT_TRUE(IsExpired(bob_));
  EXPECT_TRUE(Succeeded(SignInAsBob(response.new_password())));
  EXPECT_EQ(SignInAsBob("Password-of-Bob").code, kUnauthenticated);
  EXPECT_THAT(Transcript(), Not(HasSubstr(response.new_password())));
  ASSERT_TRUE(Succeeded(Change(bob_, kNewPassword)));
  EXPECT_FALSE(IsExpired(bob_));
}

TEST_F(Passwords, APasswordMustMeetThePolicy) {
  for (const char* weak : {"short-1", "Password without digits", "1234567890"}) {
    const Outcome outcome = Change(bob_, weak);
    EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "INVALID_NEW_PASSWORD"));
    EXPECT_EQ(outcome.detail.http_status(), 400);
    EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_NEVER);
    EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  }
  ASSERT_TRUE(Succeeded(Change(bob_, kNewPassword)));
  const Outcome repeated = Change(bob_, kNewPassword);
  EXPECT_TRUE(FailedWith(repeated, kInvalidArgument, "INVALID_NEW_PASSWORD"));
  EXPECT_EQ(repeated.detail.errors(0).message(), "invalid repeated password");
}

TEST_F(Passwords, AnErrorThatRepeatsThePasswordDoesNotShowIt) {
  for (const char* body :
       {R"([{"errorCode":"INVALID_NEW_PASSWORD","message":"not \"New-Password-of-Bob-1\" again"}])",
        R"([{"errorCode":"INVALID_NEW_PASSWORD","message":"m","fields":["New-Password-of-Bob-1"],
             "sent":{"New-Password-of-Bob-1":["a New-Password-of-Bob-1"]}}])",
        R"("the gateway got {\"NewPassword\":\"New-Password-of-Bob-1\"}")"}) {
    org().Fault(R"({"match":{"method":"POST"},"action":{"status":400,"body":)" + std::string(body) +
                "}}");
    const Outcome outcome = Change(bob_, kNewPassword);
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    EXPECT_THAT(outcome.message, Not(HasSubstr(kNewPassword)));
    EXPECT_THAT(outcome.detail.SerializeAsString(), Not(HasSubstr(kNewPassword)));
    EXPECT_THAT(outcome.detail.SerializeAsString(), HasSubstr("***"));
  }
}

TEST_F(Passwords, WhoManagesNobodyIsRefused) {
  Use(SettingsOfBob("Password-of-Bob"));
  v1::GetPasswordStatusResponse status;
  v1::ResetPasswordResponse reset;
  for (const Outcome& outcome :
       {Status(ada_, &status), Reset(ada_, &reset), Change(ada_, kNewPassword)}) {
    EXPECT_TRUE(FailedWith(outcome, kPermissionDenied, "INSUFFICIENT_ACCESS"));
    EXPECT_EQ(outcome.detail.http_status(), 403);
    EXPECT_EQ(outcome.detail.errors(0).message(),
              "You do not have permission to view this record.");
  }
  EXPECT_FALSE(IsExpired(bob_));
}

TEST_F(Passwords, AnErrorMayBeAnObjectByItself) {
  org().Fault(R"({"match":{"path":"/services/data/v59.0/sobjects/User/"},"action":{"status":403,)"
              R"("body":{"message":"You do not have permission to view this record.",)"
              R"("errorCode":"INSUFFICIENT_ACCESS"}}})");
  v1::GetPasswordStatusResponse status;
  EXPECT_TRUE(FailedWith(Status(bob_, &status), kPermissionDenied, "INSUFFICIENT_ACCESS"));
}

TEST_F(Passwords, UsersAreNamedByTheirIds) {
  v1::GetPasswordStatusResponse status;
  EXPECT_TRUE(FailedWith(Status("005000000000999AAA", &status), kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(Status("001000000000001AAA", &status), kInvalidArgument, "MALFORMED_ID"));
  EXPECT_FALSE(IsExpired(bob_.substr(0, 15)));
  org().ClearJournal();
  v1::ResetPasswordResponse reset;
  for (const char* id : {"", "..", "005/password", "O'Brien <&]]>", "Söhne0000000000"}) {
    for (const Outcome& outcome :
         {Status(id, &status), Reset(id, &reset), Change(id, kNewPassword)}) {
      EXPECT_EQ(outcome.code, kInvalidArgument) << id;
      EXPECT_THAT(outcome.fields, ElementsAre("user_id")) << id;
    }
  }
  const Outcome empty = Change(bob_, "");
  EXPECT_EQ(empty.code, kInvalidArgument);
  EXPECT_THAT(empty.fields, ElementsAre("new_password"));
  EXPECT_EQ(org().Count("POST") + org().Count("GET") + org().Count("DELETE"), 0);
}

TEST_F(Passwords, AChangeWhoseReplyWasLostIsNotRepeated) {
  org().Fault(R"({"match":{"method":"POST"},"action":{"when":"after","close":"reset"}})");
  const Outcome changed = Change(bob_, kNewPassword);
  EXPECT_EQ(changed.code, kUnavailable) << changed;
  EXPECT_EQ(changed.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(org().Count("POST"), 1);
  org().Fault(R"({"match":{"method":"DELETE"},"action":{"when":"after","close":"reset"}})");
  v1::ResetPasswordResponse reset;
  const Outcome lost = Reset(bob_, &reset);
  EXPECT_EQ(lost.code, kUnavailable) << lost;
  EXPECT_EQ(lost.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(org().Count("DELETE"), 1);
}

TEST_F(Passwords, AReplyWithoutItsPasswordIsCorrupt) {
  org().Fault(R"({"match":{"method":"DELETE"},"action":{"status":200,"body":{}}})");
  v1::ResetPasswordResponse reset;
  EXPECT_TRUE(FailedWith(Reset(bob_, &reset), kUnavailable, "CORRUPT_REPLY"));
  org().Fault(R"({"match":{"path":"/services/data/v59.0/sobjects/User/","method":"GET","count":0},)"
              R"("action":{"status":200,"body":{}}})");
  v1::GetPasswordStatusResponse status;
  EXPECT_TRUE(FailedWith(Status(bob_, &status), kUnavailable, "CORRUPT_REPLY"));
}

}  // namespace
}  // namespace sfconnector::conformance
