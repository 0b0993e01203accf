// SPDX-License-Identifier: Apache-2.0
// A create or a conversion whose connection is cut: at whatever byte, it is sent at most once, and
// who is told that nothing was done can rely on it.
#include "sfconnector/v1/lead_service.pb.h"
#include "tests/conformance/conformance_test.h"
#include "tests/conformance/cutting_relay.h"
#include "tests/core/http/tls_front.h"

namespace sfconnector::conformance {
namespace {

using Direction = CuttingRelay::Direction;

class LostReply : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    id_ = org().InsertOne("Item__c", R"("Name":"a")");
  }

  Outcome Create() {
    return CreateRecord("Item__c",
                        {TextField("Name", "new"), TextField("Long__c", std::string(2000, 'x'))});
  }

  // Lets the next request find a connection that is open already.
  void WarmUp() { ASSERT_TRUE(Succeeded(GetRecord("Item__c", id_, {"Id"}))); }

  // Leads the connection through the relay, and warms it up.
  v1::Connection UseRelay(const CuttingRelay& relay) {
    v1::Connection settings = Settings(org());
    settings.set_base_url(relay.Url());
    Use(settings);
    WarmUp();
    return settings;
  }

  static int CountItems() {
    const std::string reply =
        org().Get(std::string(kData) + "/query?q=SELECT+COUNT()+FROM+Item__c");
    return std::stoi(reply.substr(reply.find("totalSize\":") + 11));
  }

  static int Posts() { return org().Count("POST", std::string(kData) + "/sobjects"); }

  // Creates a record over a connection that is cut as described. What the caller is told must be
  // true, whatever it is.
  Outcome CreateAndCut(CuttingRelay& relay, const v1::Connection& settings, bool reused,
                       Direction direction, std::int64_t bytes) {
    Use(settings);
    if (reused) WarmUp();
    org().ClearJournal();
    relay.Forget();
    const int before = CountItems();
    relay.CutAfter(direction, bytes);
    Outcome outcome = Create();
    // TLS may need fewer bytes than it did when they were counted: then all of it went through.
    EXPECT_TRUE(relay.cut() || outcome.ok()) << outcome;
    EXPECT_LE(Posts(), 1);
    const int created = CountItems() - before;
    if (outcome.ok()) {
      EXPECT_EQ(created, 1);
    } else if (outcome.detail.outcome() == v1::OUTCOME_NOT_DONE) {
      EXPECT_EQ(created, 0) << outcome;
      EXPECT_EQ(Posts(), 0);
    } else {
      EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN) << outcome;
      EXPECT_LE(created, 1);
    }
    return outcome;
  }

  // Converts a lead, over SOAP.
  Outcome Convert() {
    v1::ConvertLeadRequest request;
    v1::LeadConvert& wish = *request.add_lead_converts();
    wish.set_lead_id(org().InsertOne("Lead", R"("Company":"c","LastName":"l")"));
    wish.set_converted_status("Closed - Converted");
    v1::ConvertLeadResponse response;
    return Call("LeadService/ConvertLead", request, &response);
  }

  void ConvertAndCut(CuttingRelay& relay, const v1::Connection& settings, Direction direction,
                     std::int64_t bytes) {
    SCOPED_TRACE((direction == Direction::kRequest ? "request" : "reply") +
                 std::string(" cut after ") + std::to_string(bytes));
    Use(settings);
    WarmUp();
    org().ClearJournal();
    relay.Forget();
    relay.CutAfter(direction, bytes);
    const Outcome outcome = Convert();
    EXPECT_TRUE(relay.cut());
    EXPECT_EQ(outcome.code, kUnavailable) << outcome;
    EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN) << outcome;
    EXPECT_LE(CountOf(relay.requests(), "POST "), 1);
    EXPECT_LE(org().Count("POST", "/services/Soap/"), 1);
  }

  std::string id_;
};

// The places of a request and its reply where HTTP/1.1 may be cut.
struct Places {
  std::vector<std::int64_t> request;
  std::vector<std::int64_t> reply;
  std::int64_t whole_request = 0;
};

Places PlacesOf(const std::string& request, const std::string& reply) {
  const auto line = static_cast<std::int64_t>(request.find("\r\n") + 2);
  const auto head = static_cast<std::int64_t>(request.find("\r\n\r\n") + 4);
  const auto whole = static_cast<std::int64_t>(request.size());
  const auto reply_head = static_cast<std::int64_t>(reply.find("\r\n\r\n") + 4);
  const auto reply_whole = static_cast<std::int64_t>(reply.size());
  return {{1, line, head - 2, head, (head + whole) / 2, whole - 1, whole},
          {1, 17, reply_head - 2, reply_head, (reply_head + reply_whole) / 2, reply_whole - 1},
          whole};
}

