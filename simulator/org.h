// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "simulator/org_options.h"

namespace sfsim {

// A simulated Salesforce org: an HTTP/1.1 server that answers as recorded orgs do, over rows in a
// database of its own. Several orgs may live in one process; none handles signals or has globals.
class Org {
 public:
  // Builds schema and rows. INVALID_ARGUMENT says which option is wrong and why.
  static absl::StatusOr<std::unique_ptr<Org>> Create(OrgOptions options);
  // Stops.
  ~Org();
  Org(const Org&) = delete;
  Org& operator=(const Org&) = delete;

  // Serves on `host:port` from threads of its own and returns the port, which the system chooses
  // when it is 0. To be called once.
  absl::StatusOr<uint16_t> Start(const std::string& listen_address);
  // Ends every connection and waits for the threads. May be called again.
  void Stop();

  // `http://127.0.0.1:8080`; empty before Start.
  std::string url() const;

 private:
  class Impl;
  explicit Org(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sfsim
