// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/query_error.h"

#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

constexpr char kUnsupported[] =
    "is not supported. If you are attempting to use a custom object, be sure to append the '__c' "
    "after the entity name. Please reference your WSDL or the describe call for the appropriate "
    "names.";

class QueryErrorTest : public OrgTest {
 protected:
  // `CODE: message` of a query's error.
  std::string Error(const std::string& soql) {
    const HttpReply reply = Query(soql);
    EXPECT_EQ(400, reply.status) << reply.body;
    const JsonValue json = reply.Json();
    if (!json.is_array() || json.items.empty()) return reply.body;
    EXPECT_EQ(nullptr, json.items[0].Find("fields"));
    return json.items[0].Text("errorCode") + ": " + json.items[0].Text("message");
  }
  // The last line of the message: the text without the excerpt.
  std::string LastLine(const std::string& soql) {
    const std::string error = Error(soql);
    return error.substr(error.rfind('\n') + 1);
  }
};

TEST_F(QueryErrorTest, UnknownTypesAreReportedAsRecorded) {
  EXPECT_EQ(std::string("INVALID_TYPE: \nselect count() from XYZZY\n                    ^\nERROR "
                        "at Row:1:Column:21\nsObject type 'XYZZY' ") +
                kUnsupported,
            Error("select count() from XYZZY"));
  EXPECT_EQ(std::string("INVALID_TYPE: \nSELECT Id, FirstName, LastName FROM XYZZY\n"
                        "                                    ^\nERROR at Row:1:Column:37\nsObject "
                        "type 'XYZZY' ") +
                kUnsupported,
            Error("SELECT Id, FirstName, LastName FROM XYZZY"));
  EXPECT_EQ(std::string("INVALID_TYPE: \nName,BillingCity,IsDeleted FROM Accout\n"
                        "                                ^\nERROR at Row:1:Column:43\nsObject "
                        "type 'Accout' ") +
                kUnsupported,
            Error("SELECT Id,Name,BillingCity,IsDeleted FROM Accout"));
}

TEST(QueryExcerpt, BeginsAtAWordAsRecorded) {
  const std::string tail =
      "Assignable_Adoption_Date__c FROM Contact WHERE (Id = 'somethingwonky') LIMIT 1";
  const std::string query = std::string(207, 'x') + ", " + tail;
  const ApiError error = soql::ErrorAt(query, 257, "INVALID_QUERY_FILTER_OPERATOR",
                                       "invalid ID field: somethingwonky");
  EXPECT_EQ("\n" + tail + "\n" + std::string(48, ' ') +
                "^\nERROR at Row:1:Column:258\ninvalid ID field: somethingwonky",
            error.message);
}

TEST_F(QueryErrorTest, CharactersThatSoqlDoesNotHaveAreShownWhole) {
  EXPECT_EQ("line 1:3 no viable alternative at character '\xC3\xB6'", LastLine("Gr \xC3\xB6"));
  EXPECT_EQ("line 1:0 no viable alternative at character '\xF0\x9F\x99\x82'",
            LastLine("\xF0\x9F\x99\x82 FROM Account"));
}

TEST_F(QueryErrorTest, IdsThatAreNoneAreInvalidOperators) {
  EXPECT_EQ(
      "INVALID_QUERY_FILTER_OPERATOR: \nSELECT Id FROM Contact WHERE (Id = 'x')\n"
      "                              ^\nERROR at Row:1:Column:31\ninvalid ID field: x",
      Error("SELECT Id FROM Contact WHERE (Id = 'x')"));
}

TEST_F(QueryErrorTest, UnknownNamesSayWhichAndWhere) {
  EXPECT_EQ(0u, LastLine("SELECT Bogus FROM Account")
                    .find("No such column 'Bogus' on entity "
                          "'Account'."));
  EXPECT_EQ(0u, LastLine("SELECT Bogus.Name FROM Account")
                    .find("Didn't understand relationship 'Bogus' in field path."));
  EXPECT_EQ(0u, LastLine("SELECT Id, (SELECT Id FROM Bogus) FROM Account")
                    .find("Didn't understand relationship 'Bogus' in FROM part of query call."));
}

TEST_F(QueryErrorTest, LiteralsMustHaveTheFieldsType) {
  EXPECT_EQ(
      "value of filter criterion for field 'NumberOfEmployees' must be of type int and "
      "should not be enclosed in quotes",
      LastLine("SELECT Id FROM Account WHERE NumberOfEmployees = '5'"));
  EXPECT_EQ(0u, Error("SELECT Id FROM Account WHERE Name = 5").find("INVALID_FIELD"));
  EXPECT_EQ(0u,
            Error("SELECT Id FROM Account WHERE CreatedDate = 2024-01-01").find("INVALID_FIELD"));
  EXPECT_EQ(0u, Error("SELECT Id FROM Account WHERE IsDeleted = 'no'").find("INVALID_FIELD"));
}

TEST_F(QueryErrorTest, AggregatesNeedGroups) {
  EXPECT_EQ("Field must be grouped or aggregated: Name",
            LastLine("SELECT Name, COUNT(Id) FROM Account"));
  EXPECT_EQ("only aggregate expressions use field aliasing",
            LastLine("SELECT Name n FROM Account"));
  EXPECT_EQ("duplicate field selected: name", LastLine("SELECT Name, name FROM Account"));
}

TEST_F(QueryErrorTest, UsersAndTheOrganizationAreInNoRecycleBin) {
  for (const char* query :
       {"SELECT IsDeleted FROM User", "SELECT Id FROM User WHERE IsDeleted = false",
        "SELECT IsDeleted FROM Organization", "SELECT Owner.IsDeleted FROM Account",
        "SELECT CreatedBy.IsDeleted FROM Account"}) {
    EXPECT_EQ(0u, Error(query).find("INVALID_FIELD")) << query;
  }
}

TEST_F(QueryErrorTest, GroupingNeedsSubTotals) {
  EXPECT_EQ("GROUPING of 'Type' needs it in GROUP BY ROLLUP or GROUP BY CUBE",
            LastLine("SELECT GROUPING(Type), COUNT(Id) FROM Account GROUP BY Type"));
}

TEST_F(QueryErrorTest, LongTextCannotBeFilteredOrSorted) {
  EXPECT_EQ("field 'Description' can not be filtered in a query call",
            LastLine("SELECT Id FROM Account WHERE Description = 'x'"));
  EXPECT_EQ("field 'Description' can not be sorted in a query call",
            LastLine("SELECT Id FROM Account ORDER BY Description"));
}

TEST_F(QueryErrorTest, TextsThatAreNoQueryAreShort) {
  EXPECT_EQ("MALFORMED_QUERY: unexpected token: q", Error("q"));
  EXPECT_EQ(400, Call("GET", std::string(kData) + "/query").status);
}

TEST_F(QueryErrorTest, OffsetsHaveALimit) {
  EXPECT_EQ("NUMBER_OUTSIDE_VALID_RANGE: Maximum SOQL offset allowed is 2000",
            Error("SELECT Id FROM Account OFFSET 2001"));
}

TEST_F(QueryErrorTest, UnknownLocatorsAreInvalid) {
  const HttpReply reply = Call("GET", std::string(kData) + "/query/01gSf0000000001IAA-2000");
  EXPECT_EQ(R"([{"message":"invalid query locator","errorCode":"INVALID_QUERY_LOCATOR"}])",
            reply.body);
}

}  // namespace
}  // namespace sfsim
