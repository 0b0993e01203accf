// SPDX-License-Identifier: Apache-2.0
#include "simulator/faults/fault_rule.h"

#include <algorithm>
#include <array>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"

namespace sfsim {
namespace {

// Errors that rules may name by their code alone.
struct KnownError {
  std::string_view code;
  int status;
  std::string_view message;
  // Whether it is one of data manipulation, which name fields, be it none.
  bool has_fields = false;
};
constexpr std::array<KnownError, 9> kErrors = {{
    {"INVALID_SESSION_ID", 401, text::kSessionInvalid},
    {"UNABLE_TO_LOCK_ROW", 400, "unable to obtain exclusive access to this record", true},
    {"REQUEST_LIMIT_EXCEEDED", 403, text::kRequestLimit},
    {"SERVER_UNAVAILABLE", 503, "The server is temporarily unavailable"},
    {"UNKNOWN_EXCEPTION", 500,
     "An unexpected error occurred. Please include this ErrorId if you contact support: "
     "1452464078-314667 (-1173371248)"},
    {"QUERY_TIMEOUT", 400, "Your query request was running for too long."},
    {"QUERY_TOO_COMPLICATED", 400, text::kTooComplicated},
    {"INVALID_QUERY_LOCATOR", 400, text::kInvalidLocator},
    {"API_DISABLED_FOR_ORG", 403, "The REST API is not enabled for this Organization."},
}};

constexpr std::array<std::string_view, 15> kActionKeys = {
    "status",    "body",     "contentType", "headers", "error",   "when",         "close", "drip",
    "latencyMs", "cutAfter", "corrupt",     "gzip",    "session", "loseLocators", "job"};
constexpr std::array<std::string_view, 7> kMatchKeys = {"method", "path",  "pathRegex", "header",
                                                        "nth",    "every", "count"};

// INVALID_ARGUMENT for the first key that is not known.
template <size_t N>
absl::Status CheckKeys(const JsonValue& object, const std::array<std::string_view, N>& known,
                       std::string_view where) {
  for (const auto& [key, value] : object.members) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      return absl::InvalidArgumentError(StrCat("fault: unknown key '", key, "' in ", where));
    }
  }
  return absl::OkStatus();
}

absl::Status ReadMatch(const JsonValue& value, FaultMatch* match) {
  if (absl::Status status = CheckKeys(value, kMatchKeys, "match"); !status.ok()) return status;
  match->method = value.Text("method");
  match->path = value.Text("path");
  match->nth = value.Integer("nth", 1);
  match->every = value.Integer("every", 1);
  if (match->every < 1) return absl::InvalidArgumentError("fault: every must be at least 1");
  match->count = value.Integer("count", 1);
  if (const JsonValue* header = value.Find("header")) {
    match->header_name = header->Text("name");
    match->header_value = header->Text("value");
  }
  const std::string pattern = value.Text("pathRegex");
  if (pattern.empty()) return absl::OkStatus();
  try {
    match->path_regex.emplace(pattern);
  } catch (const std::regex_error& error) {
    return absl::InvalidArgumentError(StrCat("fault: pathRegex '", pattern, "': ", error.what()));
  }
  return absl::OkStatus();
}

std::string BodyText(const JsonValue& body) {
  if (body.is_string()) return body.text;
  std::string text;
  body.AppendTo(&text);
  return text;
}

absl::Status ReadReply(const JsonValue& value, FaultAction* action) {
  if (const JsonValue* error = value.Find("error")) {
    const std::string code = error->is_string() ? error->text : error->Text("code");
    const auto known = std::find_if(kErrors.begin(), kErrors.end(),
                                    [&](const KnownError& entry) { return entry.code == code; });
    ApiError reply{400, code, error->Text("message"), {}};
    if (known != kErrors.end()) {
      reply.http_status = known->status;
      if (reply.message.empty()) reply.message = known->message;
      if (known->has_fields) reply.fields.emplace();
    }
    reply.http_status = static_cast<int>(value.Integer("status", reply.http_status));
    action->reply = Response::Error(reply);
  } else if (value.Find("status") != nullptr) {
    const int status = static_cast<int>(value.Integer("status"));
    const JsonValue* body = value.Find("body");
    action->reply =
        body == nullptr ? Response::Empty(status) : Response::Json(status, BodyText(*body));
  }
  if (action->reply && (action->reply->status < 200 || action->reply->status > 599)) {
    return absl::InvalidArgumentError("fault: status must be 200 to 599");
  }
  return absl::OkStatus();
}

