// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/resume_point.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/bulk/result_page.h"
#include "core/codec/content_hash.h"

namespace sfconnector {
namespace {

constexpr absl::string_view kFormat = "1";
constexpr std::size_t kMaxTokenLength = std::size_t{256} * 1024;
constexpr std::size_t kLines = 14;
constexpr std::uint64_t kMaxNumber = std::numeric_limits<std::int64_t>::max();

absl::Status InvalidToken() { return InvalidField("resume_token", "was not made by this service"); }

// `2-7:1200`, or `2:200` where it is one page.
void AppendRange(const PageRange& range, std::string& out) {
  if (!out.empty()) out += ' ';
  absl::StrAppend(&out, range.first);
  if (range.last != range.first) absl::StrAppend(&out, "-", range.last);
  absl::StrAppend(&out, ":", range.records);
}

void AppendPart(std::uint64_t page, const PagePart& part, std::string& out) {
  if (!out.empty()) out += ' ';
  absl::StrAppend(&out, page, ":", part.bytes, ":", part.records, ":", absl::Hex(part.hash));
}

bool ReadNumber(absl::string_view text, std::uint64_t& number) {
  return absl::SimpleAtoi(text, &number) && number < kMaxNumber;
}

bool ReadHash(absl::string_view text, std::uint64_t& hash) {
  return absl::SimpleHexAtoi(text, &hash);
}

bool ReadRange(absl::string_view text, PageRange& range) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(':', 1));
  const std::pair<absl::string_view, absl::string_view> pages =
      absl::StrSplit(parts.first, absl::MaxSplits('-', 1));
  if (!ReadNumber(pages.first, range.first) || !ReadNumber(parts.second, range.records)) {
    return false;
  }
  range.last = range.first;
  return !absl::StrContains(parts.first, '-') ||
         (ReadNumber(pages.second, range.last) && range.last > range.first);
}

bool ReadRanges(absl::string_view text, std::vector<PageRange>& ranges) {
  for (const absl::string_view part : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    PageRange range;
    if (!ReadRange(part, range)) return false;
    if (!ranges.empty() && range.first <= ranges.back().last + 1) return false;
    ranges.push_back(range);
  }
  return true;
}

bool ReadParts(absl::string_view text, std::map<std::uint64_t, PagePart>& parts) {
  for (const absl::string_view entry : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const std::vector<absl::string_view> numbers = absl::StrSplit(entry, ':');
    std::uint64_t page = 0;
    PagePart part;
    const bool read = numbers.size() == 4 && ReadNumber(numbers[0], page) &&
                      ReadNumber(numbers[1], part.bytes) && ReadNumber(numbers[2], part.records) &&
                      ReadHash(numbers[3], part.hash);
    if (!read || !parts.emplace(page, part).second) return false;
  }
  return true;
}

bool ReadDelivered(absl::string_view ranges_text, absl::string_view parts_text,
                   DeliveredPages& delivered) {
  std::vector<PageRange> ranges;
  std::map<std::uint64_t, PagePart> parts;
  if (!ReadRanges(ranges_text, ranges) || !ReadParts(parts_text, parts)) return false;
  delivered = DeliveredPages(std::move(ranges), std::move(parts));
  return std::none_of(
      delivered.parts().begin(), delivered.parts().end(),
      [&delivered](const auto& entry) { return delivered.IsFinished(entry.first); });
}

bool ReadCsv(absl::string_view delimiter, absl::string_view line_ending, CsvFormat& csv) {
  const std::optional<CsvDelimiter> read_delimiter = CsvDelimiterOf(delimiter);
  const std::optional<CsvLineEnding> read_ending = CsvLineEndingOf(line_ending);
  if (!read_delimiter || !read_ending) return false;
  csv = {*read_delimiter, *read_ending};
  return true;
}

