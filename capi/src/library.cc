// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>
#include <vector>

#include "capi/src/result.h"
#include "core/connector.h"

namespace sfconnector::capi {
namespace {

struct Entry {
  std::string name;
  std::int32_t flags;
};

// Never destroyed: names are handed out for the life of the process.
const std::vector<Entry>& Entries() {
  static const auto& entries = *new std::vector<Entry>([] {
    std::vector<Entry> all;
    for (const Operation* operation : Operations().All()) {
      const google::protobuf::MethodDescriptor& method = *operation->method();
      all.push_back(
          {operation->name(), (method.client_streaming() ? SFC_CLIENT_STREAMING : 0) |
                                  (method.server_streaming() ? SFC_SERVER_STREAMING : 0)});
    }
    return all;
  }());
  return entries;
}

}  // namespace
}  // namespace sfconnector::capi

#define SFC_TEXT_OF(x) #x
#define SFC_VERSION_TEXT(major, minor, patch) \
  SFC_TEXT_OF(major) "." SFC_TEXT_OF(minor) "." SFC_TEXT_OF(patch)

const char* sfc_version(void) {
  return SFC_VERSION_TEXT(SFC_VERSION_MAJOR, SFC_VERSION_MINOR, SFC_VERSION_PATCH);
}

const char* sfc_operation_at(size_t index, int32_t* flags) {
  using sfconnector::capi::Entries;
  if (flags != nullptr) *flags = 0;
  const char* name = nullptr;
  sfconnector::capi::Contain([&] {
    if (index < Entries().size()) {
      if (flags != nullptr) *flags = Entries()[index].flags;
      name = Entries()[index].name.c_str();
    }
    return absl::OkStatus();
  });
  return name;
}