absl::Status ReadWire(const JsonValue& value, WireFault* wire) {
  wire->latency_ms = value.Integer("latencyMs");
  if (const JsonValue* drip = value.Find("drip")) {
    wire->drip_bytes = drip->Integer("bytes", 1);
    wire->drip_pause_ms = drip->Integer("pauseMs");
  }
  if (value.Find("cutAfter") != nullptr) wire->cut_after = value.Integer("cutAfter");
  if (const JsonValue* corrupt = value.Find("corrupt")) {
    for (const JsonValue& offset : corrupt->items) {
      wire->corrupt.push_back(std::strtoll(offset.text.c_str(), nullptr, 10));
    }
  }
  const std::string close = value.Text("close");
  if (close == "close") {
    wire->close = WireFault::Close::kClose;
  } else if (close == "reset") {
    wire->close = WireFault::Close::kReset;
  } else if (!close.empty()) {
    return absl::InvalidArgumentError("fault: close must be 'close' or 'reset'");
  }
  const std::string gzip = value.Text("gzip");
  if (gzip == "broken") {
    wire->gzip = WireFault::Gzip::kBroken;
  } else if (gzip == "truncated") {
    wire->gzip = WireFault::Gzip::kTruncated;
  } else if (!gzip.empty()) {
    return absl::InvalidArgumentError("fault: gzip must be 'broken' or 'truncated'");
  }
  return absl::OkStatus();
}

absl::Status ReadJob(const JsonValue& value, FaultAction* action) {
  static constexpr std::array<std::string_view, 5> kKeys = {"fail", "failAfter", "queuedMs",
                                                            "runningMs", "rowLocks"};
  if (absl::Status status = CheckKeys(value, kKeys, "job"); !status.ok()) return status;
  JobFault job;
  if (const JsonValue* fail = value.Find("fail")) job.fail = fail->text;
  job.fail_after = value.Integer("failAfter");
  job.queued_ms = value.Integer("queuedMs");
  job.running_ms = value.Integer("runningMs");
  job.row_locks = value.Integer("rowLocks");
  action->job = std::make_shared<const JobFault>(std::move(job));
  return absl::OkStatus();
}

absl::Status ReadAction(const JsonValue& value, FaultAction* action) {
  if (absl::Status status = CheckKeys(value, kActionKeys, "action"); !status.ok()) return status;
  if (absl::Status status = ReadReply(value, action); !status.ok()) return status;
  if (absl::Status status = ReadWire(value, &action->wire); !status.ok()) return status;
  const std::string when = value.Text("when", "before");
  if (when != "before" && when != "after") {
    return absl::InvalidArgumentError("fault: when must be 'before' or 'after'");
  }
  action->after_execution = when == "after";
  const std::string sessions = value.Text("session");
  if (sessions == "expire") {
    action->sessions = FaultAction::Sessions::kCloseCaller;
  } else if (sessions == "revokeAll") {
    action->sessions = FaultAction::Sessions::kCloseAll;
  } else if (!sessions.empty()) {
    return absl::InvalidArgumentError("fault: session must be 'expire' or 'revokeAll'");
  }
  action->lose_locators = value.Flag("loseLocators");
  if (const JsonValue* job = value.Find("job")) {
    if (absl::Status status = ReadJob(*job, action); !status.ok()) return status;
  }
  action->content_type = value.Text("contentType");
  if (const JsonValue* headers = value.Find("headers")) {
    for (const auto& [name, text] : headers->members) {
      action->extra_headers.emplace_back(name, text.text);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<FaultRule> ReadRule(const JsonValue& value) {
  static constexpr std::array<std::string_view, 3> kRuleKeys = {"name", "match", "action"};
  FaultRule rule;
  if (absl::Status status = CheckKeys(value, kRuleKeys, "rule"); !status.ok()) return status;
  rule.name = value.Text("name");
  rule.source = value;
  if (const JsonValue* match = value.Find("match")) {
    if (absl::Status status = ReadMatch(*match, &rule.match); !status.ok()) return status;
  }
  const JsonValue* action = value.Find("action");
  if (action == nullptr) return absl::InvalidArgumentError("fault: a rule needs an action");
  if (absl::Status status = ReadAction(*action, &rule.action); !status.ok()) return status;
  return rule;
}

}  // namespace

bool FaultMatch::Covers(const Request& request) const {
  if (!method.empty() && method != request.method) return false;
  if (!request.target.starts_with(path)) return false;
  if (path_regex && !std::regex_search(request.target, *path_regex)) return false;
  if (header_name.empty()) return true;
  const std::string* header = request.Header(header_name);
  return header != nullptr && (header_value.empty() || *header == header_value);
}

absl::StatusOr<std::vector<FaultRule>> ReadFaultRules(const JsonValue& document) {
  std::vector<FaultRule> rules;
  const JsonValue* list = document.Find("rules");
  const std::vector<JsonValue> values =
      list != nullptr ? list->items : std::vector<JsonValue>{document};
  for (const JsonValue& value : values) {
    auto rule = ReadRule(value);
    if (!rule.ok()) return rule.status();
    rules.push_back(std::move(*rule));
  }
  return rules;
}

}  // namespace sfsim
