// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "sfconnector/v1/error.pb.h"

namespace sfconnector::conformance {

// The codes of both doors, gRPC's.
enum Code {
  kOk = 0,
  kCancelled = 1,
  kUnknown = 2,
  kInvalidArgument = 3,
  kDeadlineExceeded = 4,
  kNotFound = 5,
  kAlreadyExists = 6,
  kPermissionDenied = 7,
  kResourceExhausted = 8,
  kFailedPrecondition = 9,
  kAborted = 10,
  kOutOfRange = 11,
  kUnimplemented = 12,
  kInternal = 13,
  kUnavailable = 14,
  kDataLoss = 15,
  kUnauthenticated = 16,
};

// What a caller says beside a request.
struct CallSettings {
  std::map<std::string, std::string> options;
  // How long the call may take; 0 stands for the connection's own limit.
  std::chrono::milliseconds timeout{0};
};

// How a call ended: the code, what its error says, and what the reply said beside its message.
struct Outcome {
  int code = kOk;
  std::string message;
  std::string reason;
  std::string domain;
  v1::SalesforceError detail;
  std::optional<std::chrono::milliseconds> retry_delay;
  std::vector<std::string> fields;  // of the BadRequest
  std::map<std::string, std::string> metadata;

  bool ok() const { return code == kOk; }
};
std::ostream& operator<<(std::ostream& out, const Outcome& outcome);

// Fills in what a serialised google.rpc.Status says.
void ReadDetails(const std::string& rpc_status, Outcome& outcome);

// A call whose responses come one by one.
class Stream {
 public:
  virtual ~Stream() = default;
  // Waits for the next message; nothing where there is none any more.
  virtual std::optional<std::string> Next() = 0;
  // Ends the call soon. Any thread may do so.
  virtual void Cancel() = 0;
  // How the call ended, once Next has returned nothing.
  virtual Outcome Finish() = 0;
};

// A call whose requests are sent one by one, too. One thread may write while another one reads.
class Duplex : public Stream {
 public:
  // Waits until the request is on its way. False once the call has ended.
  virtual bool Write(const std::string& request) = 0;
  // There are no more requests.
  virtual void CloseWrites() = 0;
};

// The next request of a call; nothing where there is none any more.
using RequestSource = std::function<std::optional<std::string>()>;

// One org as one user, behind a door. Any number of threads may use it at once.
class Connection {
 public:
  virtual ~Connection() = default;
  // `method` is "sfconnector.v1.RecordService/GetRecord", messages are in the wire format.
  virtual Outcome Call(const std::string& method, const std::string& request,
                       const CallSettings& settings, std::string* response) = 0;
  virtual std::unique_ptr<Stream> Open(const std::string& method, const std::string& request,
                                       const CallSettings& settings) = 0;
  // A call whose requests are sent one by one, as `next` brings them.
  virtual Outcome UploadFrom(const std::string& method, const RequestSource& next,
                             const CallSettings& settings, std::string* response) = 0;
  virtual std::unique_ptr<Duplex> OpenDuplex(const std::string& method,
                                             const CallSettings& settings) = 0;
  Outcome Upload(const std::string& method, const std::vector<std::string>& requests,
                 const CallSettings& settings, std::string* response);
  // The process that does the work.
  virtual pid_t process_id() const = 0;
};

// A way to the operations. Each test program has one.
class Door {
 public:
  virtual ~Door() = default;
  // Opens a connection, described by the JSON of sfconnector.v1.Connection. `*connection` stays
  // empty where the outcome is no success.
  virtual Outcome Connect(const std::string& config, std::unique_ptr<Connection>* connection) = 0;
  // The name of a field of the connection as the door's errors write it.
  virtual std::string FieldName(const std::string& field) const = 0;
};
std::unique_ptr<Door> MakeDoor();

// Everything that a door printed, logged or returned in this run, but for the response messages.
// Thread-safe.
void AddToTranscript(const std::string& text);
std::string Transcript();
// From now on nothing is kept: what measures memory must not take it itself.
void KeepNoTranscript();

}  // namespace sfconnector::conformance
