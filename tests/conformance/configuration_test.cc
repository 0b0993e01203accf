// SPDX-License-Identifier: Apache-2.0
// Every field of a connection has its effect.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <thread>

#include "tests/conformance/configuration_fixture.h"
#include "tests/conformance/cutting_relay.h"
#include "tests/core/http/tls_front.h"
#include "tests/support/scripted_server.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;
using testing::Script;
using testing::ScriptedServer;
using ::testing::SizeIs;

TEST_F(Configuration, ApiVersion) {
  settings_.set_api_version("v55");
  EXPECT_THAT(GetAndSee().target, HasSubstr("/services/data/v55.0/sobjects"));
}

TEST_F(Configuration, ApiVersionOfACall) {
  ASSERT_TRUE(Succeeded(
      GetRecord("Item__c", id_, {"Id"}, nullptr, {{{"sfconnector-api-version", "v57"}}})));
  EXPECT_EQ(org().Count("GET", "/services/data/v57.0/"), 1);
}

TEST_F(Configuration, Headers) {
  (*settings_.mutable_headers())["X-Trace"] = "on";
  EXPECT_EQ(GetAndSee().headers.at("x-trace"), "on");
}

TEST_F(Configuration, ClientName) {
  settings_.set_client_name("Acme/Sync");
  const JournalEntry request = GetAndSee();
  EXPECT_THAT(request.headers.at("sforce-call-options"), HasSubstr("client=Acme/Sync"));
  EXPECT_THAT(request.headers.at("user-agent"), HasSubstr("Acme/Sync"));
}

TEST_F(Configuration, ResponseCompression) {
  EXPECT_THAT(GetAndSee().headers.at("accept-encoding"), HasSubstr("gzip"));
  settings_.mutable_compression()->set_response(false);
  const JournalEntry request = GetAndSee();
  EXPECT_TRUE(request.headers.count("accept-encoding") == 0 ||
              request.headers.at("accept-encoding").find("gzip") == std::string::npos);
}

TEST_F(Configuration, RequestCompression) {
  const std::vector<v1::Field> fields = {TextField("Name", "n"),
                                         TextField("Long__c", std::string(20000, 'x'))};
  EXPECT_TRUE(Succeeded(CreateRecord("Item__c", fields)));
  EXPECT_GT(org().Journal().back().body_size, 20000);
  settings_.mutable_compression()->set_request(true);
  Use(settings_);
  v1::CreateRecordResponse response;
  EXPECT_TRUE(Succeeded(CreateRecord("Item__c", fields, &response)));
  const JournalEntry request = org().Journal().back();
  EXPECT_EQ(request.headers.at("content-encoding"), "gzip");
  EXPECT_LT(request.body_size, 1000);
  v1::Record record;
  ASSERT_TRUE(Succeeded(GetRecord("Item__c", response.id(), {"Long__c"}, &record)));
  EXPECT_EQ(TextOf(record, "Long__c"), std::string(20000, 'x'));
}

TEST_F(Configuration, Timeout) {
  settings_.mutable_timeout()->set_nanos(300000000);
  Use(settings_);
  Fail(R"("latencyMs":600000)");
  EXPECT_EQ(Get().code, kDeadlineExceeded);
}

TEST_F(Configuration, ConnectTimeout) {
  // A listener that accepts nobody, and whose queue is full.
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listener, 0), 0);
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  std::vector<int> files;
  for (int i = 0; i < 4; ++i) {
    files.push_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    connect(files.back(), reinterpret_cast<sockaddr*>(&address), size);
  }
  UseBearerToken();
  settings_.set_base_url("http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)));
  settings_.mutable_connect_timeout()->set_nanos(200000000);
  settings_.mutable_retry()->set_count(0);
  Use(settings_);
  EXPECT_TRUE(FailedWith(Get(), kUnavailable, "CONNECT_FAILED"));
  for (const int file : files) close(file);
  close(listener);
}

