// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class CompositeTest : public OrgTest {
 protected:
  HttpReply Composite(const std::string& body, const std::string& version = "60.0") {
    return Call("POST", "/services/data/v" + version + "/composite", body);
  }

  // `201 404 …`: the statuses of the operations.
  static std::string Statuses(const HttpReply& reply) {
    if (reply.status != 200) return std::to_string(reply.status) + " " + reply.body;
    std::string statuses;
    const JsonValue json = reply.Json();
    for (const JsonValue& result : json.Find("compositeResponse")->items) {
      statuses += (statuses.empty() ? "" : " ") + std::to_string(result.Integer("httpStatusCode"));
    }
    return statuses;
  }

  static JsonValue Result(const HttpReply& reply, size_t index) {
    return reply.Json().Find("compositeResponse")->items.at(index);
  }

  static std::string Get(const std::string& path, const std::string& reference_id) {
    return R"({"method":"GET","url":"/services/data/v60.0/)" + path + R"(","referenceId":")" +
           reference_id + "\"}";
  }
};

constexpr char kHalted[] =
    R"("body":[{"errorCode":"PROCESSING_HALTED","message":"The transaction was rolled back since )"
    R"(another operation in the same transaction failed."}],"httpHeaders":{},"httpStatusCode":400)";

TEST_F(CompositeTest, LaterOperationsReferToEarlierReplies) {
  const HttpReply reply = Composite(R"({"compositeRequest":[
    {"method":"POST","url":"/services/data/v60.0/sobjects/Account","referenceId":"acc",
     "body":{"Name":"Acme","Phone":"123"}},
    {"method":"GET","url":"/services/data/v60.0/sobjects/Account/@{acc.id}?fields=Name,Fax",
     "referenceId":"row"},
    {"method":"POST","url":"/services/data/v60.0/sobjects/Contact","referenceId":"con",
     "body":{"LastName":"@{row.Name} Jr.","AccountId":"@{acc.id}","Fax":"@{row.Fax}"}},
    {"method":"GET","url":"/services/data/v60.0/query?q=SELECT Id, LastName FROM Contact WHERE AccountId = '@{acc.id}'",
     "referenceId":"found"},
    {"method":"PATCH","url":"/services/data/v60.0/sobjects/Contact/@{found.records[0].Id}",
     "referenceId":"patched","body":{"FirstName":"@{found.totalSize}"}}]})");
  ASSERT_EQ("201 200 201 200 204", Statuses(reply)) << reply.body;
  EXPECT_EQ("Acme Jr.", Column("SELECT LastName FROM Contact", "LastName"));
  EXPECT_EQ("1", Column("SELECT FirstName FROM Contact", "FirstName"));
  const JsonValue created = Result(reply, 0);
  EXPECT_EQ("/services/data/v60.0/sobjects/Account/" + created.Find("body")->Text("id"),
            created.Find("httpHeaders")->Text("Location"));
  EXPECT_TRUE(Result(reply, 4).Find("body")->is_null());
  EXPECT_EQ("patched", Result(reply, 4).Text("referenceId"));
}

TEST_F(CompositeTest, ReferencesReachIntoListsAndKeepTheirTypes) {
  const HttpReply reply = Composite(R"({"compositeRequest":[
    {"method":"POST","url":"/services/data/v60.0/composite/sobjects","referenceId":"many",
     "body":{"records":[{"attributes":{"type":"Account"},"Name":"a & b = 100%"},
                        {"attributes":{"type":"Account"},"Name":"two"}]}},
    {"method":"GET","url":"/services/data/v60.0/sobjects/Account/@{many[0].id}","referenceId":"a"},
    {"method":"GET","url":"/services/data/v60.0/query?q=SELECT Id FROM Account WHERE Name = '@{a.Name}'",
     "referenceId":"q"},
    {"method":"POST","url":"/services/data/v60.0/sobjects/Widget__c","referenceId":"w",
     "body":{"Done__c":"@{many[1].success}","Amount__c":"@{q.totalSize}"}}]})");
  ASSERT_EQ("200 200 200 201", Statuses(reply)) << reply.body;
  EXPECT_EQ(1, Result(reply, 2).Find("body")->Integer("totalSize")) << reply.body;
  EXPECT_EQ("true", Column("SELECT Done__c FROM Widget__c", "Done__c"));
}

