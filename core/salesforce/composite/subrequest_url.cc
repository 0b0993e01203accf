// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/composite/subrequest_url.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/http/url.h"

namespace sfconnector {

std::string SubrequestUrl(const RestRequest& request, const std::string& version,
                          References references) {
  std::string url = absl::StrReplaceAll(request.path, {{"{version}", version}});
  char separator = '?';
  for (const auto& [name, value] : request.query) {
    absl::StrAppend(&url, std::string(1, separator), PercentEncodeQuery(name), "=",
                    EncodeQuery(value, references));
    separator = '&';
  }
  return url;
}

}  // namespace sfconnector
