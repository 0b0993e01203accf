// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/http/http_client.h"

namespace sfconnector {

// Decodes gzip (RFC 1952) piece by piece; several members in a row are one text, as the RFC says.
// libcurl's own decoder takes a stream that was cut off for a whole one.
class GzipDecoder {
 public:
  GzipDecoder();
  ~GzipDecoder();
  GzipDecoder(const GzipDecoder&) = delete;
  GzipDecoder& operator=(const GzipDecoder&) = delete;

  // Decodes from the beginning of `input`, removes from it what was used and appends at most
  // `max_output` bytes to `output`. DATA_LOSS where the input is not gzip or its check sum is
  // wrong; the decoder is then of no more use.
  absl::Status Decode(absl::string_view& input, std::size_t max_output, std::string& output);

  // Whether the input so far ends where a member ends.
  bool AtEnd() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// `text` as one gzip member.
std::string GzipCompress(absl::string_view text);

// The bytes of `source`, compressed with gzip as they come.
std::unique_ptr<HttpBodySource> MakeGzipBodySource(std::unique_ptr<HttpBodySource> source);

}  // namespace sfconnector
