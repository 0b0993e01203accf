// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <google/protobuf/message.h>

namespace sfconnector::benchmarks {

// A call of an operation, whose messages go and come one by one. One thread may write while another
// one reads.
class Call {
 public:
  virtual ~Call() = default;
  // Waits until the message is on its way. False once the call has ended.
  virtual bool Write(const google::protobuf::Message& request) = 0;
  // There are no more requests.
  virtual void CloseWrites() = 0;
  // Waits for the next message. False where there is none any more.
  virtual bool Read(google::protobuf::Message& response) = 0;
  // Once Read has returned false: what went wrong, empty where nothing did.
  virtual std::string Finish() = 0;
};

// An org, through a door.
class Calls {
 public:
  virtual ~Calls() = default;
  // `method` is "sfconnector.v1.ExportService/Export". Outlived by this.
  virtual std::unique_ptr<Call> Open(const std::string& method) = 0;
};

// The door that the program has. `target` is the server's address, or a file with a connection in
// JSON for the library. Empty where there is no way to the org; that is said on standard error.
std::unique_ptr<Calls> MakeCalls(const std::string& target);

}  // namespace sfconnector::benchmarks
