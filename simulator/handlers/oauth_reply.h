// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/http/message.h"

namespace sfsim {

// A successful token reply. Empty members are left out.
struct TokenReply {
  std::string access_token;
  std::string refresh_token;
  std::string scope;
  std::string instance_url;
  std::string api_instance_url;
  std::string id;
  std::string issued_at;
  std::string signature;
  // JWT bearer replies have neither signature nor time of issue.
  bool bare = false;

  NameValues Members() const;
};

// Members as `json`, `xml` or `urlencoded`, with the token endpoint's cache headers.
Response FormatOauthReply(int status, const NameValues& members, const std::string& format);

}  // namespace sfsim
