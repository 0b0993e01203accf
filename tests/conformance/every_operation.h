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

// An operation, and the messages of one call that is sent to the org.
struct AnyOperation {
  enum class Shape { kUnary, kDownload, kUpload };

  std::string name;  // "RecordService/GetRecord"
  Shape shape = Shape::kUnary;
  Repeats repeats = Repeats::kReads;
  std::vector<std::string> messages;
};

// Every operation of RecordService and QueryService.
std::vector<AnyOperation> EveryOperation();

// Calls it to its end; what it brings is dropped.
Outcome CallTo(Connection& connection, const AnyOperation& operation,
               const CallSettings& settings = {});

}  // namespace sfconnector::conformance
