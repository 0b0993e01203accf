// SPDX-License-Identifier: Apache-2.0
#include "core/operation/registry.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/operation/described_operation.h"

namespace sfconnector {

std::string OperationName(const google::protobuf::MethodDescriptor* method) {
  return absl::StrCat(method->service()->full_name(), "/", method->name());
}

void Registry::AddService(const google::protobuf::ServiceDescriptor* service) {
  services_.push_back(service);
  for (int i = 0; i < service->method_count(); ++i) {
    const google::protobuf::MethodDescriptor* method = service->method(i);
    methods_.emplace(OperationName(method), method);
    if (!IsDescribed(method)) continue;
    auto operation = std::make_unique<DescribedOperation>(method);
    absl::Status status = operation->Check();
    if (!status.ok()) problems_.push_back(std::string(status.message()));
    Add(std::move(operation));
  }
}

const google::protobuf::MethodDescriptor* Registry::FindMethod(absl::string_view name) {
  auto it = methods_.find(name);
  if (it != methods_.end()) return it->second;
  problems_.push_back(absl::StrCat(name, " is no rpc of the added services"));
  return nullptr;
}

void Registry::Add(std::unique_ptr<Operation> operation) {
  const std::string name = operation->name();
  const bool added = operations_.emplace(name, std::move(operation)).second;
  if (!added) problems_.push_back(absl::StrCat(name, " is implemented twice"));
}

absl::Status Registry::Check() const {
  std::vector<std::string> problems = problems_;
  for (const auto& [name, method] : methods_) {
    if (!operations_.contains(name)) problems.push_back(absl::StrCat(name, " is not implemented"));
  }
  if (problems.empty()) return absl::OkStatus();
  return absl::InternalError(absl::StrJoin(problems, "; "));
}

const Operation* Registry::Find(absl::string_view name) const {
  if (absl::StartsWith(name, "/")) name.remove_prefix(1);
  auto it = operations_.find(name);
  return it == operations_.end() ? nullptr : it->second.get();
}

std::vector<const Operation*> Registry::All() const {
  std::vector<const Operation*> all;
  all.reserve(operations_.size());
  for (const auto& [name, operation] : operations_) all.push_back(operation.get());
  return all;
}

}  // namespace sfconnector
