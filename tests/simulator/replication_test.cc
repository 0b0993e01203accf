// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class ReplicationTest : public OrgTest {
 protected:
  HttpReply Changes(const std::string& what, const std::string& start, const std::string& end) {
    return Call("GET", std::string(kData) + "/sobjects/Account/" + what +
                           "/?start=" + Encode(start) + "&end=" + Encode(end));
  }
  void ExpectCode(const HttpReply& reply, const std::string& code) {
    EXPECT_EQ(400, reply.status) << reply.body;
    EXPECT_NE(std::string::npos, reply.body.find("\"errorCode\":\"" + code + "\"")) << reply.body;
  }
};

TEST_F(ReplicationTest, ChangedRowsAreListedByTheMinute) {
  const std::string a = Create("Account", R"({"Name":"a"})");
  now_ += 10 * 60'000;
  const std::string b = Create("Account", R"({"Name":"b"})");
  now_ += 10 * 60'000;
  EXPECT_EQ("{\"ids\":[\"" + a + "\",\"" + b +
                R"("],"latestDateCovered":"2024-05-15T12:20:00.000+0000"})",
            Changes("updated", "2024-05-15T12:00:00+00:00", "2024-05-15T13:00:00+00:00").body);
  EXPECT_EQ("{\"ids\":[\"" + a + R"("],"latestDateCovered":"2024-05-15T12:10:00.000+0000"})",
            Changes("updated", "2024-05-15T12:00:59Z", "2024-05-15T12:10:30Z").body);
}

TEST_F(ReplicationTest, DeletedRowsAreListedWithTheirMoment) {
  const std::string a = Create("Account", R"({"Name":"a"})");
  now_ += 60'000;
  Call("DELETE", std::string(kData) + "/sobjects/Account/" + a);
  now_ += 60'000;
  EXPECT_EQ("{\"deletedRecords\":[{\"deletedDate\":\"2024-05-15T12:01:00.000+0000\",\"id\":\"" + a +
                R"("}],"earliestDateAvailable":"2024-04-30T12:02:00.000+0000",)" +
                R"("latestDateCovered":"2024-05-15T12:02:00.000+0000"})",
            Changes("deleted", "2024-05-15T12:00:00Z", "2024-05-15T12:02:00Z").body);
  EXPECT_EQ(R"({"ids":[],"latestDateCovered":"2024-05-15T12:02:00.000+0000"})",
            Changes("updated", "2024-05-15T12:00:00Z", "2024-05-15T12:02:00Z").body);
}

TEST_F(ReplicationTest, SpansThatCannotBeAnsweredAreRefused) {
  const std::string now = "2024-05-15T12:00:00Z";
  ExpectCode(Changes("updated", now, "2024-05-15T11:00:00Z"), "INVALID_REPLICATION_DATE");
  ExpectCode(Changes("updated", now, "2024-05-15T12:00:59Z"), "INVALID_REPLICATION_DATE");
  ExpectCode(Changes("updated", "2024-04-14T12:00:00Z", now), "INVALID_REPLICATION_DATE");
  EXPECT_EQ(200, Changes("updated", "2024-04-16T12:00:00Z", now).status);
  ExpectCode(Changes("deleted", "2024-04-29T12:00:00Z", now), "INVALID_REPLICATION_DATE");
  EXPECT_EQ(200, Changes("deleted", "2024-05-01T12:00:00Z", now).status);
  ExpectCode(Changes("updated", "yesterday", now), "INVALID_REPLICATION_DATE");
  ExpectCode(Call("GET", std::string(kData) + "/sobjects/Account/updated"), "MISSING_ARGUMENT");
}

TEST_F(ReplicationTest, APlusThatIsNotEncodedIsASpace) {
  const std::string url = std::string(kData) + "/sobjects/Account/updated?end=2024-05-15T12:30:00Z";
  EXPECT_EQ(400, Call("GET", url + "&start=2024-05-15T12:00:00+00:00").status);
  EXPECT_EQ(200, Call("GET", url + "&start=2024-05-15T12:00:00%2B00:00").status);
}

TEST_F(ReplicationTest, ObjectsThatAreUnknownOrNotReplicatedHaveNoChanges) {
  OrgOptions options = DefaultOptions();
  options.schema_json = R"({"objects":[{"name":"Still__c","replicateable":false}]})";
  StartOrg(std::move(options));
  const std::string span = "/updated?start=2024-05-15T11:00:00Z&end=2024-05-15T12:00:00Z";
  EXPECT_EQ(404, Call("GET", std::string(kData) + "/sobjects/No__c" + span).status);
  EXPECT_EQ(400, Call("GET", std::string(kData) + "/sobjects/Still__c" + span).status);
}

}  // namespace
}  // namespace sfsim
