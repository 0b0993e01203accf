// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/invoke_action.h"

#include <algorithm>
#include <optional>

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/row_access.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

// Results of these versions name their place.
constexpr int kFirstWithOutcome = 58;

// What one invocation brought: its outputs as JSON, or its errors.
struct Invocation {
  std::string outputs = "null";
  std::vector<ApiError> errors;
};

Invocation Failed(ApiError error) {
  Invocation invocation;
  invocation.errors.push_back(std::move(error));
  return invocation;
}

std::string ErrorList(const std::vector<ApiError>& errors) {
  if (errors.empty()) return "null";
  std::string list = "[";
  for (const ApiError& error : errors) {
    if (list.size() > 1) list.push_back(',');
    AppendRowError(error, &list);
  }
  return list + "]";
}

// The keys of a result, in their order.
std::string ResultText(const Call& call, const std::string& name, const Invocation& invocation) {
  const bool failed = !invocation.errors.empty();
  const bool places = call.version_number() >= kFirstWithOutcome;
  std::string text = "{\"actionName\":";
  AppendJsonString(name, &text);
  StrAppend(&text, ",\"errors\":", ErrorList(invocation.errors),
            places ? ",\"invocationId\":null" : "", ",\"isSuccess\":", failed ? "false" : "true",
            places ? ",\"outcome\":null" : "",
            ",\"outputValues\":", failed ? "null" : invocation.outputs,
            places ? ",\"sortOrder\":-1" : "", ",\"version\":1}");
  return text;
}

// Null passes for absent.
const JsonValue* Given(const JsonValue& input, std::string_view name) {
  const JsonValue* value = input.Find(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<ApiError> CheckInput(const InvocableAction& action, const JsonValue& input) {
  for (const JsonMember& member : input.members) {
    const bool known = std::any_of(
        action.inputs.begin(), action.inputs.end(),
        [&member](const ActionParameter& parameter) { return parameter.name == member.name; });
    if (!known) return RowError("INVALID_API_INPUT", text::UnknownInput(member.name));
  }
  for (const ActionParameter& parameter : action.inputs) {
    if (parameter.required && Given(input, parameter.name) == nullptr) {
      return RowError("INVALID_API_INPUT", text::MissingInput(parameter.name));
    }
  }
  for (const ActionFailure& failure : action.failures) {
    const JsonValue* value = Given(input, failure.input);
    if (value != nullptr && value->text == failure.value) {
      return RowError(failure.status_code, failure.message);
    }
  }
  return std::nullopt;
}

// The recipients of a mail: a list of its own, or one text with commas.
std::vector<std::string> Recipients(const JsonValue& input) {
  std::vector<std::string> recipients;
  if (const JsonValue* list = Given(input, "emailAddressesArray")) {
    for (const JsonValue& item : list->items) recipients.push_back(item.text);
  }
  for (const std::string& address : Split(input.Text("emailAddresses"), ',')) {
    if (!TrimView(address).empty()) recipients.emplace_back(TrimView(address));
  }
  return recipients;
}

// Mails go nowhere and leave nothing behind.
Invocation SendEmail(const JsonValue& input) {
  const auto recipients = Recipients(input);
  if (recipients.empty()) {
    return Failed(RowError("INVALID_API_INPUT", std::string(text::kNoRecipient)));
  }
  for (const std::string& address : recipients) {
    const size_t at = address.find('@');
    if (at == std::string::npos || at == 0 || at + 1 == address.size()) {
      return Failed(RowError("INVALID_EMAIL_ADDRESS", text::InvalidRecipient(address)));
    }
  }
  return {};
}

Invocation PostToChatter(Services* services, const Call& call, const JsonValue& input) {
  const std::string subject = input.Text("subjectNameOrId");
  const auto id = NormalizeId(subject);
  const ObjectType* feed_item = services->schema.Find("FeedItem");
  JsonValue record;
  record.kind = JsonValue::Kind::kObject;
  record.members.emplace_back("ParentId", JsonValue::OfText(id ? *id : services->UserId(subject)));
  record.members.emplace_back("Body", JsonValue::OfText(input.Text("text")));
  SaveResult saved;
  InTransaction(services, AuthorOf(*services, call), [&](Connection*, RowEditor* editor) {
    saved = editor->Insert(*feed_item, record);
    return saved.ok();
  });
  Invocation invocation;
  invocation.errors = saved.errors;
  invocation.outputs = StrCat("{\"feedItemId\":\"", saved.id, "\"}");
  return invocation;
}

// What the schema file defines gives back the inputs that have an output's name.
Invocation Echo(const InvocableAction& action, const JsonValue& input) {
  std::string outputs = "{";
  for (const ActionParameter& parameter : action.outputs) {
    if (outputs.size() > 1) outputs.push_back(',');
    AppendJsonString(parameter.name, &outputs);
    outputs.push_back(':');
    const JsonValue* value = Given(input, parameter.name);
    if (value != nullptr) {
      value->AppendTo(&outputs);
    } else {
      outputs.append("null");
    }
  }
  if (action.kind == "flow") {
    StrAppend(&outputs, outputs.size() > 1 ? "," : "", "\"Flow__InterviewStatus\":\"Finished\"");
  }
  Invocation invocation;
  invocation.outputs = outputs + "}";
  return invocation;
}

Invocation Run(Services* services, const Call& call, const InvocableAction& action,
               const JsonValue& input) {
  if (auto error = CheckInput(action, input)) return Failed(std::move(*error));
  if (action.standard() && action.name == "emailSimple") return SendEmail(input);
  if (action.standard() && action.name == "chatterPost") {
    return PostToChatter(services, call, input);
  }
  return Echo(action, input);
}

}  // namespace

Response InvokeAction(Services* services, const Call& call, const std::string& kind,
                      const std::string& name) {
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return Response::Error(body.error());
  const JsonValue* inputs = body->Find("inputs");
  if (inputs == nullptr || !inputs->is_array() || inputs->items.empty()) {
    return Response::Error({400, "MISSING_ARGUMENT", text::MissingParameter("inputs"), {}});
  }
  const InvocableAction* action = services->actions.FindInvocableAction(kind, name);
  std::string results = "[";
  bool any = false;
  for (const JsonValue& input : inputs->items) {
    const Invocation invocation = action == nullptr
                                      ? Failed(RowError("MISSING_RECORD", text::NoSuchAction(name)))
                                      : Run(services, call, *action, input);
    any = any || invocation.errors.empty();
    StrAppend(&results, results.size() > 1 ? "," : "",
              ResultText(call, action == nullptr ? name : action->name, invocation));
  }
  return Response::Json(any ? 200 : 400, results + "]");
}

}  // namespace sfsim
