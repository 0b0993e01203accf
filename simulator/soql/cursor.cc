// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/cursor.h"

#include <algorithm>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/soql/record_writer.h"

namespace sfsim::soql {
namespace {

// What the members before the records take at most, and what a page of usual rows takes.
constexpr size_t kHeadSize = 256;
constexpr size_t kFirstPageSize = 65'536;

ApiError Failure(const std::string& detail) {
  return {500, "UNKNOWN_EXCEPTION", text::InternalError(detail), {}};
}

// Why a statement could not be prepared: it goes beyond what the database takes, or is wrong.
ApiError PrepareFailure(const std::string& detail) {
  for (const std::string_view sign : {"too many", "too large", "at most", "overflow"}) {
    if (detail.find(sign) == std::string::npos) continue;
    return {400, "QUERY_TOO_COMPLICATED", std::string(text::kTooComplicated), {}};
  }
  return Failure(detail);
}

}  // namespace

absl::StatusOr<std::shared_ptr<Snapshot>> Snapshot::Begin(Store* store) {
  auto reader = store->TakeReader();
  if (!reader.ok()) return reader.status();
  std::shared_ptr<Snapshot> snapshot(new Snapshot(store, std::move(*reader)));
  if (snapshot->joined()) {
    store->AtTransactionEnd([weak = std::weak_ptr<Snapshot>(snapshot)] {
      if (const auto kept = weak.lock()) kept->Settle();
    });
    return snapshot;
  }
  if (absl::Status status = snapshot->connection_->Execute("BEGIN"); !status.ok()) return status;
  return snapshot;
}

void Snapshot::Settle() {
  std::lock_guard lock(mutex_);
  auto reader = store_->TakeReader();
  connection_.reset();
  // The first read, not BEGIN, is what a snapshot shows.
  if (reader.ok() && (*reader)->Execute("BEGIN;SELECT 1 FROM sqlite_master").ok()) {
    connection_ = std::move(*reader);
  }
}

Snapshot::~Snapshot() {
  if (connection_ == nullptr || joined()) return;
  if (connection_->Execute("COMMIT").ok()) store_->Release(std::move(connection_));
}

Cursor::Cursor(std::shared_ptr<Snapshot> snapshot, std::shared_ptr<const Plan> plan,
               const Schema* schema, SqlValue parent_id)
    : snapshot_(std::move(snapshot)),
      plan_(std::move(plan)),
      schema_(schema),
      parent_id_(std::move(parent_id)) {}

Cursor::~Cursor() {
  // Another cursor of the snapshot may be at work on the connection.
  std::lock_guard lock(snapshot_->mutex());
  statement_ = Statement();
}

bool Cursor::Prepare() {
  if (statement_) return true;
  statement_ = snapshot_->connection().Prepare(plan_->sql);
  if (!statement_) return false;
  statement_.BindAll(plan_->parameters);
  if (!std::holds_alternative<std::monostate>(parent_id_)) statement_.Bind(1, parent_id_);
  on_row_ = statement_.Step();
  return !statement_.failed();
}

bool Cursor::SeekTo(int64_t offset) {
  if (offset < position_) {
    statement_.Reset();
    position_ = 0;
    on_row_ = statement_.Step();
  }
  while (on_row_ && position_ < offset) {
    on_row_ = statement_.Step();
    ++position_;
  }
  return !statement_.failed();
}

bool Cursor::CountRows() {
  Statement count = snapshot_->connection().Prepare(plan_->count_sql);
  count.BindAll(plan_->parameters);
  if (!std::holds_alternative<std::monostate>(parent_id_)) count.Bind(1, parent_id_);
  if (!count.Step()) return false;
  total_ = std::max<int64_t>(0, count.Integer(0) - plan_->offset);
  if (plan_->limit) total_ = std::min(total_, *plan_->limit);
  return true;
}

std::string Cursor::Head(bool done, const PageRequest& request, int64_t next,
                         const Register& keep) {
  std::string head = StrCat("{\"totalSize\":", total_, ",\"done\":", done ? "true" : "false");
  if (!done) {
    if (locator_.empty()) locator_ = keep(shared_from_this());
    StrAppend(&head, ",\"nextRecordsUrl\":\"/services/data/v", request.version, "/query/", locator_,
              "-", next, "\"");
  }
  return head + ",\"records\":[";
}

void Cursor::AppendFirstPage(const std::string& records, int64_t count, const PageRequest& request,
                             const Register& keep, std::string* out) {
  CountRows();
  StrAppend(out, Head(false, request, count, keep), records, "]}");
}

Outcome<std::shared_ptr<const std::string>> Cursor::ReadPage(const PageRequest& request,
                                                             const Register& keep) {
  std::lock_guard lock(snapshot_->mutex());
  if (!snapshot_->usable()) {
    return ApiError{400, "INVALID_QUERY_LOCATOR", std::string(text::kInvalidLocator), {}};
  }
  auto page = ReadPageLocked(request, keep);
  if (snapshot_->joined()) {
    statement_ = Statement();
    position_ = 0;
    on_row_ = false;
  }
  return page;
}

Outcome<std::shared_ptr<const std::string>> Cursor::ReadPageLocked(const PageRequest& request,
                                                                   const Register& keep) {
  if (last_page_ && last_offset_ == request.offset && last_batch_size_ == request.batch_size) {
    return last_page_;
  }
  if (plan_->count_only) {
    if (!CountRows()) return Failure(snapshot_->connection().LastError());
    return std::make_shared<const std::string>(
        StrCat("{\"totalSize\":", total_, ",\"done\":true,\"records\":[]}"));
  }
  if (!Prepare()) return PrepareFailure(snapshot_->connection().LastError());
  if (!SeekTo(request.offset)) return Failure(snapshot_->connection().LastError());
  if (position_ != request.offset) {
    return ApiError{400, "INVALID_QUERY_LOCATOR", std::string(text::kInvalidLocator), {}};
  }
  RecordWriter writer(schema_, request.version, {snapshot_, plan_, request, &keep});
  std::string records;
  records.reserve(last_page_ ? last_page_->size() + kHeadSize : kFirstPageSize);
  int64_t budget = request.batch_size;
  int64_t next = request.offset;
  while (on_row_ && budget > 0) {
    if (next > request.offset) records.push_back(',');
    --budget;
    writer.Write(plan_->shape, statement_, &budget, &records);
    on_row_ = statement_.Step();
    position_ = ++next;
  }
  if (statement_.failed() || writer.failed()) return Failure(snapshot_->connection().LastError());
  if (on_row_ && plan_->shape.kind == RecordShape::Kind::kAggregate) {
    return ApiError{400, "EXCEEDED_ID_LIMIT", std::string(text::kAggregateQueryMore), {}};
  }
  if (!on_row_ && total_ < 0) total_ = next;
  if (total_ < 0 && !CountRows()) return Failure(snapshot_->connection().LastError());
  records.insert(0, Head(!on_row_, request, next, keep)).append("]}");
  last_offset_ = request.offset;
  last_batch_size_ = request.batch_size;
  last_page_ = std::make_shared<const std::string>(std::move(records));
  return last_page_;
}

}  // namespace sfsim::soql
