// SPDX-License-Identifier: Apache-2.0
#include "core/http/curl_loop.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <new>
#include <utility>

#include <asio/post.hpp>

namespace sfconnector {
namespace {

// Handles beyond this number are freed rather than kept.
constexpr std::size_t kMaxIdleHandles = 64;

long LocalPort(CURL* handle) {
  long port = 0;
  curl_easy_getinfo(handle, CURLINFO_LOCAL_PORT, &port);
  return port;
}

CURLM* NewMulti() {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM* multi = initialised == CURLE_OK ? curl_multi_init() : nullptr;
  if (multi == nullptr) throw std::bad_alloc();
  return multi;
}

}  // namespace

// A socket, and which of its events libcurl wants. There is one for as long as the socket is open,
// so that the reactor never learns of it twice.
struct CurlLoop::Watch {
  Watch(const Executor& executor, curl_socket_t socket_in, bool foreign_in)
      : socket(socket_in), foreign(foreign_in), descriptor(executor, socket_in) {}
  ~Watch() { End(); }

  // Ends all waiting; closes the socket if it is of our own making.
  void End() {
    wanted = 0;
    if (!descriptor.is_open()) return;
    if (foreign) {
      descriptor.release();
    } else {
      asio::error_code ignored;
      descriptor.close(ignored);
    }
  }

  const curl_socket_t socket;
  const bool foreign;  // libcurl's own, such as the one on which its resolver thread reports
  asio::posix::stream_descriptor descriptor;
  int wanted = 0;  // CURL_POLL_IN and CURL_POLL_OUT
  bool waiting_in = false;
  bool waiting_out = false;
};

CurlLoop::CurlLoop(Executor executor, const Limits& limits)
    : executor_(std::move(executor)), multi_(NewMulti()), timer_(executor_) {
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlLoop::OnSocket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlLoop::OnTimer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  if (limits.connections > 0) {
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, limits.connections);
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, limits.connections);
  }
  if (limits.streams_per_connection > 0) {
    curl_multi_setopt(multi_, CURLMOPT_MAX_CONCURRENT_STREAMS, limits.streams_per_connection);
  }
}

CurlLoop::~CurlLoop() {
  for (CURL* handle : idle_handles_) curl_easy_cleanup(handle);
  // Closes the idle connections through OnClose.
  curl_multi_cleanup(multi_);
  for (const auto& [socket, watch] : watches_) watch->End();
}

CURL* CurlLoop::TakeHandle() {
  CURL* handle = nullptr;
  if (idle_handles_.empty()) {
    handle = curl_easy_init();
    if (handle == nullptr) return nullptr;
  } else {
    handle = idle_handles_.back();
    idle_handles_.pop_back();
  }
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &CurlLoop::OnOpen);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, &CurlLoop::OnClose);
  curl_easy_setopt(handle, CURLOPT_CLOSESOCKETDATA, this);
  return handle;
}

void CurlLoop::GiveBack(CURL* handle) {
  if (idle_handles_.size() >= kMaxIdleHandles) {
    curl_easy_cleanup(handle);
    return;
  }
  curl_easy_reset(handle);
  idle_handles_.push_back(handle);
}

CURLMcode CurlLoop::Add(CURL* handle, CurlTransfer& transfer) {
  curl_easy_setopt(handle, CURLOPT_PRIVATE, &transfer);
  const CURLMcode result = curl_multi_add_handle(multi_, handle);
  if (result == CURLM_OK) running_.insert(handle);
  return result;
}

void CurlLoop::Remove(CURL* handle) {
  if (running_.erase(handle) == 0) return;
  const long local_port = LocalPort(handle);
  // libcurl 7.88 would keep the reset of an HTTP/2 stream to itself until the connection is used
  // again. A connection that nobody else uses is closed instead.
  curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
  curl_multi_remove_handle(multi_, handle);
  if (local_port > 0) Flush(local_port);
}

void CurlLoop::Flush(long local_port) {
  const auto neighbour = std::find_if(running_.begin(), running_.end(), [local_port](CURL* handle) {
    return LocalPort(handle) == local_port;
  });
  if (neighbour == running_.end()) return;
  // Only HTTP/2 has neighbours, and those are never paused. To pause one and let it go on again
  // sends its window, and whatever else the connection has to send.
  curl_easy_pause(*neighbour, CURLPAUSE_RECV);
  curl_easy_pause(*neighbour, CURLPAUSE_CONT);
}

int CurlLoop::OnSocket(CURL*, curl_socket_t socket, int what, void* self, void*) {
  try {
    static_cast<CurlLoop*>(self)->Want(socket, what == CURL_POLL_REMOVE ? 0 : what);
  } catch (const std::exception&) {
    return -1;  // libcurl ends its transfers
  }
  return 0;
}