TEST_F(CompositeTest, AReferenceWithoutAValueHaltsItsOperationAlone) {
  const HttpReply reply =
      Composite(R"({"compositeRequest":[)" + Get("query?q=SELECT Id FROM Account", "none") + "," +
                Get("sobjects/Account/@{none.records[0].Id}", "lost") + "," +
                Get("sobjects/Account/@{later.id}", "early") + "," +
                Get("query?q=SELECT COUNT() FROM Account", "later") + "]}");
  EXPECT_EQ("200 400 400 200", Statuses(reply));
  EXPECT_NE(
      std::string::npos,
      reply.body.find(
          R"({"body":[{"errorCode":"PROCESSING_HALTED","message":"Invalid reference specified. )"
          R"(No value for none.records[0].Id found in none. Provided referenceId )"
          R"(('none.records[0].Id') must start with a letter or a number, and it can contain )"
          R"(only letters, numbers and underscores ('_')."}],"httpHeaders":{},)"
          R"("httpStatusCode":400,"referenceId":"lost"})"))
      << reply.body;
}

TEST_F(CompositeTest, NullFieldsMayBeReferredToFromVersion52On) {
  const std::string id = Create("Contact", R"({"LastName":"Wong"})");
  const std::string body = R"({"compositeRequest":[)" + Get("sobjects/Contact/" + id, "row") +
                           R"(,{"method":"POST","url":"/services/data/v60.0/sobjects/Contact",
        "referenceId":"copy","body":{"LastName":"x","FirstName":"@{row.FirstName}"}}]})";
  EXPECT_EQ("200 400", Statuses(Composite(body, "51.0")));
  EXPECT_EQ("200 201", Statuses(Composite(body, "52.0")));
}

TEST_F(CompositeTest, AllOrNoneUndoesEverythingWhenOneFails) {
  const HttpReply reply = Composite(R"({"allOrNone":true,"compositeRequest":[
    {"method":"POST","url":"/services/data/v60.0/sobjects/Account","referenceId":"good",
     "body":{"Name":"Acme"}},
    {"method":"POST","url":"/services/data/v60.0/sobjects/Contact","referenceId":"bad","body":{}},
    {"method":"POST","url":"/services/data/v60.0/sobjects/Account","referenceId":"after",
     "body":{"Name":"Later"}}]})");
  EXPECT_EQ(std::string(R"({"compositeResponse":[{)") + kHalted +
                R"(,"referenceId":"good"},{"body":[{"message":"Required fields are missing: )"
                R"([LastName]","errorCode":"REQUIRED_FIELD_MISSING","fields":["LastName"]}],)"
                R"("httpHeaders":{},"httpStatusCode":400,"referenceId":"bad"},{)" +
                kHalted + R"(,"referenceId":"after"}]})",
            reply.body);
  EXPECT_EQ("", Column("SELECT Name FROM Account", "Name"));
}

TEST_F(CompositeTest, WithinATransactionReadsSeeWhatWasWritten) {
  const HttpReply reply = Composite(R"({"allOrNone":true,"compositeRequest":[
    {"method":"PATCH","url":"/services/data/v60.0/sobjects/Widget__c/Ext__c/1","referenceId":"up",
     "body":{"Name":"first"}},
    {"method":"PATCH","url":"/services/data/v60.0/sobjects/Widget__c/Ext__c/1","referenceId":"again",
     "body":{"Name":"second"}},
    {"method":"GET","url":"/services/data/v60.0/sobjects/Widget__c/Ext__c/1","referenceId":"row"},
    {"method":"GET","url":"/services/data/v60.0/query?q=SELECT Name FROM Widget__c","referenceId":"q"},
    {"method":"DELETE","url":"/services/data/v60.0/sobjects/Widget__c/@{up.id}","referenceId":"gone"}
    ]})");
  ASSERT_EQ("201 200 200 200 204", Statuses(reply)) << reply.body;
  EXPECT_EQ("second", Result(reply, 2).Find("body")->Text("Name"));
  EXPECT_EQ(1, Result(reply, 3).Find("body")->Integer("totalSize"));
  EXPECT_EQ("", Column("SELECT Name FROM Widget__c", "Name"));
}

TEST_F(CompositeTest, AllOrNoneHoldsForCollectionsWithinIt) {
  const HttpReply reply = Composite(R"({"allOrNone":true,"compositeRequest":[
    {"method":"POST","url":"/services/data/v60.0/sobjects/Account","referenceId":"one",
     "body":{"Name":"one"}},
    {"method":"POST","url":"/services/data/v60.0/composite/sobjects","referenceId":"many",
     "body":{"allOrNone":false,"records":[{"attributes":{"type":"Account"},"Name":"two"},
                                          {"attributes":{"type":"Account"}}]}}]})");
  EXPECT_EQ("400 200", Statuses(reply)) << reply.body;
  EXPECT_EQ("", Column("SELECT Name FROM Account", "Name"));
}

