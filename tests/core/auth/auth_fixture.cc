// SPDX-License-Identifier: Apache-2.0
#include "tests/core/auth/auth_fixture.h"

#include <utility>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector::testing {

void RecordingObserver::OnLog(const LogEvent& event) {
  std::string line(event.message);
  for (const auto& [name, value] : event.fields) absl::StrAppend(&line, " ", name, "=", value);
  absl::StrAppend(&everything, line, "\n");
  logs.push_back(std::move(line));
}

void RecordingObserver::OnHttp(const HttpEvent& event) {
  std::string line = absl::StrCat(event.method, " ", event.host, event.path, " ", event.status,
                                  " #", event.attempt);
  absl::StrAppend(&everything, line, " ", event.request_id, "\n");
  exchanges.push_back(std::move(line));
}

void RecordingObserver::OnTokenRefresh(absl::string_view connection, const absl::Status& status) {
  absl::StrAppend(&everything, connection, " ", Describe(status), "\n");
  refreshes.push_back(status);
}

std::string Describe(const absl::Status& status) {
  std::string text = status.ToString();
  if (auto detail = GetSalesforceError(status)) absl::StrAppend(&text, " ", detail->DebugString());
  return text;
}

std::string Granted(const std::string& access_token, const std::string& more) {
  return absl::StrCat(
      R"({"access_token":")", access_token,
      R"(","instance_url":"https://example.my.salesforce.com","token_type":"Bearer",)",
      R"("issued_at":"1700000000000")", more.empty() ? "" : ",", more, "}");
}

std::string Granted(const std::string& access_token, const std::string& refresh_token,
                    bool rotated) {
  return Granted(access_token,
                 rotated ? absl::StrCat(R"("refresh_token":")", refresh_token, "\"") : "");
}

v1::Connection BaseConnection() {
  v1::Connection settings;
  settings.mutable_timeout()->set_seconds(60);
  v1::Retry& retry = *settings.mutable_retry();
  retry.set_count(3);
  retry.mutable_interval()->set_nanos(500'000'000);
  retry.set_backoff_factor(2);
  retry.mutable_max_interval()->set_seconds(30);
  for (int status : {420, 429, 500, 502, 503, 504}) retry.add_status_codes(status);
  settings.mutable_auth()->mutable_clock_skew()->set_seconds(10);
  return settings;
}

v1::Connection RefreshTokenConnection(const std::string& refresh_token) {
  v1::Connection settings = BaseConnection();
  v1::RefreshTokenGrant& grant = *settings.mutable_auth()->mutable_refresh_token();
  grant.set_refresh_url("https://login.salesforce.com/services/oauth2/token");
  grant.set_refresh_token(refresh_token);
  grant.set_client_id("client");
  grant.set_client_secret("client-secret-value");
  return settings;
}

v1::Connection PasswordConnection() {
  v1::Connection settings = BaseConnection();
  v1::PasswordGrant& grant = *settings.mutable_auth()->mutable_password();
  grant.set_token_url("https://login.salesforce.com/services/oauth2/token");
  grant.set_username("user@example.com");
  grant.set_password("pass&word");
  grant.set_security_token("security-token-value");
  grant.set_client_id("client");
  grant.set_client_secret("client-secret-value");
  return settings;
}

std::string MakePrivateKey() {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), &EVP_PKEY_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return std::string(data, static_cast<std::size_t>(size));
}

TokenSourceFixture::~TokenSourceFixture() {
  http_.Release();
  loop_.Poll();
  for (const auto& source : sources_) {
    Spawn(loop_.executor(), source->Close());
    loop_.Poll();
    clock_.Advance(std::chrono::minutes(1));
    loop_.Poll();
  }
}

TokenSource& TokenSourceFixture::Make(const v1::Connection& settings) {
  absl::StatusOr<std::unique_ptr<TokenSource>> source = MakeTokenSource(
      settings, http_, loop_.executor(), clock_, observer_, "crm", [this] { return random_; });
  EXPECT_TRUE(source.ok()) << source.status();
  sources_.push_back(*std::move(source));
  return *sources_.back();
}

std::unique_ptr<CallContext> TokenSourceFixture::MakeContext(
    std::optional<std::chrono::seconds> limit) {
  std::optional<Clock::Instant> deadline;
  if (limit) deadline = clock_.Now() + *limit;
  return std::make_unique<CallContext>(loop_.executor(), CallOptions(), deadline, clock_,
                                       observer_);
}

absl::StatusOr<AccessToken> TokenSourceFixture::Get(TokenSource& source) {
  std::unique_ptr<CallContext> context = MakeContext();
  Result result = loop_.Run(source.Get(*context));
  return result ? *std::move(result) : absl::InternalError("Get did not end");
}

absl::StatusOr<AccessToken> TokenSourceFixture::GetWithPauses(TokenSource& source) {
  std::unique_ptr<CallContext> context = MakeContext();
  Result result;
  Start(source, *context, &result);
  loop_.Poll();
  for (int i = 0; i < 20 && !result; ++i) {
    clock_.Advance(std::chrono::seconds(1));
    loop_.Poll();
  }
  return result ? *std::move(result) : absl::InternalError("Get did not end");
}

std::string TokenSourceFixture::GetText(TokenSource& source) {
  absl::StatusOr<AccessToken> token = GetWithPauses(source);
  EXPECT_TRUE(token.ok()) << Describe(token.status());
  return token.ok() ? token->token.Reveal() : std::string();
}

void TokenSourceFixture::Start(TokenSource& source, CallContext& context, Result* result) {
  loop_.Start(source.Get(context), result);
}

}  // namespace sfconnector::testing
