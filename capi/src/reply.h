// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/call_options.h"
#include "sfconnector/sfconnector.h"

struct sfc_reply {
  std::string message;
  sfconnector::ReplyMetadata metadata;
};
