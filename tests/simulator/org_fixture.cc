// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "simulator/base/text.h"

namespace sfsim {
namespace {

constexpr char kSchema[] = R"({"objects":[{"name":"Widget__c","label":"Widget","keyPrefix":"a01",
  "fields":[
    {"name":"Name","type":"string","length":80,"nameField":true},
    {"name":"Ext__c","type":"string","length":60,"externalId":true,"unique":true},
    {"name":"Loose__c","type":"string","length":60,"externalId":true},
    {"name":"Amount__c","type":"double","precision":18,"scale":2},
    {"name":"Big__c","type":"double","precision":18,"scale":0},
    {"name":"Day__c","type":"date"},
    {"name":"At__c","type":"datetime"},
    {"name":"Done__c","type":"boolean"},
    {"name":"Mail__c","label":"mail field","type":"email"},
    {"name":"Kind__c","label":"Kind","type":"picklist","restrictedPicklist":true,
     "picklistValues":["Red","Green"]},
    {"name":"Tags__c","type":"multipicklist","picklistValues":["a","b","c"]},
    {"name":"Long__c","type":"textarea","length":32000},
    {"name":"Account__c","type":"reference","referenceTo":["Account"],
     "relationshipName":"Account__r"}]},
  {"name":"Account","childRelationships":[
    {"childSObject":"Widget__c","field":"Account__c","relationshipName":"Widgets__r"}]}]})";

}  // namespace

std::string HttpReply::Header(const std::string& name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

JsonValue HttpReply::Json() const {
  auto json = ReadJson(body);
  EXPECT_TRUE(json.ok()) << body;
  return json.ok() ? *json : JsonValue();
}

HttpConnection::HttpConnection(uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(0, connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address));
}

HttpConnection::~HttpConnection() { close(socket_); }

void HttpConnection::Send(const std::string& bytes) {
  size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count = send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;
    sent += static_cast<size_t>(count);
  }
}

bool HttpConnection::ReadMore() {
  char chunk[65536];
  const ssize_t count = recv(socket_, chunk, sizeof chunk, 0);
  if (count <= 0) return false;
  buffer_.append(chunk, static_cast<size_t>(count));
  return true;
}

bool HttpConnection::ReadUntil(size_t size) {
  while (buffer_.size() < size) {
    if (!ReadMore()) return false;
  }
  return true;
}

std::string HttpConnection::TakeLine() {
  size_t end = buffer_.find("\r\n");
  while (end == std::string::npos) {
    if (!ReadMore()) return {};
    end = buffer_.find("\r\n");
  }
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

HttpReply HttpConnection::Receive(bool head_only) {
  HttpReply reply;
  const std::string status = TakeLine();
  if (status.size() < 12) return reply;
  reply.status = std::atoi(status.c_str() + 9);
  for (std::string line = TakeLine(); !line.empty(); line = TakeLine()) {
    const size_t colon = line.find(": ");
    reply.headers.emplace_back(AsciiLower(line.substr(0, colon)), line.substr(colon + 2));
  }
  if (reply.Header("transfer-encoding") != "chunked" || head_only) {
    reply.complete = true;
    return reply;
  }
  while (true) {
    const std::string line = TakeLine();
    if (line.empty()) return reply;
    const size_t size = std::strtoul(line.c_str(), nullptr, 16);
    if (!ReadUntil(size + 2)) {
      reply.body += buffer_;
      return reply;
    }
    reply.body += buffer_.substr(0, size);
    buffer_.erase(0, size + 2);
    if (size == 0) break;
  }
  reply.complete = true;
  return reply;
}

HttpReply HttpConnection::Call(const std::string& method, const std::string& target,
                               const std::string& body, const TestHeaders& headers) {
  std::string request = method + " " + target + " HTTP/1.1\r\nHost: sfsim\r\n";
  for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
  request += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  Send(request);
  return Receive(method == "HEAD");
}

OrgOptions OrgTest::DefaultOptions() {
  OrgOptions options;
  options.schema_json = kSchema;
  return options;
}

void OrgTest::StartOrg(OrgOptions options) {
  options.now = [this] { return now_.load(); };
  auto org = Org::Create(std::move(options));
  ASSERT_TRUE(org.ok()) << org.status();
  org_ = std::move(*org);
  auto port = org_->Start("127.0.0.1:0");
  ASSERT_TRUE(port.ok()) << port.status();
  port_ = *port;
  token_ = Login();
}

std::string OrgTest::Login() {
  return CallOpen("POST", "/services/oauth2/token",
                  "grant_type=client_credentials&client_id=sfsim-client&client_secret=sfsim-secret")
      .Json()
      .Text("access_token");
}

HttpReply OrgTest::Call(const std::string& method, const std::string& target,
                        const std::string& body, TestHeaders headers) {
  headers.emplace_back("Authorization", "Bearer " + token_);
  return CallOpen(method, target, body, headers);
}

HttpReply OrgTest::CallOpen(const std::string& method, const std::string& target,
                            const std::string& body, const TestHeaders& headers) {
  return HttpConnection(port_).Call(method, target, body, headers);
}

HttpReply OrgTest::Query(const std::string& soql) {
  return Call("GET", std::string(kData) + "/query?q=" + Encode(soql));
}

std::string OrgTest::Column(const std::string& soql, const std::string& field) {
  const HttpReply reply = Query(soql);
  if (reply.status != 200) return reply.body;
  std::string column;
  const JsonValue json = reply.Json();
  for (const JsonValue& record : json.Find("records")->items) {
    const JsonValue* value = record.Find(field);
    if (!column.empty()) column += "|";
    if (value == nullptr) return "no " + field + " in " + reply.body;
    if (value->is_string()) {
      column += value->text;
    } else {
      value->AppendTo(&column);
    }
  }
  return column;
}

std::string OrgTest::Create(const std::string& object, const std::string& json) {
  const HttpReply reply = Call("POST", std::string(kData) + "/sobjects/" + object, json);
  EXPECT_EQ(201, reply.status) << reply.body;
  return reply.status == 201 ? reply.Json().Text("id") : std::string();
}

std::string OrgTest::Encode(const std::string& text) { return PercentEncode(text); }

}  // namespace sfsim
