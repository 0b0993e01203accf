// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void Replay(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

// Every input of the corpus, and every input cut short.
TEST(Fuzz, ReplaysItsCorpus) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SFC_FUZZ_CORPUS)) {
    SCOPED_TRACE(entry.path());
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    Replay(bytes);
    for (std::size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 200) {
      Replay(bytes.substr(0, size));
    }
    ++files;
  }
  EXPECT_GT(files, 0);
}

}  // namespace
