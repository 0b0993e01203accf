// SPDX-License-Identifier: Apache-2.0
// TLS: versions, trust, names and client certificates.

#include "tests/core/http/tls_fixture.h"

namespace sfconnector::testing {
namespace {

using ::testing::HasSubstr;

using Tls = TlsTest;

TEST_F(Tls, ShortCallsUseHttp2AndStreamsDoNot) {
  StartFront();
  ServeHello();
  ExpectTrusted(TrustingSettings());
  EXPECT_EQ(server_.CountReceived("Via: 2 nghttpx"), 1);
  EXPECT_EQ(server_.CountReceived("Via: 1.1 nghttpx"), 1);
}

TEST_F(Tls, ShortCallsUseHttp11WhereSettingsSaySo) {
  StartFront();
  ServeHello();
  v1::Connection settings = TrustingSettings();
  settings.set_http_version(v1::HTTP_VERSION_1_1);
  ExpectTrusted(settings);
  EXPECT_EQ(server_.CountReceived("Via: 1.1 nghttpx"), 2);
}

TEST_F(Tls, ShortCallsUseHttp11WhereTheServerDoesNotOfferMore) {
  StartFront({"--npn-list=http/1.1"});
  ServeHello();
  ExpectTrusted(TrustingSettings());
  EXPECT_EQ(server_.CountReceived("Via: 1.1 nghttpx"), 2);
}

TEST_F(Tls, UnknownAuthorityIsNotTrusted) {
  StartFront();
  ServeHello();
  ExpectNotTrusted(Settings());
  v1::Connection settings = Settings();
  settings.mutable_tls()->set_ca_file(certificates_->Path("other_ca.pem"));
  ExpectNotTrusted(settings);
  settings.mutable_tls()->set_verify_peer(false);
  ExpectTrusted(settings);
}

TEST_F(Tls, CertificateForAnotherNameIsNotTrusted) {
  StartFront({}, "named");
  ServeHello();
  ExpectNotTrusted(TrustingSettings());
  v1::Connection settings = TrustingSettings();
  settings.mutable_tls()->set_verify_host(false);
  ExpectTrusted(settings);
}

TEST_F(Tls, ServerNameIsSentAndChecked) {
  // Only who names org.example.test in the handshake is shown a certificate for it.
  StartFront({absl::StrCat("--subcert=", certificates_->Path("named.key"), ":",
                           certificates_->Path("named.pem"))});
  ServeHello();
  v1::Connection settings = TrustingSettings();
  settings.mutable_tls()->set_server_name("other.example.test");
  ExpectNotTrusted(settings);
  settings.mutable_tls()->set_server_name("org.example.test");
  ExpectTrusted(settings);
  EXPECT_EQ(server_.CountReceived(absl::StrCat("Host: 127.0.0.1:", front_->port(), "\r\n")), 2);
  EXPECT_EQ(server_.CountReceived("org.example.test"), 0);
}

class ClientCertificate : public TlsTest {
 protected:
  void SetUp() override {
    StartFront({"--verify-client",
                absl::StrCat("--verify-client-cacert=", certificates_->Path("ca.pem"))});
    ServeHello();
  }

  v1::Connection WithKey(const std::string& key, const std::string& passphrase) {
    v1::Connection settings = TrustingSettings();
    settings.mutable_tls()->set_client_certificate_file(certificates_->Path("client.pem"));
    settings.mutable_tls()->set_client_key_file(certificates_->Path(key));
    settings.mutable_tls()->set_client_key_passphrase(passphrase);
    return settings;
  }
};

TEST_F(ClientCertificate, IsShown) { ExpectTrusted(WithKey("client.key", "")); }

TEST_F(ClientCertificate, ItsKeyMayHaveAPassPhrase) {
  ExpectTrusted(WithKey("client_locked.key", "open sesame"));
}

TEST_F(ClientCertificate, WrongPassPhraseIsATlsFailure) {
  ExpectNotTrusted(WithKey("client_locked.key", "secret"));
}

TEST_F(ClientCertificate, MissingOneIsATlsFailure) {
  UseSettings(TrustingSettings());
  for (const HttpLane lane : {HttpLane::kShort, HttpLane::kStream}) {
    HttpRequest request = Post(SecureUrl("/"), "secret");
    request.lane = lane;
    absl::Status status = Fail(std::move(request));
    // With TLS 1.3 the server refuses after the client's part of the handshake has ended. Where the
    // connection's reset overtakes the alert that says why, nobody can know.
    if (status.code() == absl::StatusCode::kUnavailable) continue;
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
    EXPECT_EQ(GetReason(status), "TLS_FAILURE") << status;
  }
  EXPECT_TRUE(server_.connections().empty());
}

TEST_F(Tls, VersionsAreKept) {
  StartFront({"--tls-max-proto-version=TLSv1.2"});
  ServeHello();
  v1::Connection settings = TrustingSettings();
  settings.mutable_tls()->set_min_version(v1::TLS_VERSION_1_3);
  ExpectNotTrusted(settings);
  settings.mutable_tls()->set_min_version(v1::TLS_VERSION_1_2);
  settings.mutable_tls()->set_max_version(v1::TLS_VERSION_1_2);
  ExpectTrusted(settings);
}

TEST_F(Tls, HighestVersionIsKept) {
  StartFront({"--tls-min-proto-version=TLSv1.3", "--tls-max-proto-version=TLSv1.3"});
  ServeHello();
  v1::Connection settings = TrustingSettings();
  settings.mutable_tls()->set_max_version(v1::TLS_VERSION_1_2);
  ExpectNotTrusted(settings);
  settings.mutable_tls()->set_max_version(v1::TLS_VERSION_1_3);
  ExpectTrusted(settings);
}

TEST_F(Tls, CiphersAreKept) {
  StartFront({"--tls-max-proto-version=TLSv1.2", "--ciphers=ECDHE-ECDSA-AES256-GCM-SHA384"});
  ServeHello();
  v1::Connection settings = TrustingSettings();
  settings.mutable_tls()->set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256");
  ExpectNotTrusted(settings);
  settings.mutable_tls()->set_ciphers("ECDHE-ECDSA-AES256-GCM-SHA384");
  ExpectTrusted(settings);
}

TEST_F(Tls, FilesThatCannotBeReadAreNamed) {
  const auto refused = [this](const v1::Connection& settings, const std::string& field) {
    auto client = MakeCurlHttpClient(settings, loop_.executor(), clock_);
    EXPECT_EQ(client.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(client.status().message()), HasSubstr(field));
  };
  v1::Connection settings = Settings();
  settings.mutable_tls()->set_ca_file("/nowhere.pem");
  refused(settings, "tls.ca_file");
  settings = Settings();
  settings.mutable_tls()->set_client_certificate_file("/nowhere.pem");
  refused(settings, "tls.client_certificate_file");
  settings = Settings();
  settings.mutable_tls()->set_client_key_file("/nowhere.pem");
  refused(settings, "tls.client_key_file");
}

}  // namespace
}  // namespace sfconnector::testing
