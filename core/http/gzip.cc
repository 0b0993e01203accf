// SPDX-License-Identifier: Apache-2.0
#include "core/http/gzip.h"

#include <algorithm>
#include <new>
#include <utility>

#define ZLIB_CONST  // zlib then says that it leaves its input alone
#include <zlib.h>

namespace sfconnector {
namespace {

// zlib's window bits with 16 added: gzip and nothing else.
constexpr int kGzipWindow = MAX_WBITS + 16;
// Most of the gain for half of the default level's time, which is spent on the event loop.
constexpr int kLevel = 3;
constexpr int kDefaultMemory = 8;
// zlib counts input in 32 bits.
constexpr std::size_t kMaxInput = std::size_t{1} << 30;
constexpr std::size_t kOutputStep = 64 * 1024;

const Bytef* InputOf(absl::string_view text) { return reinterpret_cast<const Bytef*>(text.data()); }

class Deflater {
 public:
  Deflater() {
    const int result =
        deflateInit2(&stream_, kLevel, Z_DEFLATED, kGzipWindow, kDefaultMemory, Z_DEFAULT_STRATEGY);
    if (result != Z_OK) throw std::bad_alloc();
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  void Write(absl::string_view text, std::string& output) {
    while (!text.empty()) {
      const absl::string_view piece = text.substr(0, kMaxInput);
      stream_.next_in = InputOf(piece);
      stream_.avail_in = static_cast<uInt>(piece.size());
      Run(Z_NO_FLUSH, output);
      text.remove_prefix(piece.size());
    }
  }

  void Finish(std::string& output) {
    stream_.avail_in = 0;
    Run(Z_FINISH, output);
  }

 private:
  void Run(int flush, std::string& output) {
    do {
      const std::size_t before = output.size();
      output.resize(before + kOutputStep);
      stream_.next_out = reinterpret_cast<Bytef*>(output.data() + before);
      stream_.avail_out = static_cast<uInt>(kOutputStep);
      deflate(&stream_, flush);
      output.resize(before + kOutputStep - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

  z_stream stream_{};
};

class GzipBodySource final : public HttpBodySource {
 public:
  explicit GzipBodySource(std::unique_ptr<HttpBodySource> source) : source_(std::move(source)) {}

  Task<absl::StatusOr<std::optional<std::string>>> Read() override {
    std::optional<std::string> output;
    if (finished_) co_return output;
    output.emplace();
    while (output->empty()) {
      absl::StatusOr<std::optional<std::string>> piece = co_await source_->Read();
      if (!piece.ok()) co_return piece.status();
      if (piece->has_value()) {
        deflater_.Write(**piece, *output);
      } else {
        finished_ = true;
        deflater_.Finish(*output);
      }
    }
    co_return output;
  }

 private:
  const std::unique_ptr<HttpBodySource> source_;
  Deflater deflater_;
  bool finished_ = false;
};

}  // namespace

struct GzipDecoder::State {
  z_stream stream{};
  bool at_end = false;
};

GzipDecoder::GzipDecoder() : state_(std::make_unique<State>()) {
  if (inflateInit2(&state_->stream, kGzipWindow) != Z_OK) throw std::bad_alloc();
}

GzipDecoder::~GzipDecoder() { inflateEnd(&state_->stream); }

bool GzipDecoder::AtEnd() const { return state_->at_end; }

absl::Status GzipDecoder::Decode(absl::string_view& input, std::size_t max_output,
                                 std::string& output) {
  z_stream& stream = state_->stream;
  const std::size_t before = output.size();
  output.resize(before + max_output);
  std::size_t written = 0;
  int result = Z_OK;
  while (written < max_output) {
    if (state_->at_end) {
      if (input.empty()) break;
      inflateReset(&stream);
      state_->at_end = false;
    }
    const std::size_t offered = std::min(input.size(), kMaxInput);
    const std::size_t room = std::min(max_output - written, kMaxInput);
    stream.next_in = InputOf(input);
    stream.avail_in = static_cast<uInt>(offered);
    stream.next_out = reinterpret_cast<Bytef*>(output.data() + before + written);
    stream.avail_out = static_cast<uInt>(room);
    result = inflate(&stream, Z_NO_FLUSH);
    input.remove_prefix(offered - stream.avail_in);
    written += room - stream.avail_out;
    if (result == Z_STREAM_END) {
      state_->at_end = true;
    } else if (result != Z_OK) {
      break;
    }
  }
  output.resize(before + written);
  // Z_BUF_ERROR says that more input is needed.
  if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
    return absl::DataLossError("the gzip stream is corrupt");
  }
  return absl::OkStatus();
}

std::string GzipCompress(absl::string_view text) {
  std::string output;
  Deflater deflater;
  deflater.Write(text, output);
  deflater.Finish(output);
  return output;
}

std::unique_ptr<HttpBodySource> MakeGzipBodySource(std::unique_ptr<HttpBodySource> source) {
  return std::make_unique<GzipBodySource>(std::move(source));
}

}  // namespace sfconnector
