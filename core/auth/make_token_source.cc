// SPDX-License-Identifier: Apache-2.0
#include "core/auth/make_token_source.h"

#include <utility>

#include "core/auth/bearer_token_source.h"
#include "core/auth/grants.h"
#include "core/auth/refreshing_token_source.h"
#include "core/auth/token_endpoint.h"
#include "core/base/status.h"
#include "core/http/url.h"

namespace sfconnector {

absl::StatusOr<std::unique_ptr<TokenSource>> MakeTokenSource(const v1::Connection& settings,
                                                             HttpClient& http, Executor executor,
                                                             Clock& clock, Observer& observer,
                                                             std::string connection,
                                                             Random random) {
  const v1::Auth& auth = settings.auth();
  if (auth.grant_case() == v1::Auth::GRANT_NOT_SET) return std::unique_ptr<TokenSource>();
  if (auth.has_bearer_token()) {
    return MakeBearerTokenSource(
        AccessToken{Secret(auth.bearer_token().token()), settings.base_url()});
  }
  absl::StatusOr<Grant> grant = Grant::Make(auth);
  SFC_RETURN_IF_ERROR(PrefixField("auth", grant.status()));
  absl::StatusOr<Url> url = ParseUrl(grant->url());
  SFC_RETURN_IF_ERROR(url.status());
  TokenEndpoint endpoint(settings, *std::move(grant), *std::move(url), http, std::move(random));
  return std::make_unique<RefreshingTokenSource>(settings, std::move(endpoint), std::move(executor),
                                                 clock, observer, std::move(connection));
}

}  // namespace sfconnector
