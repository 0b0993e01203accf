// SPDX-License-Identifier: Apache-2.0
// The errors that any operation may meet: each of them has all, with the same words.
#include <fstream>

#include <google/protobuf/descriptor.pb.h>

#include "tests/conformance/every_operation_fixture.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAreArray;

// A reply of the org that is an error, and what it means.
struct Refusal {
  int status = 0;
  std::string code;  // Salesforce's; empty: an HTML page without one
  std::string message;
  Code means = kInternal;
  v1::Retryability retryability = v1::RETRYABILITY_NEVER;

  std::string Reason() const { return code.empty() ? "HTTP_" + std::to_string(status) : code; }

  std::string Action() const {
    const std::string head = "\"status\":" + std::to_string(status) + ",";
    if (code.empty()) return head + R"("body":"<h1>Bad Message</h1>","contentType":"text/html")";
    return head + R"("error":{"code":")" + code + R"(","message":")" + message + "\"}";
  }

  // Whether SOAP says it with a fault. What HTTP itself refuses looks the same everywhere.
  bool IsFault() const {
    return !code.empty() && code != "INVALID_AUTH_HEADER" && (status <= 404 || status >= 500);
  }

  // The fault of SOAP, if it is one.
  std::string SoapAction() const {
    if (!IsFault()) return Action();
    return R"("status":500,"contentType":"text/xml","body":"<e:Envelope xmlns:e=')"
           R"(http://schemas.xmlsoap.org/soap/envelope/'><e:Body><e:Fault><faultcode>sf:)" +
           code + "</faultcode><faultstring>" + code + ": " + message +
           R"(</faultstring></e:Fault></e:Body></e:Envelope>")";
  }

  // The error of Bulk API 1.0, if it is one.
  std::string BulkAction() const {
    if (code.empty()) return Action();
    return "\"status\":" + std::to_string(status) + R"(,"body":{"exceptionCode":")" + code +
           R"(","exceptionMessage":")" + message + "\"}";
  }

  // The HTTP status that callers see: a fault has none, but for those of sessions and of failures.
  int StatusFor(Api api) const {
    const bool told = status == 401 || status >= 500;
    return api == Api::kSoap && IsFault() && !told ? 400 : status;
  }
};

constexpr v1::Retryability kSafe = v1::RETRYABILITY_SAFE;
constexpr v1::Retryability kIfIdempotent = v1::RETRYABILITY_IF_IDEMPOTENT;

