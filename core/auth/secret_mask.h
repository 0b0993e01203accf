// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/base/secret.h"

namespace sfconnector {

// Takes secrets out of text that others wrote and that may repeat what was sent to them.
class SecretMask {
 public:
  // Empty secrets are ignored.
  void Add(const Secret& secret);

  // `text` with every occurrence of a secret, plain or as forms, HTML or JSON write it, replaced by
  // `***`.
  std::string Mask(absl::string_view text) const;

 private:
  std::vector<Secret> forms_;
};

}  // namespace sfconnector
