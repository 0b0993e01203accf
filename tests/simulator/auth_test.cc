// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "simulator/base/text.h"
#include "simulator/session/crypto.h"
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

constexpr char kToken[] = "/services/oauth2/token";
constexpr char kApp[] = "&client_id=sfsim-client&client_secret=sfsim-secret";

class AuthTest : public OrgTest {
 protected:
  HttpReply Grant(const std::string& form, const TestHeaders& headers = {}) {
    return CallOpen("POST", kToken, form, headers);
  }
  void ExpectError(const HttpReply& reply, const std::string& error,
                   const std::string& description) {
    EXPECT_EQ(400, reply.status);
    EXPECT_EQ("{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}",
              reply.body);
  }
};

TEST_F(AuthTest, PasswordGrantAnswersTheRecordedKeysAndNoExpiry) {
  const HttpReply reply = Grant(
      std::string("grant_type=password&username=admin%40sfsim.example&password=passwordtoken") +
      kApp);
  ASSERT_EQ(200, reply.status) << reply.body;
  const JsonValue json = reply.Json();
  std::string keys;
  for (const auto& [name, value] : json.members) {
    EXPECT_TRUE(value.is_string()) << name;
    keys += name + " ";
  }
  EXPECT_EQ("access_token instance_url id token_type issued_at signature ", keys);
  EXPECT_EQ(json.Text("signature"),
            Base64Encode(HmacSha256("sfsim-secret", json.Text("id") + json.Text("issued_at"))));
  EXPECT_EQ("application/json;charset=UTF-8", reply.Header("content-type"));
  EXPECT_EQ("Thu, 01 Jan 1970 00:00:00 GMT", reply.Header("expires"));
  EXPECT_EQ("Accept-Encoding", reply.Header("vary"));
  EXPECT_EQ("false", reply.Header("x-readonlymode"));
}

TEST_F(AuthTest, WrongCredentialsGetTheirOwnErrors) {
  ExpectError(
      Grant(std::string("grant_type=password&username=admin%40sfsim.example&password=x") + kApp),
      "invalid_grant", "authentication failure");
  ExpectError(Grant("grant_type=client_credentials&client_id=x&client_secret=y"),
              "invalid_client_id", "client identifier invalid");
  ExpectError(Grant("grant_type=client_credentials&client_id=sfsim-client&client_secret=y"),
              "invalid_client", "invalid client credentials");
  ExpectError(Grant(std::string("grant_type=refresh_token&refresh_token=stale") + kApp),
              "invalid_grant", "expired access/refresh token");
  ExpectError(Grant("grant_type=magic"), "unsupported_grant_type", "grant type not supported");
}

TEST_F(AuthTest, ClientCredentialsMayComeInTheBasicHeader) {
  const HttpReply reply =
      Grant("grant_type=client_credentials",
            {{"Authorization", "Basic " + Base64Encode("sfsim-client:sfsim-secret")}});
  EXPECT_EQ(200, reply.status) << reply.body;
}

TEST_F(AuthTest, RotationEndsTheOldRefreshToken) {
  OrgOptions options = DefaultOptions();
  options.apps[0].rotate_refresh_tokens = true;
  StartOrg(std::move(options));
  const std::string form = std::string("grant_type=refresh_token") + kApp + "&refresh_token=";
  const HttpReply first = Grant(form + "sfsim-refresh-token");
  ASSERT_EQ(200, first.status) << first.body;
  const std::string fresh = first.Json().Text("refresh_token");
  EXPECT_FALSE(fresh.empty());
  ExpectError(Grant(form + "sfsim-refresh-token"), "invalid_grant", "expired access/refresh token");
  EXPECT_EQ(200, Grant(form + Encode(fresh)).status);
}

TEST_F(AuthTest, WithoutRotationNoRefreshTokenIsReturned) {
  const HttpReply reply =
      Grant(std::string("grant_type=refresh_token&refresh_token=sfsim-refresh-token") + kApp);
  ASSERT_EQ(200, reply.status) << reply.body;
  EXPECT_EQ(nullptr, reply.Json().Find("refresh_token"));
}

TEST_F(AuthTest, RepliesComeInTheFormatAskedFor) {
  const std::string form = std::string("grant_type=client_credentials") + kApp;
  EXPECT_NE(std::string::npos, Grant(form + "&format=xml").body.find("<access_token>"));
  EXPECT_EQ(0u, Grant(form + "&format=urlencoded").body.find("access_token="));
}

