// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sfconnector {

// Joins the files of a query's result to one: with one header, array or document around all
// records. Files come in chunks, cut anywhere. Holds one record. Errors are final; they say what is
// wrong with the file.
class ResultJoin {
 public:
  virtual ~ResultJoin() = default;

  // Takes the next bytes of a file, or its end, and appends what they lead to.
  virtual absl::Status Feed(absl::string_view chunk, std::string& out) = 0;
  virtual absl::Status EndFile(std::string& out) = 0;
  // There are no more files.
  virtual absl::Status Finish(std::string& out) = 0;
};

// For files of that media type; CSV where it is neither JSON nor XML.
std::unique_ptr<ResultJoin> MakeResultJoin(absl::string_view media_type);

}  // namespace sfconnector
