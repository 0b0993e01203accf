// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/retry/retry.h"

namespace sfconnector {

// A body of two parts, a record and a file, as Salesforce takes it (RFC 7578). The file's bytes
// stand between Beginning and End.
class Multipart {
 public:
  // The boundary between the parts is drawn from `random`, so that no file can hold it.
  explicit Multipart(const Random& random);

  // The record, as JSON.
  std::string sobject;
  std::string record = "{}";
  // The file: the field that takes it, its name, and its media type.
  std::string blob_field;
  std::string file_name;
  std::string content_type;

  // INVALID_ARGUMENT where a value cannot stand in a part's header.
  absl::Status Check() const;

  // The media type of the whole body.
  std::string ContentType() const;
  std::string Beginning() const;
  std::string End() const;

 private:
  std::string boundary_;
};

}  // namespace sfconnector
