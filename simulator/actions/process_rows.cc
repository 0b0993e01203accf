// SPDX-License-Identifier: Apache-2.0
#include "simulator/actions/process_rows.h"

#include "simulator/base/str_cat.h"
#include "simulator/json/json_text.h"

namespace sfsim {

std::string ProcessRows(const ActionBook& book) {
  std::string rows;
  for (const ApprovalProcess& process : book.approval_processes()) {
    JsonObjectText row;
    row.Text("Name", process.label).Text("DeveloperName", process.name);
    row.Text("Description", process.description).Text("TableEnumOrId", process.object);
    row.Text("Type", "Approval").Text("State", "Active");
    StrAppend(&rows, rows.empty() ? "" : ",", row.Finish());
  }
  return StrCat("{\"ProcessDefinition\":[", rows, "]}");
}

}  // namespace sfsim
