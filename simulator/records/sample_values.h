// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "simulator/model/field.h"
#include "simulator/store/sqlite.h"

namespace sfsim {

// Random numbers of one made-up row, the same for the same seed and row.
class RowRandom {
 public:
  RowRandom(uint64_t seed, uint64_t row) : state_(seed * 0x9E3779B97F4A7C15u + row) {
    Next();
    state_ ^= row << 32;
  }
  // SplitMix64.
  uint64_t Next() {
    uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  // 0 to `count` - 1.
  uint64_t Pick(uint64_t count) { return Next() % count; }

 private:
  uint64_t state_;
};

// What made-up rows contain: names of people and companies, addresses that belong together, e-mail
// addresses of the person, amounts of a likely size.
class SampleRow {
 public:
  // `number` counts the rows of an object; texts that must be unique contain it.
  SampleRow(uint64_t seed, uint64_t number, int64_t now);

  RowRandom& random() { return random_; }
  std::string PersonName() const;
  std::string CompanyName() const;

  SqlValue Text(const Field& field);
  // Numbers, dates, instants and times.
  SqlValue Number(const Field& field);

 private:
  std::string PlainText(const Field& field);
  std::string Address(const Field& field) const;
  int64_t Amount(const Field& field);

  RowRandom random_;
  uint64_t number_;
  int64_t now_;
  std::string_view first_;
  std::string_view last_;
  size_t place_;
};

}  // namespace sfsim
