// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/field_input.h"

#include <algorithm>

#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/text.h"

namespace sfsim {
namespace {

ApiError FieldError(std::string code, std::string message, const Field& field) {
  return {400, std::move(code), std::move(message), std::vector<std::string>{field.name}};
}

std::string_view TokenName(const JsonValue& value) {
  switch (value.kind) {
    case JsonValue::Kind::kString:
      return "VALUE_STRING";
    case JsonValue::Kind::kNumber:
      return value.text.find_first_of(".eE") == std::string::npos ? "VALUE_NUMBER_INT"
                                                                  : "VALUE_NUMBER_FLOAT";
    case JsonValue::Kind::kBool:
      return value.boolean ? "VALUE_TRUE" : "VALUE_FALSE";
    case JsonValue::Kind::kArray:
      return "START_ARRAY";
    default:
      return "START_OBJECT";
  }
}

ApiError WrongType(const Field& field, const JsonValue& value) {
  // Of lists and objects the error shows the beginning.
  const std::string_view shown = value.is_array()    ? "["
                                 : value.is_object() ? "{"
                                                     : std::string_view(value.text);
  return {400,
          "JSON_PARSER_ERROR",
          text::CannotDeserialize(FieldTypeName(field.type), TokenName(value), shown, value.line,
                                  value.column),
          {}};
}

bool LooksLikeEmail(std::string_view text) {
  const size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos)
    return false;
  const std::string_view domain = text.substr(at + 1);
  const size_t dot = domain.rfind('.');
  const bool no_space = text.find_first_of(" \t\r\n,;<>()") == std::string_view::npos;
  return no_space && dot != std::string_view::npos && dot > 0 && dot + 1 < domain.size() &&
         domain.find("..") == std::string_view::npos;
}

bool IsPicklistValue(const Field& field, std::string_view value) {
  return std::any_of(field.picklist.begin(), field.picklist.end(), [&](const PicklistValue& known) {
    return known.active && EqualsIgnoreCase(known.value, value);
  });
}

// `a;b` of the chosen values, each once, in the order of their choice.
std::string JoinChoices(std::string_view text) {
  std::vector<std::string> choices;
  for (const std::string& item : Split(text, ';')) {
    std::string choice(TrimView(item));
    if (choice.empty() || std::find(choices.begin(), choices.end(), choice) != choices.end()) {
      continue;
    }
    choices.push_back(std::move(choice));
  }
  std::string joined;
  for (const std::string& choice : choices) joined.append(joined.empty() ? "" : ";").append(choice);
  return joined;
}

Outcome<SqlValue> ReadText(const Field& field, const JsonValue& value) {
  if (!value.is_string() && !value.is_number() && value.kind != JsonValue::Kind::kBool) {
    return WrongType(field, value);
  }
  std::string text(TrimView(value.kind == JsonValue::Kind::kBool
                                ? std::string_view(value.boolean ? "true" : "false")
                                : std::string_view(value.text)));
  const bool several = field.type == FieldType::kMultiPicklist;
  if (several) text = JoinChoices(text);
  if (text.empty()) return SqlValue();
  if (field.length > 0 && CharacterCount(text) > static_cast<size_t>(field.length)) {
    return FieldError("STRING_TOO_LONG", text::TooLong(field.label, text, field.length), field);
  }
  if (field.type == FieldType::kEmail) {
    if (!LooksLikeEmail(text)) {
      return FieldError("INVALID_EMAIL_ADDRESS", text::InvalidEmail(field.label, text), field);
    }
    text = AsciiLower(text);
  }
  if (field.restricted_picklist) {
    const auto choices = several ? Split(text, ';') : std::vector<std::string>{text};
    for (const std::string& chosen : choices) {
      if (IsPicklistValue(field, chosen)) continue;
      return FieldError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                        text::RestrictedPicklist(field.label, chosen), field);
    }
  }
  return SqlValue(std::move(text));
}

