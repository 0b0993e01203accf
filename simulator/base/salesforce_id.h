// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sfsim {

// The id that describe gives the record type of objects without record types.
inline constexpr std::string_view kMasterRecordTypeId = "012000000000000AAA";

// The 18-character id of the `counter`-th record under a 3-character key prefix. Ids of one prefix
// sort in the order of their counters.
std::string MakeId(std::string_view key_prefix, uint64_t counter);

// The 18-character form of a 15- or 18-character id, its letter case repaired from the suffix.
// Nothing when the text is no id: other lengths, other characters, a suffix that cannot be.
std::optional<std::string> NormalizeId(std::string_view id);

// Whether the text has the shape of an id, right or wrong: 15 or 18 letters and digits.
bool LooksLikeId(std::string_view text);

}  // namespace sfsim
