// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/error_text.h"

namespace sfsim::text {
namespace {

std::string Join(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (std::string_view part : parts) out.append(part);
  return out;
}

std::string At(int line, int column) {
  return Join({" at [line:", std::to_string(line), ", column:", std::to_string(column), "]"});
}

constexpr std::string_view kCustomField =
    "If you are attempting to use a custom field, be sure to append the '__c' after the custom "
    "field name. Please reference your WSDL or the describe call for the appropriate names.";
constexpr std::string_view kCustomRelationship =
    "If you are attempting to use a custom relationship, be sure to append the '__r' after the "
    "custom relationship name. Please reference your WSDL or the describe call for the "
    "appropriate names.";

}  // namespace

// ---- Captured, documented, or known to clients.

std::string NoSuchAction(std::string_view name) { return Join({"Action name not found: ", name}); }

std::string NoSuchColumn(std::string_view field, std::string_view object) {
  return Join({"No such column '", field, "' on sobject of type ", object});
}

std::string ReadOnlyField(std::string_view field) {
  return Join({"Unable to create/update fields: ", field,
               ". Please check the security settings of this field and verify that it is "
               "read/write for your profile or permission set."});
}

std::string RequiredFieldsMissing(std::string_view fields) {
  return Join({"Required fields are missing: [", fields, "]"});
}

std::string InvalidEmail(std::string_view label, std::string_view value) {
  return Join({label, ": invalid email address: ", value});
}

std::string MalformedId(std::string_view value) { return Join({"malformed id ", value}); }

std::string BadId(std::string_view value) { return Join({"bad id ", value}); }

std::string InvalidConvertedStatus(std::string_view status) {
  return Join({"invalid convertedStatus: ", status});
}

std::string BadIdToMerge(std::string_view value) {
  return Join({"bad id in recordsToMerge: ", value});
}

std::string NoAccessOnReference(std::string_view id) {
  return Join({"insufficient access rights on cross-reference id: ", id});
}

std::string ForeignKeyNotFound(std::string_view value, std::string_view field,
                               std::string_view object) {
  return Join(
      {"Foreign key external ID: ", value, " not found for field ", field, " in entity ", object});
}

std::string NotFilterable(std::string_view column) {
  return Join({"Specify a valid filterable column because ", column, " is invalid."});
}

std::string BadCondition(std::string_view condition) {
  return Join({"Specify a valid condition because ", condition, " is invalid."});
}

std::string BadDateColumn(std::string_view column) {
  return Join({"The column ", column, " specified for the standard date filter is invalid."});
}

std::string NotADateColumn(std::string_view column) {
  return Join({"The column ", column,
               " cannot be a standard date filter because it is not a date column."});
}

std::string BadDuration(std::string_view duration) {
  return Join({"The duration ", duration, " specified for the standard date filter is invalid."});
}

std::string BadFilterDate(std::string_view end, std::string_view column) {
  return Join({"The specified ", end, " date of ", column,
               " specified for the standard date filter is invalid."});
}

std::string TooManyReportRuns(std::string_view limit, std::string_view how) {
  return Join(
      {"You can't run more than ", limit, " reports ", how, " every 60 minutes. Try again later."});
}

std::string DuplicateAssignment(std::string_view assignee, std::string_view permission_set) {
  return Join({"Duplicate PermissionSetAssignment.  Assignee: ", assignee,
               "; Permission Set: ", permission_set});
}

std::string NoSuchExternalIdField(std::string_view field) {
  return Join({"Provided external ID field does not exist or is not accessible: ", field});
}

std::string NoSuchType(std::string_view object) {
  return Join({"sObject type '", object,
               "' is not supported. If you are attempting to use a custom object, be sure to "
               "append the '__c' after the entity name. Please reference your WSDL or the "
               "describe call for the appropriate names."});
}

std::string NoApexAccess(std::string_view apex_class) {
  return Join({"You do not have access to the Apex class named: ", apex_class});
}

std::string InvalidIdField(std::string_view value) { return Join({"invalid ID field: ", value}); }

std::string UnexpectedToken(std::string_view token) { return Join({"unexpected token: ", token}); }

std::string MismatchedCharacter(size_t column, std::string_view character) {
  return Join(
      {"line 1:", std::to_string(column), " mismatched character '", character, "' expecting '}'"});
}

std::string TermTooShort(std::string_view term) {
  return Join({"search term must be longer than one character: ", term});
}

std::string UnindexedNote() { return "Not considering filter for optimization because unindexed"; }

std::string BadReferenceId(std::string_view reference_id) {
  return Join({"Provided referenceId ('", reference_id,
               "') must start with a letter or a number, and it can contain only letters, numbers "
               "and underscores ('_')."});
}

std::string NoReferenceValue(std::string_view path, std::string_view reference_id) {
  return Join({"Invalid reference specified. No value for ", path, " found in ", reference_id, ". ",
               BadReferenceId(path)});
}

std::string DuplicateTreeReference(std::string_view reference_id) {
  return Join({"Duplicate ReferenceId found: ", reference_id});
}

// ---- From memory.

std::string NotSearchable(std::string_view object) {
  return Join({"entity type ", object, " does not support search"});
}

std::string InvalidExplainId(std::string_view id) {
  return Join({"The ID is not that of a report or a list view: ", id});
}

std::string DuplicateReferenceId(std::string_view reference_id) {
  return Join({"Provided referenceId ('", reference_id, "') is not unique in the request."});
}

std::string NotAllowedWithin(std::string_view url) {
  return Join({"The URL can\u2019t be used for an operation of this request: ", url});
}

std::string ReservedHeader(std::string_view name) {
  return Join({"The header '", name, "' can\u2019t be set for a single operation."});
}

std::string TooManyWithin(std::string_view what, int limit) {
  return Join({"The request can\u2019t contain more than ", std::to_string(limit), " ", what, "."});
}

std::string NoBinaryPart(std::string_view name, std::string_view alias) {
  return Join({"The binary part '", name, "' with the alias '", alias, "' was not found"});
}

std::string DuplicateGraphId(std::string_view graph_id) {
  return Join({"Provided graphId ('", graph_id, "') is missing or not unique in the request."});
}

std::string UnexpectedTreeType(std::string_view type, std::string_view expected) {
  return Join({"The record type '", type, "' does not match the expected type '", expected, "'."});
}

std::string UnsupportedMediaType(std::string_view content_type) {
  return Join({"MediaType of '", content_type, "' is not supported by this resource"});
}

std::string MethodNotAllowed(std::string_view method, std::string_view allowed) {
  return Join({"HTTP Method '", method, "' not allowed. Allowed are ", allowed});
}

std::string TooLong(std::string_view label, std::string_view value, int length) {
  return Join(
      {label, ": data value too large: ", value, " (max length=", std::to_string(length), ")"});
}

std::string NumberOutsideRange(std::string_view label, std::string_view value) {
  return Join({label, ": value outside of valid range on numeric field: ", value});
}

std::string DeleteRestricted(std::string_view name, std::string_view label_plural,
                             std::string_view holders) {
  return Join({"Your attempt to delete ", name,
               " could not be completed because it is associated with the following ", label_plural,
               ".: ", holders, "\n"});
}

std::string TooManyRecords(int limit) {
  return Join({"record limit reached. cannot submit more than ", std::to_string(limit),
               " records into this call"});
}

std::string DuplicateExternalId(std::string_view value) {
  return Join({"Duplicate external id specified: ", value});
}

std::string CannotDeserialize(std::string_view type, std::string_view token, std::string_view value,
                              int line, int column) {
  return Join({"Cannot deserialize instance of ", type, " from ", token, " value ", value,
               " or request may be missing a required field", At(line, column)});
}

std::string WrongIdType(std::string_view label, std::string_view value) {
  return Join({label, ": id value of incorrect type: ", value});
}

std::string RestrictedPicklist(std::string_view label, std::string_view value) {
  return Join({label, ": bad value for restricted picklist field: ", value});
}

std::string DuplicateValue(std::string_view field, std::string_view id) {
  return Join({"duplicate value found: ", field,
               " duplicates value on record with id: ", id.substr(0, 15)});
}

std::string KeyMissing(std::string_view field) { return Join({field, " not specified"}); }

std::string NotAllowedOnType(std::string_view object, std::string_view operation) {
  return Join({"entity type ", object, " does not support ", operation});
}

std::string WrongRecordType(std::string_view label, std::string_view id) {
  return Join({label, ": this ID value isn't valid for the user: ", id});
}

std::string OwnerBlank(std::string_view label) { return Join({label, ": owner cannot be blank"}); }

std::string InactiveOwner(std::string_view user_id, std::string_view object) {
  return Join({"operation performed with inactive user [", user_id, "] as owner of ", object});
}

std::string BadDateTime(std::string_view parameter, std::string_view value) {
  return Join({parameter, ": '", value, "' is not a valid value for the type xsd:dateTime"});
}

std::string StartTooEarly(int days) {
  return Join({"startDate cannot be more than ", std::to_string(days), " days ago"});
}

std::string BadOption(std::string_view header, std::string_view value) {
  return Join({"Invalid value for header ", header, ": ", value});
}

std::string NoBlobField(std::string_view name, std::string_view object) {
  return Join({"The binary part '", name, "' names no blob field of ", object});
}

std::string AmbiguousForeignKey(std::string_view value, std::string_view field) {
  return Join(
      {"Foreign key external ID: ", value, " matches more than one record for field ", field});
}

std::string KeyInBody(std::string_view field) {
  return Join({"The ", field, " field should not be specified in the sobject data."});
}

std::string TypeMissing() {
  return "An sObject type must be given in the attributes of every record";
}

std::string DuplicateIdInCall(std::string_view id) { return Join({"Duplicate id in list: ", id}); }

std::string NoSuchColumnOnEntity(std::string_view field, std::string_view object) {
  return Join({"No such column '", field, "' on entity '", object, "'. ", kCustomField});
}

std::string NoSuchChildRelationship(std::string_view name) {
  return Join({"Didn't understand relationship '", name, "' in FROM part of query call. ",
               kCustomRelationship});
}

std::string NoSuchParentRelationship(std::string_view name) {
  return Join({"Didn't understand relationship '", name, "' in field path. ", kCustomRelationship});
}

std::string CannotFilter(std::string_view field) {
  return Join({"field '", field, "' can not be filtered in a query call"});
}

std::string CannotSort(std::string_view field) {
  return Join({"field '", field, "' can not be sorted in a query call"});
}

std::string CannotGroup(std::string_view field) {
  return Join({"field '", field, "' can not be grouped in a query call"});
}

std::string MustBeGrouped(std::string_view field) {
  return Join({"Field must be grouped or aggregated: ", field});
}

std::string FilterType(std::string_view field, std::string_view type, bool quoted) {
  return Join({"value of filter criterion for field '", field, "' must be of type ", type,
               quoted ? " and should not be enclosed in quotes"
                      : (type == "string" ? " and should be enclosed in quotes" : "")});
}

std::string BadAggregate(std::string_view field, std::string_view function) {
  return Join({"field ", field, " does not support aggregate operator ", function});
}

std::string DuplicateAlias(std::string_view alias) { return Join({"duplicate alias: ", alias}); }

std::string DuplicateField(std::string_view field) {
  return Join({"duplicate field selected: ", field});
}

std::string BadDateFunction(std::string_view field, std::string_view function) {
  return Join({"field ", field, " does not support date function ", function});
}

std::string InvalidOperator(std::string_view type) {
  return Join({"invalid operator on ", type, " field"});
}

std::string NoLocation(std::string_view field) {
  return Join({"field '", field, "' can not be used with DISTANCE, it is no location"});
}

std::string NotRolledUp(std::string_view field) {
  return Join({"GROUPING of '", field, "' needs it in GROUP BY ROLLUP or GROUP BY CUBE"});
}

std::string NoSuchScope(std::string_view scope) { return Join({"unknown scope: ", scope}); }

std::string SemiJoinOnlyIds(std::string_view field) {
  return Join({"Semi join sub-selects can only query id fields, cannot use: '", field, "'"});
}

std::string NoSuchReportColumn(std::string_view name) {
  return Join({"The report type has no column ", name});
}

std::string BadFilterValue(std::string_view value) {
  return Join({"The filter value is invalid: ", value});
}

std::string BadFilterLogic(std::string_view logic) {
  return Join({"The filter logic is invalid: ", logic});
}

std::string BadGranularity(std::string_view granularity) {
  return Join({"The date granularity is invalid: ", granularity});
}

std::string GroupingsDoNotFit(std::string_view format) {
  return Join({"The groupings do not fit the report format ", format});
}

std::string InternalError(std::string_view detail) {
  return Join(
      {"An unexpected error occurred. Please include this ErrorId if you contact "
       "support: 675649159-184801 (-177293139) ",
       detail});
}

std::string MissingParameter(std::string_view name) {
  return Join({"The required parameter is missing: ", name});
}

std::string InvalidParameter(std::string_view name) {
  return Join({"Invalid value of parameter: ", name});
}

std::string JsonUnexpected(char c, std::string_view expectation, int line, int column) {
  return Join({"Unexpected character ('", std::string_view(&c, 1), "' (code ",
               std::to_string(static_cast<unsigned char>(c)), "))",
               expectation.empty() ? "" : ": was expecting ", expectation, At(line, column)});
}

std::string InvalidUtf8(unsigned char byte, int line, int column) {
  static constexpr char kHex[] = "0123456789abcdef";
  const char digits[] = {kHex[byte >> 4], kHex[byte & 15]};
  return Join({"Invalid UTF-8 byte 0x", std::string_view(digits, 2), At(line, column)});
}

std::string BadLimit(std::string_view value) {
  return Join({"The limit is no number in its range: ", value});
}

std::string BadDateHeader(std::string_view name, std::string_view value) {
  return Join({"The header ", name, " is no date: ", value});
}

std::string VersionRetired(std::string_view version) {
  return Join({"API version ", version, " is retired"});
}

std::string XmlError(std::string_view problem, int line, int column) {
  return Join({problem, At(line, column)});
}

std::string JsonEnd(int line, int column) {
  return Join({"Unexpected end-of-input", At(line, column)});
}

std::string MissingInput(std::string_view name) {
  return Join({"Missing required input parameter: ", name});
}

std::string UnknownInput(std::string_view name) {
  return Join({"Unknown input parameter: ", name});
}

std::string InvalidRecipient(std::string_view address) {
  return Join({"Email address is invalid: ", address});
}

}  // namespace sfsim::text
