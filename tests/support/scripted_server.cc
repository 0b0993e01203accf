// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scripted_server.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace sfconnector::testing {
namespace {

using Tcp = asio::ip::tcp;
using Work = asio::awaitable<void>;
using Success = asio::awaitable<bool>;

constexpr std::size_t kBlock = 64 * 1024;

// The value of a header in a request's head; empty where there is none.
std::string HeaderOf(const std::string& head, const std::string& name) {
  const std::string lower = absl::AsciiStrToLower(head);
  const std::string start = absl::StrCat("\r\n", absl::AsciiStrToLower(name), ":");
  const std::size_t found = lower.find(start);
  if (found == std::string::npos) return {};
  const std::size_t begin = found + start.size();
  const std::size_t end = lower.find("\r\n", begin);
  return std::string(absl::StripAsciiWhitespace(lower.substr(begin, end - begin)));
}

}  // namespace

Script& Script::Reply(const std::string& body) {
  return Write(absl::StrCat("HTTP/1.1 200 OK\r\nContent-Length: ", body.size(), "\r\n\r\n", body));
}

Script& Script::Forever() {
  forever_ = true;
  return *this;
}

class ScriptedServer::State {
 public:
  State() : acceptor_(io_, Tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {}

  void Run() {
    asio::co_spawn(io_, Accept(), asio::detached);
    io_.run();
  }
  void Stop() { io_.stop(); }
  int port() const { return port_; }

  void OnNext(Script script) {
    std::lock_guard lock(mutex_);
    next_.push_back(std::move(script));
  }
  void OnOthers(Script script) {
    std::lock_guard lock(mutex_);
    others_ = std::move(script);
  }
  void Release(const std::string& name) {
    // A reference to this object from within its own queue would keep both alive for ever.
    asio::post(io_, [this, name] {
      Gate& gate = gates_[name];
      gate.open = true;
      for (asio::steady_timer* waiter : gate.waiters) waiter->cancel();
    });
  }

  std::vector<Connection> connections() const {
    std::lock_guard lock(mutex_);
    return {connections_.begin(), connections_.end()};
  }
  bool WaitUntil(const std::function<bool(const std::vector<Connection>&)>& condition) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::minutes(1), [&] {
      return condition({connections_.begin(), connections_.end()});
    });
  }

 private:
  struct Gate {
    bool open = false;
    std::vector<asio::steady_timer*> waiters;
  };

  // One accepted connection.
  struct Session {
    explicit Session(Tcp::socket socket_in) : socket(std::move(socket_in)) {}
    Tcp::socket socket;
    Connection* record = nullptr;
    std::string unread;  // received beyond what the script has read
  };

  template <class Change>
  void Update(const Change& change) {
    {
      std::lock_guard lock(mutex_);
      change();
    }
    changed_.notify_all();
  }

  Work Accept() {
    while (true) {
      asio::error_code error;
      auto token = asio::redirect_error(asio::use_awaitable, error);
      Tcp::socket socket = co_await acceptor_.async_accept(token);
      if (error) co_return;
      socket.set_option(Tcp::no_delay(true));
      auto session = std::make_shared<Session>(std::move(socket));
      Script script;
      Update([&] {
        session->record = &connections_.emplace_back();
        if (next_.empty()) {
          script = others_;
        } else {
          script = std::move(next_.front());
          next_.pop_front();
        }
      });
      asio::co_spawn(io_, Perform(std::move(session), std::move(script)), asio::detached);
    }
  }

  Work Perform(std::shared_ptr<Session> session, Script script) {
    bool going = !script.steps().empty();
    while (going) {
      for (const Script::Step& step : script.steps()) {
        going = co_await Take(*session, step);
        if (!going) break;
      }
      if (!script.forever()) break;
    }
    asio::error_code ignored;
    session->socket.close(ignored);
    Update([&] { session->record->ended = true; });
  }

  Success Take(Session& session, const Script::Step& step) {
    using Kind = Script::Step::Kind;
    bool done = false;
    switch (step.kind) {
      case Kind::kReadHead:
        done = co_await ReadHead(session, nullptr);
        break;
      case Kind::kReadRequest:
        done = co_await ReadRequest(session);
        break;
      case Kind::kReadBytes:
        done = co_await ReadBytes(session, step.number);
        break;
      case Kind::kReadUntilClosed:
        do {
          done = co_await Receive(session);
        } while (done);
        break;
      case Kind::kWrite:
        done = co_await Write(session, step.text);
        break;
      case Kind::kWriteZeros:
        done = co_await WriteZeros(session, step.number);
        break;
      case Kind::kAwait:
        co_await Await(step.text);
        done = true;
        break;
      case Kind::kSocks5:
        done = co_await ServeSocks5(session);
        break;
      case Kind::kRelay:
        co_await Relay(session, static_cast<std::uint16_t>(step.number), step.text);
        break;
      case Kind::kReset:
        session.socket.set_option(asio::socket_base::linger(true, 0));
        break;
    }
    co_return done;
  }

  // Waits for more bytes; false at the connection's end.
  Success Receive(Session& session) {
    std::string block(kBlock, '\0');
    asio::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    const std::size_t size = co_await session.socket.async_read_some(asio::buffer(block), token);
    block.resize(size);
    session.unread += block;
    Update([&] {
      session.record->received += block;
      if (error) session.record->closed_by_client = true;
    });
    co_return !error;
  }

  Success ReadHead(Session& session, std::string* head) {
    while (true) {
      const std::size_t end = session.unread.find("\r\n\r\n");
      if (end != std::string::npos) {
        if (head != nullptr) *head = session.unread.substr(0, end + 4);
        session.unread.erase(0, end + 4);
        co_return true;
      }
      const bool more = co_await Receive(session);
      if (!more) co_return false;
    }
  }

  Success ReadBytes(Session& session, std::uint64_t count) {
    while (session.unread.size() < count) {
      count -= session.unread.size();
      session.unread.clear();
      const bool more = co_await Receive(session);
      if (!more) co_return false;
    }
    session.unread.erase(0, count);
    co_return true;
  }

  Success ReadLine(Session& session, std::string* line) {
    while (true) {
      const std::size_t end = session.unread.find("\r\n");
      if (end != std::string::npos) {
        *line = session.unread.substr(0, end);
        session.unread.erase(0, end + 2);
        co_return true;
      }
      const bool more = co_await Receive(session);
      if (!more) co_return false;
    }
  }

  Success ReadChunks(Session& session) {
    while (true) {
      std::string line;
      bool more = co_await ReadLine(session, &line);
      if (!more) co_return false;
      const std::uint64_t size = std::stoull(line, nullptr, 16);
      // A chunk ends with a line end, and so does an empty list of trailers.
      more = co_await ReadBytes(session, size + 2);
      if (!more || size == 0) co_return more;
    }
  }

  Success ReadRequest(Session& session) {
    std::string head;
    bool more = co_await ReadHead(session, &head);
    if (!more) co_return false;
    if (HeaderOf(head, "Transfer-Encoding") == "chunked") {
      more = co_await ReadChunks(session);
      co_return more;
    }
    std::uint64_t size = 0;
    if (!absl::SimpleAtoi(HeaderOf(head, "Content-Length"), &size)) co_return true;
    more = co_await ReadBytes(session, size);
    co_return more;
  }

  Success Write(Session& session, const std::string& text) {
    asio::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    const std::size_t size = co_await asio::async_write(session.socket, asio::buffer(text), token);
    Update([&] { session.record->written += size; });
    co_return !error;
  }

  Success WriteZeros(Session& session, std::uint64_t count) {
    std::string block(kBlock, '\0');
    while (count > 0) {
      block.resize(std::min<std::uint64_t>(count, kBlock));
      const bool going = co_await Write(session, block);
      if (!going) co_return false;
      count -= block.size();
    }
    co_return true;
  }

  // Reads exactly so many bytes.
  Success ReadPart(Session& session, std::size_t count, std::string* part) {
    while (session.unread.size() < count) {
      const bool more = co_await Receive(session);
      if (!more) co_return false;
    }
    *part = session.unread.substr(0, count);
    session.unread.erase(0, count);
    co_return true;
  }

  // Reads a length of one byte, and so many bytes and `beyond` more.
  Success ReadCounted(Session& session, std::size_t beyond, std::string* part) {
    bool more = co_await ReadPart(session, 1, part);
    if (!more) co_return false;
    const std::size_t size = static_cast<unsigned char>((*part)[0]) + beyond;
    more = co_await ReadPart(session, size, part);
    co_return more;
  }

  Success ServeSocks5(Session& session) {
    std::string part;
    bool more = co_await ReadPart(session, 1, &part);
    if (!more || part != "\x05") co_return false;
    more = co_await ReadCounted(session, 0, &part);
    if (!more) co_return false;
    const bool asks_for_user = part.find('\x02') != std::string::npos;
    const std::string method = {'\x05', asks_for_user ? '\x02' : '\x00'};
    more = co_await Write(session, method);
    if (more && asks_for_user) {
      // RFC 1929: version, user name and password.
      more = co_await ReadPart(session, 1, &part);
      if (more) more = co_await ReadCounted(session, 0, &part);
      if (more) more = co_await ReadCounted(session, 0, &part);
      const std::string welcome = {'\x01', '\x00'};
      if (more) more = co_await Write(session, welcome);
    }
    if (!more) co_return false;
    // Version, command and a zero, then the kind of address: a name, and a port.
    more = co_await ReadPart(session, 4, &part);
    if (!more || part[3] != '\x03') co_return false;
    more = co_await ReadCounted(session, 2, &part);
    if (!more) co_return false;
    // Connected, from an IPv4 address that tells nothing.
    const std::string granted("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10);
    more = co_await Write(session, granted);
    co_return more;
  }

  Work Await(const std::string& name) {
    Gate& gate = gates_[name];
    if (gate.open) co_return;
    asio::steady_timer timer(io_, asio::steady_timer::time_point::max());
    gate.waiters.push_back(&timer);
    asio::error_code ignored;
    auto token = asio::redirect_error(asio::use_awaitable, ignored);
    co_await timer.async_wait(token);
    gate.waiters.erase(std::find(gate.waiters.begin(), gate.waiters.end(), &timer));
  }

  // Two sockets whose bytes go from one to the other.
  struct Pair {
    explicit Pair(asio::io_context& io) : there(io), ended(io) {}
    void Cut() {
      asio::error_code ignored;
      if (here != nullptr) here->shutdown(Tcp::socket::shutdown_both, ignored);
      there.shutdown(Tcp::socket::shutdown_both, ignored);
    }
    Tcp::socket* here = nullptr;
    Tcp::socket there;
    asio::steady_timer ended;
  };

  Work Relay(Session& session, std::uint16_t port, std::string until) {
    auto pair = std::make_shared<Pair>(io_);
    asio::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    const Tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
    co_await pair->there.async_connect(endpoint, token);
    if (error) co_return;
    pair->there.set_option(Tcp::no_delay(true));
    pair->here = &session.socket;
    pair->ended.expires_at(asio::steady_timer::time_point::max());
    if (!until.empty()) asio::co_spawn(io_, CutAfter(pair, std::move(until)), asio::detached);
    bool ended = false;
    asio::co_spawn(io_, Copy(*pair, pair->there, session.socket), [&](std::exception_ptr) {
      ended = true;
      pair->ended.cancel();
    });
    co_await Copy(*pair, session.socket, pair->there);
    auto wait_token = asio::redirect_error(asio::use_awaitable, error);
    if (!ended) co_await pair->ended.async_wait(wait_token);
    pair->here = nullptr;
  }

  Work CutAfter(std::shared_ptr<Pair> pair, std::string name) {
    co_await Await(name);
    pair->Cut();
  }

  static Work Copy(Pair& pair, Tcp::socket& from, Tcp::socket& to) {
    std::string block(kBlock, '\0');
    asio::error_code error;
    while (true) {
      auto token = asio::redirect_error(asio::use_awaitable, error);
      const std::size_t size = co_await from.async_read_some(asio::buffer(block), token);
      if (error) break;
      auto write_token = asio::redirect_error(asio::use_awaitable, error);
      co_await asio::async_write(to, asio::buffer(block, size), write_token);
      if (error) break;
    }
    pair.Cut();
  }

  asio::io_context io_{1};
  Tcp::acceptor acceptor_;
  const int port_ = acceptor_.local_endpoint().port();
  std::map<std::string, Gate> gates_;  // used on the server's thread only

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<Script> next_;  // guarded by mutex_, as all below
  Script others_;
  std::deque<Connection> connections_;
};

