// SPDX-License-Identifier: Apache-2.0
// The library in a process that has loaded the same .proto files through a protobuf of its own: two
// copies of a file in one protobuf would abort. The argument says whether the library's symbols are
// offered to the whole process (`global`) or not (`local`).
#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "sfconnector/sfconnector.h"
#include "sfconnector/v1/connection.pb.h"
#include "sfconnector/v1/error.pb.h"
#include "sfconnector/v1/record_service.pb.h"

namespace {

void Check(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s does not hold\n", what);
  std::exit(1);
}
#define CHECK(condition) Check(condition, #condition)

template <class Function>
Function* Symbol(void* library, const char* name) {
  void* symbol = dlsym(library, name);
  if (symbol == nullptr) std::fprintf(stderr, "%s\n", dlerror());
  CHECK(symbol != nullptr);
  return reinterpret_cast<Function*>(symbol);
}

#define SYMBOL(name) const auto name##_ = Symbol<decltype(name)>(library, #name)

}  // namespace

int main(int argc, char** argv) {
  CHECK(argc == 2);
  // The host's own protobuf has the files in its pool before the library comes.
  sfconnector::v1::GetRecordRequest request;
  request.set_sobject("Account");
  request.set_id("001000000000001AAA");
  CHECK(sfconnector::v1::Connection::descriptor()->file()->pool()->FindFileByName(
            "sfconnector/v1/error.proto") != nullptr);

  void* library =
      dlopen(LIBRARY, RTLD_NOW | (std::strcmp(argv[1], "global") == 0 ? RTLD_GLOBAL : RTLD_LOCAL));
  if (library == nullptr) std::fprintf(stderr, "%s\n", dlerror());
  CHECK(library != nullptr);
  SYMBOL(sfc_client_new);
  SYMBOL(sfc_client_free);
  SYMBOL(sfc_call);
  SYMBOL(sfc_operation_at);
  SYMBOL(sfc_error_details);
  SYMBOL(sfc_error_free);

  CHECK(sfc_operation_at_(0, nullptr) != nullptr);
  // Nothing listens on that port: the call goes all the way and comes back with an error that the
  // host's protobuf can read.
  const std::string config =
      R"({"base_url":"http://127.0.0.1:1","auth":{"bearer_token":{"token":"t"}},"retry":{"count":0}})";
  sfc_client* client = nullptr;
  CHECK(sfc_client_new_(config.data(), config.size(), nullptr, nullptr, &client, nullptr) ==
        SFC_OK);
  const std::string bytes = request.SerializeAsString();
  sfc_error* error = nullptr;
  const int32_t code = sfc_call_(client, "sfconnector.v1.RecordService/GetRecord", SFC_PROTO,
                                 bytes.data(), bytes.size(), nullptr, nullptr, &error);
  CHECK(code == SFC_UNAVAILABLE);
  std::size_t size = 0;
  const void* details = sfc_error_details_(error, &size);
  sfconnector::v1::RpcStatus status;
  CHECK(status.ParseFromArray(details, static_cast<int>(size)));
  CHECK(status.code() == code && status.details_size() > 0);
  std::fprintf(stderr, "%s\n", status.ShortDebugString().c_str());
  sfc_error_free_(error);
  sfc_client_free_(client);
  CHECK(dlclose(library) == 0);
  return 0;
}
