// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/records/row_draft.h"
#include "simulator/records/save_result.h"
#include "simulator/store/store.h"

namespace sfsim {

// What a new ContentVersion brings about: its ContentDocument or a further version of one, and the
// links to its owner and to where it is published first.
class ContentFiles {
 public:
  ContentFiles(const Schema* schema, Store* store, const Author& author)
      : schema_(*schema), store_(*store), author_{author.user_id, author.now, true} {}

  // Before the version is written: gives it its document and number.
  SaveResult AddDocument(RowDraft* version);
  // After it is written: makes it the document's latest.
  SaveResult Publish(const RowDraft& version);

 private:
  SaveResult Link(const RowDraft& version, const std::string& entity_id, const char* share_type);

  const Schema& schema_;
  Store& store_;
  Author author_;
};

}  // namespace sfsim
