// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/spool_source.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace sfconnector {
namespace {

constexpr std::uint64_t kPieceBytes = std::uint64_t{64} * 1024;

class SpoolSource final : public HttpBodySource {
 public:
  explicit SpoolSource(SpoolRange range) : range_(std::move(range)) {}

  Task<absl::StatusOr<std::optional<std::string>>> Read() override {
    std::optional<std::string> piece;
    if (done_ == range_.size) co_return piece;
    const auto wanted = static_cast<std::size_t>(std::min(range_.size - done_, kPieceBytes));
    absl::StatusOr<std::string> bytes = co_await range_.file->Read(range_.offset + done_, wanted);
    if (!bytes.ok()) co_return bytes.status();
    done_ += bytes->size();
    piece = *std::move(bytes);
    co_return piece;
  }

 private:
  const SpoolRange range_;
  std::uint64_t done_ = 0;
};

}  // namespace

std::unique_ptr<HttpBodySource> MakeSpoolSource(SpoolRange range) {
  return std::make_unique<SpoolSource>(std::move(range));
}

std::unique_ptr<HttpBodySource> MakeSpoolSource(std::shared_ptr<SpoolFile> file) {
  SpoolRange range;
  range.size = file->size();
  range.file = std::move(file);
  return MakeSpoolSource(std::move(range));
}

}  // namespace sfconnector
