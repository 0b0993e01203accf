// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/auth/token_source.h"

namespace sfconnector {

// Hands out a token that was got elsewhere, until it is refused.
std::unique_ptr<TokenSource> MakeBearerTokenSource(AccessToken token);

}  // namespace sfconnector
