// SPDX-License-Identifier: Apache-2.0
#include "simulator/http/connection.h"

#include <limits>
#include <optional>
#include <string>

#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "simulator/base/error_text.h"
#include "simulator/base/text.h"
#include "simulator/http/gzip.h"
#include "simulator/http/multipart.h"

namespace sfsim {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using Parser = http::request_parser<http::string_body>;

constexpr size_t kMaxUri = 16'384;
constexpr size_t kMaxHeaders = 16'384;
// What is read at all, so that the two limits above get a proper answer.
constexpr uint32_t kParserHeaderLimit = 1 << 20;
constexpr size_t kMaxBody = 52'428'800;
// The same for bodies of several parts, which bring files.
constexpr size_t kMaxParts = 524'288'000;
// The data of a bulk job may have 150 MB in base64.
constexpr size_t kMaxBulkData = 112'500'000;

std::string ToString(beast::string_view text) { return {text.data(), text.size()}; }

Request MakeRequest(const Parser& parser, uint64_t connection) {
  const auto& message = parser.get();
  Request request;
  request.method = ToString(message.method_string());
  request.target = ToString(message.target());
  const size_t mark = request.target.find('?');
  request.path = request.target.substr(0, mark);
  if (mark != std::string::npos) {
    request.query = ParseForm(std::string_view(request.target).substr(mark + 1));
  }
  for (const auto& field : message) {
    request.headers.emplace_back(ToString(field.name_string()), ToString(field.value()));
  }
  request.connection = connection;
  return request;
}

// The answer to a request whose head is too large, if it is.
std::optional<Response> CheckHead(const Request& request) {
  if (request.target.size() > kMaxUri) {
    return Response::Text(414, "text/html;charset=iso-8859-1", std::string(text::kUriTooLong));
  }
  size_t size = request.target.size();
  for (const auto& [name, value] : request.headers) size += name.size() + value.size() + 4;
  if (size > kMaxHeaders) {
    return Response::Text(431, "text/html;charset=iso-8859-1", std::string(text::kHeadersTooLarge));
  }
  return std::nullopt;
}

size_t BodyLimit(const Request& request) {
  if (IsBulkUpload(request)) return kMaxBulkData;
  const std::string* type = request.Header("Content-Type");
  return type != nullptr && IsMultipart(*type) ? kMaxParts : kMaxBody;
}

// Inflates the body in place; the answer when that fails.
std::optional<Response> InflateBody(Request* request) {
  const std::string* encoding = request->Header("Content-Encoding");
  if (encoding == nullptr || request->body.empty()) return std::nullopt;
  if (!EqualsIgnoreCase(*encoding, "gzip") && !EqualsIgnoreCase(*encoding, "deflate")) {
    return std::nullopt;
  }
  auto inflated = Inflate(request->body, BodyLimit(*request));
  if (!inflated) {
    return Response::Error({400, "INVALID_CONTENT_ENCODING", "cannot inflate the body", {}});
  }
  request->body = std::move(*inflated);
  return std::nullopt;
}

class ConnectionLoop {
 public:
  ConnectionLoop(boost::asio::ip::tcp::socket* socket, uint64_t number,
                 const Server::Handler& handler, StopSignal* stop)
      : socket_(*socket), number_(number), handler_(handler), stop_(*stop) {}

  void Run() {
    while (!stop_.raised() && ServeOne()) {
    }
  }

 private:
  bool ServeOne() {
    Parser parser;
    parser.header_limit(kParserHeaderLimit);
    // What the body may have depends on the head.
    parser.body_limit(std::numeric_limits<uint64_t>::max());
    boost::system::error_code error;
    http::read_header(socket_, buffer_, parser, error);
    if (error) return error != http::error::end_of_stream && RefuseBroken(error);
    Request request = MakeRequest(parser, number_);
    if (auto refusal = CheckHead(request)) return Refuse(request, std::move(*refusal));
    parser.body_limit(BodyLimit(request));
    if (parser.content_length().value_or(0) > BodyLimit(request)) return RefuseBody(request);
    if (EqualsIgnoreCase(ToString(parser.get()[http::field::expect]), "100-continue")) {
      boost::asio::write(
          socket_, boost::asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")), error);
    }
    http::read(socket_, buffer_, parser, error);
    if (error == http::error::body_limit) return RefuseBody(request);
    if (error) return false;
    const bool keep_alive = parser.get().keep_alive();
    request.body = std::move(parser.get().body());
    request.body_size = request.body.size();
    if (auto refusal = InflateBody(&request)) {
      return SendReply(&socket_, request, {std::move(*refusal), {}}, keep_alive, &stop_);
    }
    Reply reply = handler_(&request);
    return SendReply(&socket_, request, std::move(reply), keep_alive, &stop_);
  }

  // Answers without having read the body, so the connection cannot go on.
  bool Refuse(const Request& request, Response response) {
    SendReply(&socket_, request, {std::move(response), {}}, false, &stop_);
    return false;
  }

  bool RefuseBody(const Request& request) {
    const std::string_view message =
        IsBulkUpload(request) ? text::kBulkDataTooLarge : text::kBodyTooLarge;
    return Refuse(request, Response::Error({413, "REQUEST_TOO_LARGE", std::string(message), {}}));
  }

  // What is no HTTP gets a plain 400, unless the other end is simply gone.
  bool RefuseBroken(const boost::system::error_code& error) {
    if (error.category() != http::make_error_code(http::error::end_of_stream).category() ||
        error == http::error::partial_message) {
      return false;
    }
    return Refuse(Request(),
                  Response::Text(400, "text/html;charset=iso-8859-1", "<h1>Bad Message 400</h1>"));
  }

  boost::asio::ip::tcp::socket& socket_;
  uint64_t number_;
  const Server::Handler& handler_;
  StopSignal& stop_;
  beast::flat_buffer buffer_;
};

}  // namespace

void ServeConnection(boost::asio::ip::tcp::socket* socket, uint64_t number,
                     const Server::Handler& handler, StopSignal* stop) {
  ConnectionLoop(socket, number, handler, stop).Run();
}

}  // namespace sfsim
