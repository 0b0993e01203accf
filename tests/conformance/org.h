// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/conformance/process.h"

namespace sfconnector::conformance {

struct HttpReply {
  int status = 0;
  std::string body;
};

// A request that the org received.
struct JournalEntry {
  std::string method;
  std::string target;
  int status = 0;
  int body_size = 0;  // on the wire
  int connection = 0;
  std::map<std::string, std::string> headers;  // names in lower case
};

// A simulated org: a process of its own, with the schema of schema.json.
class Org {
 public:
  // `jwt_public_key` is PEM; `flags` are further flags of sfsim.
  Org(const std::string& jwt_public_key, const std::vector<std::string>& flags);

  const std::string& url() const { return url_; }
  int port() const { return port_; }
  pid_t process_id() const { return process_->id(); }

  // Rows, tokens, faults and journal as at the start.
  void Reset();
  // Puts a fault in force, see docs/simulator.md.
  void Fault(const std::string& rule);
  void ClearFaults();

  // The requests of data (not of tokens, and not this class's own) whose target begins with
  // `prefix`.
  std::vector<JournalEntry> Journal(const std::string& prefix = "/services/data/");
  int Count(const std::string& method, const std::string& prefix = "/services/data/");
  // How many tokens were asked for.
  int TokenRequests();
  // Waits until `Count` is `count` at least, and returns it; ends with the test's time limit.
  int WaitForCount(int count, const std::string& method,
                   const std::string& prefix = "/services/data/");
  void ClearJournal();

  // An access token got by password.
  std::string NewToken();
  // Creates records of one type, given as JSON members such as `"Name":"a"`, and returns their ids.
  std::vector<std::string> Insert(const std::string& sobject,
                                  const std::vector<std::string>& members);
  std::string InsertOne(const std::string& sobject, const std::string& members) {
    return Insert(sobject, {members}).at(0);
  }
  // The body of a GET with a session of its own.
  std::string Get(const std::string& target);
  void Delete(const std::string& sobject, const std::string& id);
  void Patch(const std::string& target, const std::string& body);
  // Creates a job of Bulk API 2.0 and returns its id.
  std::string CreateIngestJob(const std::string& sobject, const std::string& operation);

 private:
  HttpReply Send(const std::string& method, const std::string& target, const std::string& body = {},
                 bool with_session = false);

  std::unique_ptr<Process> process_;
  std::string url_;
  int port_ = 0;
  std::string token_;
};

}  // namespace sfconnector::conformance
