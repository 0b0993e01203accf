// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace sfsim {

// The versions that ever were, that are not retired (unless an org's settings say otherwise), and
// that are current.
inline constexpr int kFirstVersion = 7;
inline constexpr int kOldestVersion = 31;
inline constexpr int kNewestVersion = 67;

// `Spring '26` for 66.
std::string VersionLabel(int version);

}  // namespace sfsim
