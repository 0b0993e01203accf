// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/front_door.h"

#include <charconv>

#include "simulator/base/datetime.h"
#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/bulk/job_table.h"
#include "simulator/handlers/api_versions.h"
#include "simulator/handlers/conditional.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/representation.h"
#include "simulator/handlers/soap_elements.h"
#include "simulator/http/multipart.h"
#include "simulator/session/crypto.h"
#include "simulator/xml/xml_reader.h"

namespace sfsim {
namespace {

// The token of `Bearer t` or `OAuth t`; nothing for anything else.
std::optional<std::string_view> ReadToken(const Request& request) {
  const std::string* header = request.Header("Authorization");
  if (header == nullptr) return std::nullopt;
  const std::string_view value = TrimView(*header);
  const size_t space = value.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = value.substr(0, space);
  if (!EqualsIgnoreCase(scheme, "Bearer") && !EqualsIgnoreCase(scheme, "OAuth")) {
    return std::nullopt;
  }
  return TrimView(value.substr(space + 1));
}

// Bulk API 1.0 chooses its forms itself.
bool IsClassicBulk(const Request& request) { return request.path.starts_with("/services/async/"); }

// The session that a request is made in, whether it is valid or not.
std::string SessionOfCaller(const Request& request) {
  if (request.path.starts_with("/services/Soap/")) {
    const auto envelope = ReadXml(request.body);
    return envelope.ok() ? SessionOf(*envelope) : "";
  }
  if (IsClassicBulk(request)) {
    const std::string* session = request.Header("X-SFDC-Session");
    return session == nullptr ? "" : *session;
  }
  return std::string(ReadToken(request).value_or(""));
}

Response Unauthorized(std::string_view code, std::string_view message) {
  Response response = Response::Error({401, std::string(code), std::string(message), {}});
  response.SetHeader("WWW-Authenticate", "Token");
  return response;
}

// Bodies of the data APIs are JSON or XML, or of several parts when they bring files; a missing or
// empty type passes for JSON. The data of bulk jobs is CSV.
bool IsKnownType(const Request& request) {
  const std::string* type = request.Header("Content-Type");
  if (IsBulkUpload(request)) return type != nullptr && AsciiLower(*type).starts_with("text/csv");
  if (type == nullptr || type->empty() || request.body.empty()) return true;
  const std::string lower = AsciiLower(*type);
  return lower.find("json") != std::string::npos || lower.find('/') == std::string::npos ||
         lower.starts_with("application/xml") || lower.starts_with("text/xml") ||
         IsMultipart(lower);
}

void AddCommonHeaders(int64_t now, Response* response) {
  const std::string request_id = RandomHex(32);
  response->SetHeader("Date", HttpDate(now));
  response->SetHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  response->SetHeader("X-Content-Type-Options", "nosniff");
  response->SetHeader("X-Robots-Tag", "none");
  response->SetHeader("Cache-Control", "no-cache,must-revalidate,max-age=0,no-store,private");
  response->SetHeader("Server", "sfdcedge");
  response->SetHeader("X-Sfdc-Request-Id", request_id);
  response->SetHeader("X-Request-Id", request_id);
  response->SetHeader("X-Sfdc-Edge-Cache", "MISS");
}

}  // namespace

FrontDoor::FrontDoor(Services* services) : services_(*services) {
  AddOauthRoutes(services, &router_);
  AddSoapRoutes(services, &router_);
  AddIdentityRoutes(services, &router_);
  AddResourceRoutes(services, &router_);
  AddDescribeRoutes(services, &router_);
  AddLayoutRoutes(services, &router_);
  AddPasswordRoutes(services, &router_);
  AddQuickActionRoutes(services, &router_);
  AddInvocableActionRoutes(services, &router_);
  AddApprovalRoutes(services, &router_);
  AddWorkflowRuleRoutes(services, &router_);
  AddLimitRoutes(services, &router_);
  AddRecentRoutes(services, &router_);
  AddUiRoutes(services, &router_);
  AddRowRoutes(services, &router_);
  AddReplicationRoutes(services, &router_);
  AddReportRoutes(services, &router_);
  AddBulkClassicRoutes(services, &router_);
  AddBulkIngestRoutes(services, &router_);
  AddBulkQueryRoutes(services, &router_);
  AddUndeleteRoutes(services, &router_);
  AddCollectionRoutes(services, &router_);
  AddQueryRoutes(services, &router_);
  AddControlRoutes(services, &router_);
  AddSearchRoutes(services, &router_);
  AddParameterizedSearchRoutes(services, &router_);
  AddCompositeRoutes(services, &router_);
  AddCompositeGraphRoutes(services, &router_);
  AddCompositeTreeRoutes(services, &router_);
  AddCompositeBatchRoutes(services, &router_);
  AddApexRestRoutes(services, &router_);
  services->dispatch = [this](const Request& request, const Call& within) {
    return AnswerWithin(request, within);
  };
}

Reply FrontDoor::Handle(Request* request) {
  // A POST may stand for another method; the name is case-sensitive.
  const std::string* override = request->Query("_HttpMethod");
  if (override != nullptr && request->method == "POST") request->method = *override;

  const Representation representation =
      IsClassicBulk(*request) ? Representation::kJson : ChooseRepresentation(request);

  Reply reply;
  const bool control = request->path.starts_with("/simulator/");
  std::string fault_name;
  const auto fault = control ? std::nullopt : services_.faults.Strike(*request, &fault_name);
  if (fault) ApplyBefore(*fault, *request);
  if (fault) request->job_fault = fault->job;
  const bool closes = fault && fault->wire.close != WireFault::Close::kNo;
  const bool skipped = fault && !fault->after_execution && (fault->reply || closes);
  if (!skipped) reply.response = Route(request);
  if (fault) {
    if (fault->reply) reply.response = *fault->reply;
    if (!fault->content_type.empty()) reply.response.content_type = fault->content_type;
    reply.fault = fault->wire;
  }
  if (representation == Representation::kXml && !control) WriteAsXml(*request, &reply.response);
  AddCommonHeaders(services_.Now(), &reply.response);
  if (fault) {
    for (const auto& [name, value] : fault->extra_headers) reply.response.SetHeader(name, value);
  }
  if (!control) services_.journal.Record(*request, closes ? 0 : reply.response.status, fault_name);
  return reply;
}

void FrontDoor::ApplyBefore(const FaultAction& action, const Request& request) const {
  if (action.sessions == FaultAction::Sessions::kCloseAll) services_.sessions->CloseAll();
  if (action.sessions == FaultAction::Sessions::kCloseCaller) {
    services_.sessions->Close(SessionOfCaller(request));
  }
  if (!action.lose_locators) return;
  services_.cursors->Clear();
  services_.bulk->LoseLocators();
}

Response FrontDoor::Route(Request* incoming) {
  const Request& request = *incoming;
  Router::Match match = router_.Find(request.method, request.path);
  Call call;
  call.request = &request;
  const bool data_api = request.path.starts_with("/services/data/v");
  // Without a route the session is checked all the same, so that 401 goes before 404.
  const Access access = match.route != nullptr ? match.route->access
                        : data_api             ? Access::kSession
                                               : Access::kOpen;
  std::optional<Response> answer = CheckSession(request, access, &call);
  if (!answer) answer = Answer(incoming, std::move(match), &call);
  if (access == Access::kSession && !call.session.user_id.empty()) {
    answer->SetHeader("Sforce-Limit-Info", StrCat("api-usage=", services_.api_calls.load(), "/",
                                                  services_.options.daily_api_requests));
  }
  return std::move(*answer);
}

Response FrontDoor::Answer(Request* incoming, Router::Match match, Call* call) {
  const Request& request = *incoming;
  std::optional<Response> answer;
  if (request.path.starts_with("/services/data/v")) {
    answer = CheckVersion(Split(request.path, '/')[3], call);
    const std::string* type = request.Header("Content-Type");
    if (!answer && !IsKnownType(request)) {
      answer =
          Response::Error({415,
                           "UNSUPPORTED_MEDIA_TYPE",
                           text::UnsupportedMediaType(type == nullptr ? std::string_view() : *type),
                           {}});
    }
    if (!answer) answer = CheckConditions(request);
    if (!answer) answer = ReadBody(incoming);
  }
  if (!answer && match.route == nullptr && !match.allowed.empty()) {
    answer = Response::Error(
        {405, "METHOD_NOT_ALLOWED", text::MethodNotAllowed(request.method, match.allowed), {}});
    answer->SetHeader("Allow", match.allowed);
  }
  if (!answer && match.route == nullptr) {
    answer = Response::Error({404, "NOT_FOUND", std::string(text::kNotFound), {}});
  }
  if (!answer) {
    call->parts = std::move(match.parts);
    answer = match.route->handler(*call);
  }
  if (call->version_number() > 0 && call->version_number() < kOldestVersion) {
    answer->SetHeader("Warning", std::string(text::kVersionDeprecated));
  }
  return std::move(*answer);
}

Response FrontDoor::AnswerWithin(const Request& request, const Call& within) {
  Router::Match match = router_.Find(request.method, request.path);
  // What is no part of the data APIs has no place within a call.
  if (match.route != nullptr && match.route->access != Access::kSession) match = {};
  Request inner = request;
  Call call;
  call.request = &inner;
  call.session = within.session;
  return Answer(&inner, std::move(match), &call);
}

std::optional<Response> FrontDoor::CheckSession(const Request& request, Access access, Call* call) {
  if (access == Access::kOpen) return std::nullopt;
  const auto token = ReadToken(request);
  const auto session = token ? services_.sessions->Find(*token, services_.Now()) : std::nullopt;
  if (access == Access::kIdentity && !session) {
    return Response::Text(403, "text/html;charset=UTF-8",
                          token ? "Bad_OAuth_Token" : "Missing_OAuth_Token");
  }
  if (!token) return Unauthorized("INVALID_AUTH_HEADER", text::kInvalidAuthHeader);
  if (!session) return Unauthorized("INVALID_SESSION_ID", text::kSessionInvalid);
  call->session = *session;
  if (access != Access::kSession) return std::nullopt;
  if (++services_.api_calls > services_.options.daily_api_requests) {
    return Response::Error({403, "REQUEST_LIMIT_EXCEEDED", std::string(text::kRequestLimit), {}});
  }
  return std::nullopt;
}

std::optional<Response> FrontDoor::CheckVersion(std::string_view segment, Call* call) const {
  int number = 0;
  const char* begin = segment.data() + 1;
  const char* end = segment.data() + segment.size();
  const auto read = std::from_chars(begin, end, number);
  const bool shaped = read.ec == std::errc() && std::string_view(read.ptr, end) == ".0";
  const int oldest = services_.options.oldest_api_version;
  if (shaped && number >= kFirstVersion && number < oldest) {
    return Response::Error({410, "GONE", text::VersionRetired(segment.substr(1)), {}});
  }
  if (!shaped || number < oldest || number > kNewestVersion) {
    return Response::Error({404, "NOT_FOUND", std::string(text::kNotFound), {}});
  }
  call->version = std::string(segment.substr(1));
  return std::nullopt;
}

}  // namespace sfsim
