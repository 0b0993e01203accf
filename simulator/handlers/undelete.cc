// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/text.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"

namespace sfsim {
namespace {

// What no REST call of a real org does, for tests: takes rows out of the recycle bin, all or none.
Response Undelete(Services* services, const Call& call) {
  const std::string* list = call.request->Query("ids");
  if (list == nullptr) {
    return Response::Error({400, "MISSING_ARGUMENT", text::MissingParameter("ids"), {}});
  }
  const Author author{MakeId("005", 1), services->Now(), true};
  std::vector<ApiError> errors;
  InTransaction(services, author, [&](Connection*, RowEditor* editor) {
    for (const std::string& given : Split(*list, ',')) {
      const auto id = NormalizeId(TrimView(given));
      const ObjectType* type = id ? services->schema.FindByPrefix(*id) : nullptr;
      if (type == nullptr) {
        errors.push_back(RowError("MALFORMED_ID", text::MalformedId(given)));
        continue;
      }
      const SaveResult undeleted = editor->Undelete(*type, *id);
      errors.insert(errors.end(), undeleted.errors.begin(), undeleted.errors.end());
    }
    return errors.empty();
  });
  return errors.empty() ? Response::Empty(204) : Response::Errors(errors);
}

}  // namespace

void AddUndeleteRoutes(Services* services, Router* router) {
  router->Add("POST", "/simulator/undelete", Access::kOpen,
              [services](const Call& call) { return Undelete(services, call); });
}

}  // namespace sfsim
