// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "simulator/base/outcome.h"
#include "simulator/soql/plan.h"
#include "simulator/store/store.h"

namespace sfsim::soql {

// A reading connection that stays in one transaction, so that all pages of a query, and of the
// child sets within it, show the rows of one moment.
class Snapshot {
 public:
  // Within a Store::Transaction of the calling thread the snapshot shows what that has written, and
  // from its end on what it has left.
  static absl::StatusOr<std::shared_ptr<Snapshot>> Begin(Store* store);
  ~Snapshot();

  Connection& connection() { return *connection_; }
  // Locked by whoever uses the connection.
  std::recursive_mutex& mutex() { return mutex_; }
  // Whether it is part of a transaction that goes on: no statement may then stay open.
  bool joined() const { return connection_ != nullptr && connection_->borrowed(); }
  // False for other threads while joined, and when there is no connection left to read from.
  bool usable() const { return connection_ != nullptr && (!joined() || store_->InTransaction()); }

 private:
  Snapshot(Store* store, std::unique_ptr<Connection> connection)
      : store_(store), connection_(std::move(connection)) {}
  // Leaves the transaction, which has ended, for a reader that stays with what it left.
  void Settle();

  Store* store_;
  std::unique_ptr<Connection> connection_;
  std::recursive_mutex mutex_;
};

struct PageRequest {
  int64_t offset = 0;
  // Rows of one page, child rows included.
  int64_t batch_size = 2000;
  // `60.0`, which record and page URLs contain.
  std::string version;
};

// The rows of one query, read page by page in any order; reading onwards is cheap, reading again
// runs the statement again. Safe to use from several threads.
class Cursor : public std::enable_shared_from_this<Cursor> {
 public:
  // Keeps a cursor alive under a locator and returns the locator.
  using Register = std::function<std::string(std::shared_ptr<Cursor>)>;

  Cursor(std::shared_ptr<Snapshot> snapshot, std::shared_ptr<const Plan> plan, const Schema* schema,
         SqlValue parent_id = {});
  ~Cursor();

  // The reply body of a page: `{"totalSize":…,"done":…,"nextRecordsUrl":…,"records":[…]}`. The
  // cursor registers itself when rows remain, once.
  Outcome<std::shared_ptr<const std::string>> ReadPage(const PageRequest& request,
                                                       const Register& keep);

  // Appends the set whose first `count` rows have been read by someone else, within a page of the
  // same snapshot: the rest is this cursor's.
  void AppendFirstPage(const std::string& records, int64_t count, const PageRequest& request,
                       const Register& keep, std::string* out);

 private:
  Outcome<std::shared_ptr<const std::string>> ReadPageLocked(const PageRequest& request,
                                                             const Register& keep);
  bool Prepare();
  bool SeekTo(int64_t offset);
  bool CountRows();
  std::string Head(bool done, const PageRequest& request, int64_t next, const Register& keep);

  std::shared_ptr<Snapshot> snapshot_;
  std::shared_ptr<const Plan> plan_;
  const Schema* schema_;
  SqlValue parent_id_;
  Statement statement_;
  // The statement stands on row `position_` if `on_row_`, else behind the last row.
  int64_t position_ = 0;
  bool on_row_ = false;
  int64_t total_ = -1;
  std::string locator_;
  // The page read last, since clients fetch a page that was cut again.
  int64_t last_offset_ = -1;
  int64_t last_batch_size_ = 0;
  std::shared_ptr<const std::string> last_page_;
};

}  // namespace sfsim::soql
