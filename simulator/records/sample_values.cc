// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/sample_values.h"

#include <algorithm>
#include <array>
#include <span>

#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"

namespace sfsim {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 24> kFirst = {
    "Ada",   "Björn", "Carmen", "David", "Elena", "Farid",  "Grace",   "Hiroshi",
    "Inês",  "Jonas", "Katja",  "Liam",  "Maria", "Nadia",  "Oscar",   "Priya",
    "Quinn", "Rosa",  "Samuel", "Tomás", "Uma",   "Victor", "Wanjiru", "Zoë"};
constexpr std::array<std::string_view, 24> kLast = {
    "Abbott", "Baker",  "Castro",   "Dubois", "Eriksen",   "Fischer", "García",  "Haddad",
    "Ito",    "Jensen", "Kowalski", "Larsen", "Müller",    "Nguyen",  "O'Brien", "Patel",
    "Quist",  "Rossi",  "Schmidt",  "Tanaka", "Underwood", "Vega",    "Weber",   "Yilmaz"};
constexpr std::array<std::string_view, 16> kWords = {
    "North", "Granite", "Blue",  "Harbor", "Summit", "Oak",    "Silver", "River",
    "Delta", "Crimson", "Solar", "Maple",  "Iron",   "Meadow", "Violet", "Pioneer"};
constexpr std::array<std::string_view, 8> kTrades = {"Systems",   "Logistics", "Foods", "Energy",
                                                     "Analytics", "Textiles",  "Media", "Tools"};
constexpr std::array<std::string_view, 5> kForms = {"Inc", "GmbH", "Ltd", "AG", "LLC"};
constexpr std::array<std::string_view, 8> kTitles = {
    "CEO", "VP Sales", "Head of Purchasing", "Engineer", "Accountant", "CIO", "Buyer", "Director"};
constexpr std::array<std::string_view, 6> kDepartments = {"Sales",   "Purchasing", "Finance",
                                                          "Support", "Research",   "Operations"};
constexpr std::array<std::string_view, 6> kStreets = {"Main Street", "Market Street", "Oak Avenue",
                                                      "Harbor Road", "Station Road",  "Park Lane"};

struct Place {
  std::string_view city;
  std::string_view state;
  std::string_view country;
  int first_postal_code;
};
constexpr std::array<Place, 8> kPlaces = {{{"Berlin", "Berlin", "Germany", 10115},
                                           {"San Francisco", "CA", "USA", 94102},
                                           {"Tokyo", "Tokyo", "Japan", 10001},
                                           {"Lisbon", "Lisboa", "Portugal", 11000},
                                           {"Zürich", "ZH", "Switzerland", 80010},
                                           {"São Paulo", "SP", "Brazil", 10100},
                                           {"Oslo", "Oslo", "Norway", 10150},
                                           {"Nairobi", "Nairobi", "Kenya", 10010}}};

std::string_view At(Words words, uint64_t index) { return words[index % words.size()]; }

// Likely sizes of numbers by the name of their field, in whole units.
struct Range {
  std::string_view name;
  int64_t from;
  int64_t to;
};
constexpr std::array<Range, 9> kRanges = {{{"NumberOfEmployees", 1, 20'000},
                                           {"AnnualRevenue", 100'000, 500'000'000},
                                           {"Amount", 1'000, 500'000},
                                           {"Probability", 0, 100},
                                           {"Quantity", 1, 50},
                                           {"UnitPrice", 5, 5'000},
                                           {"DurationInMinutes", 15, 240},
                                           {"Latitude", -90, 90},
                                           {"Longitude", -180, 180}}};

}  // namespace

SampleRow::SampleRow(uint64_t seed, uint64_t number, int64_t now)
    : random_(seed, number),
      number_(number),
      now_(now),
      first_(At(kFirst, random_.Next())),
      last_(At(kLast, random_.Next())),
      place_(random_.Pick(kPlaces.size())) {}

std::string SampleRow::PersonName() const { return StrCat(first_, " ", last_); }

std::string SampleRow::CompanyName() const {
  return StrCat(At(kWords, number_), " ", At(kTrades, number_ / 16), " ", At(kForms, number_ / 128),
                " ", number_);
}

std::string SampleRow::Address(const Field& field) const {
  const Place& place = kPlaces[place_];
  if (field.name.ends_with("City")) return std::string(place.city);
  if (field.name.ends_with("State")) return std::string(place.state);
  if (field.name.ends_with("Country")) return std::string(place.country);
  if (field.name.ends_with("PostalCode")) {
    return std::to_string(place.first_postal_code + static_cast<int>(number_ % 500));
  }
  return StrCat(number_ % 200 + 1, " ", At(kStreets, number_ / 200));
}

std::string SampleRow::PlainText(const Field& field) {
  const std::string_view name = field.name;
  if (!field.compound_field.empty() && field.compound_field != "Name") return Address(field);
  if (name == "FirstName") return std::string(first_);
  if (name == "LastName") return std::string(last_);
  if (name == "Name" || name == "Company" || name == "CompanyName") return CompanyName();
  if (name == "Title") return std::string(At(kTitles, random_.Next()));
  if (name == "Department") return std::string(At(kDepartments, random_.Next()));
  if (field.unique || field.external_id) return StrCat(name.substr(0, 3), "-", number_);
  if (field.length > 1000) {
    return StrCat("Notes on ", CompanyName(), ": \"quoted\", and\na second line.");
  }
  return StrCat(At(kWords, random_.Next()), " ", At(kWords, random_.Next()), " ", number_);
}

SqlValue SampleRow::Text(const Field& field) {
  if (!field.picklist.empty()) return field.picklist[random_.Pick(field.picklist.size())].value;
  std::string text;
  if (field.type == FieldType::kEmail || field.name == "Username") {
    text = StrCat("person", number_, "@", AsciiLower(At(kWords, number_)), ".example.com");
  } else if (field.type == FieldType::kPhone) {
    text = StrCat("+1 555 ", 1'000'000 + random_.Pick(9'000'000));
  } else if (field.type == FieldType::kUrl) {
    text = StrCat("https://www.", AsciiLower(At(kWords, number_)), number_, ".example.com");
  } else {
    text = PlainText(field);
  }
  if (field.length > 0 && text.size() > static_cast<size_t>(field.length)) {
    text = std::to_string(number_).substr(0, static_cast<size_t>(field.length));
  }
  return text;
}

int64_t SampleRow::Amount(const Field& field) {
  const int digits = field.precision > 0 ? field.precision : 18;
  int64_t from = 0;
  int64_t to = 10'000'000;
  for (const Range& range : kRanges) {
    if (!field.name.ends_with(range.name)) continue;
    from = range.from;
    to = range.to;
    break;
  }
  if (field.type == FieldType::kPercent) to = std::min<int64_t>(to, 100);
  to = std::min(to, PowerOfTen(std::clamp(digits - field.scale, 0, 9)) - 1);
  from = std::min(from, to);
  const int64_t whole =
      from + static_cast<int64_t>(random_.Pick(static_cast<uint64_t>(to - from + 1)));
  const int64_t unit = PowerOfTen(field.scale);
  // Two digits behind the point are what people type.
  const int64_t cents =
      field.scale >= 2 && whole < to ? static_cast<int64_t>(random_.Pick(100)) : 0;
  return whole * unit + (cents == 0 ? 0 : cents * (unit / 100));
}

SqlValue SampleRow::Number(const Field& field) {
  if (field.type == FieldType::kDate) {
    if (field.name.starts_with("Birth")) {
      return DaysFromCivil(1950, 1, 1) + static_cast<int64_t>(random_.Pick(20'000));
    }
    return DayOf(now_) - 500 + static_cast<int64_t>(random_.Pick(1000));
  }
  if (field.type == FieldType::kDateTime) {
    return now_ - static_cast<int64_t>(random_.Pick(86'400)) * 500'000;
  }
  if (field.type == FieldType::kTime) return static_cast<int64_t>(random_.Pick(86'400)) * 1000;
  return field.is_number() ? SqlValue(Amount(field)) : SqlValue();
}

}  // namespace sfsim
