// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/org.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <thread>

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

namespace sfconnector::conformance {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr char kRoot[] = "/services/data/v59.0";
constexpr std::size_t kMaxCollection = 200;

// The User-Agent of this class's own requests, which the journal leaves out.
constexpr char kOwnAgent[] = "conformance";

std::string Exchange(int port, const std::string& request) {
  const int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string reply;
  if (connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
      send(file, request.data(), request.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(request.size())) {
    char buffer[65536];
    for (ssize_t size = 0; (size = recv(file, buffer, sizeof buffer, 0)) > 0;)
      reply.append(buffer, static_cast<std::size_t>(size));
  }
  close(file);
  return reply;
}

// RFC 9112, section 7.1.
std::string Unchunk(const std::string& chunked) {
  std::string body;
  for (std::size_t at = 0; at < chunked.size();) {
    const std::size_t size = std::stoul(chunked.substr(at), nullptr, 16);
    const std::size_t begin = chunked.find("\r\n", at) + 2;
    if (size == 0) break;
    body.append(chunked, begin, size);
    at = begin + size + 2;
  }
  return body;
}

Struct ParseObject(const std::string& json) {
  Struct object;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &object);
  EXPECT_TRUE(status.ok()) << status << "\n" << json;
  return object;
}

const Value& Member(const Struct& object, const std::string& name) {
  static const Value* const kNone = new Value();
  const auto it = object.fields().find(name);
  return it == object.fields().end() ? *kNone : it->second;
}

std::string JsonText(const std::string& text) {
  Value value;
  value.set_string_value(text);
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(value, &json).ok());
  return json;
}

// The schema, with the key that stands for the apps' public key.
std::string WriteSchema(const std::string& jwt_public_key) {
  std::ifstream file(SFC_CONFORMANCE_SCHEMA);
  std::string schema(std::istreambuf_iterator<char>(file), {});
  const std::string placeholder = "\"@JWT_PUBLIC_KEY@\"";
  schema.replace(schema.find(placeholder), placeholder.size(), JsonText(jwt_public_key));
  const std::string path = ::testing::TempDir() + "schema-" + std::to_string(getpid()) + ".json";
  std::ofstream(path) << schema;
  return path;
}

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

JournalEntry ReadEntry(const Struct& object) {
  JournalEntry entry;
  entry.method = Member(object, "method").string_value();
  entry.target = Member(object, "target").string_value();
  entry.status = static_cast<int>(Member(object, "status").number_value());
  entry.body_size = static_cast<int>(Member(object, "bodySize").number_value());
  entry.connection = static_cast<int>(Member(object, "connection").number_value());
  for (const auto& [name, value] : Member(object, "headers").struct_value().fields())
    entry.headers[Lower(name)] = value.string_value();
  return entry;
}

}  // namespace

Org::Org(const std::string& jwt_public_key, const std::vector<std::string>& flags) {
  const std::string schema = WriteSchema(jwt_public_key);
  std::vector<std::string> command = {SFC_SIMULATOR_BINARY, "--listen", "127.0.0.1:0", "--schema",
                                      schema};
  command.insert(command.end(), flags.begin(), flags.end());
  process_ = std::make_unique<Process>(command);
  url_ = process_->WaitForLine("sfsim listening on ");
  unlink(schema.c_str());
  if (url_.empty()) {
    ADD_FAILURE() << "no org: " << process_->output();
    std::abort();
  }
  port_ = std::stoi(url_.substr(url_.rfind(':') + 1));
}

HttpReply Org::Send(const std::string& method, const std::string& target, const std::string& body,
                    bool with_session) {
  std::string head = method + " " + target + " HTTP/1.1\r\nHost: org\r\nConnection: close\r\n" +
                     "User-Agent: " + kOwnAgent + "\r\n" +
                     "Content-Length: " + std::to_string(body.size()) + "\r\n";
  if (with_session) {
    if (token_.empty()) token_ = NewToken();
    head += "Authorization: Bearer " + token_ + "\r\n";
  }
  head += target == "/services/oauth2/token" ? "Content-Type: application/x-www-form-urlencoded\r\n"
                                             : "Content-Type: application/json\r\n";
  const std::string reply = Exchange(port_, head + "\r\n" + body);
  HttpReply result;
  const std::size_t end = reply.find("\r\n\r\n");
  if (end == std::string::npos) return result;
  result.status = std::stoi(reply.substr(9, 3));
  const bool chunked = reply.substr(0, end).find("chunked") != std::string::npos;
  result.body = chunked ? Unchunk(reply.substr(end + 4)) : reply.substr(end + 4);
  return result;
}

