// SPDX-License-Identifier: Apache-2.0
#include "simulator/http/gzip.h"

#include <zlib.h>

namespace sfsim {
namespace {

// 15 bits of window; 16 more ask for a gzip header, 32 more detect gzip and zlib.
constexpr int kGzipWindow = 15 + 16;
constexpr int kAnyWindow = 15 + 32;
constexpr int kZlibWindow = 15;
// Without any header: what some clients send for deflate.
constexpr int kRawWindow = -15;

Bytef* Bytes(std::string_view data) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
}

std::string Pack(std::string_view data, int window) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, data.size()), '\0');
  stream.next_in = Bytes(data);
  stream.avail_in = static_cast<uInt>(data.size());
  stream.next_out = Bytes(out);
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::optional<std::string> Unpack(std::string_view data, int window, size_t limit) {
  z_stream stream{};
  inflateInit2(&stream, window);
  stream.next_in = Bytes(data);
  stream.avail_in = static_cast<uInt>(data.size());
  std::string out;
  int code = Z_OK;
  while (code == Z_OK && out.size() <= limit) {
    const size_t done = out.size();
    out.resize(done + 65536);
    stream.next_out = Bytes(out) + done;
    stream.avail_out = 65536;
    code = inflate(&stream, Z_NO_FLUSH);
    out.resize(done + 65536 - stream.avail_out);
    if (code == Z_OK && stream.avail_in == 0 && stream.avail_out > 0) break;
  }
  inflateEnd(&stream);
  if (code != Z_STREAM_END || out.size() > limit) return std::nullopt;
  return out;
}

}  // namespace

std::string Gzip(std::string_view data) { return Pack(data, kGzipWindow); }

std::string Deflate(std::string_view data) { return Pack(data, kZlibWindow); }

std::optional<std::string> Inflate(std::string_view data, size_t limit) {
  auto inflated = Unpack(data, kAnyWindow, limit);
  return inflated ? std::move(inflated) : Unpack(data, kRawWindow, limit);
}

}  // namespace sfsim
