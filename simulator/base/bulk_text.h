// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// What an org says to callers of its bulk APIs; see error_text.h. All are from memory but those
// that say otherwise.
namespace sfsim::text {

// Data of a job
inline constexpr std::string_view kUnclosedQuote =
    "ClientInputError : Failed to parse CSV. A quoted field has no end or a row is too long";
inline constexpr std::string_view kCsvNotUtf8 =
    "ClientInputError : Failed to parse CSV. The data is not UTF-8";
std::string BrokenCsvRow(uint64_t offset);
// Of a row, counted from 1 behind the header.
std::string WrongColumnCount(int64_t row, size_t expected, size_t found);
std::string WrongLineEnding(bool declared_crlf);
// As captured.
std::string FieldNameNotFound(std::string_view name);
std::string RepeatedFieldName(std::string_view name);
// As clients quote it.
std::string OnlyIds(std::string_view operation);
std::string WrongCellValue(std::string_view label, std::string_view value);
inline constexpr std::string_view kRowLocked =
    "unable to obtain exclusive access to this record or 200 records";
inline constexpr std::string_view kIdNotSpecifiedInDelete = "Id not specified in a delete call";

// Jobs
// As captured.
std::string UnexpectedValue(int line, int column);
std::string UnknownJobProperty(std::string_view name);
std::string MissingJobProperty(std::string_view name);
std::string UnknownOperation(std::string_view name);
std::string UnsupportedEntity(std::string_view name);
std::string ExternalIdBlank(std::string_view object);
std::string NoExternalId(std::string_view field, std::string_view object);
std::string UnsupportedContentType(std::string_view type);
std::string WrongJobState(std::string_view state, std::string_view wanted);
std::string NotInState(std::string_view state);
inline constexpr std::string_view kHardDeleteForbidden =
    "hardDelete operation requires special user profile permission, please contact your system "
    "administrator";
inline constexpr std::string_view kInlineDataTooLong =
    "The data of a job in parts may have 100000 characters";
inline constexpr std::string_view kAlreadyUploaded = "The data of this job has been uploaded";
inline constexpr std::string_view kTooManyJobs = "ApiBatchItems Limit exceeded.";
inline constexpr std::string_view kOtherVersion =
    "The API version of the request is not that of the job";
// As documented.
inline constexpr std::string_view kJobNotTerminated =
    "Error encountered when deleting the job because the job is not terminated";

// Queries
// As captured.
inline constexpr std::string_view kCompoundData =
    "Selecting compound data not supported in Bulk Query";
inline constexpr std::string_view kBinaryData = "Selecting binary data not supported in Bulk Query";
inline constexpr std::string_view kBulkAggregates =
    "Aggregate functions not supported in Bulk Query";
inline constexpr std::string_view kBulkGrouping = "GROUP BY not supported in Bulk Query";
inline constexpr std::string_view kBulkOffset = "OFFSET not supported in Bulk Query";
inline constexpr std::string_view kBulkTypeOf = "TYPEOF not supported in Bulk Query";
inline constexpr std::string_view kBulkChildren =
    "Aggregate Relationships not supported in Bulk Query";

// Bulk API 1.0
// As captured.
inline constexpr std::string_view kInvalidBulkSession = "Invalid session id";
inline constexpr std::string_view kRecordsNotProcessed = "Records not processed";
inline constexpr std::string_view kBatchNotCompleted = "Batch not completed";
inline constexpr std::string_view kNoBulkRecords = "Records not found for this query";
inline constexpr std::string_view kTooManyBatchRecords =
    "InvalidBatch : A batch may have 10000 records";
std::string InvalidVersion(std::string_view version);
std::string NoSuchJob(std::string_view id);
std::string NoSuchBatch(std::string_view id);
std::string NoSuchResult(std::string_view id);
std::string JobNotOpen(std::string_view state);
std::string WrongChunking(std::string_view header);
std::string WrongLineEndingHeader(std::string_view header);
std::string UnknownConcurrencyMode(std::string_view mode);
std::string WrongBatchType(std::string_view wanted, std::string_view found);
std::string BatchTooLarge(size_t bytes);
std::string FailedQuery(std::string_view code, std::string_view message);
std::string WrongQueryObject(std::string_view job, std::string_view query);

}  // namespace sfsim::text
