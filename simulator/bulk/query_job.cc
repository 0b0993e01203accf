// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/query_job.h"

#include <algorithm>
#include <charconv>

#include "simulator/base/bulk_text.h"
#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"

namespace sfsim {
namespace {

// A mark is set every so many rows.
constexpr int64_t kMarkEvery = 500;
// What is written at once, and what a page may have.
constexpr size_t kPiece = 262'144;
constexpr uint64_t kMaxPage = 134'217'728;
constexpr size_t kListedPages = 5;

// The number of the row that a page begins with, as recorded locators have it.
std::string LocatorOf(int64_t row) {
  std::string locator = Base64Encode(std::to_string(row));
  while (locator.ends_with('=')) locator.pop_back();
  return locator;
}

// Where the row behind `count` rows of quoted cells begins.
size_t SkipRows(std::string_view csv, int64_t count) {
  bool quoted = false;
  size_t at = 0;
  for (; count > 0 && at < csv.size(); ++at) {
    if (csv[at] == '"') quoted = !quoted;
    if (csv[at] == '\n' && !quoted) --count;
  }
  return at;
}

}  // namespace

QueryJob::QueryJob(const BulkContext* context, BulkJobSpec spec, BulkQuery query)
    : BulkJob(context, std::move(spec), BulkJobState::kUploadComplete),
      query_(std::move(query)),
      file_(context->directory) {}

bool QueryJob::AppendRow(const BulkQueryRows& rows, std::string* pending) {
  if (rows_ % kMarkEvery == 0) marks_.push_back(file_.size() + pending->size());
  rows.AppendCsv(spec().format, pending);
  ++rows_;
  if (pending->size() < kPiece) return true;
  const bool written = file_.Append(*pending);
  pending->clear();
  return written;
}

double QueryJob::Work() {
  auto rows = BulkQueryRows::Begin(context().store, query_);
  if (!rows.ok()) {
    Fail(rows.error().message);
    return 1;
  }
  std::string pending;
  while (!FailsByFault(rows_) && (*rows)->Next()) {
    if (rows_ % kMarkEvery == 0 && stopping()) return 0;
    if (!AppendRow(**rows, &pending)) Fail("InternalServerError : The results cannot be written");
  }
  if (!file_.Append(pending)) Fail("InternalServerError : The results cannot be written");
  if ((*rows)->failed()) Fail("InternalServerError : The query cannot be run");
  if (FailsByFault(rows_)) Fail(*fault().fail);
  Count(rows_, 0);
  return 1;
}

Outcome<int64_t> QueryJob::ReadLocator(std::string_view locator) {
  const BulkJobState state = progress().state;
  if (state != BulkJobState::kJobComplete) {
    return StateError(text::NotInState(BulkJobStateName(state)));
  }
  if (locator.empty()) {
    locators_lost_ = false;
    return int64_t{0};
  }
  const auto digits = Base64Decode(locator);
  int64_t row = -1;
  if (digits) {
    const char* const end = digits->data() + digits->size();
    if (std::from_chars(digits->data(), end, row).ptr != end) row = -1;
  }
  if (locators_lost_ || row < 0 || row > std::max<int64_t>(0, rows_ - 1)) {
    return ApiError{400, "INVALID_QUERY_LOCATOR", std::string(text::kInvalidLocator), {}};
  }
  return row;
}

uint64_t QueryJob::OffsetOf(int64_t row) const {
  if (row >= rows_) return file_.size();
  const auto mark = static_cast<size_t>(row / kMarkEvery);
  const int64_t rest = row % kMarkEvery;
  if (rest == 0) return marks_[mark];
  const uint64_t end = mark + 1 < marks_.size() ? marks_[mark + 1] : file_.size();
  std::string piece;
  file_.AppendSlice(marks_[mark], static_cast<size_t>(end - marks_[mark]), &piece);
  return marks_[mark] + SkipRows(piece, rest);
}

Outcome<QueryJob::Page> QueryJob::ReadPage(std::string_view locator, int64_t max_rows) {
  const auto first = ReadLocator(locator);
  if (!first.ok()) return first.error();
  const uint64_t begin = OffsetOf(*first);
  int64_t last = std::min(rows_, *first + std::min(max_rows, rows_));
  uint64_t end = OffsetOf(last);
  if (end - begin > kMaxPage) {
    const auto mark = std::upper_bound(marks_.begin(), marks_.end(), begin + kMaxPage) - 1;
    last = std::max(*first + 1, static_cast<int64_t>(mark - marks_.begin()) * kMarkEvery);
    end = OffsetOf(last);
  }
  Page page;
  page.csv = CsvHeader(query_.columns, spec().format);
  file_.AppendSlice(begin, static_cast<size_t>(end - begin), &page.csv);
  page.rows = last - *first;
  if (last < rows_) page.locator = LocatorOf(last);
  return page;
}

Outcome<QueryJob::PageList> QueryJob::ListPages(std::string_view locator) {
  const auto first = ReadLocator(locator);
  if (!first.ok()) return first.error();
  PageList list;
  int64_t row = *first;
  do {
    list.locators.push_back(LocatorOf(row));
    row += context().options.page_rows;
  } while (row < rows_ && list.locators.size() < kListedPages);
  if (row < rows_) list.next = LocatorOf(row);
  return list;
}

}  // namespace sfsim
