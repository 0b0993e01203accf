// SPDX-License-Identifier: Apache-2.0
#include "core/auth/jwt.h"

#include <utility>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json.h"

namespace sfconnector {
namespace {

constexpr std::chrono::seconds kLifetime{180};

// OpenSSL's errors are the thread's: what is left there would be found by the next user of the
// library, such as libcurl.
class ErrorQueueGuard {
 public:
  ErrorQueueGuard() { ERR_clear_error(); }
  ~ErrorQueueGuard() { ERR_clear_error(); }
  ErrorQueueGuard(const ErrorQueueGuard&) = delete;
  ErrorQueueGuard& operator=(const ErrorQueueGuard&) = delete;
};

struct PassphraseRequest {
  const std::string& passphrase;
  bool asked = false;
};

// Without a callback of its own OpenSSL would ask on the terminal.
int GivePassphrase(char* buffer, int size, int /*for_writing*/, void* request_in) {
  auto& request = *static_cast<PassphraseRequest*>(request_in);
  request.asked = true;
  if (request.passphrase.empty() || request.passphrase.size() > static_cast<std::size_t>(size)) {
    return -1;
  }
  request.passphrase.copy(buffer, request.passphrase.size());
  return static_cast<int>(request.passphrase.size());
}

std::string Base64Url(absl::string_view bytes) { return absl::WebSafeBase64Escape(bytes); }

std::string Header(const JwtClaims& claims) {
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  writer.Name("alg");
  writer.String("RS256");
  if (!claims.key_id.empty()) {
    writer.Name("kid");
    writer.String(claims.key_id);
  }
  writer.Name("typ");
  writer.String("JWT");
  writer.EndObject();
  return json;
}

std::string Payload(const JwtClaims& claims, Clock::WallTime now) {
  const auto expiry =
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()) + kLifetime;
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  writer.Name("iss");
  writer.String(claims.issuer);
  writer.Name("sub");
  writer.String(claims.subject);
  writer.Name("aud");
  writer.String(claims.audience);
  writer.Name("exp");
  writer.Integer(expiry.count());
  writer.EndObject();
  return json;
}

}  // namespace

absl::StatusOr<RsaKey> RsaKey::FromPem(const Secret& pem, const Secret& passphrase) {
  ErrorQueueGuard guard;
  const std::string& text = pem.Reveal();
  const std::unique_ptr<BIO, decltype(&BIO_free)> input(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free);
  PassphraseRequest request{passphrase.Reveal()};
  EVP_PKEY* parsed =
      input ? PEM_read_bio_PrivateKey(input.get(), nullptr, &GivePassphrase, &request) : nullptr;
  if (parsed == nullptr) {
    if (!request.asked)
      return InvalidField("private_key", "is not a private key in PEM form (PKCS #1 or #8)");
    return InvalidField("private_key_passphrase", passphrase.empty()
                                                      ? "is missing: the private key is encrypted"
                                                      : "does not decrypt the private key");
  }
  std::shared_ptr<void> key(parsed,
                            [](void* owned) { EVP_PKEY_free(static_cast<EVP_PKEY*>(owned)); });
  if (EVP_PKEY_get_base_id(parsed) != EVP_PKEY_RSA) {
    return InvalidField("private_key", "is not an RSA key, which RS256 needs");
  }
  return RsaKey(std::move(key));
}

absl::StatusOr<std::string> RsaKey::Sign(absl::string_view data) const {
  ErrorQueueGuard guard;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  auto* key = static_cast<EVP_PKEY*>(key_.get());
  const auto* bytes = reinterpret_cast<const unsigned char*>(data.data());
  std::size_t size = 0;
  std::string signature;
  bool done = context &&
              EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
              EVP_DigestSign(context.get(), nullptr, &size, bytes, data.size()) == 1;
  if (done) {
    signature.resize(size);
    auto* out = reinterpret_cast<unsigned char*>(signature.data());
    done = EVP_DigestSign(context.get(), out, &size, bytes, data.size()) == 1;
  }
  if (!done) return absl::InternalError("the JWT cannot be signed with this private key");
  signature.resize(size);
  return signature;
}

absl::StatusOr<Secret> MakeJwt(const RsaKey& key, const JwtClaims& claims, Clock::WallTime now) {
  std::string jwt = absl::StrCat(Base64Url(Header(claims)), ".", Base64Url(Payload(claims, now)));
  absl::StatusOr<std::string> signature = key.Sign(jwt);
  SFC_RETURN_IF_ERROR(signature.status());
  absl::StrAppend(&jwt, ".", Base64Url(*signature));
  return Secret(std::move(jwt));
}

}  // namespace sfconnector