// `v59.0`, as RestClient::VersionOf writes it.
bool IsVersion(absl::string_view text) {
  return text.size() <= 8 && absl::ConsumePrefix(&text, "v") && absl::ConsumeSuffix(&text, ".0") &&
         !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

bool ReadFormat(absl::string_view text, v1::ExportFormat& format) {
  int number = 0;
  if (!absl::SimpleAtoi(text, &number) || !v1::ExportFormat_IsValid(number)) return false;
  format = static_cast<v1::ExportFormat>(number);
  return format != v1::EXPORT_FORMAT_UNSPECIFIED;
}

bool ReadHeaderHash(absl::string_view text, std::optional<std::uint64_t>& hash) {
  if (text == "-") return true;
  return ReadHash(text, hash.emplace());
}

bool ReadLines(const std::vector<absl::string_view>& lines, ResumePoint& point) {
  point.job_id = std::string(lines[1]);
  point.api_version = std::string(lines[2]);
  point.order = lines[3] == "L" ? PageOrder::kListed : PageOrder::kChained;
  point.locator = std::string(lines[9]);
  point.complete = lines[10] == "1";
  return lines[0] == kFormat && RequireJobId(lines[1], "resume_token").ok() &&
         IsVersion(lines[2]) && ReadCsv(lines[4], lines[5], point.csv) &&
         absl::SimpleAtoi(lines[6], &point.max_records) && point.max_records >= 0 &&
         ReadHash(lines[7].substr(0, 16), point.query_hash) &&
         ReadHash(lines[7].substr(16), point.job_hash) &&
         ReadHeaderHash(lines[8], point.header_hash) &&
         (lines[9].empty() || LooksLikeLocator(lines[9])) &&
         ReadDelivered(lines[11], lines[12], point.delivered) &&
         ReadFormat(lines[13], point.format);
}

}  // namespace

std::string EncodeResumeToken(const ResumePoint& point) {
  std::string ranges;
  for (const PageRange& range : point.delivered.ranges()) AppendRange(range, ranges);
  std::string parts;
  for (const auto& [page, part] : point.delivered.parts()) AppendPart(page, part, parts);
  std::string text = absl::StrCat(
      kFormat, "\n", point.job_id, "\n", point.api_version, "\n",
      point.order == PageOrder::kListed ? "L" : "C", "\n", CsvName(point.csv.delimiter), "\n",
      CsvName(point.csv.line_ending), "\n", point.max_records, "\n",
      absl::Hex(point.query_hash, absl::kZeroPad16), absl::Hex(point.job_hash, absl::kZeroPad16));
  absl::StrAppend(&text, "\n");
  if (point.header_hash) {
    absl::StrAppend(&text, absl::Hex(*point.header_hash));
  } else {
    text += '-';
  }
  absl::StrAppend(&text, "\n", point.locator, "\n", point.complete ? "1" : "0", "\n", ranges, "\n",
                  parts);
  absl::StrAppend(&text, "\n", static_cast<int>(point.format));
  absl::StrAppend(&text, "\n", absl::Hex(ContentHash::Of(text)));
  return absl::WebSafeBase64Escape(text);
}

absl::StatusOr<ResumePoint> DecodeResumeToken(absl::string_view text) {
  std::string plain;
  if (text.size() > kMaxTokenLength || !absl::WebSafeBase64Unescape(text, &plain)) {
    return InvalidToken();
  }
  const std::size_t end = plain.rfind('\n');
  if (end == std::string::npos) return InvalidToken();
  const absl::string_view content = absl::string_view(plain).substr(0, end);
  std::uint64_t sum = 0;
  if (!ReadHash(absl::string_view(plain).substr(end + 1), sum) || sum != ContentHash::Of(content)) {
    return InvalidToken();
  }
  const std::vector<absl::string_view> lines = absl::StrSplit(content, '\n');
  ResumePoint point;
  if (lines.size() != kLines || lines[7].size() != 32 || !ReadLines(lines, point)) {
    return InvalidToken();
  }
  return point;
}

}  // namespace sfconnector