// A key pair, and assertions signed with it.
class JwtTest : public AuthTest {
 protected:
  void SetUp() override {
    key_.reset(EVP_RSA_gen(2048));
    StartOrgWithKey(true);
  }

  void StartOrgWithKey(bool preauthorized) {
    std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_PUBKEY(bio.get(), key_.get());
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    OrgOptions options = DefaultOptions();
    options.apps[0].jwt_public_key.assign(text, static_cast<size_t>(size));
    options.apps[0].preauthorized = preauthorized;
    StartOrg(std::move(options));
  }

  HttpReply Assert(const std::string& audience, int64_t seconds_ahead) {
    const std::string claims =
        "{\"iss\":\"sfsim-client\",\"sub\":\"admin@sfsim.example\",\"aud\":\"" + audience +
        "\",\"exp\":" + std::to_string(now_ / 1000 + seconds_ahead) + "}";
    const std::string text = Base64Encode("{\"alg\":\"RS256\"}") + "." + Base64Encode(claims);
    return Grant("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" +
                 Encode(text + "." + Base64Encode(Sign(text))));
  }

 private:
  std::string Sign(const std::string& text) {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                    &EVP_MD_CTX_free);
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    unsigned char signature[512];
    size_t size = sizeof signature;
    EVP_DigestSign(context.get(), signature, &size,
                   reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return {reinterpret_cast<const char*>(signature), size};
  }

  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_{nullptr, &EVP_PKEY_free};
};

TEST_F(JwtTest, ASignedAssertionOpensASessionWithoutSignatureAndTime) {
  const HttpReply reply = Assert("https://login.salesforce.com", 180);
  ASSERT_EQ(200, reply.status) << reply.body;
  EXPECT_EQ(nullptr, reply.Json().Find("signature"));
  EXPECT_EQ(nullptr, reply.Json().Find("issued_at"));
  EXPECT_NE(nullptr, reply.Json().Find("scope"));
}

TEST_F(JwtTest, AudienceAndExpiryAreChecked) {
  ExpectError(Assert("https://example.com", 180), "invalid_grant", "Audience validation failed");
  EXPECT_EQ(400, Assert("https://login.salesforce.com", -10).status);
  EXPECT_EQ(400, Assert("https://login.salesforce.com", 3600).status);
}

TEST_F(JwtTest, UsersMustHaveApprovedTheConsumer) {
  StartOrgWithKey(false);
  ExpectError(Assert("https://login.salesforce.com", 180), "invalid_grant",
              "user hasn't approved this consumer");
}

TEST_F(AuthTest, MissingAndStaleTokensAreToldApart) {
  const HttpReply missing = CallOpen("GET", std::string(kData) + "/limits");
  EXPECT_EQ(401, missing.status);
  EXPECT_EQ(R"([{"message":"INVALID_AUTH_HEADER","errorCode":"INVALID_AUTH_HEADER"}])",
            missing.body);
  const HttpReply stale =
      CallOpen("GET", std::string(kData) + "/limits", "", {{"Authorization", "Bearer x"}});
  EXPECT_EQ(R"([{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}])",
            stale.body);
  EXPECT_EQ(200, CallOpen("GET", std::string(kData) + "/limits", "",
                          {{"Authorization", "OAuth " + token_}})
                     .status);
}

TEST_F(AuthTest, SessionsEndWhenTheyAreNotUsedForTheirLifetime) {
  EXPECT_EQ(200, Call("GET", std::string(kData) + "/limits").status);
  now_ += 7'200'001;
  EXPECT_EQ(401, Call("GET", std::string(kData) + "/limits").status);
}

TEST_F(AuthTest, RevokedTokensAreInvalidAndIntrospectedAsInactive) {
  EXPECT_TRUE(CallOpen("POST", "/services/oauth2/introspect", "token=" + Encode(token_) + kApp)
                  .Json()
                  .Flag("active"));
  EXPECT_EQ(200, CallOpen("POST", "/services/oauth2/revoke", "token=" + Encode(token_)).status);
  EXPECT_EQ(401, Call("GET", std::string(kData) + "/limits").status);
  EXPECT_EQ("{\"active\":false}",
            CallOpen("POST", "/services/oauth2/introspect", "token=" + Encode(token_) + kApp).body);
}

TEST_F(AuthTest, IdentityAndUserInfoDescribeTheUser) {
  EXPECT_EQ("admin@sfsim.example",
            Call("GET", "/services/oauth2/userinfo").Json().Text("preferred_username"));
  EXPECT_EQ(403, CallOpen("GET", "/services/oauth2/userinfo").status);
}

}  // namespace
}  // namespace sfsim
