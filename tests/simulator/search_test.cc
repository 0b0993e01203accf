// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class SearchTest : public OrgTest {
 protected:
  HttpReply Search(const std::string& sosl, const std::string& version = "60.0") {
    return Call("GET", "/services/data/v" + version + "/search/?q=" + Encode(sosl));
  }

  // The values of a field of what was found, `a|b`.
  std::string Found(const std::string& sosl, const std::string& field = "Name") {
    const HttpReply reply = Search(sosl);
    if (reply.status != 200) return reply.body;
    std::string values;
    const JsonValue json = reply.Json();
    for (const JsonValue& record : json.Find("searchRecords")->items) {
      values += (values.empty() ? "" : "|") + record.Text(field, "-");
    }
    return values;
  }

  std::string Names(const std::string& term) {
    return Found("FIND {" + term + "} RETURNING Account(Name)");
  }

  void CreateAccounts() {
    for (const char* name : {"Acme Rockets", "Acme Anvils", "Jon Smith", "John Smith",
                             "Smith and Sons", "O'Brien Müller"}) {
      Create("Account", std::string(R"({"Name":")") + name + R"("})");
    }
  }
};

TEST_F(SearchTest, WordsAreFoundWithoutCaseWhereverTheyStand) {
  CreateAccounts();
  EXPECT_EQ("Acme Rockets|Acme Anvils", Names("aCME"));
  EXPECT_EQ("Acme Anvils", Names("anvils acme"));
  EXPECT_EQ("O'Brien Müller", Names("MÜLLER"));
  EXPECT_EQ("", Names("acm"));
}

TEST_F(SearchTest, PhrasesMustStandAsTheyAre) {
  CreateAccounts();
  EXPECT_EQ("John Smith", Names(R"("john smith")"));
  EXPECT_EQ("", Names(R"("smith john")"));
}

TEST_F(SearchTest, WildcardsStandForManyCharactersOrOne) {
  CreateAccounts();
  EXPECT_EQ("Acme Rockets|Acme Anvils", Names("acm*"));
  EXPECT_EQ("Jon Smith|John Smith", Names("jo*n"));
  EXPECT_EQ("John Smith", Names("jo?n"));
  EXPECT_EQ("", Names("jo??n"));
  EXPECT_EQ("O'Brien Müller", Names("m*ller"));
}

TEST_F(SearchTest, OperatorsBindParenthesesFirstThenAndThenOr) {
  CreateAccounts();
  EXPECT_EQ("Acme Rockets|Acme Anvils|John Smith", Names("acme OR john AND smith"));
  EXPECT_EQ("John Smith", Names("(acme OR john) AND smith"));
  EXPECT_EQ("Jon Smith|Smith and Sons", Names("smith AND NOT john"));
  // From right to left: what is excluded is a row that has both.
  EXPECT_EQ("Jon Smith|John Smith|Smith and Sons", Names("smith AND NOT john AND sons"));
  EXPECT_EQ("Acme Anvils", Names("acme and not rockets"));
}

TEST_F(SearchTest, ReservedCharactersAreEscaped) {
  Create("Account", R"json({"Name":"Rock & Roll (live)"})json");
  Create("Contact", R"({"LastName":"x","Email":"jane_gray@uoa.edu"})");
  EXPECT_EQ("Rock & Roll (live)", Names("rock \\& roll \\(live\\)"));
  EXPECT_EQ("jane_gray@uoa.edu",
            Found("FIND {jane_gray@uoa.edu} IN EMAIL FIELDS RETURNING Contact(Email)", "Email"));
}

TEST_F(SearchTest, FieldGroupsConfineTheSearch) {
  Create("Contact", R"({"LastName":"Gray","Email":"black@x.example","Phone":"+1 555 1234",
                        "Department":"white"})");
  const auto found = [this](const std::string& term, const std::string& group) {
    return Found("FIND {" + term + "} IN " + group + " FIELDS RETURNING Contact(LastName)",
                 "LastName");
  };
  EXPECT_EQ("Gray", found("gray", "NAME"));
  EXPECT_EQ("", found("black", "NAME"));
  EXPECT_EQ("Gray", found("black", "EMAIL"));
  EXPECT_EQ("Gray", found("555", "PHONE"));
  EXPECT_EQ("", found("white", "SIDEBAR"));
  EXPECT_EQ("Gray", found("white", "ALL"));
}

