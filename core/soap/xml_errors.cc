// SPDX-License-Identifier: Apache-2.0
#include "core/soap/xml_errors.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "core/codec/json_value.h"
#include "core/soap/soap_message.h"
#include "core/soap/xml_reader.h"

namespace sfconnector {

void XmlErrorsToJson(RestReply& reply) {
  const absl::StatusOr<XmlElement> root = ReadXml(reply.body);
  if (!root.ok() || root->name != "Errors") return;
  v1::Value errors;
  v1::ListValue& list = *errors.mutable_list_value();
  for (const XmlElement& error : root->children) *list.add_values() = ToValue(error);
  absl::StatusOr<std::string> json = ToJson(errors);
  if (json.ok()) reply.body = *std::move(json);
}

}  // namespace sfconnector