TEST_F(Configuration, RetryCount) {
  for (const int count : {0, 1, 5}) {
    settings_.mutable_retry()->set_count(count);
    Use(settings_);
    org().ClearFaults();
    org().ClearJournal();
    Fail(R"("error":"SERVER_UNAVAILABLE")");
    EXPECT_EQ(Get().code, kUnavailable);
    EXPECT_EQ(org().Count("GET"), count + 1);
  }
}

TEST_F(Configuration, RetryStatusCodes) {
  settings_.mutable_retry()->add_status_codes(504);
  Use(settings_);
  Fail(R"("status":503,"body":[])");
  EXPECT_EQ(Get().code, kUnavailable);
  EXPECT_EQ(org().Count("GET"), 1);
}

TEST_F(Configuration, RetryPauses) {
  settings_.mutable_retry()->mutable_interval()->set_nanos(1000000);
  settings_.mutable_retry()->mutable_max_interval()->set_nanos(2000000);
  settings_.mutable_retry()->set_backoff_factor(1000000);
  settings_.mutable_retry()->set_count(10);
  Use(settings_);
  // Would take years if the longest pause were not what it is.
  Fail(R"("status":503,"body":[])", 10);
  EXPECT_TRUE(Succeeded(Get()));
}

TEST_F(Configuration, CircuitBreaker) {
  settings_.mutable_circuit_breaker()->set_failure_threshold(2);
  settings_.mutable_circuit_breaker()->mutable_reset_timeout()->set_seconds(600);
  settings_.mutable_retry()->set_count(0);
  Use(settings_);
  Fail(R"("status":500,"body":[])");
  EXPECT_EQ(Get().code, kInternal);
  EXPECT_EQ(Get().code, kInternal);
  const Outcome outcome = Get();
  EXPECT_TRUE(FailedWith(outcome, kUnavailable, "CIRCUIT_OPEN"));
  EXPECT_TRUE(outcome.retry_delay.has_value());
  EXPECT_EQ(org().Count("GET"), 2);
}

TEST_F(Configuration, LargestBody) {
  settings_.mutable_response_limits()->set_max_body_bytes(1024);
  Use(settings_);
  Fail(R"("status":200,"body":")" + std::string(2000, 'x') + "\"");
  const Outcome outcome = Get();
  EXPECT_TRUE(FailedWith(outcome, kResourceExhausted, "REPLY_TOO_LARGE"));
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_NEVER);
  EXPECT_EQ(org().Count("GET"), 1);
}

TEST_F(Configuration, LargestHeaders) {
  settings_.mutable_response_limits()->set_max_header_bytes(1024);
  Use(settings_);
  Fail(R"("headers":{"X-Long":")" + std::string(2000, 'x') + "\"}");
  EXPECT_TRUE(FailedWith(Get(), kResourceExhausted, "HEADERS_TOO_LARGE"));
  EXPECT_EQ(org().Count("GET"), 1);
}

TEST_F(Configuration, RedirectsWithinTheHostAreFollowed) {
  Fail(R"("status":302,"headers":{"Location":"/services/data/v58.0/sobjects/Item__c/)" + id_ +
           R"(?fields=Name"})",
       1);
  EXPECT_TRUE(Succeeded(Get()));
  const std::vector<JournalEntry> journal = org().Journal("/services/data/v58.0/");
  ASSERT_THAT(journal, SizeIs(1));
  EXPECT_EQ(journal[0].headers.count("authorization"), 1u);
}

TEST_F(Configuration, RedirectsElsewhereDoNotCarryTheSession) {
  ScriptedServer elsewhere;
  elsewhere.OnOthers(Script().ReadRequest().Reply(kRecord));
  Fail(R"("status":302,"headers":{"Location":")" + elsewhere.Url("/x") + "\"}");
  EXPECT_TRUE(FailedWith(Get(), kFailedPrecondition, "REDIRECTED"));
  EXPECT_THAT(elsewhere.connections(), SizeIs(0));

  settings_.mutable_redirects()->add_allowed_hosts("127.0.0.1");
  Use(settings_);
  EXPECT_TRUE(Succeeded(Get()));
  EXPECT_EQ(elsewhere.CountReceived("Authorization: Bearer"), 1);
}