Outcome<SqlValue> ReadId(const Field& field, const JsonValue& value) {
  if (!value.is_string()) return WrongType(field, value);
  if (value.text.empty()) return SqlValue();
  const auto id = NormalizeId(value.text);
  if (!id) {
    return FieldError("MALFORMED_ID", text::WrongIdType(field.label, value.text), field);
  }
  return SqlValue(*id);
}

Outcome<SqlValue> ReadNumber(const Field& field, const JsonValue& value) {
  if (value.is_string() && TrimView(value.text).empty()) return SqlValue();
  const bool numeric = value.is_number() || value.is_string();
  const std::string_view text = TrimView(value.text);
  if (!numeric || !IsDecimal(text)) return WrongType(field, value);
  const bool fraction =
      field.type == FieldType::kInt && text.find_first_of(".eE") != std::string_view::npos;
  if (fraction) return WrongType(field, value);
  const auto scaled = ParseDecimal(text, field.scale);
  const int digits = field.precision > 0 ? field.precision : 18;
  const int64_t magnitude = scaled ? (*scaled < 0 ? -*scaled : *scaled) : 0;
  if (!scaled || (digits < 18 && magnitude >= PowerOfTen(digits) &&
                  !(field.type == FieldType::kInt && magnitude <= INT32_MAX))) {
    return FieldError("NUMBER_OUTSIDE_VALID_RANGE", text::NumberOutsideRange(field.label, text),
                      field);
  }
  return SqlValue(*scaled);
}

Outcome<SqlValue> ReadMoment(const Field& field, const JsonValue& value) {
  if (!value.is_string()) return WrongType(field, value);
  if (value.text.empty()) return SqlValue();
  std::optional<int64_t> moment;
  if (field.type == FieldType::kDate) {
    moment = ParseDate(value.text);
    // An instant is accepted for a date: its day counts.
    if (!moment) {
      moment = ParseInstant(value.text);
      if (moment) moment = DayOf(*moment);
    }
  } else if (field.type == FieldType::kDateTime) {
    moment = ParseInstant(value.text);
    if (!moment) {
      moment = ParseDate(value.text);
      if (moment) moment = *moment * kMillisOfDay;
    }
  } else {
    moment = ParseTimeOfDay(value.text);
  }
  if (!moment) return WrongType(field, value);
  return SqlValue(*moment);
}

Outcome<SqlValue> ReadBoolean(const Field& field, const JsonValue& value) {
  if (value.kind == JsonValue::Kind::kBool) return SqlValue(int64_t{value.boolean});
  if (value.is_string() && EqualsIgnoreCase(value.text, "true")) return SqlValue(int64_t{1});
  if (value.is_string() && EqualsIgnoreCase(value.text, "false")) return SqlValue(int64_t{0});
  return WrongType(field, value);
}

// Kept in the standard alphabet with its padding, so that the size follows from the length.
Outcome<SqlValue> ReadBlob(const Field& field, const JsonValue& value) {
  const auto bytes = value.is_string() ? Base64Decode(value.text) : std::nullopt;
  if (!bytes) return WrongType(field, {value.kind, false, "", {}, {}, value.line, value.column});
  return bytes->empty() ? SqlValue() : SqlValue(Base64Encode(*bytes));
}

}  // namespace

Outcome<SqlValue> ReadFieldValue(const Field& field, const JsonValue& value) {
  if (field.type == FieldType::kBoolean) {
    if (value.is_null()) {
      return ApiError{400, "INVALID_TYPE_ON_FIELD_IN_RECORD",
                      field.label + ": value not of required type: null",
                      std::vector<std::string>{field.name}};
    }
    return ReadBoolean(field, value);
  }
  if (value.is_null()) return SqlValue();
  if (field.is_id()) return ReadId(field, value);
  if (field.is_number()) return ReadNumber(field, value);
  if (field.type == FieldType::kBase64) {
    return ReadBlob(field, value);
  }
  if (field.is_text()) return ReadText(field, value);
  return ReadMoment(field, value);
}

Outcome<SqlValue> ReadFieldText(const Field& field, const std::string& text) {
  JsonValue value;
  value.kind = JsonValue::Kind::kString;
  value.text = text;
  return ReadFieldValue(field, value);
}

}  // namespace sfsim
