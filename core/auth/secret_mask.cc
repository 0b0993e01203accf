// SPDX-License-Identifier: Apache-2.0
#include "core/auth/secret_mask.h"

#include <algorithm>

#include "absl/strings/str_replace.h"
#include "core/auth/form.h"

namespace sfconnector {

void SecretMask::Add(const Secret& secret) {
  if (secret.empty()) return;
  const std::string& plain = secret.Reveal();
  std::string forms[] = {
      plain, FormEncode(plain),
      absl::StrReplaceAll(plain, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}}),
      absl::StrReplaceAll(plain, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}})};
  for (std::string& form : forms) {
    Secret known(std::move(form));
    if (std::find(forms_.begin(), forms_.end(), known) == forms_.end()) {
      forms_.push_back(std::move(known));
    }
  }
  // A secret may contain another one; the whole of it must go first.
  std::sort(forms_.begin(), forms_.end(),
            [](const Secret& a, const Secret& b) { return a.Reveal().size() > b.Reveal().size(); });
}

std::string SecretMask::Mask(absl::string_view text) const {
  std::string masked(text);
  for (const Secret& form : forms_) {
    masked = absl::StrReplaceAll(masked, {{form.Reveal(), "***"}});
  }
  return masked;
}

}  // namespace sfconnector