TEST_F(Configuration, RedirectsAreCounted) {
  Fail(R"("status":302,"headers":{"Location":"/services/data/v58.0/loop"})");
  EXPECT_TRUE(FailedWith(Get(), kFailedPrecondition, "REDIRECTED"));
  EXPECT_EQ(org().Count("GET"), 4);

  org().ClearJournal();
  settings_.mutable_redirects()->set_max(0);
  Use(settings_);
  EXPECT_TRUE(FailedWith(Get(), kFailedPrecondition, "REDIRECTED"));
  EXPECT_EQ(org().Count("GET"), 1);
}

TEST_F(Configuration, RedirectedCreateIsNotSentAgain) {
  Fail(R"("status":307,"headers":{"Location":"/services/data/v59.0/sobjects/Item__c/"})", 1);
  EXPECT_TRUE(FailedWith(CreateRecord("Item__c", {TextField("Name", "n")}), kFailedPrecondition,
                         "REDIRECTED"));
  EXPECT_EQ(org().Count("POST"), 1);
}

TEST_F(Configuration, MaxConcurrentCalls) {
  settings_.set_max_concurrent_calls(1);
  Use(settings_);
  Fail(R"("latencyMs":600000)", 1);
  const std::unique_ptr<Stream> running =
      connection().Open("sfconnector.v1.QueryService/StreamQuery",
                        Streamed("SELECT Id FROM Item__c").SerializeAsString(), {});
  org().WaitForCount(1, "GET");
  EXPECT_TRUE(FailedWith(Get(), kResourceExhausted, "TOO_MANY_CALLS"));
  running->Cancel();
  EXPECT_FALSE(running->Next().has_value());
  EXPECT_EQ(running->Finish().code, kCancelled);
}

TEST_F(Configuration, PoolHasSoManyConnections) {
  for (const int connections : {1, 4}) {
    settings_.mutable_pool()->set_max_connections(connections);
    settings_.mutable_pool()->mutable_idle_timeout()->set_seconds(30);
    Use(settings_);
    org().ClearJournal();
    std::vector<std::thread> callers;
    for (int i = 0; i < 12; ++i) callers.emplace_back([this] { EXPECT_TRUE(Succeeded(Get())); });
    for (std::thread& caller : callers) caller.join();
    std::set<int> used;
    for (const JournalEntry& entry : org().Journal("/services/data/"))
      used.insert(entry.connection);
    EXPECT_LE(static_cast<int>(used.size()), connections);
  }
}

TEST_F(Configuration, CallerTokens) {
  const std::string token = org().NewToken();
  const CallSettings own{
      {{"sfconnector-access-token", token}, {"sfconnector-instance-url", org().url()}}};
  EXPECT_TRUE(FailedWith(GetRecord("Item__c", id_, {"Id"}, nullptr, own), kPermissionDenied,
                         "INSTANCE_NOT_ALLOWED"));
  EXPECT_EQ(org().Count("GET"), 0);

  v1::Connection settings;
  settings.add_caller_token_hosts("127.0.0.1");
  Use(settings);
  EXPECT_TRUE(Succeeded(GetRecord("Item__c", id_, {"Id"}, nullptr, own)));
  EXPECT_EQ(org().TokenRequests(), 0);
  EXPECT_TRUE(FailedWith(Get(), kUnauthenticated, "NO_CREDENTIALS"));
}

TEST_F(Configuration, SecretsFromFilesAndEnvironment) {
  const std::string path = ::testing::TempDir() + "secret-" + std::to_string(getpid());
  std::ofstream(path) << "Password-of-Ada\n";
  setenv("SFC_CONFORMANCE_USER", "ada@sfsim.example", 1);
  settings_.mutable_auth()->mutable_password()->clear_password();
  settings_.mutable_auth()->mutable_password()->set_username("${SFC_CONFORMANCE_USER}");
  std::string json = ToJson(settings_);
  const std::string key = "\"username\"";
  json.insert(json.find(key), "\"password_file\":\"" + path + "\",");
  std::unique_ptr<Connection> connection;
  const Outcome outcome = door().Connect(json, &connection);
  ASSERT_NE(connection, nullptr) << outcome;
  EXPECT_TRUE(Succeeded(GetRecordOn(*connection, "Item__c", id_, {"Id"})));
  unlink(path.c_str());
}

