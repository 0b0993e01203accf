// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/generator.h"

#include <algorithm>
#include <array>
#include <random>

#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/records/derived_fields.h"

namespace sfsim {
namespace {

constexpr std::array<std::string_view, 16> kWords = {
    "North", "Granite", "Blue",  "Harbor", "Summit", "Oak",    "Silver", "River",
    "Delta", "Crimson", "Solar", "Maple",  "Iron",   "Meadow", "Violet", "Pioneer"};
constexpr std::array<std::string_view, 8> kCities = {"Berlin", "San Francisco", "Tokyo", "Lisbon",
                                                     "Zürich", "São Paulo",     "Oslo",  "Nairobi"};

// The values of one object's rows, column by column.
class RowGenerator {
 public:
  RowGenerator(const Schema& schema, const ObjectType& type, const Author& author, uint64_t seed)
      : schema_(schema), type_(type), author_(author), random_(seed) {}

  // Reads the ids that lookups may take.
  void ReadParents(Connection* connection) {
    for (const Field& field : type_.fields()) {
      if (field.type != FieldType::kReference || field.reference_to.empty()) continue;
      if (!field.createable || field.name == "OwnerId") continue;
      const ObjectType* parent = schema_.Find(field.reference_to.front());
      if (parent == nullptr || parent == &type_) continue;
      std::vector<std::string>& ids = parents_[&field];
      Statement rows = connection->Prepare(
          StrCat("SELECT \"Id\" FROM ", QuoteName(parent->name), " WHERE \"IsDeleted\"=0"));
      while (rows.Step()) ids.emplace_back(rows.Text(0));
    }
  }

  SqlValue Value(const Field& field, uint64_t number, const std::string& id) {
    if (field.type == FieldType::kId) return id;
    if (field.name == "CreatedDate" || field.name == "LastModifiedDate" ||
        field.name == "SystemModstamp") {
      return author_.now;
    }
    if (field.name == "OwnerId" || field.name == "CreatedById" ||
        field.name == "LastModifiedById") {
      return author_.user_id;
    }
    if (field.type == FieldType::kReference) return Parent(field);
    if (!field.createable || field.auto_number || field.type == FieldType::kBoolean) {
      return field.name == "Name" ? SqlValue(FullName(number)) : DefaultValue(field, number);
    }
    if (field.is_text()) return Text(field, number);
    return Number(field);
  }

 private:
  uint64_t Pick(uint64_t count) { return random_() % count; }

  SqlValue Parent(const Field& field) {
    const auto found = parents_.find(&field);
    if (found == parents_.end() || found->second.empty()) return {};
    return found->second[Pick(found->second.size())];
  }

  static std::string FullName(uint64_t number) {
    return StrCat(kWords[number % kWords.size()], " ", kWords[number / 16 % kWords.size()], "son ",
                  number);
  }

  SqlValue Text(const Field& field, uint64_t number) {
    if (!field.picklist.empty()) return field.picklist[Pick(field.picklist.size())].value;
    std::string text;
    if (field.type == FieldType::kEmail) {
      text = StrCat("user", number, "@example.com");
    } else if (field.type == FieldType::kPhone) {
      text = StrCat("+1 555 ", 1000000 + Pick(9000000));
    } else if (field.type == FieldType::kUrl) {
      text = StrCat("https://example.com/", number);
    } else if (field.name == "FirstName") {
      text = kWords[number % kWords.size()];
    } else if (field.name == "LastName") {
      text = StrCat(kWords[number / 16 % kWords.size()], "son ", number);
    } else if (field.name.ends_with("City")) {
      text = kCities[Pick(kCities.size())];
    } else if (field.unique || field.external_id) {
      text = StrCat(field.name.substr(0, 3), "-", number);
    } else if (field.length > 1000) {
      text = StrCat("Notes on ", FullName(number), ": \"quoted\", and\na second line.");
    } else {
      text = StrCat(kWords[Pick(kWords.size())], " ", kWords[Pick(kWords.size())], " ", number);
    }
    if (field.length > 0 && text.size() > static_cast<size_t>(field.length)) {
      text = std::to_string(number).substr(0, static_cast<size_t>(field.length));
    }
    return text;
  }

  SqlValue Number(const Field& field) {
    if (field.type == FieldType::kDate) {
      return DayOf(author_.now) - 500 + static_cast<int64_t>(Pick(1000));
    }
    if (field.type == FieldType::kDateTime) {
      return author_.now - static_cast<int64_t>(Pick(86'400'000)) * 500;
    }
    if (field.type == FieldType::kTime) return static_cast<int64_t>(Pick(86'400)) * 1000;
    if (!field.is_number()) return {};
    const int digits = std::min(field.precision > 0 ? field.precision : 18, 8 + field.scale);
    return static_cast<int64_t>(Pick(static_cast<uint64_t>(PowerOfTen(digits - 1))));
  }

  const Schema& schema_;
  const ObjectType& type_;
  const Author& author_;
  std::mt19937_64 random_;
  std::map<const Field*, std::vector<std::string>> parents_;
};

// Parts of an address that say little, and second addresses.
bool IsMinorPart(const Field& field) {
  if (field.compound_field.empty() || field.compound_field == "Name") return false;
  const bool city = field.name.ends_with("City") || field.name.ends_with("Country");
  return !city || field.name.starts_with("Shipping") || field.name.starts_with("Other");
}

// The fields that generated rows fill: every one would make rows of several kilobytes.
std::vector<const Field*> FilledFields(const ObjectType& type) {
  constexpr size_t kOptional = 16;
  std::vector<const Field*> fields;
  size_t optional = 0;
  for (const Field& field : type.fields()) {
    if (field.is_compound() || field.type == FieldType::kBase64) continue;
    const bool needed = !field.nillable || field.external_id || field.name == "Name" ||
                        field.name == "FirstName" || field.type == FieldType::kReference;
    const bool wanted = field.createable && !IsMinorPart(field);
    if (needed || (wanted && optional++ < kOptional)) fields.push_back(&field);
  }
  return fields;
}

}  // namespace

absl::Status GenerateRows(const Schema& schema, Store* store, const Author& author,
                          const std::string& object, int64_t count, uint64_t seed) {
  const ObjectType* type = schema.Find(object);
  if (type == nullptr) return absl::InvalidArgumentError("generate: no object '" + object + "'");
  Store::Writer writer = store->Write();
  RowGenerator generator(schema, *type, author, seed);
  generator.ReadParents(&*writer);
  const std::vector<const Field*> fields = FilledFields(*type);
  std::string columns;
  std::string places;
  for (size_t i = 0; i < fields.size(); ++i) {
    StrAppend(&columns, i > 0 ? "," : "", QuoteName(fields[i]->name));
    places.append(i > 0 ? ",?" : "?");
  }
  absl::Status status = writer->Execute("BEGIN");
  if (!status.ok()) return status;
  Statement insert = writer->Prepare(
      StrCat("INSERT INTO ", QuoteName(type->name), "(", columns, ") VALUES(", places, ")"));
  const uint64_t first = store->NextNumber(type->key_prefix, static_cast<uint64_t>(count));
  for (uint64_t number = first; number < first + static_cast<uint64_t>(count); ++number) {
    const std::string id = MakeId(type->key_prefix, number);
    for (size_t i = 0; i < fields.size(); ++i) {
      insert.Bind(static_cast<int>(i) + 1, generator.Value(*fields[i], number, id));
    }
    if (!insert.Run()) return absl::InternalError("generate: " + writer->LastError());
  }
  return writer->Execute("COMMIT");
}

}  // namespace sfsim
