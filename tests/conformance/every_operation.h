// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tests/conformance/door.h"

namespace sfconnector::conformance {

// What a repetition of an operation would do.
enum class Repeats {
  kReads,       // nothing: it reads
  kIdempotent,  // the same once more
  kOnce,        // it must not be repeated
};

// What answers an operation, and so how its errors are written.
enum class Api {
  kRest,       // the REST API
  kVersions,   // its list of versions, which needs no session
  kBytes,      // what may answer with any body
  kIdentity,   // the identity service, which has an error of its own for sessions that have ended
  kSoap,       // the SOAP API, whose errors are faults
  kBulk,       // Bulk API 1.0, whose errors have a form of their own
  kBulkBytes,  // its files, which may have any body
};

// An operation, and the messages of one call that is sent to the org.
struct AnyOperation {
  enum class Shape {
    kUnary,
    kDownload,
    kUpload,    // what comes is sent on as it comes, and so but once
    kMessages,  // several messages, which are sent on as a whole
    kDuplex,    // the same, with answers that come meanwhile
  };

  std::string name;  // "RecordService/GetRecord"
  Shape shape = Shape::kUnary;
  Repeats repeats = Repeats::kReads;
  std::vector<std::string> messages;
  Api api = Api::kRest;
};

// Every operation of every service.
std::vector<AnyOperation> EveryOperation();

// Calls it to its end; what it brings is dropped.
Outcome CallTo(Connection& connection, const AnyOperation& operation,
               const CallSettings& settings = {});

}  // namespace sfconnector::conformance
