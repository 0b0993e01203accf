// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace sfsim {

// Bytes that are appended and read again: little of them stays in memory, the rest goes to a file
// without a name, which is gone with the spool. Reading beside an Append needs a lock of the
// caller's.
class Spool {
 public:
  explicit Spool(std::filesystem::path directory) : directory_(std::move(directory)) {}
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // False when the disk takes no more.
  bool Append(std::string_view bytes);
  uint64_t size() const { return written_ + tail_.size(); }
  // Copies what stands at `offset` and returns how many bytes that was; 0 at the end.
  size_t Read(uint64_t offset, char* buffer, size_t size) const;
  // Appends at most `size` bytes of what stands at `offset`.
  void AppendSlice(uint64_t offset, size_t size, std::string* out) const;

 private:
  bool Flush();

  std::filesystem::path directory_;
  int file_ = -1;
  uint64_t written_ = 0;
  // What has not gone to the file yet.
  std::string tail_;
};

}  // namespace sfsim
