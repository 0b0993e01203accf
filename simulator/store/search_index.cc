// SPDX-License-Identifier: Apache-2.0
#include "simulator/store/search_index.h"

#include "simulator/base/str_cat.h"
#include "simulator/store/sqlite.h"

namespace sfsim {
namespace {

// Text that people write. Picklists, multi-select picklists and encrypted text are not searched.
bool IsSearchable(const Field& field) {
  switch (field.type) {
    case FieldType::kString:
    case FieldType::kTextArea:
    case FieldType::kCombobox:
    case FieldType::kEmail:
    case FieldType::kPhone:
    case FieldType::kUrl:
      return true;
    default:
      return false;
  }
}

// `c0,c1,c2`.
std::string Columns(size_t count) {
  std::string columns;
  for (size_t i = 0; i < count; ++i) StrAppend(&columns, i > 0 ? ",c" : "c", i);
  return columns;
}

// `rowid,"Name","Phone"`, each with `prefix` in front.
std::string Values(const std::vector<const Field*>& fields, std::string_view prefix) {
  std::string values = StrCat(prefix, "rowid");
  for (const Field* field : fields) StrAppend(&values, ",", prefix, QuoteName(field->name));
  return values;
}

std::string TriggerName(const ObjectType& object, std::string_view event) {
  return QuoteName(StrCat("search_", object.name, "_", event));
}

}  // namespace

std::vector<const Field*> SearchableFields(const ObjectType& object) {
  std::vector<const Field*> fields;
  for (const Field& field : object.fields()) {
    if (IsSearchable(field)) fields.push_back(&field);
  }
  return fields;
}

std::string SearchTable(const ObjectType& object) {
  return QuoteName(StrCat("search_", object.name));
}

std::string WordTable(const ObjectType& object) { return QuoteName(StrCat("words_", object.name)); }

std::string CreateSearchIndexSql(const ObjectType& object) {
  const std::vector<const Field*> fields = SearchableFields(object);
  const std::string index = SearchTable(object);
  const std::string columns = Columns(fields.size());
  const std::string table = QuoteName(object.name);
  const std::string add = StrCat("INSERT INTO ", index, "(rowid,", columns, ") ");
  // A table without content of its own must be told what it is to forget.
  const std::string forget = StrCat("INSERT INTO ", index, "(", index, ",rowid,", columns,
                                    ") VALUES('delete',", Values(fields, "old."), ");");
  const std::string learn = StrCat(add, "VALUES(", Values(fields, "new."), ");");
  std::string changed;
  for (const Field* field : fields) {
    StrAppend(&changed, changed.empty() ? "" : ",", QuoteName(field->name));
  }
  return StrCat(
      "CREATE VIRTUAL TABLE ", index, " USING fts5(", columns,
      ",content='',tokenize='unicode61 remove_diacritics 0');", add, "SELECT ", Values(fields, ""),
      " FROM ", table, ";CREATE VIRTUAL TABLE ", WordTable(object), " USING fts5vocab(", index,
      ",'row');CREATE TRIGGER ", TriggerName(object, "insert"), " AFTER INSERT ON ", table,
      " BEGIN ", learn, "END;CREATE TRIGGER ", TriggerName(object, "update"), " AFTER UPDATE OF ",
      changed, " ON ", table, " BEGIN ", forget, learn, "END;CREATE TRIGGER ",
      TriggerName(object, "delete"), " AFTER DELETE ON ", table, " BEGIN ", forget, "END;");
}

std::string DropSearchIndexSql(const ObjectType& object) {
  return StrCat("DROP TRIGGER ", TriggerName(object, "insert"), ";DROP TRIGGER ",
                TriggerName(object, "update"), ";DROP TRIGGER ", TriggerName(object, "delete"),
                ";DROP TABLE ", WordTable(object), ";DROP TABLE ", SearchTable(object), ";");
}

}  // namespace sfsim
