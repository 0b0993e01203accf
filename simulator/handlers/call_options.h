// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/base/outcome.h"
#include "simulator/handlers/services.h"
#include "simulator/http/message.h"

namespace sfsim {

// What a caller says of a call on rows in `Sforce-…` headers. Assignment and duplicate rules are
// none of this org's, so their headers are checked and change nothing.
struct CallOptions {
  // `Sforce-Mru: updateMru=true`: the row counts as viewed.
  bool update_mru = false;
};

// 400 INVALID_HEADER names the header whose value has not its form.
Outcome<CallOptions> ReadCallOptions(const Request& request);

// Marks a row as viewed and referenced now, where its object keeps such dates.
void MarkViewed(Services* services, const ObjectType& type, const std::string& id);

}  // namespace sfsim
