// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "simulator/records/row_draft.h"
#include "simulator/records/row_errors.h"

namespace sfsim {

// What an org checks before it saves a row. Each appends what it finds wrong.
class RowChecks {
 public:
  // `author_id`: who writes, and so exists even while the org's first rows are being made.
  // `system`: may give rows to inactive users.
  RowChecks(const Schema& schema, std::string author_id, bool system)
      : schema_(schema), author_id_(std::move(author_id)), system_(system) {}

  void CheckAll(const RowDraft& draft, const FieldValues& values,
                std::vector<ApiError>* errors) const;

 private:
  void CheckRequired(const RowDraft& draft, const FieldValues& values,
                     std::vector<ApiError>* errors) const;
  void CheckReference(const RowDraft& draft, const Field& lookup, const std::string& id,
                      std::vector<ApiError>* errors) const;
  void CheckUnique(const RowDraft& draft, const FieldValues& values,
                   std::vector<ApiError>* errors) const;
  static void CheckAssignment(const RowDraft& draft, const FieldValues& values,
                              std::vector<ApiError>* errors);

  const Schema& schema_;
  std::string author_id_;
  bool system_;
};

}  // namespace sfsim
