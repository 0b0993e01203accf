# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a C++ file that holds the texts of FILES.

set(texts "")
foreach(file IN LISTS FILES)
  file(READ ${file} text)
  string(APPEND texts "    R\"json(${text})json\",\n")
endforeach()
file(WRITE ${OUTPUT} "// Made from simulator/schema/*.json.
#include \"simulator/standard_schema.h\"

#include <array>

namespace sfsim {
namespace {

constexpr auto kTexts = std::to_array<std::string_view>({
${texts}});

}  // namespace

std::span<const std::string_view> StandardSchema() { return kTexts; }

}  // namespace sfsim
")
