// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <string>
#include <utility>

#include <benchmark/benchmark.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/codec/page_decoder.h"

// One page of a query as Salesforce sends it: 2,000 records of 605 bytes with 13 fields, one of
// them a parent's.

namespace sfconnector {
namespace {

constexpr int kRecords = 2000;

std::string Record(int i) {
  const std::string id = absl::StrFormat("001a001a%07dAAQ", i);
  std::string record = absl::StrCat(
      R"({"attributes":{"type":"Account","url":"/services/data/v59.0/sobjects/Account/)", id,
      R"("},"Id":")", id, R"(","Name":"Acme Industries Number )", i,
      R"(","Industry":"Manufacturing","BillingCity":"San Francisco","BillingCountry":"United States",)",
      R"("Phone":"+1 415 555 0100","Website":"https://www.example.com/companies/)", i,
      R"(","AnnualRevenue":)", i * 1000, R"(.0,"NumberOfEmployees":)", i % 5000,
      R"(,"IsDeleted":false,"ParentId":null,"CreatedDate":"2015-06-26T19:46:33.000+0000",)",
      R"("Owner":{"attributes":{"type":"User","url":"/services/data/v59.0/sobjects/User/005000000000001AAA"},)",
      R"("Name":"Integration User"}})");
  return record;
}

std::string MakePage() {
  std::string page = absl::StrCat(R"({"totalSize":)", kRecords, R"(,"done":true,"records":[)");
  for (int i = 0; i < kRecords; ++i) absl::StrAppend(&page, i > 0 ? "," : "", Record(100000 + i));
  return page + "]}";
}

SelectedColumns Selected() {
  return {
      {"Id", "Name", "Industry", "BillingCity", "BillingCountry", "Phone", "Website",
       "AnnualRevenue", "NumberOfEmployees", "IsDeleted", "ParentId", "CreatedDate", "Owner.Name"},
      {}};
}

void DecodePage(benchmark::State& state, v1::RowEncoding encoding) {
  const std::string page = MakePage();
  PageFormat format;
  format.encoding = encoding;
  PageDecoder decoder(format, Selected());
  std::size_t encoded = 0;
  for (auto _ : state) {
    state.PauseTiming();
    std::string copy;
    copy.reserve(page.size() + PageDecoder::kPagePadding);
    copy = page;
    state.ResumeTiming();
    absl::StatusOr<DecodedPage> decoded = decoder.DecodePage(std::move(copy));
    if (!decoded.ok()) std::abort();
    encoded = 0;
    for (const std::string& message : decoded->messages) encoded += message.size();
    benchmark::DoNotOptimize(encoded);
  }
  state.SetItemsProcessed(state.iterations() * kRecords);
  state.counters["page_bytes"] = static_cast<double>(page.size());
  state.counters["encoded_bytes"] = static_cast<double>(encoded);
}

BENCHMARK_CAPTURE(DecodePage, rows, v1::ROW_ENCODING_ROWS)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(DecodePage, records, v1::ROW_ENCODING_RECORDS)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(DecodePage, json, v1::ROW_ENCODING_JSON)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace sfconnector

BENCHMARK_MAIN();
