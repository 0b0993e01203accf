// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/bulk_text.h"

#include "simulator/base/str_cat.h"

namespace sfsim::text {

std::string BrokenCsvRow(uint64_t offset) {
  return StrCat(
      "ClientInputError : Failed to parse CSV. Quotes are out of place in the row at byte ",
      offset);
}

std::string WrongColumnCount(int64_t row, size_t expected, size_t found) {
  return StrCat("ClientInputError : Failed to parse CSV. Row ", row, " has ", found,
                " columns where the header has ", expected);
}

std::string WrongLineEnding(bool declared_crlf) {
  return StrCat(
      "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ",
      declared_crlf ? "CRLF" : "LF");
}

std::string FieldNameNotFound(std::string_view name) {
  return StrCat("InvalidBatch : InvalidBatch : Field name not found : ", name);
}

std::string RepeatedFieldName(std::string_view name) {
  return StrCat("InvalidBatch : InvalidBatch : Field name provided more than once : ", name);
}

std::string OnlyIds(std::string_view operation) {
  return StrCat("InvalidBatch : InvalidBatch : The '", operation, "' batch must contain only ids");
}

std::string WrongCellValue(std::string_view label, std::string_view value) {
  return StrCat(label, ": value not of required type: ", value);
}

std::string UnexpectedValue(int line, int column) {
  return StrCat("Value does not match expected type at [line:", line, ", column:", column, "]");
}

std::string UnknownJobProperty(std::string_view name) {
  return StrCat("Unrecognized job property: ", name);
}

std::string MissingJobProperty(std::string_view name) {
  return StrCat("Job property not specified: ", name);
}

std::string UnknownOperation(std::string_view name) {
  return StrCat("Unsupported operation: ", name);
}

std::string UnsupportedEntity(std::string_view name) {
  return StrCat("Entity '", name, "' is not supported by the Bulk API.");
}

std::string ExternalIdBlank(std::string_view object) {
  return StrCat("External ID was blank for ", object,
                ". An External ID must be specified for upsert.");
}

std::string NoExternalId(std::string_view field, std::string_view object) {
  return StrCat("Field name provided, ", field,
                " does not match an External ID, Salesforce Id, or indexed field for ", object);
}

std::string UnsupportedContentType(std::string_view type) {
  return StrCat("Unsupported content type: ", type);
}

std::string WrongJobState(std::string_view state, std::string_view wanted) {
  return StrCat("The job is in state ", state, " and cannot become ", wanted);
}

std::string NotInState(std::string_view state) {
  return StrCat("The job is in state ", state, ", which does not allow this");
}

std::string InvalidVersion(std::string_view version) {
  return StrCat("Invalid API version: ", version);
}

std::string NoSuchJob(std::string_view id) { return StrCat("Invalid job id: ", id); }

std::string NoSuchBatch(std::string_view id) { return StrCat("Invalid batch id: ", id); }

std::string NoSuchResult(std::string_view id) { return StrCat("Unable to find result: ", id); }

std::string JobNotOpen(std::string_view state) {
  return StrCat("Batches cannot be added to a job in state ", state);
}

std::string WrongChunking(std::string_view header) {
  return StrCat("Invalid value for header Sforce-Enable-PKChunking: ", header);
}

std::string WrongLineEndingHeader(std::string_view header) {
  return StrCat("Invalid value for header Sforce-Line-Ending: ", header);
}

std::string UnknownConcurrencyMode(std::string_view mode) {
  return StrCat("Unsupported concurrency mode: ", mode);
}

std::string WrongBatchType(std::string_view wanted, std::string_view found) {
  return StrCat("The batch is of type '", found, "' where the job wants ", wanted);
}

std::string BatchTooLarge(size_t bytes) {
  return StrCat("Failed to read request. Exceeded max size limit of 10000000 with request size ",
                bytes);
}

std::string FailedQuery(std::string_view code, std::string_view message) {
  return StrCat("Failed to process query: ", code, ": ", message);
}

std::string WrongQueryObject(std::string_view job, std::string_view query) {
  return StrCat("Failed to process query: the job is for ", job, ", the query for ", query);
}

}  // namespace sfsim::text
