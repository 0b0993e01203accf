// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/operation/operation.h"

namespace sfconnector {

// All operations by name. Filled at start-up, then immutable and thread-safe.
class Registry {
 public:
  // Adds every rpc of `file`'s services that is described by its `rest` option.
  void AddDescribed(const google::protobuf::FileDescriptor* file);

  // Adds an operation that is a function. See handler.h for how to make one.
  void Add(std::unique_ptr<Operation> operation);

  // Every rpc of every service of the files that were added or described must have exactly one implementation; the error names
  // those that have none or several. Programs refuse to start otherwise.
  absl::Status Check() const;

  // The operation of that name, "package.Service/Method" with or without a leading slash; null where there is none.
  const Operation* Find(absl::string_view name) const;

  // All operations, ordered by name.
  std::vector<const Operation*> All() const;

  // The services of all operations, ordered by name.
  std::vector<const google::protobuf::ServiceDescriptor*> Services() const;

 private:
  std::map<std::string, std::unique_ptr<Operation>, std::less<>> operations_;
  std::vector<std::string> duplicates_;
};

}  // namespace sfconnector