TEST_F(SearchTest, ReturningFiltersOrdersAndLimitsEachObject) {
  CreateAccounts();
  Create("Contact", R"({"LastName":"Smith"})");
  EXPECT_EQ("John Smith|Jon Smith",
            Found("FIND {smith} RETURNING Account(Name WHERE Name LIKE 'Jo%' ORDER BY Name)"));
  EXPECT_EQ("Jon Smith",
            Found("FIND {smith} RETURNING Account(Name ORDER BY Name LIMIT 1 OFFSET 1)"));
  EXPECT_EQ("Jon Smith|Smith",
            Found("FIND {smith} RETURNING Account(Name USING ListView=Recent LIMIT 1), "
                  "Contact(toLabel(Name))"));
  EXPECT_EQ("Jon Smith|John Smith",
            Found("FIND {smith} RETURNING Account(Name), Contact(Name) LIMIT 2"));
}

TEST_F(SearchTest, WithoutReturningTheIdsOfAllObjectsAreFound) {
  const std::string account = Create("Account", R"({"Name":"Zebra"})");
  const std::string contact = Create("Contact", R"({"LastName":"Zebra"})");
  const HttpReply reply = Search("FIND {zebra}");
  EXPECT_EQ(R"({"searchRecords":[{"attributes":{"type":"Account","url":"/services/data/v60.0/)"
            R"(sobjects/Account/)" +
                account + R"("},"Id":")" + account +
                R"("},{"attributes":{"type":"Contact","url":"/services/data/v60.0/sobjects/)"
                R"(Contact/)" +
                contact + R"("},"Id":")" + contact + R"("}]})",
            reply.body);
  EXPECT_EQ(R"({"searchRecords":[]})", Search("FIND {unicorn}").body);
  EXPECT_EQ("[]", Search("FIND {unicorn}", "36.0").body);
}

TEST_F(SearchTest, ClausesThatChangeNothingAreUnderstood) {
  CreateAccounts();
  EXPECT_EQ("Acme Rockets|Acme Anvils",
            Found("FIND {acme} IN ALL FIELDS RETURNING Account(Name) WITH DIVISION = 'Global' "
                  "WITH NETWORK IN ('0DB000000000001') WITH SNIPPET(target_length=120) WITH "
                  "HIGHLIGHT WITH SPELL_CORRECTION = false LIMIT 10 UPDATE TRACKING, VIEWSTAT"));
  EXPECT_EQ("Acme Rockets|Acme Anvils",
            Found("FIND {acme} RETURNING Account(Name) WITH DATA CATEGORY Geography__c BELOW "
                  "Europe__c AND Product__c AT (A__c, B__c)"));
}

TEST_F(SearchTest, LabelsComeWithTheReplyWhenAskedFor) {
  const HttpReply reply =
      Search("FIND {unicorn} RETURNING Account(Id, Name) WITH METADATA = 'LABELS'");
  EXPECT_EQ(R"({"searchRecords":[],"metadata":{"entityetadata":[{"entityName":"Account",)"
            R"("fieldMetadata":[{"name":"Id","label":"Account ID"},)"
            R"({"name":"Name","label":"Account Name"}]}]}})",
            reply.body);
}

TEST_F(SearchTest, WritesAreFoundAtOnceAndUndoneWritesAreNot) {
  const std::string id = Create("Account", R"({"Name":"Before"})");
  EXPECT_EQ("Before", Names("before"));
  Call("PATCH", std::string(kData) + "/sobjects/Account/" + id, R"({"Name":"After"})");
  EXPECT_EQ("", Names("before"));
  EXPECT_EQ("After", Names("after"));
  Call("POST", std::string(kData) + "/composite/sobjects",
       R"({"allOrNone":true,"records":[{"attributes":{"type":"Account"},"Name":"Undone"},
                                       {"attributes":{"type":"Account"}}]})");
  EXPECT_EQ("", Names("undone"));
  Call("DELETE", std::string(kData) + "/sobjects/Account/" + id);
  EXPECT_EQ("", Names("after"));
  Call("POST", "/simulator/reset");
  token_ = Login();
  Create("Account", R"({"Name":"Again"})");
  EXPECT_EQ("Again", Names("again"));
}