TEST_F(CompositeTest, PagesOfAQueryOutliveTheTransaction) {
  std::string records;
  for (int i = 0; i < 200; ++i) {
    records += std::string(i > 0 ? "," : "") + R"({"attributes":{"type":"Account"},"Name":"n"})";
  }
  std::string requests;
  for (int i = 0; i < 4; ++i) {
    requests +=
        R"({"method":"POST","url":"/services/data/v60.0/composite/sobjects","referenceId":"r)" +
        std::to_string(i) + R"(","body":{"records":[)" + records + "]}},";
  }
  const HttpReply reply =
      Composite(R"({"allOrNone":true,"compositeRequest":[)" + requests +
                R"({"method":"GET","url":"/services/data/v60.0/query?q=SELECT Id FROM Account",
                    "referenceId":"q","httpHeaders":{"Sforce-Query-Options":"batchSize=300"}}]})");
  ASSERT_EQ("200 200 200 200 200", Statuses(reply));
  const JsonValue page = *Result(reply, 4).Find("body");
  EXPECT_EQ(300u, page.Find("records")->items.size());
  EXPECT_EQ(800, page.Integer("totalSize"));
  Create("Account", R"({"Name":"later"})");
  const JsonValue next = Call("GET", page.Text("nextRecordsUrl")).Json();
  EXPECT_EQ(500u, next.Find("records")->items.size());
  EXPECT_EQ(800, next.Integer("totalSize"));
}

TEST_F(CompositeTest, AnOperationMayHaveHeadersAndBeUnchanged) {
  const std::string id = Create("Account", R"({"Name":"Acme"})");
  const HttpReply reply = Composite(
      R"({"compositeRequest":[{"method":"GET","referenceId":"r","url":"/services/data/v60.0/)"
      R"(sobjects/Account/)" +
      id + R"(","httpHeaders":{"If-Modified-Since":"Fri, 17 May 2024 00:00:00 GMT"}}]})");
  EXPECT_EQ("304", Statuses(reply));
  EXPECT_TRUE(Result(reply, 0).Find("body")->is_null());
  EXPECT_FALSE(Result(reply, 0).Find("httpHeaders")->Text("Last-Modified").empty());
  EXPECT_EQ(400, Composite(R"({"compositeRequest":[{"method":"GET","referenceId":"r","url":"/x",
                               "httpHeaders":{"authorization":"Bearer x"}}]})")
                     .status);
}

TEST_F(CompositeTest, AStatementLongerThanAUriMayBeGoesThrough) {
  std::string soql = "SELECT Id FROM Account WHERE Name IN ('x'";
  while (soql.size() < 90'000) soql += ", 'a name that makes it longer'";
  soql += ")";
  const HttpReply reply =
      Composite(R"({"compositeRequest":[)" + Get("query?q=" + soql, "q") + "]}");
  ASSERT_EQ("200", Statuses(reply)) << reply.body.substr(0, 500);
  EXPECT_EQ(0, Result(reply, 0).Find("body")->Integer("totalSize", -1));
  soql.insert(soql.size() - 1, ",'" + std::string(20'000, 'x') + "'");
  EXPECT_EQ("400",
            Statuses(Composite(R"({"compositeRequest":[)" + Get("query?q=" + soql, "q") + "]}")));
}

TEST_F(CompositeTest, WhatDoesNotBelongIntoItIsRefused) {
  const auto status = [this](const std::string& path) {
    return Statuses(Composite(R"({"compositeRequest":[)" + Get(path, "r") + "]}"));
  };
  EXPECT_EQ("404", status("sobjects/Foo/describe"));
  EXPECT_EQ("400", status("limits"));
  EXPECT_EQ("400", status("composite"));
  EXPECT_EQ("400", status("composite/batch"));
  EXPECT_EQ("400", status("queryings"));
  EXPECT_EQ("404", Statuses(Composite(R"({"compositeRequest":[{"method":"POST","referenceId":"r",
                                         "url":"/simulator/reset"}]})")));
  EXPECT_EQ("404", Statuses(Composite(R"({"compositeRequest":[{"method":"POST","referenceId":"r",
                                         "url":"/services/oauth2/token"}]})")));
  EXPECT_EQ("405", Statuses(Composite(R"({"compositeRequest":[{"method":"POST","referenceId":"r",
                                         "url":"/services/data/v60.0/query?q=x"}]})")));
}

