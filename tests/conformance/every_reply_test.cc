// SPDX-License-Identifier: Apache-2.0
// Replies that are damaged, lost, or somebody else's, and sessions that end: no operation takes one
// for an answer, and none that changes something is sent twice.
#include <thread>

#include "tests/conformance/every_operation_fixture.h"

namespace sfconnector::conformance {
namespace {

using ::testing::AnyOf;
using ::testing::SizeIs;

class EveryReply : public EveryOperations {
 protected:
  // The calls whose replies are more than bytes that are handed on.
  static std::vector<AnyOperation> ReadersOfReplies() {
    std::vector<AnyOperation> readers = EveryOperation();
    std::erase_if(readers, [](const AnyOperation& operation) {
      return operation.api == Api::kBytes || operation.api == Api::kBulkBytes;
    });
    return readers;
  }

  // That nobody knows what became of the call, and that it was repeated if it may be.
  static void ExpectLost(const AnyOperation& operation, const Outcome& outcome) {
    const bool repeats = operation.repeats != Repeats::kOnce;
    if (IsUpload(operation) && repeats) {
      EXPECT_TRUE(FailedWith(outcome, kAborted, "UPLOAD_NOT_REPEATABLE"));
    } else {
      // A stream of rows that lacks some says so.
      EXPECT_TRUE(outcome.code == kUnavailable ||
                  (operation.shape == AnyOperation::Shape::kDownload && outcome.code == kDataLoss))
          << outcome;
      EXPECT_EQ(outcome.domain, "sfconnector");
      EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_IF_IDEMPOTENT);
    }
    EXPECT_EQ(outcome.detail.outcome(), Told(operation, v1::OUTCOME_UNKNOWN));
    if (repeats && !IsUpload(operation)) {
      // The transport may have sent one more, over a connection that was idle and turned out
      // closed.
      EXPECT_THAT(Requests(), SizeIs(AnyOf(4, 5)));
    } else {
      EXPECT_THAT(Requests(), SizeIs(1));
    }
  }

  void ExpectLostFor(const std::vector<AnyOperation>& operations, const std::string& action) {
    SCOPED_TRACE(action);
    Fail(action);
    for (const AnyOperation& operation : operations) {
      SCOPED_TRACE(operation.name);
      org().ClearJournal();
      ExpectLost(operation, CallTo(connection(), operation));
    }
  }
};

TEST_F(EveryReply, OfAGatewayIsNoAnswer) {
  ExpectLostFor(ReadersOfReplies(),
                R"("status":200,"body":"<h1>Bad Message</h1>","contentType":"text/html")");
}

TEST_F(EveryReply, ThatIsHalfIsNoAnswer) {
  ExpectLostFor(ReadersOfReplies(), R"("status":200,"body":"{\"id\":")");
}

TEST_F(EveryReply, ThatBreaksOffIsNoAnswer) {
  ExpectLostFor(ReadersOfReplies(), R"("status":200,"body":"{\"id\":1}","cutAfter":3)");
}

TEST_F(EveryReply, ThatIsLostLeavesTheOutcomeUnknown) {
  ExpectLostFor(EveryOperation(), R"("when":"after","close":"reset")");
  ExpectLostFor(EveryOperation(), R"("when":"before","close":"close")");
}

TEST_F(EveryReply, IsWaitedForUntilTheDeadline) {
  Fail(R"("latencyMs":600000)");
  std::vector<std::thread> callers;
  for (const AnyOperation& operation : EveryOperation()) {
    callers.emplace_back([this, operation] {
      const Outcome outcome = CallTo(connection(), operation, {{}, std::chrono::seconds(3)});
      EXPECT_EQ(outcome.code, kDeadlineExceeded) << operation.name << outcome;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(Requests().size(), callers.size());
}

class EverySession : public EveryOperations {
 protected:
  static constexpr char kEnd[] = R"("session":"revokeAll")";

  // The calls that need a session.
  static std::vector<AnyOperation> Callers() {
    std::vector<AnyOperation> callers = EveryOperation();
    std::erase_if(callers,
                  [](const AnyOperation& operation) { return operation.api == Api::kVersions; });
    return callers;
  }

  static ::testing::AssertionResult Expired(const AnyOperation& operation, const Outcome& outcome) {
    if (IsUpload(operation)) return FailedWith(outcome, kAborted, "UPLOAD_NOT_REPEATABLE");
    const bool bulk = operation.api == Api::kBulk || operation.api == Api::kBulkBytes;
    const std::string code = bulk                              ? "InvalidSessionId"
                             : operation.api == Api::kIdentity ? "Bad_OAuth_Token"
                                                               : "INVALID_SESSION_ID";
    return FailedWith(outcome, kUnauthenticated, code);
  }
};

TEST_F(EverySession, ThatHasEndedIsRenewedAndTheCallMadeAgain) {
  ASSERT_NE(CallTo(connection(), EveryOperation().front()).code, kUnauthenticated);
  for (const AnyOperation& operation : Callers()) {
    SCOPED_TRACE(operation.name);
    Fail(kEnd, 1);
    org().ClearJournal();
    const Outcome outcome = CallTo(connection(), operation);
    if (IsUpload(operation)) {
      EXPECT_TRUE(Expired(operation, outcome));
      EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
      // The next call has a new session.
      EXPECT_NE(CallTo(connection(), EveryOperation().front()).code, kUnauthenticated);
    } else {
      EXPECT_THAT(outcome.code, AnyOf(kOk, kInvalidArgument, kNotFound, kPermissionDenied))
          << outcome;
      EXPECT_THAT(Requests(), SizeIs(2));
      EXPECT_EQ(org().TokenRequests(), 1);
    }
  }
}

TEST_F(EverySession, ThatEndsAgainEndsTheCall) {
  for (const AnyOperation& operation : Callers()) {
    SCOPED_TRACE(operation.name);
    // A session that works, so that nothing is known yet of new ones being refused.
    org().ClearFaults();
    EXPECT_NE(CallTo(connection(), EveryOperation().front()).code, kUnauthenticated);
    Fail(kEnd);
    org().ClearJournal();
    const Outcome outcome = CallTo(connection(), operation);
    EXPECT_TRUE(Expired(operation, outcome));
    EXPECT_EQ(outcome.detail.http_status(), operation.api == Api::kIdentity ? 403 : 401);
    EXPECT_EQ(outcome.detail.outcome(), Told(operation, v1::OUTCOME_NOT_DONE));
    EXPECT_THAT(Requests(), SizeIs(IsUpload(operation) ? 1 : 2));
  }
}

TEST_F(EverySession, IsAskedForNoMoreWhereNewOnesAreRefused) {
  Fail(kEnd);
  EXPECT_FALSE(GetRecord("Item__c", "a00000000000001AAA", {"Id"}).ok());
  org().ClearJournal();
  for (const AnyOperation& operation : EveryOperation()) {
    SCOPED_TRACE(operation.name);
    const Outcome outcome = CallTo(connection(), operation);
    EXPECT_TRUE(FailedWith(outcome, kUnauthenticated, "SESSION_REFUSED"));
    EXPECT_EQ(outcome.detail.outcome(), Told(operation, v1::OUTCOME_NOT_DONE));
  }
  EXPECT_THAT(Requests(), SizeIs(0));
}

}  // namespace
}  // namespace sfconnector::conformance