// About the session, the user's rights, and the org's limits.
const std::vector<Refusal>& RefusedCallers() {
  static const auto* const refusals = new std::vector<Refusal>{
      {401, "INVALID_SESSION_ID", "This session is not valid for use with the REST API",
       kUnauthenticated},
      {401, "INVALID_SESSION_ID", "Connected app is not attached to Agent", kUnauthenticated},
      {401, "INVALID_AUTH_HEADER", "INVALID_AUTH_HEADER", kUnauthenticated},
      {403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.",
       kPermissionDenied},
      {403, "API_CURRENTLY_DISABLED", "API is disabled for this User", kPermissionDenied},
      {403, "INSUFFICIENT_ACCESS", "You do not have permission to view this record.",
       kPermissionDenied},
      {400, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id",
       kPermissionDenied},
      {403, "FUNCTIONALITY_NOT_ENABLED", "This feature is not enabled", kPermissionDenied},
      {403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", kResourceExhausted},
      {403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.", kResourceExhausted,
       kSafe},
      {403, "OPERATION_TOO_LARGE", "Exceeded max size", kResourceExhausted},
      {429, "", "", kResourceExhausted, kSafe},
  };
  return *refusals;
}

// About the request, and the state of what it is for.
const std::vector<Refusal>& RefusedRequests() {
  static const auto* const refusals = new std::vector<Refusal>{
      {400, "JSON_PARSER_ERROR", "Unexpected character at [line:1, column:2]", kInvalidArgument},
      {400, "INVALID_HEADER", "Invalid value for header Sforce-Auto-Assign: x", kInvalidArgument},
      {404, "NOT_FOUND", "The requested resource does not exist", kNotFound},
      {404, "ENTITY_IS_DELETED", "entity is deleted", kNotFound},
      {405, "METHOD_NOT_ALLOWED", "HTTP Method 'PUT' not allowed. Allowed are HEAD,GET",
       kUnimplemented},
      {409, "CONFLICT", "The resource has changed", kAborted},
      {410, "GONE", "API version 59.0 is retired", kNotFound},
      {412, "PRECONDITION_FAILED", "Precondition failed", kFailedPrecondition},
      {412, "", "", kFailedPrecondition},
      {428, "", "", kFailedPrecondition},
      {413, "", "", kInvalidArgument},
      {414, "", "", kInvalidArgument},
      {415, "UNSUPPORTED_MEDIA_TYPE", "MediaType of 'a/b' is not supported", kInvalidArgument},
      {431, "", "", kInvalidArgument},
  };
  return *refusals;
}

// About the org itself.
const std::vector<Refusal>& Failures() {
  static const auto* const refusals = new std::vector<Refusal>{
      {400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record", kAborted,
       kSafe},
      {400, "QUERY_TIMEOUT", "Your query request was running for too long.", kDeadlineExceeded},
      {420, "", "", kUnavailable, kSafe},
      {500, "UNKNOWN_EXCEPTION",
       "An unexpected error occurred. Please include this ErrorId if you contact support: "
       "1452464078-314667 (-1173371248)",
       kInternal, kIfIdempotent},
      {500, "APEX_ERROR", "System.NullPointerException: a", kInternal, kIfIdempotent},
      {500, "INTERNAL_ERROR", "Internal error", kInternal, kIfIdempotent},
      {500, "", "", kInternal, kIfIdempotent},
      {502, "", "", kUnavailable, kIfIdempotent},
      {503, "SERVER_UNAVAILABLE", "The server is temporarily unavailable", kUnavailable,
       kIfIdempotent},
      {503, "", "", kUnavailable, kIfIdempotent},
      {504, "", "", kUnavailable, kIfIdempotent},
  };
  return *refusals;
}

class EveryError : public EveryOperations {
 protected:
  // Calls every operation while the org answers with each of `refusals`.
  void ExpectTyped(const std::vector<Refusal>& refusals) {
    const std::vector<AnyOperation> operations = EveryOperation();
    for (const Refusal& refusal : refusals) {
      SCOPED_TRACE(refusal.Reason() + " " + refusal.message);
      Fail(refusal.Action(), refusal.SoapAction(), refusal.BulkAction());
      for (const AnyOperation& operation : operations) {
        SCOPED_TRACE(operation.name);
        org().ClearJournal();
        ExpectTyped(operation, refusal, CallTo(connection(), operation));
      }
    }
  }

 private:
  static bool IsRepeated(const AnyOperation& operation, const Refusal& refusal) {
    return refusal.retryability == kSafe ||
           (refusal.retryability == kIfIdempotent && operation.repeats != Repeats::kOnce);
  }

  static void ExpectTyped(const AnyOperation& operation, const Refusal& refusal,
                          const Outcome& outcome) {
    const bool upload = IsUpload(operation);
    const bool repeated = IsRepeated(operation, refusal);
    if (upload && repeated) {
      EXPECT_TRUE(FailedWith(outcome, kAborted, "UPLOAD_NOT_REPEATABLE"));
    } else {
      EXPECT_TRUE(FailedWith(outcome, refusal.means, refusal.Reason()));
      EXPECT_EQ(outcome.domain, refusal.code.empty() ? "sfconnector" : "salesforce.com");
      EXPECT_EQ(outcome.detail.retryability(), refusal.retryability);
    }
    EXPECT_THAT(Requests(), SizeIs(repeated && !upload ? 4 : 1));
    EXPECT_EQ(outcome.detail.outcome(),
              Told(operation, refusal.status < 500 ? v1::OUTCOME_NOT_DONE : v1::OUTCOME_UNKNOWN));
    EXPECT_EQ(outcome.detail.http_status(), refusal.StatusFor(operation.api));
    EXPECT_FALSE(outcome.detail.request_id().empty());
    if (refusal.code.empty()) {
      EXPECT_THAT(outcome.detail.body_excerpt(), HasSubstr("Bad Message"));
      return;
    }
    EXPECT_THAT(outcome.message, HasSubstr(refusal.code + ": " + refusal.message));
    ASSERT_THAT(outcome.detail.errors(), SizeIs(1));
    EXPECT_EQ(outcome.detail.errors(0).code(), refusal.code);
    EXPECT_EQ(outcome.detail.errors(0).message(), refusal.message);
  }
};

TEST_F(EveryError, IsTriedWithEachRpcOfEachService) {
  google::protobuf::FileDescriptorSet files;
  std::ifstream compiled(SFC_CONFORMANCE_SERVICES, std::ios::binary);
  ASSERT_TRUE(files.ParseFromIstream(&compiled));
  std::vector<std::string> rpcs;
  for (const auto& file : files.file()) {
    for (const auto& service : file.service()) {
      for (const auto& method : service.method())
        rpcs.push_back(service.name() + "/" + method.name());
    }
  }
  std::vector<std::string> names;
  for (const AnyOperation& operation : EveryOperation()) names.push_back(operation.name);
  EXPECT_THAT(names, UnorderedElementsAreArray(rpcs));
}

TEST_F(EveryError, TellsThatTheOrgDoesNotHaveTheVersion) {
  for (const AnyOperation& operation : EveryOperation()) {
    const bool versioned = operation.api == Api::kRest || operation.name == "RecordService/GetBlob";
    // Its version is its own affair.
    if (!versioned || operation.name == "OrgService/ListResources") continue;
    SCOPED_TRACE(operation.name);
    const auto call = [&](const std::string& version) {
      return CallTo(connection(), operation, {{{"sfconnector-api-version", version}}});
    };
    EXPECT_TRUE(FailedWith(call("99.0"), kNotFound, "NOT_FOUND"));
    const Outcome retired = call("22.0");
    EXPECT_TRUE(FailedWith(retired, kNotFound, "GONE"));
    EXPECT_EQ(retired.detail.http_status(), 410);
    EXPECT_EQ(retired.detail.outcome(), Told(operation, v1::OUTCOME_NOT_DONE));
  }
}

TEST_F(EveryError, TellsWhyTheCallerIsRefused) { ExpectTyped(RefusedCallers()); }

TEST_F(EveryError, TellsWhatIsWrongWithTheRequest) { ExpectTyped(RefusedRequests()); }

TEST_F(EveryError, TellsHowTheOrgFailed) { ExpectTyped(Failures()); }

}  // namespace
}  // namespace sfconnector::conformance