TEST_F(CompositeTest, LimitsAndReferenceIdsAreChecked) {
  const auto requests = [](int count, const std::string& path) {
    std::string list;
    for (int i = 0; i < count; ++i) {
      list += (i > 0 ? "," : "") + Get(path, "r" + std::to_string(i));
    }
    return R"({"compositeRequest":[)" + list + "]}";
  };
  EXPECT_EQ(
      "{\"compositeResponse\":[{\"body\":[{\"message\":\"The request can\u2019t contain more than "
      "25 "
      "operations.\",\"errorCode\":\"LIMIT_EXCEEDED\"}],\"httpHeaders\":{},\"httpStatusCode\":400,"
      "\"referenceId\":null}]}",
      Composite(requests(26, "sobjects/Account/1")).body);
  EXPECT_EQ("200 200 200 200 200",
            Statuses(Composite(requests(5, "query?q=SELECT Id FROM Account"))));
  EXPECT_EQ("400", Statuses(Composite(requests(6, "query?q=SELECT Id FROM Account"))));
  EXPECT_EQ(400, Composite(R"({"compositeRequest":[]})").status);
  EXPECT_EQ(400, Composite("[]").status);
  EXPECT_EQ(400, Composite("{").status);
  EXPECT_EQ(400, Composite(R"({"compositeRequest":[{"method":"GET","url":"/x"}]})").status);
  const std::string twice =
      R"({"compositeRequest":[)" + Get("sobjects", "r") + "," + Get("sobjects", "r") + "]}";
  EXPECT_EQ(400, Composite(twice).status);
  const std::string odd = R"({"compositeRequest":[)" + Get("sobjects", "r[1]") + "]}";
  EXPECT_EQ(R"([{"message":"Provided referenceId ('r[1]') must start with a letter or a number, )"
            R"(and it can contain only letters, numbers and underscores ('_').",)"
            R"("errorCode":"JSON_PARSER_ERROR"}])",
            Composite(odd).body);
  EXPECT_EQ(200, Composite(odd, "51.0").status);
}

TEST_F(CompositeTest, ACompositeCountsAsOneCallAndListsItsKin) {
  const auto used = [](const HttpReply& reply) { return reply.Header("sforce-limit-info"); };
  Composite(R"({"compositeRequest":[)" + Get("sobjects", "a") + "," + Get("sobjects", "b") + "]}");
  const HttpReply list = Call("GET", std::string(kData) + "/composite/");
  EXPECT_EQ("api-usage=2/5000000", used(list));
  EXPECT_EQ(R"({"tree":"/services/data/v60.0/composite/tree","batch":"/services/data/v60.0/)"
            R"(composite/batch","sobjects":"/services/data/v60.0/composite/sobjects","graph":)"
            R"("/services/data/v60.0/composite/graph"})",
            list.body);
}

TEST_F(CompositeTest, OthersSeeAllOfATransactionOrNothing) {
  const auto write = [this](bool fails) {
    for (int i = 0; i < 10; ++i) {
      Composite(R"({"allOrNone":true,"compositeRequest":[
        {"method":"POST","url":"/services/data/v60.0/sobjects/Account","referenceId":"a",
         "body":{"Name":"pair"}},
        {"method":"GET","url":"/services/data/v60.0/query?q=SELECT Id FROM Account","referenceId":"q"},
        {"method":"POST","url":"/services/data/v60.0/sobjects/Account","referenceId":"b","body":{)" +
                std::string(fails ? "" : R"("Name":"pair")") + "}}]}");
    }
  };
  const auto read = [this] {
    for (int i = 0; i < 20; ++i) {
      const JsonValue all = Query("SELECT COUNT() FROM Account").Json();
      EXPECT_EQ(0, all.Integer("totalSize", 1) % 2);
      const JsonValue found =
          Call("GET", std::string(kData) + "/search?q=FIND+%7Bpair%7D+RETURNING+Account").Json();
      EXPECT_EQ(0u, found.Find("searchRecords")->items.size() % 2);
    }
  };
  std::vector<std::thread> threads;
  for (const bool fails : {false, true, false, true}) threads.emplace_back(write, fails);
  for (int i = 0; i < 2; ++i) threads.emplace_back(read);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(40, Query("SELECT COUNT() FROM Account").Json().Integer("totalSize"));
}

TEST_F(CompositeTest, NoReferenceBringsTheOrgDown) {
  for (const char* reference :
       {"@{", "@{}", "@{a", "@{a[}", "@{a[99999999999999999999]}", "@{a[0]x}", "@{a..b}", "@{a.}",
        "@{a.records[0]}", "@{a.records[-1].Id}", "@{@{a.id}}"}) {
    const HttpReply reply = Composite(
        R"({"compositeRequest":[)" + Get("query?q=SELECT Id FROM User", "a") +
        R"(,{"method":"POST","url":"/services/data/v60.0/sobjects/Account","referenceId":"b",
             "body":{"Name":")" +
        reference + R"("}}]})");
    EXPECT_EQ(200, reply.status) << reference << reply.body;
  }
}

}  // namespace
}  // namespace sfsim
