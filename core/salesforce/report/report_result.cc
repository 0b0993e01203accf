// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/report/report_result.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json_cursor.h"
#include "core/codec/json_text.h"
#include "core/codec/proto_json.h"
#include "core/salesforce/report/fact_map.h"

namespace sfconnector {
namespace {

constexpr absl::string_view kNull = "null";

// The members of a result that are not read like the others, as they stand; empty: absent or null.
struct Apart {
  absl::string_view attributes;
  absl::string_view fact_map;
};

// Copies the object at the cursor without what stands apart.
absl::StatusOr<std::string> TakeApart(JsonCursor& cursor, Apart& apart) {
  std::string others = "{";
  SFC_RETURN_IF_ERROR(cursor.ReadObject([&](absl::string_view name) -> absl::Status {
    const absl::StatusOr<absl::string_view> value = cursor.ReadRaw(1);
    if (!value.ok()) return value.status();
    if (name == "attributes") {
      apart.attributes = *value == kNull ? absl::string_view() : *value;
    } else if (name == "factMap") {
      apart.fact_map = *value == kNull ? absl::string_view() : *value;
    } else {
      absl::StrAppend(&others, others.size() > 1 ? ",\"" : "\"", name, "\":", *value);
    }
    return absl::OkStatus();
  }));
  SFC_RETURN_IF_ERROR(cursor.ExpectEnd());
  return absl::StrCat(others, "}");
}

}  // namespace

absl::StatusOr<bool> ReadReportResult(absl::string_view json, google::protobuf::Message& attributes,
                                      v1::ReportResult& result) {
  JsonDocument document(json);
  absl::StatusOr<JsonCursor> cursor = document.Open();
  if (!cursor.ok()) return cursor.status();
  Apart apart;
  const absl::StatusOr<std::string> others = TakeApart(*cursor, apart);
  if (!others.ok()) return others.status();
  SFC_RETURN_IF_ERROR(JsonToMessage(*others, UnknownKeys::kKeep, result));
  if (!apart.attributes.empty()) {
    SFC_RETURN_IF_ERROR(
        PrefixField("attributes", JsonToMessage(apart.attributes, UnknownKeys::kKeep, attributes)));
  }
  if (apart.fact_map.empty()) return false;
  SFC_RETURN_IF_ERROR(PrefixField("factMap", ReadFactMap(apart.fact_map, result)));
  return true;
}

}  // namespace sfconnector
