// SPDX-License-Identifier: Apache-2.0
#include "simulator/session/crypto.h"

#include <memory>
#include <vector>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

#include "simulator/base/text.h"

namespace sfsim {
namespace {

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key ReadKey(const std::string& pem) {
  std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  if (pem.find("BEGIN CERTIFICATE") == std::string::npos) {
    return {PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free};
  }
  std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), &X509_free);
  return {certificate ? X509_get_pubkey(certificate.get()) : nullptr, &EVP_PKEY_free};
}

bool VerifyRs256(EVP_PKEY* key, std::string_view signed_text, std::string_view signature) {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                  &EVP_MD_CTX_free);
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(signed_text),
                          signed_text.size()) == 1;
}

// `letters` should divide 256, so that all are equally likely.
std::string RandomFrom(std::string_view letters, size_t length) {
  std::vector<unsigned char> bytes(length);
  RAND_bytes(bytes.data(), static_cast<int>(length));
  std::string text;
  for (unsigned char byte : bytes) text.push_back(letters[byte % letters.size()]);
  return text;
}

std::optional<JsonValue> ReadPart(const std::string& part) {
  const auto text = Base64Decode(part);
  if (!text) return std::nullopt;
  auto json = ReadJson(*text);
  if (!json.ok() || !json->is_object()) return std::nullopt;
  return std::move(*json);
}

}  // namespace

std::string HmacSha256(std::string_view key, std::string_view message) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(message), message.size(),
       digest, &size);
  return {reinterpret_cast<const char*>(digest), size};
}

std::optional<JsonValue> ReadJwtClaims(std::string_view jwt) {
  const auto parts = Split(jwt, '.');
  return parts.size() == 3 ? ReadPart(parts[1]) : std::nullopt;
}

std::string Md5Hex(std::string_view message) {
  constexpr char kHex[] = "0123456789abcdef";
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(message.data(), message.size(), digest, &size, EVP_md5(), nullptr);
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text.push_back(kHex[digest[i] >> 4]);
    text.push_back(kHex[digest[i] & 15]);
  }
  return text;
}

std::optional<JsonValue> VerifyJwt(std::string_view jwt, const std::string& public_key_pem) {
  const auto parts = Split(jwt, '.');
  if (parts.size() != 3) return std::nullopt;
  const auto header = ReadPart(parts[0]);
  const auto signature = Base64Decode(parts[2]);
  const Key key = ReadKey(public_key_pem);
  if (!header || header->Text("alg") != "RS256" || !signature || !key) return std::nullopt;
  if (!VerifyRs256(key.get(), parts[0] + "." + parts[1], *signature)) return std::nullopt;
  return ReadPart(parts[1]);
}

std::string RandomText(size_t length) {
  return RandomFrom("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._", length);
}

std::string RandomHex(size_t length) { return RandomFrom("0123456789abcdef", length); }

}  // namespace sfsim
