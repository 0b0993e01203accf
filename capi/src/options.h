// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "capi/src/canceller.h"
#include "core/base/call_options.h"
#include "core/base/clock.h"

struct sfc_options {
  sfconnector::CallOptions call;
  std::optional<sfconnector::Clock::Duration> timeout;
  std::shared_ptr<sfconnector::capi::Canceller> canceller;
};