int CurlLoop::OnTimer(CURLM*, long milliseconds, void* self) {
  auto& loop = *static_cast<CurlLoop*>(self);
  loop.due_.reset();
  if (milliseconds == 0) loop.ActSoon();
  if (milliseconds > 0) {
    loop.due_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    if (!loop.rings_at_ || *loop.due_ < *loop.rings_at_) loop.SetTimer(*loop.due_);
  }
  return 0;
}

// libcurl wants another time whenever a reply goes on after a pause. To set a timer costs more than
// to let one ring too early.
void CurlLoop::SetTimer(std::chrono::steady_clock::time_point when) {
  rings_at_ = when;
  timer_.expires_at(when);
  timer_.async_wait([weak = weak_from_this()](const asio::error_code& error) {
    const std::shared_ptr<CurlLoop> self = weak.lock();
    if (!error && self) self->OnRing();
  });
}

void CurlLoop::OnRing() {
  rings_at_.reset();
  if (!due_) return;
  if (std::chrono::steady_clock::now() < *due_) return SetTimer(*due_);
  due_.reset();
  Act(CURL_SOCKET_TIMEOUT, 0);
}

void CurlLoop::ActSoon() {
  if (std::exchange(acts_soon_, true)) return;
  asio::post(executor_, [weak = weak_from_this()] {
    const std::shared_ptr<CurlLoop> self = weak.lock();
    if (!self) return;
    self->acts_soon_ = false;
    self->Act(CURL_SOCKET_TIMEOUT, 0);
  });
}

curl_socket_t CurlLoop::OnOpen(void* self, curlsocktype, curl_sockaddr* address) {
  auto& loop = *static_cast<CurlLoop*>(self);
  const curl_socket_t socket = ::socket(
      address->family, address->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address->protocol);
  if (socket < 0) return CURL_SOCKET_BAD;
  // libcurl may have closed a socket of its own with the same number without a word; its watch must
  // be gone before the new one.
  loop.Forget(socket);
  try {
    loop.watches_.emplace(socket, std::make_shared<Watch>(loop.executor_, socket, false));
  } catch (const std::exception&) {
    ::close(socket);
    return CURL_SOCKET_BAD;
  }
  return socket;
}

int CurlLoop::OnClose(void* self, curl_socket_t socket) {
  auto& loop = *static_cast<CurlLoop*>(self);
  if (!loop.Forget(socket)) return ::close(socket);
  return 0;
}

bool CurlLoop::Forget(curl_socket_t socket) {
  const auto found = watches_.find(socket);
  if (found == watches_.end()) return false;
  // Handlers that are under way may keep the watch itself a little longer.
  const std::shared_ptr<Watch> watch = std::move(found->second);
  watches_.erase(found);
  watch->End();
  return true;
}

void CurlLoop::Want(curl_socket_t socket, int what) {
  auto found = watches_.find(socket);
  if (found == watches_.end()) {
    if (what == 0) return;
    found = watches_.emplace(socket, std::make_shared<Watch>(executor_, socket, true)).first;
  }
  const std::shared_ptr<Watch> watch = found->second;
  watch->wanted = what;
  if (what == 0 && watch->foreign) {
    Forget(socket);
    return;
  }
  Arm(watch);
}

void CurlLoop::Arm(const std::shared_ptr<Watch>& watch) {
  const auto wait = [this, &watch](auto direction, int bit, bool Watch::*waiting) {
    if ((watch->wanted & bit) == 0 || (*watch).*waiting) return;
    (*watch).*waiting = true;
    watch->descriptor.async_wait(
        direction, [weak = weak_from_this(), watch, bit, waiting](const asio::error_code& error) {
          (*watch).*waiting = false;
          const std::shared_ptr<CurlLoop> self = weak.lock();
          if (self && error != asio::error::operation_aborted) self->OnReady(watch, bit);
        });
  };
  wait(asio::posix::descriptor_base::wait_read, CURL_POLL_IN, &Watch::waiting_in);
  wait(asio::posix::descriptor_base::wait_write, CURL_POLL_OUT, &Watch::waiting_out);
}

void CurlLoop::OnReady(const std::shared_ptr<Watch>& watch, int direction) {
  if ((watch->wanted & direction) == 0) return;
  Act(watch->socket, direction == CURL_POLL_IN ? CURL_CSELECT_IN : CURL_CSELECT_OUT);
  // The socket may be closed by now, and its number another's.
  const auto found = watches_.find(watch->socket);
  if (found != watches_.end() && found->second == watch) Arm(watch);
}

void CurlLoop::Act(curl_socket_t socket, int events) {
  int running = 0;
  curl_multi_socket_action(multi_, socket, events, &running);
  Collect();
}

void CurlLoop::Collect() {
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    // The message dies with the removal of its handle.
    CURL* const handle = message->easy_handle;
    const CURLcode code = message->data.result;
    char* transfer = nullptr;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, &transfer);
    curl_multi_remove_handle(multi_, handle);
    running_.erase(handle);
    reinterpret_cast<CurlTransfer*>(transfer)->OnEnd(code);
  }
}

}  // namespace sfconnector
