// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace sfsim {
namespace {

constexpr size_t kInMemory = 262'144;

bool WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(file, bytes.data(), bytes.size());
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

}  // namespace

Spool::~Spool() {
  if (file_ >= 0) close(file_);
}

bool Spool::Flush() {
  if (file_ < 0) {
    std::string path = (directory_ / "sfsim-bulk-XXXXXX").string();
    file_ = mkostemp(path.data(), O_CLOEXEC);
    if (file_ < 0) return false;
    unlink(path.c_str());
  }
  if (!WriteAll(file_, tail_)) return false;
  written_ += tail_.size();
  tail_.clear();
  return true;
}

bool Spool::Append(std::string_view bytes) {
  tail_.append(bytes);
  return tail_.size() <= kInMemory || Flush();
}

size_t Spool::Read(uint64_t offset, char* buffer, size_t size) const {
  if (offset >= written_) {
    const uint64_t at = offset - written_;
    if (at >= tail_.size()) return 0;
    return tail_.copy(buffer, size, static_cast<size_t>(at));
  }
  const size_t count = static_cast<size_t>(std::min<uint64_t>(size, written_ - offset));
  const ssize_t got = pread(file_, buffer, count, static_cast<off_t>(offset));
  return got > 0 ? static_cast<size_t>(got) : 0;
}

void Spool::AppendSlice(uint64_t offset, size_t size, std::string* out) const {
  const uint64_t rest = offset < this->size() ? this->size() - offset : 0;
  size_t at = out->size();
  out->resize(at + static_cast<size_t>(std::min<uint64_t>(size, rest)));
  while (at < out->size()) {
    const size_t count = Read(offset, out->data() + at, out->size() - at);
    if (count == 0) break;
    at += count;
    offset += count;
  }
  out->resize(at);
}

}  // namespace sfsim
