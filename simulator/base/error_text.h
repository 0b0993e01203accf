// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

// Every sentence that an org says to its clients, in one place. Those marked "from memory", here or
// in error_text.cc, were seen in no capture, documentation or client: one may correct them there.
namespace sfsim::text {

// Rows
std::string NoSuchColumn(std::string_view field, std::string_view object);
std::string ReadOnlyField(std::string_view field);
std::string RequiredFieldsMissing(std::string_view fields);
std::string TooLong(std::string_view label, std::string_view value, int length);
std::string InvalidEmail(std::string_view label, std::string_view value);
std::string RestrictedPicklist(std::string_view label, std::string_view value);
std::string NumberOutsideRange(std::string_view label, std::string_view value);
std::string DuplicateValue(std::string_view field, std::string_view id);
std::string DuplicateAssignment(std::string_view assignee, std::string_view permission_set);
std::string WrongIdType(std::string_view label, std::string_view value);
std::string MalformedId(std::string_view value);
std::string NoAccessOnReference(std::string_view id);
std::string ForeignKeyNotFound(std::string_view value, std::string_view field,
                               std::string_view object);
std::string AmbiguousForeignKey(std::string_view value, std::string_view field);
std::string NoSuchExternalIdField(std::string_view field);
std::string CannotDeserialize(std::string_view type, std::string_view token, std::string_view value,
                              int line, int column);
std::string DeleteRestricted(std::string_view name, std::string_view label_plural,
                             std::string_view holders);
std::string KeyInBody(std::string_view field);

inline constexpr std::string_view kNotFound = "The requested resource does not exist";
inline constexpr std::string_view kEntityIsDeleted = "entity is deleted";
inline constexpr std::string_view kInvalidCrossReference = "invalid cross reference id";
inline constexpr std::string_view kConvertedLead = "cannot reference converted lead";
inline constexpr std::string_view kIdNotSpecified = "Id not specified in an update call";
inline constexpr std::string_view kRolledBack =
    "Record rolled back because not all records were valid and the request was using AllOrNone "
    "header";
inline constexpr std::string_view kAtLeastOneRecord = "At least 1 record is required";
inline constexpr std::string_view kIdInUpdate =
    "The Id field should not be specified in the sobject data.";
inline constexpr std::string_view kAttributesFirst =
    "Nested object for polymorphic foreign key must have an attributes field before any other "
    "fields.";
std::string TooManyRecords(int limit);
std::string TypeMissing();
std::string DuplicateExternalId(std::string_view value);
std::string KeyMissing(std::string_view field);
std::string NotAllowedOnType(std::string_view object, std::string_view operation);
std::string WrongRecordType(std::string_view label, std::string_view id);
std::string OwnerBlank(std::string_view label);
std::string InactiveOwner(std::string_view user_id, std::string_view object);
std::string BadDateTime(std::string_view parameter, std::string_view value);
std::string StartTooEarly(int days);
std::string BadOption(std::string_view header, std::string_view value);
std::string NoBlobField(std::string_view name, std::string_view object);
inline constexpr std::string_view kIdInInsert = "cannot specify Id in an insert call";
inline constexpr std::string_view kHierarchy = "attempt to violate hierarchy constraints";
inline constexpr std::string_view kTooManyChunks =
    "Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce "
    "chunking.";
inline constexpr std::string_view kNotInRecycleBin = "entity is not in the recycle bin";
inline constexpr std::string_view kReversedDates =
    "endDate must be at least one minute greater than startDate";
inline constexpr std::string_view kTooManyChanges =
    "The result exceeds 600000 ids; ask for a shorter time";
inline constexpr std::string_view kBrokenMultipart = "The multipart message is malformed";
inline constexpr std::string_view kNoRecordPart =
    "Multipart message must include a non-binary part";
std::string DuplicateIdInCall(std::string_view id);

// Queries
std::string NoSuchType(std::string_view object);
std::string NoSuchColumnOnEntity(std::string_view field, std::string_view object);
std::string NoSuchChildRelationship(std::string_view name);
std::string NoSuchParentRelationship(std::string_view name);
std::string InvalidIdField(std::string_view value);
std::string UnexpectedToken(std::string_view token);
std::string CannotFilter(std::string_view field);
std::string CannotSort(std::string_view field);
std::string CannotGroup(std::string_view field);
std::string MustBeGrouped(std::string_view field);
std::string FilterType(std::string_view field, std::string_view type, bool quoted);
std::string BadAggregate(std::string_view field, std::string_view function);
std::string DuplicateAlias(std::string_view alias);
std::string DuplicateField(std::string_view field);
std::string BadDateFunction(std::string_view field, std::string_view function);
std::string InvalidOperator(std::string_view type);
std::string NoLocation(std::string_view field);
std::string NotRolledUp(std::string_view field);
std::string NoSuchScope(std::string_view scope);
std::string SemiJoinOnlyIds(std::string_view field);

inline constexpr std::string_view kQueryTooLong =
    "SOQL statements can not be longer than 100000 characters";
inline constexpr std::string_view kAggregateQueryMore =
    "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single "
    "batch";
inline constexpr std::string_view kInvalidLocator = "invalid query locator";
inline constexpr std::string_view kFieldsNeedsLimit =
    "The SOQL FIELDS function must have a LIMIT of at most 200";
inline constexpr std::string_view kOffsetTooLarge = "Maximum SOQL offset allowed is 2000";
inline constexpr std::string_view kBindVariables = "Bind variables only allowed in Apex code";
inline constexpr std::string_view kOnlyAggregatesHaveAliases =
    "only aggregate expressions use field aliasing";
inline constexpr std::string_view kOnlyRootsAggregate =
    "only root queries support aggregate expressions";
inline constexpr std::string_view kTooManySemiJoins = "Maximum 2 semi join sub-selects are allowed";
inline constexpr std::string_view kNestedSemiJoin =
    "Nesting of semi join sub-selects is not supported";
inline constexpr std::string_view kSemiJoinUnderOr =
    "Semi join sub-selects are not allowed with the 'OR' operator";
inline constexpr std::string_view kSemiJoinOnItself =
    "The inner and outer selects should not be on the same object type";
inline constexpr std::string_view kTooComplicated =
    "Query is either selecting too many fields or the filter conditions are too complicated.";
inline constexpr std::string_view kAllRows = "ALL ROWS not allowed in this context";
inline constexpr std::string_view kTooManyRolledUp =
    "GROUP BY ROLLUP and GROUP BY CUBE take at most 3 fields";
inline constexpr std::string_view kBadCoordinate =
    "latitude must be between -90 and 90, longitude between -180 and 180";
inline constexpr std::string_view kTooManyParents =
    "SOQL queries allow a maximum of 5 child-to-parent levels in one path";

// Searches
std::string MismatchedCharacter(size_t column, std::string_view character);
std::string TermTooShort(std::string_view term);
std::string InvalidExplainId(std::string_view id);
std::string NotSearchable(std::string_view object);

inline constexpr std::string_view kNoSearchTerm =
    "No search term found. The search term must be enclosed in braces.";
inline constexpr std::string_view kSearchTooDeep = "The search term is nested too deeply";
inline constexpr std::string_view kSearchOffset =
    "OFFSET is allowed only when a single object is returned";
inline constexpr std::string_view kSuggestionTooShort =
    "The search string must have at least 3 characters";
std::string UnindexedNote();

// Actions and processes
std::string NoSuchAction(std::string_view name);
std::string MissingInput(std::string_view name);
std::string UnknownInput(std::string_view name);
std::string InvalidRecipient(std::string_view address);
inline constexpr std::string_view kNoApplicableProcess =
    "No applicable approval process was found.";
inline constexpr std::string_view kAlreadyInProcess = "Cannot submit object already in process.";
// From memory.
inline constexpr std::string_view kNoRecipient = "At least one recipient is required";
inline constexpr std::string_view kNoApprover = "The user is not an assigned approver";

// Calls within calls
std::string NoReferenceValue(std::string_view path, std::string_view reference_id);
std::string BadReferenceId(std::string_view reference_id);
std::string DuplicateReferenceId(std::string_view reference_id);
std::string NotAllowedWithin(std::string_view url);
std::string ReservedHeader(std::string_view name);
std::string TooManyWithin(std::string_view what, int limit);
std::string DuplicateGraphId(std::string_view graph_id);
std::string NoBinaryPart(std::string_view name, std::string_view alias);
std::string DuplicateTreeReference(std::string_view reference_id);
std::string UnexpectedTreeType(std::string_view type, std::string_view expected);

inline constexpr std::string_view kTooManyOperations =
    "The request can\u2019t contain more than 25 operations.";
inline constexpr std::string_view kTransactionRolledBack =
    "The transaction was rolled back since another operation in the same transaction failed.";
inline constexpr std::string_view kTreeReferenceMissing =
    "Include a reference ID for each record in the request.";
inline constexpr std::string_view kTreeReferenceTwice =
    "Duplicate ReferenceId provided in the request.";
inline constexpr std::string_view kBatchHalted =
    "The request was not run because an earlier request of the batch failed and haltOnError is "
    "true";
inline constexpr std::string_view kNoSubrequests =
    "The request must contain at least one operation";
inline constexpr std::string_view kTooManyFailedGraphs =
    "The graph was not run because too many graphs before it failed";

// Reports
std::string NoSuchReportColumn(std::string_view name);
std::string NotFilterable(std::string_view column);
std::string BadCondition(std::string_view condition);
std::string BadFilterValue(std::string_view value);
std::string BadFilterLogic(std::string_view logic);
std::string BadDateColumn(std::string_view column);
std::string NotADateColumn(std::string_view column);
std::string BadDuration(std::string_view duration);
std::string BadFilterDate(std::string_view end, std::string_view column);
std::string BadGranularity(std::string_view granularity);
std::string GroupingsDoNotFit(std::string_view format);
std::string TooManyReportRuns(std::string_view limit, std::string_view how);

inline constexpr std::string_view kDataUnavailable =
    "The data you\u2019re trying to access is unavailable.";
inline constexpr std::string_view kReportObsolete =
    "The report definition is obsolete. Your administrator has disabled all reports for the custom "
    "object, or its relationships have changed.";
inline constexpr std::string_view kNoReportMetadata =
    "The request is invalid because there is no metadata. Specify metadata in the request body.";
inline constexpr std::string_view kReportFormat =
    "You\u2019re requesting data for an unsupported report format.";
inline constexpr std::string_view kReportDate =
    "Filter the date in the correct format. Accepted formats are yyyy-MM-dd'T'HH:mm:ss'Z' and "
    "yyyy-MM-dd.";
inline constexpr std::string_view kTooManyReportColumns =
    "Only a report with fewer than 100 columns can be run. The columns are fields specified as "
    "detail columns, summaries, or custom summary formulas. Remove unneeded columns from the "
    "report and try again.";
inline constexpr std::string_view kOneSortColumn = "A report can only be sorted by one column.";
inline constexpr std::string_view kSortColumnNotSelected =
    "The sort column name must be from a selected column.";
inline constexpr std::string_view kMatrixSort =
    "Column sorting isn\u2019t supported for matrix reports.";
// From memory.
inline constexpr std::string_view kTooManyFilters = "A report takes at most 20 filters";

// Passwords
inline constexpr std::string_view kNoAccessToRecord =
    "You do not have permission to view this record.";
inline constexpr std::string_view kPasswordTooSimple =
    "Your password must have a mix of letters and numbers.";
inline constexpr std::string_view kPasswordRepeated = "invalid repeated password";
// From memory.
inline constexpr std::string_view kPasswordTooShort =
    "Your password must be at least 8 characters long.";

// Apex REST
inline constexpr std::string_view kNoApexMatch = "Could not find a match for URL";
std::string NoApexAccess(std::string_view apex_class);

// Leads and merges
std::string BadId(std::string_view value);
std::string InvalidConvertedStatus(std::string_view status);
std::string BadIdToMerge(std::string_view value);

inline constexpr std::string_view kOwnerIsNoUser =
    "Converted objects can only be owned by users.  If the lead is not owned by a user, you must "
    "specify a user for the Owner field.";
// From memory, and so are the codes that go with them.
inline constexpr std::string_view kOpportunityUnwanted =
    "One or more leads couldn't be converted. If doNotCreateOpportunity is true, opportunityName "
    "and opportunityId must be null.";
inline constexpr std::string_view kTooManyLeads = "Cannot convert more than 100 leads in one call";
inline constexpr std::string_view kTooManyMerges = "Cannot make more than 200 merges in one call";
inline constexpr std::string_view kTooManyToMerge = "Cannot merge more than 2 records into one";

// Transport and sessions
inline constexpr std::string_view kSessionInvalid = "Session expired or invalid";
inline constexpr std::string_view kInvalidAuthHeader = "INVALID_AUTH_HEADER";
inline constexpr std::string_view kRequestLimit = "TotalRequests Limit exceeded.";
inline constexpr std::string_view kUriTooLong =
    "<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>";
inline constexpr std::string_view kHeadersTooLarge =
    "<h1>Bad Message 431</h1><pre>reason: Request Header Fields Too Large</pre>";
inline constexpr std::string_view kBodyTooLarge = "Request size exceeded 50 MB limit";
// From memory.
inline constexpr std::string_view kBulkDataTooLarge = "Request size exceeded 150 MB limit";
std::string UnsupportedMediaType(std::string_view content_type);
std::string MethodNotAllowed(std::string_view method, std::string_view allowed);
std::string InternalError(std::string_view detail);
std::string MissingParameter(std::string_view name);
std::string InvalidParameter(std::string_view name);
std::string JsonUnexpected(char c, std::string_view expectation, int line, int column);
std::string InvalidUtf8(unsigned char byte, int line, int column);
std::string XmlError(std::string_view problem, int line, int column);
inline constexpr std::string_view kPreconditionFailed = "Precondition failed";
std::string BadLimit(std::string_view value);
std::string BadDateHeader(std::string_view name, std::string_view value);
inline constexpr std::string_view kVersionDeprecated =
    "299 - \"This API is deprecated and will be removed by Summer '25. Please use a later "
    "version.\"";
std::string VersionRetired(std::string_view version);
std::string JsonEnd(int line, int column);

}  // namespace sfsim::text
