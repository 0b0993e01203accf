// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "simulator/handlers/services.h"
#include "simulator/http/router.h"
#include "simulator/records/row_editor.h"

// What the handlers of single rows and of collections share.
namespace sfsim {

Author AuthorOf(const Services& services, const Call& call);

// The object a path names; 404 NOT_FOUND otherwise.
Outcome<const ObjectType*> FindObject(const Services& services, std::string_view name);

// The field of an external-id path: External ID, idLookup or Id; 404 NOT_FOUND otherwise.
Outcome<const Field*> FindKeyField(const ObjectType& type, std::string_view name);

// The id in its 18-character form; 400 MALFORMED_ID if it is none of this object's.
Outcome<std::string> ReadRowId(const ObjectType& type, std::string_view id);

// `Name,Industry` as fields; 400 INVALID_FIELD names the first unknown one.
Outcome<std::vector<const Field*>> ReadFieldList(const ObjectType& type,
                                                 const std::vector<std::string>& names);

// The JSON object that a text or a request's body is; 400 JSON_PARSER_ERROR otherwise.
Outcome<JsonValue> ReadObject(std::string_view json);
Outcome<JsonValue> ReadObjectBody(const Request& request);

// One row as JSON, or what is known of it. An empty `record` with no error: no such row.
struct RowRead {
  std::string record;
  bool deleted = false;
  int64_t modified = 0;
};
Outcome<RowRead> ReadRow(const Services& services, const ObjectType& type,
                         const std::vector<const Field*>& fields, const std::string& id,
                         const std::string& version);

// Runs `edit` with a row editor within one transaction, which is undone when it returns false.
// Within a Store::Transaction it is a part of that.
template <typename Edit>
void InTransaction(Services* services, const Author& author, Edit edit) {
  Store::Writer writer = services->store->Write();
  RowEditor editor(&services->schema, services->store.get(), &*writer, author);
  writer.Begin();
  writer.End(edit(&*writer, &editor));
}

}  // namespace sfsim
