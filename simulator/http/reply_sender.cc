// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdio>

#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>

#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/http/connection.h"
#include "simulator/http/gzip.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

using boost::asio::ip::tcp;

// Captured small replies come uncompressed.
constexpr size_t kGzipFrom = 1024;
constexpr size_t kChunk = 65'536;

bool Send(tcp::socket* socket, std::string_view data) {
  boost::system::error_code error;
  boost::asio::write(*socket, boost::asio::buffer(data.data(), data.size()), error);
  return !error;
}

bool Accepts(const Request& request, std::string_view encoding) {
  const std::string* accepted = request.Header("Accept-Encoding");
  return accepted != nullptr && AsciiLower(*accepted).find(encoding) != std::string::npos;
}

void Close(tcp::socket* socket, bool reset) {
  boost::system::error_code ignored;
  if (reset) socket->set_option(boost::asio::socket_base::linger(true, 0), ignored);
  if (!reset) socket->shutdown(tcp::socket::shutdown_both, ignored);
  socket->close(ignored);
}

// The body as it goes out: laid out, compressed and damaged as asked for.
void PrepareBody(const Request& request, Reply* reply) {
  Response& response = reply->response;
  const WireFault& fault = reply->fault;
  if (!response.body) return;
  const std::string* pretty = request.Header("X-PrettyPrint");
  if (pretty != nullptr && *pretty != "0" &&
      response.content_type.starts_with("application/json")) {
    response.body = std::make_shared<const std::string>(PrettyJson(*response.body));
  }
  const bool damaged = fault.gzip != WireFault::Gzip::kAsIs;
  if (Accepts(request, "gzip") && (damaged || response.body->size() >= kGzipFrom)) {
    std::string packed = Gzip(*response.body);
    if (fault.gzip == WireFault::Gzip::kTruncated) packed.resize(packed.size() / 2);
    if (fault.gzip == WireFault::Gzip::kBroken) {
      for (size_t i = packed.size() / 2; i < packed.size(); ++i)
        packed[i] = static_cast<char>(0xFF);
    }
    response.body = std::make_shared<const std::string>(std::move(packed));
    response.SetHeader("Content-Encoding", "gzip");
    response.SetHeader("Vary", "Accept-Encoding");
  } else if (Accepts(request, "deflate") && response.body->size() >= kGzipFrom) {
    response.body = std::make_shared<const std::string>(Deflate(*response.body));
    response.SetHeader("Content-Encoding", "deflate");
    response.SetHeader("Vary", "Accept-Encoding");
  }
  if (!fault.corrupt.empty()) {
    std::string corrupted = *response.body;
    for (int64_t at : fault.corrupt) {
      if (at >= 0 && at < static_cast<int64_t>(corrupted.size())) {
        corrupted[static_cast<size_t>(at)] ^= 0x15;
      }
    }
    response.body = std::make_shared<const std::string>(std::move(corrupted));
  }
}

// The line that begins a chunk of that size.
void AppendChunkHead(size_t size, std::string* out) {
  char text[24];
  out->append(text, static_cast<size_t>(std::snprintf(text, sizeof text, "%zx\r\n", size)));
}

std::string Head(const Response& response, bool keep_alive) {
  const auto reason = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(response.status)));
  std::string head = StrCat("HTTP/1.1 ", response.status, " ",
                            std::string_view(reason.data(), reason.size()), "\r\n");
  for (const auto& [name, value] : response.headers) {
    StrAppend(&head, name, ": ", value, "\r\n");
  }
  if (response.body) {
    StrAppend(&head, "Content-Type: ", response.content_type, "\r\nTransfer-Encoding: chunked\r\n");
  } else if (response.status != 204 && response.status != 304) {
    head.append("Content-Length: 0\r\n");
  }
  head.append(keep_alive ? "\r\n" : "Connection: close\r\n\r\n");
  return head;
}

class BodySender {
 public:
  BodySender(tcp::socket* socket, const WireFault& fault, StopSignal* stop)
      : socket_(*socket), fault_(fault), stop_(*stop) {}

  // False when the body was cut or could not be sent. `head` goes out with the first chunk.
  bool Run(std::string head, std::string_view body) {
    const bool cut = fault_.cut_after && *fault_.cut_after < static_cast<int64_t>(body.size());
    const size_t total =
        cut ? static_cast<size_t>(std::max<int64_t>(0, *fault_.cut_after)) : body.size();
    const size_t step = fault_.drip_bytes > 0 ? static_cast<size_t>(fault_.drip_bytes) : kChunk;
    for (size_t at = 0; at < total; at += step) {
      const std::string_view chunk = body.substr(at, std::min(step, total - at));
      // A cut body must look cut: its last chunk announces more than it has.
      const size_t announced = cut && at + step >= total ? chunk.size() + 1 : chunk.size();
      if (!SendChunk(&head, chunk, announced, cut)) return false;
      if (fault_.drip_bytes > 0 && !stop_.Pause(fault_.drip_pause_ms)) return false;
    }
    if (cut) {
      Send(&socket_, head);
      return false;
    }
    return Send(&socket_, head + "0\r\n\r\n");
  }

 private:
  bool SendChunk(std::string* head, std::string_view chunk, size_t announced, bool cut) {
    AppendChunkHead(announced, head);
    const bool whole = !cut || announced == chunk.size();
    const std::array<boost::asio::const_buffer, 3> buffers = {
        boost::asio::buffer(*head), boost::asio::buffer(chunk.data(), chunk.size()),
        boost::asio::buffer("\r\n", whole ? 2 : 0)};
    boost::system::error_code error;
    boost::asio::write(socket_, buffers, error);
    head->clear();
    return !error;
  }

  tcp::socket& socket_;
  const WireFault& fault_;
  StopSignal& stop_;
};

}  // namespace

bool SendReply(tcp::socket* socket, const Request& request, Reply reply, bool keep_alive,
               StopSignal* stop) {
  const WireFault& fault = reply.fault;
  if (fault.latency_ms > 0 && !stop->Pause(fault.latency_ms)) return false;
  if (fault.close != WireFault::Close::kNo) {
    Close(socket, fault.close == WireFault::Close::kReset);
    return false;
  }
  PrepareBody(request, &reply);
  std::string head = Head(reply.response, keep_alive);
  if (!reply.response.body || request.method == "HEAD") {
    return Send(socket, head) && keep_alive;
  }
  if (!BodySender(socket, fault, stop).Run(std::move(head), *reply.response.body)) {
    Close(socket, false);
    return false;
  }
  return keep_alive;
}

}  // namespace sfsim
