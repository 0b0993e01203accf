// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/subrequest_run.h"

#include <optional>

#include "simulator/base/error_text.h"
#include "simulator/handlers/composite_reference.h"

namespace sfsim {
namespace {

Response RunOne(Services* services, const Call& call, Subrequest subrequest,
                const Eligible& eligible, ReferenceTable* references) {
  if (auto halted = references->Resolve(&subrequest)) return std::move(*halted);
  const auto path = ResourcePath(subrequest.url);
  if (path && !eligible(*path)) return Halted(text::NotAllowedWithin(subrequest.url));
  const Request request = MakeRequest(std::move(subrequest.method), subrequest.url, subrequest.body,
                                      std::move(subrequest.headers));
  Response response = services->dispatch(request, call);
  references->Add(subrequest.reference_id, response);
  return response;
}

}  // namespace

SubrequestRun RunSubrequests(Services* services, const Call& call,
                             std::vector<Subrequest> subrequests, bool all_or_none,
                             const Eligible& eligible) {
  SubrequestRun run;
  ReferenceTable references(call.version_number());
  std::optional<Store::Transaction> transaction;
  if (all_or_none) transaction.emplace(services->store.get());
  const size_t count = subrequests.size();
  for (Subrequest& subrequest : subrequests) {
    run.responses.push_back(RunOne(services, call, std::move(subrequest), eligible, &references));
    run.successful = run.successful && !Failed(run.responses.back());
    if (all_or_none && !run.successful) break;
  }
  if (!all_or_none) return run;
  const Response halted = Halted(std::string(text::kTransactionRolledBack));
  if (run.successful) {
    run.successful = transaction->Commit().ok();
    if (!run.successful) run.responses.assign(count, halted);
    return run;
  }
  Response failed = std::move(run.responses.back());
  const size_t at = run.responses.size() - 1;
  run.responses.assign(count, halted);
  run.responses[at] = std::move(failed);
  return run;
}

std::string CompositeResponseBody(const std::vector<Subrequest>& subrequests,
                                  const std::vector<Response>& responses) {
  std::string body = "{\"compositeResponse\":[";
  for (size_t i = 0; i < responses.size(); ++i) {
    if (i > 0) body.push_back(',');
    AppendCompositeResult(responses[i], subrequests[i].reference_id, &body);
  }
  return body + "]}";
}

}  // namespace sfsim