void Org::Reset() {
  EXPECT_EQ(Send("POST", "/simulator/reset").status, 204);
  token_.clear();
}

void Org::Fault(const std::string& rule) {
  const HttpReply reply = Send("POST", "/simulator/faults", rule);
  EXPECT_EQ(reply.status, 201) << reply.body << "\n" << rule;
}

void Org::ClearFaults() { EXPECT_EQ(Send("DELETE", "/simulator/faults").status, 204); }

void Org::ClearJournal() { EXPECT_EQ(Send("DELETE", "/simulator/requests").status, 204); }

std::vector<JournalEntry> Org::Journal(const std::string& prefix) {
  const Struct journal = ParseObject(Send("GET", "/simulator/requests").body);
  std::vector<JournalEntry> entries;
  for (const Value& value : Member(journal, "requests").list_value().values()) {
    JournalEntry entry = ReadEntry(value.struct_value());
    const bool own = entry.headers["user-agent"] == kOwnAgent;
    if (!own && entry.target.compare(0, prefix.size(), prefix) == 0)
      entries.push_back(std::move(entry));
  }
  return entries;
}

int Org::Count(const std::string& method, const std::string& prefix) {
  const std::vector<JournalEntry> entries = Journal(prefix);
  return static_cast<int>(
      std::count_if(entries.begin(), entries.end(),
                    [&](const JournalEntry& entry) { return entry.method == method; }));
}

int Org::TokenRequests() { return Count("POST", "/services/oauth2/token"); }

int Org::WaitForCount(int count, const std::string& method, const std::string& prefix) {
  while (true) {
    const int seen = Count(method, prefix);
    if (seen >= count) return seen;
    std::this_thread::yield();
  }
}

std::string Org::NewToken() {
  const HttpReply reply = Send("POST", "/services/oauth2/token",
                               "grant_type=password&client_id=conformance-app&client_secret="
                               "Secret-of-the-app&username=ada%40sfsim.example&password="
                               "Password-of-AdaSecurityTokenOfAda");
  return Member(ParseObject(reply.body), "access_token").string_value();
}

std::vector<std::string> Org::Insert(const std::string& sobject,
                                     const std::vector<std::string>& members) {
  std::vector<std::string> ids;
  for (std::size_t begin = 0; begin < members.size(); begin += kMaxCollection) {
    std::string body = R"({"allOrNone":true,"records":[)";
    for (std::size_t i = begin; i < std::min(members.size(), begin + kMaxCollection); ++i) {
      body += (i > begin ? "," : "") + std::string(R"({"attributes":{"type":")") + sobject +
              "\"}," + members[i] + "}";
    }
    const HttpReply reply =
        Send("POST", std::string(kRoot) + "/composite/sobjects", body + "]}", true);
    const Struct results = ParseObject("{\"results\":" + reply.body + "}");
    for (const Value& result : Member(results, "results").list_value().values())
      ids.push_back(Member(result.struct_value(), "id").string_value());
    EXPECT_EQ(ids.size(), std::min(members.size(), begin + kMaxCollection)) << reply.body;
  }
  return ids;
}

std::string Org::Get(const std::string& target) { return Send("GET", target, {}, true).body; }

void Org::Delete(const std::string& sobject, const std::string& id) {
  const HttpReply reply =
      Send("DELETE", std::string(kRoot) + "/sobjects/" + sobject + "/" + id, {}, true);
  EXPECT_EQ(reply.status, 204) << reply.body;
}

void Org::Patch(const std::string& target, const std::string& body) {
  const HttpReply reply = Send("PATCH", target, body, true);
  EXPECT_LT(reply.status, 300) << reply.body;
}

std::string Org::CreateIngestJob(const std::string& sobject, const std::string& operation) {
  const HttpReply reply =
      Send("POST", std::string(kRoot) + "/jobs/ingest",
           R"({"object":")" + sobject + R"(","operation":")" + operation + "\"}", true);
  const std::string key = R"("id":")";
  const std::size_t at = reply.body.find(key);
  EXPECT_NE(at, std::string::npos) << reply.body;
  return reply.body.substr(at + key.size(), 18);
}

}  // namespace sfconnector::conformance
