// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/codec/wire.h"
#include "sfconnector/v1/row_set.pb.h"

namespace sfconnector {

// The values of one row, put together in the order of the columns.
class RowBuffer {
 public:
  // The tag of a value in a row.
  static constexpr char kValueTag = WireBuffer::BytesTag(v1::Row::kValuesFieldNumber);

  void Begin(std::size_t columns) {
    bytes_.clear();
    slots_.assign(columns, Slot{});
    next_ = 0;
    in_order_ = true;
  }

  WireBuffer& bytes() { return bytes_; }

  // Around the writing of the value of `column` into bytes(). A later value of the same column
  // wins.
  void BeginValue(std::size_t column) {
    if (column >= slots_.size()) slots_.resize(column + 1);
    if (column < next_) {
      in_order_ = false;
    } else {
      for (; next_ < column; ++next_) PutAbsent(bytes_);
      ++next_;
    }
    slots_[column].begin = bytes_.size();
  }
  void EndValue(std::size_t column) { slots_[column].end = bytes_.size(); }

  // Appends the row as a field of a RowSet.
  void AppendTo(WireBuffer& rows) {
    if (!in_order_) Sort();
    const WireBuffer& content = in_order_ ? bytes_ : sorted_;
    rows.BytesField(v1::RowSet::kRowsFieldNumber, content.view());
  }

 private:
  struct Slot {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  static void PutAbsent(WireBuffer& out) {
    out.Byte(kValueTag);
    out.Byte(0);
  }

  void Sort() {
    sorted_.clear();
    for (std::size_t column = 0; column < next_; ++column) {
      const Slot slot = slots_[column];
      if (slot.end == 0) {
        PutAbsent(sorted_);
      } else {
        sorted_.Append(bytes_.view().substr(slot.begin, slot.end - slot.begin));
      }
    }
  }

  WireBuffer bytes_;
  WireBuffer sorted_;
  std::vector<Slot> slots_;
  std::size_t next_ = 0;  // the first column that no value has reached
  bool in_order_ = true;
};

}  // namespace sfconnector
