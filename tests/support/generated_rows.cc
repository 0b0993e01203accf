// SPDX-License-Identifier: Apache-2.0
#include "tests/support/generated_rows.h"

#include <array>

namespace sfconnector::testing {
namespace {

constexpr std::array<std::string_view, 5> kIndustries = {"Manufacturing", "Energy", "Retail",
                                                         "Agriculture", "Biotechnology"};

// In quotes where it needs them.
void AppendCell(std::string_view cell, std::string& csv) {
  if (cell.find_first_of(",\n\"") == std::string_view::npos) {
    csv += cell;
    return;
  }
  csv += '"';
  for (const char byte : cell) {
    if (byte == '"') csv += '"';
    csv += byte;
  }
  csv += '"';
}

std::string Padded(std::int64_t number) {
  const std::string digits = std::to_string(number);
  constexpr std::size_t kDigits = 8;
  return digits.size() < kDigits ? std::string(kDigits - digits.size(), '0') + digits : digits;
}

std::string Street(std::int64_t ordinal) {
  const std::string number = std::to_string(ordinal % 997);
  if (ordinal % 16 != 0) return "Große Straße " + number;
  return "Market Street " + number + "\nSuite \"" + std::to_string(ordinal) + "\"";
}

std::string Description(std::int64_t ordinal) {
  if (ordinal % 8 == 0) return {};
  std::string text = "Customer since 2015, rated \"A\"; renews every year";
  for (std::int64_t i = ordinal % 7; i > 0; --i) text += ", übernommen";
  return text;
}

}  // namespace

std::string GeneratedRows::Next(std::size_t bytes) {
  std::string csv;
  csv.reserve(bytes + 1024);
  if (header_) csv.append(kColumns).append("\n");
  header_ = false;
  while (csv.size() < bytes && hash_.rows() < rows_) AddRow(hash_.rows(), csv);
  return csv;
}

void GeneratedRows::AddRow(std::int64_t ordinal, std::string& csv) {
  const std::string digits = Padded(ordinal);
  const auto industry = static_cast<std::size_t>(ordinal) % kIndustries.size();
  const std::array<std::string, 7> cells = {"Müller & Söhne Nr. " + digits,
                                            "N-" + digits,
                                            "+49 30 " + digits,
                                            std::string(kIndustries.at(industry)),
                                            std::to_string(ordinal % 5000),
                                            Street(ordinal),
                                            Description(ordinal)};
  for (const std::string& cell : cells) {
    if (&cell != cells.data()) csv += ',';
    AppendCell(cell, csv);
    hash_.AddCell(cell);
  }
  csv += '\n';
  hash_.EndRow();
}

}  // namespace sfconnector::testing