ScriptedServer::ScriptedServer()
    : state_(std::make_shared<State>()), thread_([state = state_] { state->Run(); }) {}

ScriptedServer::~ScriptedServer() {
  state_->Stop();
  thread_.join();
}

void ScriptedServer::OnNext(Script script) { state_->OnNext(std::move(script)); }
void ScriptedServer::OnOthers(Script script) { state_->OnOthers(std::move(script)); }
int ScriptedServer::port() const { return state_->port(); }

std::string ScriptedServer::Url(const std::string& target) const {
  return absl::StrCat("http://127.0.0.1:", port(), target);
}

void ScriptedServer::Release(const std::string& name) { state_->Release(name); }

std::vector<ScriptedServer::Connection> ScriptedServer::connections() const {
  return state_->connections();
}

int ScriptedServer::CountReceived(const std::string& text) const {
  int count = 0;
  for (const Connection& connection : connections()) {
    std::size_t at = connection.received.find(text);
    while (at != std::string::npos) {
      ++count;
      at = connection.received.find(text, at + text.size());
    }
  }
  return count;
}

bool ScriptedServer::WaitUntil(
    const std::function<bool(const std::vector<Connection>&)>& condition) const {
  return state_->WaitUntil(condition);
}

}  // namespace sfconnector::testing
