// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/soap_fixture.h"

namespace sfsim {
namespace {

class RecordMergeTest : public SoapTest {
 protected:
  std::string Merge(const std::string& record, const std::vector<std::string>& losers) {
    std::string call = "<request><masterRecord>" + record + "</masterRecord>";
    for (const std::string& loser : losers) {
      call += "<recordToMergeIds>" + loser + "</recordToMergeIds>";
    }
    return Results("merge", call + "</request>");
  }
  static std::string Account(const std::string& id, const std::string& fields = "") {
    return "<type>Account</type><Id>" + id + "</Id>" + fields;
  }
};

TEST_F(RecordMergeTest, TheResultHasItsElementsInOrder) {
  const std::string master = Create("Account", R"({"Name":"m"})");
  const std::string loser = Create("Account", R"({"Name":"l"})");
  const std::string contact = Create("Contact", R"({"LastName":"c","AccountId":")" + loser + "\"}");
  EXPECT_EQ("<result><id>" + master + "</id><mergedRecordIds>" + loser +
                "</mergedRecordIds><success>true</success><updatedRelatedIds>" + contact +
                "</updatedRelatedIds></result>",
            Merge(Account(master, "<Name>&lt;n&gt;</Name>"), {loser}));
  EXPECT_EQ("<n>", Column("SELECT Name FROM Account", "Name"));
  EXPECT_EQ(master, Column("SELECT AccountId FROM Contact", "AccountId"));
}

TEST_F(RecordMergeTest, AWrongIdIsTheRecordedError) {
  const std::string master = Create("Account", R"({"Name":"m"})");
  EXPECT_EQ(
      "<result><errors><message>bad id in recordsToMerge: 0011500000000</message>"
      "<statusCode>MALFORMED_ID</statusCode></errors><id>" +
          master + "</id><success>false</success></result>",
      Merge(Account(master), {"0011500000000"}));
}

TEST_F(RecordMergeTest, AFailedMergeChangesNothing) {
  const std::string master = Create("Account", R"({"Name":"m"})");
  const std::string loser = Create("Account", R"({"Name":"l"})");
  const std::string gone = Create("Account", R"({"Name":"g"})");
  Call("DELETE", std::string(kData) + "/sobjects/Account/" + gone);
  const std::string result = Merge(Account(master, "<Name>new</Name>"), {loser, gone});
  EXPECT_NE(std::string::npos, result.find("<statusCode>ENTITY_IS_DELETED</statusCode>"));
  EXPECT_EQ("m|l", Column("SELECT Name FROM Account", "Name"));
}

TEST_F(RecordMergeTest, AMasterBelowALoserLosesItsParent) {
  const std::string loser = Create("Account", R"({"Name":"l"})");
  const std::string master = Create("Account", R"({"Name":"m","ParentId":")" + loser + "\"}");
  Merge(Account(master), {loser});
  EXPECT_EQ("null", Column("SELECT ParentId FROM Account", "ParentId"));
}

}  // namespace
}  // namespace sfsim
