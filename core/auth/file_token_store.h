// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/auth/token_store.h"
#include "core/base/secret.h"

namespace sfconnector {

// A token store in the file `path`, for all processes of a machine that use the same credential; a
// file belongs to one credential. The file has mode 0600 and is replaced as a whole, so that a
// reader sees the old or the new token and a crash loses neither. Beside it stands `<path>.lock`,
// which is locked (flock) across each refresh and never removed.
//
// It holds JSON: the current refresh token and the SHA-256 of the configured token that it descends
// from. Under another configured token it counts as empty. Errors name the path and have reason
// TOKEN_STORE_FAILED; a wait for the lock that the call's deadline ends is UNAVAILABLE with reason
// TOKEN_STORE_LOCKED. The file is small, and read and written without leaving the event loop.
std::unique_ptr<TokenStore> MakeFileTokenStore(std::string path, const Secret& configured);

}  // namespace sfconnector
