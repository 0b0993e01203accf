// SPDX-License-Identifier: Apache-2.0
#include "tests/core/http/tls_front.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace sfconnector::testing {
namespace {

constexpr char kNghttpx[] = "/usr/sbin/nghttpx";
constexpr char kNewKey[] = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

void Shell(const std::string& command) {
  ASSERT_EQ(::system(absl::StrCat(command, " >/dev/null 2>&1").c_str()), 0) << command;
}

// A listening socket that a child process inherits.
int Listen(int& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  EXPECT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(::listen(listener, 128), 0);
  EXPECT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  port = ntohs(address.sin_port);
  return listener;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Certificates::Certificates() {
  std::string pattern = (std::filesystem::temp_directory_path() / "sfc-tls-XXXXXX").string();
  folder_ = ::mkdtemp(pattern.data());
  const auto authority = [this](const std::string& name) {
    Shell(absl::StrCat("openssl req -x509 ", kNewKey, " -days 30 -subj /CN=", name, " -keyout ",
                       Path(name + ".key"), " -out ", Path(name + ".pem")));
  };
  const auto sign = [this](const std::string& name, const std::string& names) {
    std::ofstream(Path(name + ".ext")) << "subjectAltName=" << names << "\n";
    Shell(absl::StrCat("openssl req ", kNewKey, " -subj /CN=", name, " -keyout ",
                       Path(name + ".key"), " -out ", Path(name + ".csr")));
    Shell(absl::StrCat("openssl x509 -req -days 30 -CAcreateserial -in ", Path(name + ".csr"),
                       " -CA ", Path("ca.pem"), " -CAkey ", Path("ca.key"), " -extfile ",
                       Path(name + ".ext"), " -out ", Path(name + ".pem")));
  };
  authority("ca");
  authority("other_ca");
  sign("server", "IP:127.0.0.1,DNS:localhost");
  sign("named", "DNS:org.example.test");
  sign("client", "DNS:client.example.test");
  Shell(absl::StrCat("openssl ec -aes256 -passout 'pass:open sesame' -in ", Path("client.key"),
                     " -out ", Path("client_locked.key")));
}

Certificates::~Certificates() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

TlsFront::TlsFront(const Certificates& certificates, int backend_port,
                   const std::vector<std::string>& options, const std::string& certificate) {
  const int listener = Listen(port_);
  // nghttpx takes over listening sockets that its environment names, so that no port is left free
  // between two owners.
  std::vector<std::string> environment = {absl::StrCat("NGHTTPX_ACCEPT_1=tcp,", listener)};
  std::vector<std::string> arguments = {
      kNghttpx,
      "--conf=/dev/null",
      "--single-process",
      "--no-ocsp",
      "--log-level=FATAL",
      absl::StrCat("--errorlog-file=", certificates.Path("nghttpx.log")),
      absl::StrCat("--frontend=127.0.0.1,", port_),
      absl::StrCat("--backend=127.0.0.1,", backend_port)};
  arguments.insert(arguments.end(), options.begin(), options.end());
  arguments.push_back(certificates.Path(certificate + ".key"));
  arguments.push_back(certificates.Path(certificate + ".pem"));
  // It speaks of its start before it knows where to.
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  const int result = ::posix_spawn(&process_, kNghttpx, &files, nullptr, Pointers(arguments).data(),
                                   Pointers(environment).data());
  EXPECT_EQ(result, 0) << kNghttpx << " (Debian's nghttp2-proxy) cannot be started";
  if (result != 0) process_ = -1;
  ::posix_spawn_file_actions_destroy(&files);
  ::close(listener);
}

TlsFront::~TlsFront() {
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace sfconnector::testing
