// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sfconnector/sfconnector.h"
#include "tests/conformance/door.h"

namespace sfconnector::conformance {

// A client of the library. Beside what every door offers, its messages may be JSON.
class CapiConnection final : public Connection {
 public:
  static Outcome Make(const std::string& config, std::unique_ptr<CapiConnection>* connection);
  CapiConnection(const CapiConnection&) = delete;
  CapiConnection& operator=(const CapiConnection&) = delete;
  ~CapiConnection() override;

  Outcome Call(const std::string& method, const std::string& request, const CallSettings& settings,
               std::string* response) override {
    return Call(method, SFC_PROTO, request, settings, response);
  }
  std::unique_ptr<Stream> Open(const std::string& method, const std::string& request,
                               const CallSettings& settings) override {
    return Open(method, SFC_PROTO, request, settings);
  }
  Outcome UploadFrom(const std::string& method, const RequestSource& next,
                     const CallSettings& settings, std::string* response) override;
  std::unique_ptr<Duplex> OpenDuplex(const std::string& method,
                                     const CallSettings& settings) override;
  pid_t process_id() const override { return getpid(); }

  // `format` is one of sfc_format.
  Outcome Call(const std::string& method, int32_t format, const std::string& request,
               const CallSettings& settings, std::string* response);
  std::unique_ptr<Stream> Open(const std::string& method, int32_t format,
                               const std::string& request, const CallSettings& settings);

 private:
  explicit CapiConnection(sfc_client* client) : client_(client) {}

  sfc_client* const client_;
};

}  // namespace sfconnector::conformance
