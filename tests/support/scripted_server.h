// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace sfconnector::testing {

// What a ScriptedServer does on one connection, step by step. At the end it closes the connection;
// so it does, early, where the client closes it while the script reads.
class Script {
 public:
  struct Step {
    enum class Kind {
      kReadHead,
      kReadRequest,
      kReadBytes,
      kReadUntilClosed,
      kWrite,
      kWriteZeros,
      kAwait,
      kSocks5,
      kRelay,
      kReset,
    };
    Kind kind;
    std::string text;
    std::uint64_t number = 0;
  };

  // Reads a request's line and headers.
  Script& ReadHead() { return Add({Step::Kind::kReadHead, {}}); }
  // Reads a request with its body, chunked or of a known length.
  Script& ReadRequest() { return Add({Step::Kind::kReadRequest, {}}); }
  Script& ReadBytes(std::uint64_t count) { return Add({Step::Kind::kReadBytes, {}, count}); }
  Script& ReadUntilClosed() { return Add({Step::Kind::kReadUntilClosed, {}}); }
  Script& Write(std::string text) { return Add({Step::Kind::kWrite, std::move(text)}); }
  // A reply with status 200 and this body.
  Script& Reply(const std::string& body);
  // Writes `count` zero bytes as fast as the client takes them.
  Script& WriteZeros(std::uint64_t count) { return Add({Step::Kind::kWriteZeros, {}, count}); }
  // Waits until ScriptedServer::Release was called with this name.
  Script& Await(std::string name) { return Add({Step::Kind::kAwait, std::move(name)}); }
  // Grants what a SOCKS5 client (RFC 1928) asks for: any user, any place to connect to.
  Script& ServeSocks5() { return Add({Step::Kind::kSocks5, {}}); }
  // Passes bytes to and from this port of the loopback interface until one side closes.
  Script& Relay(int port) {
    return Add({Step::Kind::kRelay, {}, static_cast<std::uint64_t>(port)});
  }
  // The same until ScriptedServer::Release was called with this name; then closes both connections.
  Script& RelayUntil(int port, std::string name) {
    return Add({Step::Kind::kRelay, std::move(name), static_cast<std::uint64_t>(port)});
  }
  // Closes the connection with a TCP reset.
  Script& Reset() { return Add({Step::Kind::kReset, {}}); }
  // After the last step begins again with the first.
  Script& Forever();

  const std::vector<Step>& steps() const { return steps_; }
  bool forever() const { return forever_; }

 private:
  Script& Add(Step step) {
    steps_.push_back(std::move(step));
    return *this;
  }

  std::vector<Step> steps_;
  bool forever_ = false;
};

// A TCP server on a loopback port of the system's choice that follows scripts and records what it
// receives. Runs on a thread of its own; thread-safe.
class ScriptedServer {
 public:
  struct Connection {
    std::string received;
    std::uint64_t written = 0;  // bytes that the socket has accepted
    bool closed_by_client = false;
    bool ended = false;
  };

  ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer();

  // What to do on the next connection that has no script yet.
  void OnNext(Script script);
  // What to do on connections beyond those; they are closed at once where nothing was said.
  void OnOthers(Script script);

  int port() const;
  // "http://127.0.0.1:<port>" and `target`.
  std::string Url(const std::string& target) const;

  // Lets every Await of this name, present and future, go on.
  void Release(const std::string& name);

  // All connections so far, in the order in which they were accepted.
  std::vector<Connection> connections() const;
  // How often `text` stands in what was received, on all connections together.
  int CountReceived(const std::string& text) const;

  // Waits until `condition` holds for the connections; false where it does not within a minute.
  bool WaitUntil(const std::function<bool(const std::vector<Connection>&)>& condition) const;

 private:
  class State;
  const std::shared_ptr<State> state_;
  std::thread thread_;
};

}  // namespace sfconnector::testing
