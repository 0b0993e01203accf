// SPDX-License-Identifier: Apache-2.0
#include "simulator/actions/process_rows.h"

#include "simulator/base/str_cat.h"
#include "simulator/json/json_text.h"

namespace sfsim {

std::string ProcessRows(const ActionBook& book) {
  std::string rows = "{\"ProcessDefinition\":[";
  const auto member = [&rows](std::string_view name, const std::string& value) {
    StrAppend(&rows, "\"", name, "\":");
    AppendJsonString(value, &rows);
    rows.push_back(',');
  };
  for (const ApprovalProcess& process : book.approval_processes()) {
    rows.append(rows.back() == '[' ? "{" : ",{");
    member("Name", process.label);
    member("DeveloperName", process.name);
    member("Description", process.description);
    member("TableEnumOrId", process.object);
    rows.append("\"Type\":\"Approval\",\"State\":\"Active\"}");
  }
  return rows + "]}";
}

}  // namespace sfsim
