// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/http/gzip.h"

namespace sfconnector {

// The part of a reply's body that has arrived and was not read. It is decoded when it is read, so
// that what waits here has the size that it has on the wire, however well it was compressed.
class ReplyBody {
 public:
  // `encoding` is the reply's Content-Encoding. UNIMPLEMENTED where it is neither gzip nor none.
  absl::Status SetEncoding(absl::string_view encoding);

  void Append(absl::string_view bytes);
  std::size_t size() const { return bytes_.size() - offset_; }

  // Appends the next piece, decoded, to `out`; nothing where more must arrive first.
  absl::Status TakeTo(std::string& out);

  // After the last byte: whether the text is whole. `framed` says that the wire itself has told the
  // end of the body.
  absl::Status CheckEnd(bool framed) const;

  void Clear();

 private:
  absl::Status TakePlain(std::string& out);
  absl::Status TakeDecoded(std::string& out);

  std::string bytes_;
  // How much of them was read.
  std::size_t offset_ = 0;
  // How long the piece before was, which tells what the next one needs.
  std::size_t last_taken_ = 0;
  bool any_ = false;
  std::unique_ptr<GzipDecoder> decoder_;
};

}  // namespace sfconnector
