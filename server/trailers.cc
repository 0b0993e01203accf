// SPDX-License-Identifier: Apache-2.0
#include "server/trailers.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "core/base/status.h"

namespace sfconnector::server {
namespace {

// Clients count each entry as name + value + 32 bytes (RFC 7541, section 4.1), and refuse trailers
// above 8 KiB.
constexpr std::size_t kMaxTrailerBytes = 7680;
constexpr std::size_t kEntryOverhead = 32;
constexpr std::size_t kMaxMessageBytes = 1024;
constexpr absl::string_view kCut = "...";

// What a byte of a message takes in `grpc-message`, which is percent-encoded.
std::size_t EncodedSize(char c) { return c >= 0x20 && c <= 0x7E && c != '%' ? 1 : 3; }

std::size_t EncodedSize(absl::string_view text) {
  std::size_t size = 0;
  for (char c : text) size += EncodedSize(c);
  return size;
}

bool ContinuesUtf8(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The message, cut at the end of a character where it would take more than kMaxMessageBytes.
std::string ShortMessage(absl::string_view message) {
  if (EncodedSize(message) <= kMaxMessageBytes) return std::string(message);
  std::size_t size = 0;
  std::size_t used = kCut.size();
  while (used + EncodedSize(message[size]) <= kMaxMessageBytes)
    used += EncodedSize(message[size++]);
  while (size > 0 && ContinuesUtf8(message[size])) --size;
  std::string text(message.substr(0, size));
  text.append(kCut.data(), kCut.size());
  return text;
}

std::size_t Base64Size(std::size_t size) { return (size + 2) / 3 * 4; }

// Names of metadata (gRPC over HTTP/2, "Custom-Metadata"); those that gRPC reserves are not ours to
// send.
bool IsLegalName(absl::string_view name) {
  if (name.empty() || absl::StartsWith(name, "grpc-") || absl::EndsWith(name, "-bin")) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' || c == '_' || c == '.';
  });
}

std::string LegalValue(std::string value) {
  std::replace_if(
      value.begin(), value.end(), [](char c) { return c < 0x20 || c > 0x7E; }, '?');
  return value;
}

std::size_t StatusSize(const grpc::Status& status) {
  return sizeof("grpc-status00") + EncodedSize(status.error_message()) + sizeof("grpc-message") +
         Base64Size(status.error_details().size()) + sizeof("grpc-status-details-bin") +
         3 * kEntryOverhead;
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), ShortMessage(status.message()),
                      EncodeRpcStatus(status, kMaxTrailerStatusBytes));
}

void AddReplyMetadata(const ReplyMetadata& reply, const grpc::Status& status,
                      grpc::ServerContextBase& context) {
  std::size_t used = StatusSize(status);
  for (const auto& [name, value] : reply.entries) {
    const std::size_t size = name.size() + value.size() + kEntryOverhead;
    if (!IsLegalName(name) || used + size > kMaxTrailerBytes) continue;
    used += size;
    context.AddTrailingMetadata(name, LegalValue(value));
  }
}

}  // namespace sfconnector::server