// ---- Proxies ----

TEST_F(Configuration, ProxyIsUsedForEverything) {
  ScriptedServer proxy;
  proxy.OnNext(Script().ReadRequest().Reply(
      R"({"access_token":"Token","instance_url":"http://localhost:1"})"));
  proxy.OnOthers(Script().ReadRequest().Reply(kRecord).Forever());
  settings_.set_base_url("http://localhost:1");
  settings_.mutable_auth()->mutable_password()->set_token_url("http://localhost:1/token");
  settings_.mutable_proxy()->set_url(proxy.Url(""));
  settings_.mutable_proxy()->set_username("proxy-user");
  settings_.mutable_proxy()->set_password("Password-of-the-proxy");
  Use(settings_);
  EXPECT_TRUE(Succeeded(Get()));
  EXPECT_EQ(proxy.CountReceived("POST http://localhost:1/token HTTP/1.1"), 1);
  EXPECT_EQ(proxy.CountReceived("GET http://localhost:1/services/data/v59.0/sobjects/"), 1);
  EXPECT_EQ(proxy.CountReceived("Proxy-Authorization: Basic "), 2);
}

TEST_F(Configuration, NoProxyIsReachedDirectly) {
  ScriptedServer proxy;
  settings_.mutable_proxy()->set_url(proxy.Url(""));
  settings_.mutable_proxy()->add_no_proxy("127.0.0.1");
  Use(settings_);
  EXPECT_TRUE(Succeeded(Get()));
  EXPECT_THAT(proxy.connections(), SizeIs(0));
}

TEST_F(Configuration, ProxyOfTheEnvironmentIsNotUsed) {
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  setenv("no_grpc_proxy", "127.0.0.1", 1);  // gRPC's own client does ask the environment
  Use(settings_);
  EXPECT_TRUE(Succeeded(Get()));
  unsetenv("http_proxy");
  unsetenv("no_grpc_proxy");
}

// ---- TLS ----

TEST_F(TlsConfiguration, CaFile) {
  const testing::TlsFront front(*certificates_, org().port());
  UseFront(front);
  EXPECT_TRUE(Succeeded(Try()));
  settings_.mutable_tls()->set_ca_file(File("other_ca.pem"));
  const Outcome outcome = Try();
  EXPECT_TRUE(FailedWith(outcome, kFailedPrecondition, "TLS_FAILURE"));
  settings_.mutable_tls()->set_verify_peer(false);
  EXPECT_TRUE(Succeeded(Try()));
}

TEST_F(TlsConfiguration, HttpVersion) {
  const testing::TlsFront front(*certificates_, org().port());
  CuttingRelay relay(front.port());
  UseFront(front);
  settings_.set_base_url("https://127.0.0.1:" + std::to_string(relay.port()));
  settings_.mutable_pool()->set_streams_per_connection(50);
  EXPECT_TRUE(Succeeded(Try()));
  std::vector<std::thread> callers;
  for (int i = 0; i < 12; ++i) callers.emplace_back([this] { EXPECT_TRUE(Succeeded(Get())); });
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(relay.connections(), 1);

  const JournalEntry second = org().Journal().back();
  EXPECT_THAT(second.headers.at("via"), HasSubstr("2"));
  settings_.set_http_version(v1::HTTP_VERSION_1_1);
  EXPECT_TRUE(Succeeded(Try()));
  EXPECT_THAT(org().Journal().back().headers.at("via"), HasSubstr("1.1"));
}

TEST_F(TlsConfiguration, ServerNameAndHost) {
  const testing::TlsFront front(*certificates_, org().port(), {}, "named");
  UseFront(front);
  EXPECT_TRUE(FailedWith(Try(), kFailedPrecondition, "TLS_FAILURE"));
  settings_.mutable_tls()->set_server_name("org.example.test");
  EXPECT_TRUE(Succeeded(Try()));
  settings_.mutable_tls()->clear_server_name();
  settings_.mutable_tls()->set_verify_host(false);
  EXPECT_TRUE(Succeeded(Try()));
}

TEST_F(TlsConfiguration, ClientCertificate) {
  const testing::TlsFront front(*certificates_, org().port(),
                                {"--verify-client", "--verify-client-cacert=" + File("ca.pem")});
  UseFront(front);
  EXPECT_FALSE(Try().ok());
  settings_.mutable_tls()->set_client_certificate_file(File("client.pem"));
  settings_.mutable_tls()->set_client_key_file(File("client.key"));
  EXPECT_TRUE(Succeeded(Try()));
  settings_.mutable_tls()->set_client_key_file(File("client_locked.key"));
  settings_.mutable_tls()->set_client_key_passphrase("open sesame");
  EXPECT_TRUE(Succeeded(Try()));
}

TEST_F(TlsConfiguration, Versions) {
  const testing::TlsFront old(
      *certificates_, org().port(),
      {"--tls-min-proto-version=TLSv1.2", "--tls-max-proto-version=TLSv1.2"});
  UseFront(old);
  EXPECT_TRUE(Succeeded(Try()));
  settings_.mutable_tls()->set_min_version(v1::TLS_VERSION_1_3);
  EXPECT_TRUE(FailedWith(Try(), kFailedPrecondition, "TLS_FAILURE"));

  const testing::TlsFront recent(
      *certificates_, org().port(),
      {"--tls-min-proto-version=TLSv1.3", "--tls-max-proto-version=TLSv1.3"});
  UseFront(recent);
  EXPECT_TRUE(Succeeded(Try()));
  settings_.mutable_tls()->clear_min_version();
  settings_.mutable_tls()->set_max_version(v1::TLS_VERSION_1_2);
  EXPECT_TRUE(FailedWith(Try(), kFailedPrecondition, "TLS_FAILURE"));
}

TEST_F(TlsConfiguration, Ciphers) {
  const testing::TlsFront front(
      *certificates_, org().port(),
      {"--tls-min-proto-version=TLSv1.2", "--tls-max-proto-version=TLSv1.2",
       "--ciphers=ECDHE-ECDSA-AES256-GCM-SHA384"});
  UseFront(front);
  settings_.mutable_tls()->set_ciphers("ECDHE-ECDSA-AES256-GCM-SHA384");
  EXPECT_TRUE(Succeeded(Try()));
  settings_.mutable_tls()->set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256");
  EXPECT_TRUE(FailedWith(Try(), kFailedPrecondition, "TLS_FAILURE"));
}

TEST_F(TlsConfiguration, ProxyTunnelsTls) {
  const testing::TlsFront front(*certificates_, org().port());
  ScriptedServer proxy;
  proxy.OnOthers(Script().ReadHead().Write("HTTP/1.1 200 Connected\r\n\r\n").Relay(front.port()));
  UseFront(front);
  settings_.mutable_auth()->mutable_bearer_token()->set_token(org().NewToken());
  settings_.mutable_proxy()->set_url(proxy.Url(""));
  EXPECT_TRUE(Succeeded(Try()));
  EXPECT_EQ(proxy.CountReceived("CONNECT 127.0.0.1:" + std::to_string(front.port())), 1);
}

TEST_F(TlsConfiguration, StreamsWorkThroughAFrontOfHttp2) {
  const testing::TlsFront front(*certificates_, TheWorld().big_org.port());
  settings_ = Settings(TheWorld().big_org);
  UseFront(front);
  Use(settings_);
  const StreamedRows rows = StreamQuery(connection(), Streamed("SELECT Id FROM Account"));
  EXPECT_TRUE(Succeeded(rows.outcome));
  EXPECT_THAT(rows.Column("Id"), SizeIs(kBigRows));
}

}  // namespace
}  // namespace sfconnector::conformance
