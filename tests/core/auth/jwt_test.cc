// SPDX-License-Identifier: Apache-2.0
#include "core/auth/jwt.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace sfconnector {
namespace {

using ::testing::HasSubstr;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

std::string Written(const std::function<void(BIO*)>& write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
  write(out.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return std::string(data, static_cast<std::size_t>(size));
}

class JwtTest : public ::testing::Test {
 protected:
  std::string Pkcs8(const char* passphrase = nullptr) {
    return Written([&](BIO* out) {
      PEM_write_bio_PKCS8PrivateKey(out, key_.get(), passphrase ? EVP_aes_256_cbc() : nullptr,
                                    nullptr, 0, nullptr, const_cast<char*>(passphrase));
    });
  }

  std::string Pkcs1(const char* passphrase = nullptr) {
    return Written([&](BIO* out) {
      PEM_write_bio_PrivateKey_traditional(out, key_.get(),
                                           passphrase ? EVP_aes_128_cbc() : nullptr, nullptr, 0,
                                           nullptr, const_cast<char*>(passphrase));
    });
  }

  // Whether the JWT's signature is that of `key_`.
  bool Verifies(const std::string& jwt) {
    const std::vector<std::string> parts = absl::StrSplit(jwt, '.');
    std::string signature;
    if (parts.size() != 3 || !absl::WebSafeBase64Unescape(parts[2], &signature)) return false;
    const std::string data = parts[0] + "." + parts[1];
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
           EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                            signature.size(), reinterpret_cast<const unsigned char*>(data.data()),
                            data.size()) == 1;
  }

  static std::string Part(const std::string& jwt, int index) {
    const std::vector<std::string> parts = absl::StrSplit(jwt, '.');
    std::string text;
    EXPECT_TRUE(absl::WebSafeBase64Unescape(parts.at(index), &text));
    return text;
  }

  static std::string ErrorOf(const std::string& pem, const std::string& passphrase) {
    return std::string(RsaKey::FromPem(Secret(pem), Secret(passphrase)).status().message());
  }

  const Key key_{EVP_RSA_gen(2048), &EVP_PKEY_free};
  const JwtClaims claims_{"the-client", "user@example.com", "https://login.salesforce.com", ""};
  const Clock::WallTime now_{std::chrono::seconds(1'700'000'000)};
};

TEST_F(JwtTest, SignsWithEveryFormOfKey) {
  const std::pair<std::string, std::string> keys[] = {{Pkcs8(), ""},
                                                      {Pkcs1(), ""},
                                                      {Pkcs8("open sesame"), "open sesame"},
                                                      {Pkcs1("open sesame"), "open sesame"}};
  EXPECT_THAT(keys[0].first, HasSubstr("BEGIN PRIVATE KEY"));
  EXPECT_THAT(keys[1].first, HasSubstr("BEGIN RSA PRIVATE KEY"));
  EXPECT_THAT(keys[2].first, HasSubstr("BEGIN ENCRYPTED PRIVATE KEY"));
  EXPECT_THAT(keys[3].first, HasSubstr("Proc-Type: 4,ENCRYPTED"));
  for (const auto& [pem, passphrase] : keys) {
    absl::StatusOr<RsaKey> key = RsaKey::FromPem(Secret(pem), Secret(passphrase));
    ASSERT_TRUE(key.ok()) << key.status();
    absl::StatusOr<Secret> jwt = MakeJwt(*key, claims_, now_);
    ASSERT_TRUE(jwt.ok()) << jwt.status();
    EXPECT_TRUE(Verifies(jwt->Reveal()));
  }
}

TEST_F(JwtTest, SaysWhatSalesforceAsksForAndExpiresInThreeMinutes) {
  absl::StatusOr<RsaKey> key = RsaKey::FromPem(Secret(Pkcs8()), Secret());
  ASSERT_TRUE(key.ok());
  absl::StatusOr<Secret> jwt = MakeJwt(*key, claims_, now_);
  ASSERT_TRUE(jwt.ok());
  EXPECT_EQ(Part(jwt->Reveal(), 0), R"({"alg":"RS256","typ":"JWT"})");
  EXPECT_EQ(
      Part(jwt->Reveal(), 1),
      R"({"iss":"the-client","sub":"user@example.com","aud":"https://login.salesforce.com","exp":1700000180})");
  EXPECT_EQ(jwt->Reveal().find_first_of("=+/"), std::string::npos);
}

TEST_F(JwtTest, NamesTheKeyAndEscapesClaims) {
  absl::StatusOr<RsaKey> key = RsaKey::FromPem(Secret(Pkcs8()), Secret());
  ASSERT_TRUE(key.ok());
  JwtClaims claims = claims_;
  claims.subject = "a\"b";
  claims.key_id = "key-7";
  absl::StatusOr<Secret> jwt = MakeJwt(*key, claims, now_);
  ASSERT_TRUE(jwt.ok());
  EXPECT_EQ(Part(jwt->Reveal(), 0), R"({"alg":"RS256","kid":"key-7","typ":"JWT"})");
  EXPECT_THAT(Part(jwt->Reveal(), 1), HasSubstr(R"("sub":"a\"b")"));
}

TEST_F(JwtTest, ErrorsNameTheFieldAndLeaveNothingBehind) {
  EXPECT_THAT(ErrorOf("no key", ""), HasSubstr("private_key: is not a private key in PEM form"));
  EXPECT_THAT(ErrorOf("", ""), HasSubstr("private_key: "));
  EXPECT_THAT(ErrorOf(Pkcs8("open sesame"), ""), HasSubstr("private_key_passphrase: is missing"));
  EXPECT_THAT(ErrorOf(Pkcs8("open sesame"), "wrong"),
              HasSubstr("private_key_passphrase: does not decrypt"));
  EXPECT_THAT(ErrorOf(Pkcs8("open sesame"), std::string(5000, 'x')),
              HasSubstr("private_key_passphrase: "));
  const Key ec(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const std::string ec_pem = Written([&](BIO* out) {
    PEM_write_bio_PrivateKey(out, ec.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  EXPECT_THAT(ErrorOf(ec_pem, ""), HasSubstr("private_key: is not an RSA key"));
  EXPECT_EQ(ERR_peek_error(), 0u);
}

}  // namespace
}  // namespace sfconnector