TEST_F(LostReply, CreateOverHttp11IsSentOnceWhereverItIsCut) {
  CuttingRelay relay(org().port());
  const v1::Connection settings = UseRelay(relay);
  relay.Forget();
  ASSERT_TRUE(Succeeded(Create()));
  const Places places = PlacesOf(relay.requests(), relay.replies());
  for (const bool reused : {false, true}) {
    for (const std::int64_t bytes : places.request) {
      SCOPED_TRACE("request cut after " + std::to_string(bytes) + (reused ? ", reused" : ""));
      const Outcome outcome = CreateAndCut(relay, settings, reused, Direction::kRequest, bytes);
      EXPECT_EQ(outcome.code, kUnavailable) << outcome;
      EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN) << outcome;
      EXPECT_EQ(CountOf(relay.requests(), "POST "), bytes >= 5 ? 1 : 0);
      if (bytes == places.whole_request) org().WaitForCount(1, "POST");
    }
    for (const std::int64_t bytes : places.reply) {
      SCOPED_TRACE("reply cut after " + std::to_string(bytes) + (reused ? ", reused" : ""));
      const Outcome outcome = CreateAndCut(relay, settings, reused, Direction::kReply, bytes);
      EXPECT_EQ(outcome.code, kUnavailable) << outcome;
      EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN) << outcome;
      EXPECT_EQ(CountOf(relay.requests(), "POST "), 1);
      EXPECT_EQ(Posts(), 1);
    }
  }
}

TEST_F(LostReply, CreateOverHttp2IsSentOnceWhereverItIsCut) {
  const testing::Certificates certificates;
  const testing::TlsFront front(certificates, org().port());
  CuttingRelay relay(front.port());
  v1::Connection settings = Settings(org());
  settings.set_base_url("https://127.0.0.1:" + std::to_string(relay.port()));
  settings.mutable_tls()->set_ca_file(certificates.Path("ca.pem"));
  for (const bool reused : {false, true}) {
    Use(settings);
    if (reused) WarmUp();
    relay.Forget();
    ASSERT_TRUE(Succeeded(Create()));
    const auto request = static_cast<std::int64_t>(relay.requests().size());
    const auto reply = static_cast<std::int64_t>(relay.replies().size());
    constexpr int kSteps = 8;
    for (int step = 1; step < kSteps; ++step) {
      SCOPED_TRACE("step " + std::to_string(step) + (reused ? ", reused" : ""));
      CreateAndCut(relay, settings, reused, Direction::kRequest, request * step / kSteps);
      CreateAndCut(relay, settings, reused, Direction::kReply, reply * step / kSteps);
    }
    // The org has the whole request, and its reply is lost.
    Outcome outcome = CreateAndCut(relay, settings, reused, Direction::kReply, reply - 60);
    for (int tries = 1; !relay.cut() && tries < 10; ++tries) {
      outcome = CreateAndCut(relay, settings, reused, Direction::kReply, reply - 60 * (tries + 1));
    }
    EXPECT_EQ(outcome.code, kUnavailable) << outcome;
    EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN) << outcome;
    EXPECT_EQ(Posts(), 1);
  }
}

TEST_F(LostReply, ConversionIsSentOnceWhereverItIsCut) {
  CuttingRelay relay(org().port());
  const v1::Connection settings = UseRelay(relay);
  relay.Forget();
  ASSERT_TRUE(Succeeded(Convert()));
  const Places places = PlacesOf(relay.requests(), relay.replies());
  for (const std::int64_t bytes : places.request)
    ConvertAndCut(relay, settings, Direction::kRequest, bytes);
  for (const std::int64_t bytes : places.reply)
    ConvertAndCut(relay, settings, Direction::kReply, bytes);
}

TEST_F(LostReply, UpsertIsSentAgainAndDoneOnce) {
  CuttingRelay relay(org().port());
  UseRelay(relay);
  for (const std::int64_t bytes : {0, 1, 17, 300}) {
    SCOPED_TRACE(bytes);
    const int before = CountItems();
    relay.CutAfter(Direction::kReply, bytes);
    EXPECT_TRUE(
        Succeeded(UpsertRecord("Key__c", "k" + std::to_string(bytes), {TextField("Name", "n")})));
    EXPECT_EQ(CountItems(), before + 1);
  }
}

}  // namespace
}  // namespace sfconnector::conformance
