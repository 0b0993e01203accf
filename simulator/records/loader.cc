// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/loader.h"

#include "simulator/base/str_cat.h"

namespace sfsim {
namespace {

absl::Status Wrong(std::string_view object, size_t index, std::string_view message) {
  return absl::InvalidArgumentError(StrCat("data: ", object, "[", index, "]: ", message));
}

absl::Status LoadAll(const Schema& schema, RowEditor* editor, const JsonValue& document) {
  for (const auto& [name, records] : document.members) {
    const ObjectType* type = schema.Find(name);
    if (type == nullptr) {
      return absl::InvalidArgumentError(StrCat("data: no object '", name, "'"));
    }
    for (size_t i = 0; i < records.items.size(); ++i) {
      if (!records.items[i].is_object()) return Wrong(name, i, "is no object");
      const SaveResult saved = editor->Insert(*type, records.items[i]);
      if (!saved.ok()) return Wrong(name, i, saved.errors.front().message);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status LoadRecords(const Schema& schema, Store* store, const Author& author,
                         const JsonValue& document) {
  if (!document.is_object()) {
    return absl::InvalidArgumentError("data: an object of object names is expected");
  }
  Store::Writer writer = store->Write();
  Author loader = author;
  loader.system = true;
  RowEditor editor(&schema, store, &*writer, loader);
  absl::Status begun = writer->Execute("BEGIN IMMEDIATE");
  if (!begun.ok()) return begun;
  absl::Status loaded = LoadAll(schema, &editor, document);
  absl::Status ended = writer->Execute(loaded.ok() ? "COMMIT" : "ROLLBACK");
  return loaded.ok() ? ended : loaded;
}

}  // namespace sfsim
