// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/operation/function_operation.h"
#include "core/operation/operation.h"

namespace sfconnector {

// All operations by name. Filled at start-up, then immutable and thread-safe.
class Registry {
 public:
  // Adds a service: its rpcs that carry the `rest` option are implemented by that description, the
  // others wait for a function.
  void AddService(const google::protobuf::ServiceDescriptor* service);

  // Implements an rpc of an added service, named "package.Service/Method", by a function of one of
  // the shapes of function_operation.h.
  template <class Function>
  void Implement(absl::string_view name, Function function) {
    const google::protobuf::MethodDescriptor* method = FindMethod(name);
    if (method == nullptr) return;
    if (!FunctionOperation<Function>::Fits(method)) {
      problems_.push_back(std::string(name) +
                          " has other message types or another kind than its function");
      return;
    }
    Add(std::make_unique<FunctionOperation<Function>>(method, function));
  }

  // Every rpc of every added service must have exactly one implementation that fits it; the error
  // names those that have not. Programs refuse to start otherwise.
  absl::Status Check() const;

  // The operation of that name, "package.Service/Method" with or without a leading slash; null
  // where there is none.
  const Operation* Find(absl::string_view name) const;

  // All operations, ordered by name.
  std::vector<const Operation*> All() const;

  // All services, in the order in which they were added.
  const std::vector<const google::protobuf::ServiceDescriptor*>& services() const {
    return services_;
  }

 private:
  const google::protobuf::MethodDescriptor* FindMethod(absl::string_view name);
  void Add(std::unique_ptr<Operation> operation);

  std::vector<const google::protobuf::ServiceDescriptor*> services_;
  std::map<std::string, const google::protobuf::MethodDescriptor*, std::less<>> methods_;
  std::map<std::string, std::unique_ptr<Operation>, std::less<>> operations_;
  std::vector<std::string> problems_;
};

// "package.Service/Method"
std::string OperationName(const google::protobuf::MethodDescriptor* method);

}  // namespace sfconnector