TEST_F(SearchTest, ErrorsAreThoseOfAnOrg) {
  const auto error = [this](const std::string& sosl) {
    const HttpReply reply = Search(sosl);
    EXPECT_EQ(400, reply.status);
    const JsonValue json = reply.Json();
    return json.items[0].Text("errorCode") + " " + json.items[0].Text("message");
  };
  EXPECT_EQ("MALFORMED_SEARCH No search term found. The search term must be enclosed in braces.",
            error("FIND acme"));
  EXPECT_EQ(
      "MALFORMED_SEARCH \nFIND {John|jane_gray@uoa.edu} RETURNING Contact\n         ^\nERROR at "
      "Row:1:Column:10\nline 1:10 mismatched character '|' expecting '}'",
      error("FIND {John|jane_gray@uoa.edu} RETURNING Contact"));
  EXPECT_NE(std::string::npos, error("FIND {acme").find("mismatched character '<EOF>'"));
  EXPECT_EQ("MALFORMED_SEARCH search term must be longer than one character: a", error("FIND {a}"));
  EXPECT_TRUE(error("FIND {acme} RETURNING Nothing").starts_with("INVALID_TYPE \n"));
  EXPECT_TRUE(error("FIND {acme} RETURNING Account(Nope)").starts_with("INVALID_FIELD \n"));
  EXPECT_TRUE(error("FIND {acme} IN SOME FIELDS").starts_with("MALFORMED_SEARCH \n"));
  EXPECT_TRUE(error("FIND {acme} RETURNING Account(COUNT(Id))").starts_with("MALFORMED_SEARCH"));
  EXPECT_TRUE(error("FIND {acme AND}").starts_with("MALFORMED_SEARCH"));
  EXPECT_TRUE(error("FIND {(acme}").starts_with("MALFORMED_SEARCH"));
}

TEST_F(SearchTest, NoSearchTextBringsTheOrgDown) {
  CreateAccounts();
  const auto repeat = [](const std::string& text, int count) {
    std::string result;
    for (int i = 0; i < count; ++i) result += text;
    return result;
  };
  for (const std::string& term :
       {repeat("(", 500), repeat("a AND NOT ", 300) + "a", repeat("\\", 99), repeat("\"", 99),
        std::string("\xFF\xC3*?"), repeat("ab ", 1200), repeat("a?b ", 900), std::string("***"),
        repeat("(a OR ", 10) + "b" + repeat(")", 10), std::string("''--''"),
        std::string("\0ab\0", 4)}) {
    const HttpReply reply = Search("FIND {" + term + "} RETURNING Account(Name)");
    EXPECT_TRUE(reply.status == 200 || reply.status == 400) << term.substr(0, 40) << reply.body;
  }
  EXPECT_EQ(400, Search("FIND {ab} RETURNING Account(Id WHERE " + repeat("(", 5000)).status);
  EXPECT_EQ("Acme Rockets|Acme Anvils", Names("acme"));
}

TEST_F(SearchTest, LongExpressionsLoseOperatorsThenEverything) {
  CreateAccounts();
  std::string body = R"({"q":")";
  // Beyond 4,000 characters the words `acme` and `smith` are both wanted, OR or not.
  for (int i = 0; i < 500; ++i) body += "acme OR ";
  const auto found = [this](const std::string& text) {
    return Call("POST", std::string(kData) + "/parameterizedSearch", text).Json();
  };
  EXPECT_EQ(0u, found(body + R"( smith","sobjects":[{"name":"Account"}]})")
                    .Find("searchRecords")
                    ->items.size());
  EXPECT_EQ(2u, found(body + R"( acme","sobjects":[{"name":"Account"}]})")
                    .Find("searchRecords")
                    ->items.size());
  for (int i = 0; i < 1000; ++i) body += "acme OR ";
  EXPECT_EQ(0u, found(body + R"( acme","sobjects":[{"name":"Account"}]})")
                    .Find("searchRecords")
                    ->items.size());
}

}  // namespace
}  // namespace sfsim
