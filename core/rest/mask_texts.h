// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/auth/secret_mask.h"
#include "sfconnector/v1/value.pb.h"

namespace sfconnector {

// Takes secrets out of every text within `value`, the names of fields among them. A number whose
// digits hold one becomes a text.
void MaskTexts(const SecretMask& secrets, v1::Value& value);

}  // namespace sfconnector
