// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/stream_query.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/page_decoder.h"
#include "core/retry/retry.h"
#include "core/salesforce/query/page_stream.h"
#include "core/salesforce/query/page_token.h"
#include "core/salesforce/query/query_request.h"
#include "core/salesforce/query/row_tally.h"
#include "core/salesforce/query/select_list.h"
#include "core/soql/render_soql.h"

namespace sfconnector {
namespace {

using Decode = std::function<absl::StatusOr<DecodedPage>(std::string body)>;
using Check = std::function<absl::Status(const DecodedPage&)>;

PageFormat FormatOf(v1::RowEncoding encoding) {
  PageFormat format;
  format.encoding = encoding;
  return format;
}

absl::Status CorruptPage(const absl::Status& why) {
  v1::SalesforceError detail;
  detail.set_retryability(v1::RETRYABILITY_IF_IDEMPOTENT);
  absl::Status error =
      absl::DataLossError(absl::StrCat("a query page cannot be read: ", why.message()));
  return WithReason(WithSalesforceError(std::move(error), detail), "CORRUPT_REPLY");
}

// The result of one query on its way to the reader.
class QueryStream {
 public:
  QueryStream(OperationContext context, RestRequest first, v1::RowEncoding encoding,
              const std::string& soql, Writer<v1::StreamQueryResponse>& writer)
      : context_(context),
        first_(std::move(first)),
        counts_(IsCountQuery(soql)),
        decoder_(FormatOf(encoding), ParseSelectList(soql)),
        writer_(writer) {}

  Task<absl::Status> Run() {
    Decode decode = [this](std::string body) { return decoder_.DecodePage(std::move(body)); };
    RowTally tally;
    Check check = [this, &tally](const DecodedPage& page) { return AddOwn(page, tally); };
    absl::Status status = co_await Stream(first_, decode, check);
    if (status.ok()) status = tally.CheckWhole();
    if (!status.ok()) co_return status;
    std::optional<std::string> rest = decoder_.Finish();
    if (!rest.has_value() && begun_) co_return status;
    std::string last = std::move(rest).value_or(std::string());
    status = co_await Write(std::move(last));
    co_return status;
  }

 private:
  // Streams the pages that begin with `first`, and behind each the child pages that it names.
  // `check` sees each page before it is delivered.
  Task<absl::Status> Stream(RestRequest first, const Decode& decode, const Check& check) {
    PageStream pages(context_.rest, context_.call, std::move(first));
    absl::Status status = co_await StreamPages(pages, decode, check);
    co_await pages.Close();
    co_return status;
  }

  Task<absl::Status> StreamPages(PageStream& pages, const Decode& decode, const Check& check) {
    while (true) {
      absl::StatusOr<std::optional<DecodedPage>> page = co_await NextPage(pages, decode);
      if (!page.ok()) co_return page.status();
      if (!page->has_value()) co_return absl::OkStatus();
      absl::Status status = check(**page);
      if (status.ok()) status = pages.Continue((*page)->next_records_url);
      if (!status.ok()) co_return status;
      status = co_await Deliver(**page);
      if (!status.ok()) co_return status;
    }
  }

  // The next page, fetched again where it cannot be read. Its request itself is repeated where that
  // may help.
  Task<absl::StatusOr<std::optional<DecodedPage>>> NextPage(PageStream& pages,
                                                            const Decode& decode) {
    absl::StatusOr<std::optional<std::string>> next = co_await pages.Next();
    if (!next.ok()) co_return next.status();
    if (!next->has_value()) co_return std::optional<DecodedPage>();
    std::string body = *std::move(*next);
    RetryPolicy policy = context_.rest.retry_policy();
    while (true) {
      absl::StatusOr<DecodedPage> page = decode(std::move(body));
      if (page.ok()) co_return std::optional<DecodedPage>(*std::move(page));
      const absl::Status corrupt = CorruptPage(page.status());
      const std::optional<Clock::Duration> pause = policy.Next(corrupt, /*idempotent=*/true);
      if (!pause.has_value()) co_return corrupt;
      absl::Status slept = co_await SleepFor(context_.call, *pause);
      if (!slept.ok()) co_return slept;
      absl::StatusOr<std::string> again = co_await pages.Again();
      if (!again.ok()) co_return again.status();
      body = *std::move(again);
    }
  }

  Task<absl::Status> Deliver(DecodedPage& page) {
    for (std::string& message : page.messages) {
      absl::Status status = co_await Write(std::move(message));
      if (!status.ok()) co_return status;
    }
    for (ChildSet& set : page.continued) {
      absl::Status status = co_await StreamChildren(set);
      if (!status.ok()) co_return status;
    }
    co_return absl::OkStatus();
  }

  Task<absl::Status> StreamChildren(ChildSet& set) {
    absl::StatusOr<QueryLocator> locator = ParseNextRecordsUrl(set.next_records_url);
    if (!locator.ok()) co_return locator.status();
    RestRequest first("GET", locator->Path(), Effect::kNone);
    first.lane = first_.lane;
    first.headers = first_.headers;
    Decode decode = [this, &set](std::string body) {
      return decoder_.DecodeChildPage(set, std::move(body));
    };
    RowTally tally(set.total_size, set.rows);
    Check check = [&tally](const DecodedPage& page) { return tally.Add(page); };
    absl::Status status = co_await Stream(std::move(first), decode, check);
    if (status.ok()) status = tally.CheckWhole();
    co_return status;
  }

  // Counts a page of the query's own rows; the first one announces how many there are.
  absl::Status AddOwn(const DecodedPage& page, RowTally& tally) {
    if (!announced_) {
      announced_ = true;
      total_size_ = page.total_size;
      if (!counts_) tally = RowTally(total_size_, 0);
    }
    return tally.Add(page);
  }

  // Messages concatenate: the first one begins with the total.
  Task<absl::Status> Write(std::string message) {
    if (!begun_) {
      begun_ = true;
      v1::StreamQueryResponse head;
      head.set_total_size(total_size_);
      message.insert(0, head.SerializeAsString());
    }
    absl::Status status = co_await writer_.WriteEncoded(std::move(message));
    co_return status;
  }

  OperationContext context_;
  const RestRequest first_;
  const bool counts_;  // `SELECT COUNT()`: a total without rows
  PageDecoder decoder_;
  Writer<v1::StreamQueryResponse>& writer_;
  bool begun_ = false;
  bool announced_ = false;
  std::int64_t total_size_ = 0;
};

}  // namespace

Task<absl::Status> StreamQuery(OperationContext context, const v1::StreamQueryRequest& request,
                               Writer<v1::StreamQueryResponse>& writer) {
  absl::StatusOr<std::string> soql = RenderSoql(request.soql(), request.parameters());
  if (!soql.ok()) co_return soql.status();
  const std::string version = context.rest.VersionOf(context.call);
  absl::StatusOr<RestRequest> first =
      FirstPageRequest(*soql, request.page_size(), request.include_deleted(), version);
  if (!first.ok()) co_return first.status();
  absl::StatusOr<v1::RowEncoding> encoding = ChooseEncoding(request.encoding());
  if (!encoding.ok()) co_return encoding.status();
  first->lane = HttpLane::kStream;
  QueryStream stream(context, *first, *encoding, *soql, writer);
  absl::Status status = co_await stream.Run();
  co_return status;
}

}  // namespace sfconnector
