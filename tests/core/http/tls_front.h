// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace sfconnector::testing {

// Certificates in a folder of their own, made with the `openssl` command and removed with this
// object.
//   ca.pem             signs all of the others
//   other_ca.pem       signs nothing
//   server.{pem,key}   for 127.0.0.1 and localhost
//   named.{pem,key}    for org.example.test
//   client.{pem,key}   a client's; client_locked.key is the key with the pass phrase `open sesame`
class Certificates {
 public:
  Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;
  ~Certificates();

  std::string Path(const std::string& name) const { return folder_ + "/" + name; }

 private:
  std::string folder_;
};

// nghttpx (Debian's nghttp2-proxy) on a loopback port of the system's choice: takes HTTP/2 and
// HTTP/1.1 over TLS and passes requests to a plain HTTP/1.1 server. Tests fail where it is not
// installed.
class TlsFront {
 public:
  // `options` are further ones of nghttpx; `certificate` is the name of the pair of files that it
  // shows.
  TlsFront(const Certificates& certificates, int backend_port,
           const std::vector<std::string>& options = {}, const std::string& certificate = "server");
  TlsFront(const TlsFront&) = delete;
  TlsFront& operator=(const TlsFront&) = delete;
  ~TlsFront();

  int port() const { return port_; }

 private:
  int port_ = 0;
  pid_t process_ = -1;
};

}  // namespace sfconnector::testing
