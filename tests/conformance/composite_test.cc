// SPDX-License-Identifier: Apache-2.0
// Composite requests and graphs: references, transactions, and what became of each request.
#include "sfconnector/v1/composite_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kHostile[] = "O'Brien <& \"Söhne\"]]> \\ / ?#%";

v1::CompositeSubrequest Named(const std::string& id, const v1::Subrequest& request) {
  v1::CompositeSubrequest named;
  named.set_reference_id(id);
  *named.mutable_request() = request;
  return named;
}

v1::Subrequest Create(const std::vector<v1::Field>& fields) {
  v1::Subrequest request;
  request.mutable_create_record()->set_sobject("Item__c");
  v1::Record& record = *request.mutable_create_record()->mutable_record();
  for (const v1::Field& field : fields) *record.add_fields() = field;
  return request;
}

v1::Subrequest Get(const std::string& id) {
  v1::Subrequest request;
  request.mutable_get_record()->set_sobject("Item__c");
  request.mutable_get_record()->set_id(id);
  request.mutable_get_record()->add_fields("Name");
  request.mutable_get_record()->add_fields("Parent__c");
  return request;
}

v1::Subrequest Soql(const std::string& soql) {
  v1::Subrequest request;
  request.mutable_query()->set_soql(soql);
  return request;
}

class Composite : public ConformanceTest {
 protected:
  Outcome Execute(const std::vector<v1::Subrequest>& requests, bool all_or_none = false) {
    v1::ExecuteCompositeRequest request;
    request.set_all_or_none(all_or_none);
    for (const v1::Subrequest& each : requests) {
      const std::string id = "r" + std::to_string(request.composite_request_size());
      *request.add_composite_request() = Named(id, each);
    }
    return Execute(request);
  }
  Outcome Execute(const v1::ExecuteCompositeRequest& request) {
    response_.Clear();
    return Call("CompositeService/ExecuteComposite", request, &response_);
  }
  const v1::CompositeSubrequestResult& Result(int index) {
    return response_.composite_response(index);
  }
  std::int64_t CountItems() {
    v1::QueryResponse rows;
    EXPECT_TRUE(Succeeded(ConformanceTest::Query("SELECT COUNT() FROM Item__c", &rows)));
    return rows.total_size();
  }

  v1::ExecuteCompositeResponse response_;
};

TEST_F(Composite, EveryKindOfRequestIsCarriedOut) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a","Key__c":"k/1?")");
  std::vector<v1::Subrequest> requests = {Get(id), Create({TextField("Name", kHostile)})};
  v1::Subrequest by_key;
  by_key.mutable_get_record_by_external_id()->set_sobject("Item__c");
  by_key.mutable_get_record_by_external_id()->set_external_id_field("Key__c");
  by_key.mutable_get_record_by_external_id()->set_external_id("k/1?");
  requests.push_back(by_key);
  v1::Subrequest update;
  update.mutable_update_record()->set_sobject("Item__c");
  update.mutable_update_record()->set_id(id);
  *update.mutable_update_record()->mutable_record()->add_fields() = NullField("Text__c");
  requests.push_back(update);
  v1::Subrequest upsert;
  upsert.mutable_upsert_record()->set_sobject("Item__c");
  upsert.mutable_upsert_record()->set_external_id_field("Key__c");
  upsert.mutable_upsert_record()->set_external_id(kHostile);
  *upsert.mutable_upsert_record()->mutable_record()->add_fields() = TextField("Name", "b");
  requests.push_back(upsert);
  v1::Subrequest remove;
  remove.mutable_delete_record_by_external_id()->set_sobject("Item__c");
  remove.mutable_delete_record_by_external_id()->set_external_id_field("Key__c");
  remove.mutable_delete_record_by_external_id()->set_external_id(kHostile);
  requests.push_back(remove);
  v1::Subrequest limits;
  limits.mutable_rest()->set_method("GET");
  limits.mutable_rest()->set_path("sobjects/Item__c/describe");
  requests.push_back(limits);
  requests.push_back(Soql("SELECT Name FROM Item__c ORDER BY CreatedDate, Name"));
  v1::Subrequest erase;
  erase.mutable_delete_record()->set_sobject("Item__c");
  erase.mutable_delete_record()->set_id(id);
  requests.push_back(erase);

  ASSERT_TRUE(Succeeded(Execute(requests)));
  std::vector<int> statuses;
  for (const auto& result : response_.composite_response()) {
    statuses.push_back(result.http_status_code());
    EXPECT_EQ(result.state(), v1::SUBREQUEST_STATE_DONE);
    EXPECT_FALSE(result.has_error());
  }
  EXPECT_THAT(statuses, ElementsAre(200, 201, 200, 204, 201, 204, 200, 200, 204));
  EXPECT_EQ(TextOf(Result(0).body().record_value(), "Name"), "a");
  EXPECT_THAT(Result(1).http_headers().at("Location"), HasSubstr("/sobjects/Item__c/"));
  EXPECT_TRUE(Result(3).body().has_null_value());
  EXPECT_EQ(TextOf(Result(6).body().record_value(), "name"), "Item__c");
  EXPECT_EQ(Result(7).body().record_set_value().total_size(), 2);
}

TEST_F(Composite, ListsOfRecordsAreCarriedOut) {
  v1::Subrequest create;
  v1::Record& record = *create.mutable_create_records()->add_records();
  record.set_type("Item__c");
  *record.add_fields() = TextField("Name", kHostile);
  v1::Subrequest read;
  read.mutable_get_records()->set_sobject("Item__c");
  read.mutable_get_records()->add_ids("@{r0[0].id}");
  read.mutable_get_records()->add_fields("Name");
  ASSERT_TRUE(Succeeded(Execute({create, read})));
  EXPECT_THAT(Result(0).body().list_value().values(), SizeIs(1));
  EXPECT_EQ(TextOf(Result(1).body().list_value().values(0).record_value(), "Name"), kHostile);
  // Outside a transaction a failed row fails no list.
  create.mutable_create_records()->add_records()->set_type("Item__c");
  ASSERT_TRUE(Succeeded(Execute({create})));
  EXPECT_EQ(Result(0).state(), v1::SUBREQUEST_STATE_DONE);
  EXPECT_THAT(Result(0).body().list_value().values(), SizeIs(2));
}

TEST_F(Composite, ListsOfRecordsReferToEarlierResults) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"old")");
  v1::Subrequest update;
  v1::Record& record = *update.mutable_update_records()->add_records();
  record.set_type("Item__c");
  *record.add_fields() = TextField("Id", "@{r0.id}");
  *record.add_fields() = TextField("Name", "changed");
  v1::Subrequest erase;
  erase.mutable_delete_records()->add_ids("@{r0.id}");
  erase.mutable_delete_records()->add_ids(id);
  erase.mutable_delete_records()->set_all_or_none(true);
  ASSERT_TRUE(Succeeded(
      Execute({Create({TextField("Name", "new")}), update, Get("@{r0.id}"), erase}, true)));
  EXPECT_EQ(TextOf(Result(2).body().record_value(), "Name"), "changed");
  EXPECT_EQ(Result(3).state(), v1::SUBREQUEST_STATE_DONE);
  EXPECT_THAT(Result(3).body().list_value().values(), SizeIs(2));
  EXPECT_EQ(CountItems(), 0);
  erase.mutable_delete_records()->set_ids(0, "@{r0.id},x");
  const Outcome outcome = Execute({Create({TextField("Name", "new")}), erase});
  EXPECT_TRUE(RefusedFor(outcome, "composite_request[1].request.delete_records.ids[0]"));
}

TEST_F(Composite, LaterRequestsReferToEarlierOnes) {
  std::vector<v1::Subrequest> requests = {
      Create({TextField("Name", "parent")}),
      Create({TextField("Name", "child"), TextField("Parent__c", "@{r0.id}")}), Get("@{r1.id}"),
      Soql("SELECT Id, Name FROM Item__c WHERE Parent__c = '@{r0.id}' AND Name != 'ü & +'"),
      Get("@{r3.records[0].Id}")};
  ASSERT_TRUE(Succeeded(Execute(requests, true)));
  EXPECT_EQ(TextOf(Result(2).body().record_value(), "Parent__c"),
            TextOf(Result(0).body().record_value(), "id"));
  EXPECT_EQ(Result(3).body().record_set_value().total_size(), 1);
  EXPECT_EQ(TextOf(Result(4).body().record_value(), "Name"), "child");
}

TEST_F(Composite, AReferenceWithoutAValueHaltsItsRequest) {
  ASSERT_TRUE(Succeeded(Execute({Get("@{nothing.id}"), Create({TextField("Name", "b")})})));
  EXPECT_EQ(Result(0).state(), v1::SUBREQUEST_STATE_HALTED);
  EXPECT_EQ(Result(0).error().code(), kAborted);
  EXPECT_EQ(Result(0).error().detail().errors(0).code(), "PROCESSING_HALTED");
  EXPECT_EQ(Result(1).state(), v1::SUBREQUEST_STATE_DONE);
}

TEST_F(Composite, BindParametersAreNoReferences) {
  v1::Subrequest query =
      Soql("SELECT Id FROM Item__c WHERE Name = :name AND Text__c != '@{r0.id}'");
  (*query.mutable_query()->mutable_parameters())["name"].set_string_value(kHostile);
  ASSERT_TRUE(Succeeded(Execute({Create({TextField("Name", kHostile)}), query})));
  EXPECT_EQ(Result(1).body().record_set_value().total_size(), 1);
  (*query.mutable_query()->mutable_parameters())["name"].set_string_value("@{r0.id}");
  const Outcome outcome = Execute({Create({TextField("Name", "a")}), query});
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("composite_request[1].request.query.parameters"));
}

TEST_F(Composite, ErrorsAreThoseOfTheRequestAlone) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a")");
  org().Delete("Item__c", id);
  ASSERT_TRUE(Succeeded(Execute({Get(id), Create({}), Soql("SELECT Nothing__c FROM Item__c"),
                                 Create({TextField("Name", "b")})})));
  EXPECT_EQ(Result(0).http_status_code(), 404);
  EXPECT_EQ(Result(0).state(), v1::SUBREQUEST_STATE_FAILED);
  EXPECT_EQ(Result(0).error().code(), kNotFound);
  EXPECT_EQ(Result(0).error().detail().errors(0).code(), "ENTITY_IS_DELETED");
  EXPECT_EQ(Result(0).error().detail().outcome(), v1::OUTCOME_UNSPECIFIED);
  EXPECT_EQ(Result(1).error().code(), kInvalidArgument);
  const v1::SalesforceError& missing = Result(1).error().detail();
  EXPECT_EQ(missing.errors(0).code(), "REQUIRED_FIELD_MISSING");
  EXPECT_THAT(missing.errors(0).fields(), ElementsAre("Name"));
  EXPECT_EQ(missing.http_status(), 400);
  EXPECT_EQ(missing.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(missing.retryability(), v1::RETRYABILITY_NEVER);
  EXPECT_EQ(Result(2).error().detail().errors(0).code(), "INVALID_FIELD");
  EXPECT_THAT(Result(2).error().message(), HasSubstr("Nothing__c"));
  EXPECT_EQ(Result(3).state(), v1::SUBREQUEST_STATE_DONE);
}

TEST_F(Composite, ATypeThatTheOrgDoesNotHaveIsNamed) {
  ASSERT_TRUE(Succeeded(Execute({Soql("SELECT count() FROM XYZZY")})));
  const v1::SubrequestError& error = Result(0).error();
  EXPECT_EQ(error.code(), kInvalidArgument);
  EXPECT_EQ(error.detail().errors(0).code(), "INVALID_TYPE");
  EXPECT_THAT(error.detail().errors(0).message(), HasSubstr("sObject type 'XYZZY'"));
  EXPECT_EQ(error.detail().http_status(), 400);
  EXPECT_EQ(error.detail().outcome(), v1::OUTCOME_UNSPECIFIED);
}

TEST_F(Composite, AResourceThatIsNotTakenHereHaltsItsRequest) {
  v1::Subrequest limits;
  limits.mutable_rest()->set_method("GET");
  limits.mutable_rest()->set_path("limits");
  ASSERT_TRUE(Succeeded(Execute({limits, Create({TextField("Name", "a")})})));
  EXPECT_EQ(Result(0).state(), v1::SUBREQUEST_STATE_HALTED);
  EXPECT_EQ(Result(0).error().code(), kAborted);
  EXPECT_EQ(Result(0).error().detail().errors(0).code(), "PROCESSING_HALTED");
  EXPECT_EQ(Result(1).state(), v1::SUBREQUEST_STATE_DONE);
}

TEST_F(Composite, AnAmbiguousKeyListsTheRecords) {
  org().Insert("Item__c", {R"("Name":"a","Batch__c":"x")", R"("Name":"b","Batch__c":"x")"});
  v1::Subrequest request;
  request.mutable_get_record_by_external_id()->set_sobject("Item__c");
  request.mutable_get_record_by_external_id()->set_external_id_field("Batch__c");
  request.mutable_get_record_by_external_id()->set_external_id("x");
  ASSERT_TRUE(Succeeded(Execute({request})));
  EXPECT_EQ(Result(0).http_status_code(), 300);
  EXPECT_EQ(Result(0).error().code(), kFailedPrecondition);
  EXPECT_THAT(Result(0).error().detail().matches(), SizeIs(2));
}

TEST_F(Composite, OneFailureUndoesAllOfThem) {
  ASSERT_TRUE(Succeeded(Execute(
      {Create({TextField("Name", "a")}), Create({}), Create({TextField("Name", "c")})}, true)));
  EXPECT_EQ(Result(0).state(), v1::SUBREQUEST_STATE_ROLLED_BACK);
  EXPECT_EQ(Result(0).error().code(), kAborted);
  EXPECT_EQ(Result(0).error().detail().errors(0).code(), "PROCESSING_HALTED");
  EXPECT_EQ(Result(0).error().detail().outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(Result(1).state(), v1::SUBREQUEST_STATE_FAILED);
  EXPECT_EQ(Result(1).error().detail().errors(0).code(), "REQUIRED_FIELD_MISSING");
  EXPECT_EQ(Result(2).state(), v1::SUBREQUEST_STATE_ROLLED_BACK);
  EXPECT_EQ(CountItems(), 0);
}

TEST_F(Composite, OneFailedRowUndoesAllOfThem) {
  v1::Subrequest rows;
  rows.mutable_create_records()->add_records()->set_type("Item__c");
  ASSERT_TRUE(Succeeded(Execute({Create({TextField("Name", "a")}), rows}, true)));
  EXPECT_EQ(Result(0).state(), v1::SUBREQUEST_STATE_ROLLED_BACK);
  EXPECT_EQ(Result(1).state(), v1::SUBREQUEST_STATE_FAILED);
  EXPECT_EQ(Result(1).error().code(), kInvalidArgument);
  EXPECT_EQ(Result(1).error().detail().errors(0).code(), "REQUIRED_FIELD_MISSING");
  EXPECT_EQ(CountItems(), 0);
}

TEST_F(Composite, PagesOfQueriesAreReadOn) {
  std::vector<std::string> members(200, R"("Name":"n")");
  org().Insert("Item__c", members);
  org().Insert("Item__c", {R"("Name":"last")"});
  v1::ExecuteCompositeRequest request;
  *request.add_composite_request() = Named("q", Soql("SELECT Name FROM Item__c"));
  (*request.mutable_composite_request(0)->mutable_http_headers())["Sforce-Query-Options"] =
      "batchSize=200";
  ASSERT_TRUE(Succeeded(Execute(request)));
  const v1::RecordSet& set = Result(0).body().record_set_value();
  EXPECT_EQ(set.total_size(), 201);
  ASSERT_FALSE(set.done());
  v1::QueryRequest next;
  next.set_page_token(set.next_page_token());
  v1::QueryResponse page;
  ASSERT_TRUE(Succeeded(ConformanceTest::Query(next, &page)));
  EXPECT_EQ(page.records_size(), 1);
}

TEST_F(Composite, MoreThanSalesforceTakesIsRefusedClearly) {
  Outcome outcome = Execute(std::vector<v1::Subrequest>(26, Get("001000000000001AAA")));
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("composite_request"));
  EXPECT_EQ(org().Count("POST"), 0);
  outcome = Execute(std::vector<v1::Subrequest>(6, Soql("SELECT Id FROM Item__c")));
  EXPECT_EQ(outcome.reason, "LIMIT_EXCEEDED") << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNSPECIFIED);
  std::vector<v1::Subrequest> requests(6, Soql("SELECT Id FROM Item__c"));
  requests.push_back(Create({TextField("Name", "a")}));
  outcome = Execute(requests);
  EXPECT_EQ(outcome.reason, "LIMIT_EXCEEDED") << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(CountItems(), 0);
}

TEST_F(Composite, WhatIsWrongIsNamed) {
  const auto fields = [this](const v1::CompositeSubrequest& each) {
    v1::ExecuteCompositeRequest request;
    *request.add_composite_request() = each;
    const Outcome outcome = Execute(request);
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    return outcome.fields;
  };
  EXPECT_THAT(Execute(v1::ExecuteCompositeRequest()).fields, ElementsAre("composite_request"));
  v1::ExecuteCompositeRequest twice;
  *twice.add_composite_request() = Named("a", Get("001000000000001AAA"));
  *twice.add_composite_request() = twice.composite_request(0);
  EXPECT_THAT(Execute(twice).fields, ElementsAre("composite_request[1].reference_id"));
  EXPECT_THAT(fields(Named("1", Get("x"))), ElementsAre("composite_request[0].reference_id"));
  EXPECT_THAT(fields(Named("a\"b", Get("x"))), ElementsAre("composite_request[0].reference_id"));
  EXPECT_THAT(fields(Named("a", {})), ElementsAre("composite_request[0].request"));
  EXPECT_THAT(fields(Named("a", Get("../User"))),
              ElementsAre("composite_request[0].request.get_record.id"));
  EXPECT_THAT(fields(Named("a", Get("@{r0.id}/x"))),
              ElementsAre("composite_request[0].request.get_record.id"));
  v1::CompositeSubrequest headed = Named("a", Get("001000000000001AAA"));
  (*headed.mutable_http_headers())["authorization"] = "Bearer x";
  EXPECT_THAT(fields(headed), ElementsAre("composite_request[0].http_headers.authorization"));
  v1::Subrequest rest;
  rest.mutable_rest()->set_method("GET");
  rest.mutable_rest()->set_path("/services/apexrest/x");
  EXPECT_THAT(fields(Named("a", rest)), ElementsAre("composite_request[0].request.rest.path"));
  v1::Subrequest many;
  for (int i = 0; i < 201; ++i) many.mutable_create_records()->add_records()->set_type("Item__c");
  EXPECT_THAT(fields(Named("a", many)), ElementsAre("composite_request[0].request.create_records"));
  EXPECT_EQ(org().Count("POST"), 0);
}

TEST_F(Composite, OnlyWhatReadsIsRepeatedAfterALostReply) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a")");
  const auto lose = [] {
    org().ClearJournal();
    org().Fault(R"({"match":{"method":"POST","path":"/services/data/v59.0/composite"},
        "action":{"when":"after","close":"reset"}})");
  };
  lose();
  EXPECT_TRUE(Succeeded(Execute({Get(id)})));
  EXPECT_EQ(org().Count("POST", "/services/data/v59.0/composite"), 2);
  lose();
  const Outcome outcome = Execute({Create({TextField("Name", "b")})});
  EXPECT_EQ(outcome.code, kUnavailable) << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(org().Count("POST", "/services/data/v59.0/composite"), 1);
  EXPECT_EQ(CountItems(), 2);
}

class Graphs : public Composite {
 protected:
  static v1::CompositeGraph Graph(const std::string& id,
                                  const std::vector<v1::Subrequest>& requests) {
    v1::CompositeGraph graph;
    graph.set_graph_id(id);
    for (const v1::Subrequest& each : requests) {
      const std::string name = "r" + std::to_string(graph.composite_request_size());
      *graph.add_composite_request() = Named(name, each);
    }
    return graph;
  }

  Outcome Run(const std::vector<v1::CompositeGraph>& graphs) {
    v1::ExecuteGraphsRequest request;
    for (const v1::CompositeGraph& graph : graphs) *request.add_graphs() = graph;
    graphs_.Clear();
    return Call("CompositeService/ExecuteGraphs", request, &graphs_);
  }

  v1::ExecuteGraphsResponse graphs_;
};

TEST_F(Graphs, EachIsATransactionOfItsOwn) {
  ASSERT_TRUE(Succeeded(Run(
      {Graph("good <&\"", {Create({TextField("Name", "a")}),
                           Create({TextField("Name", "b"), TextField("Parent__c", "@{r0.id}")})}),
       Graph("bad", {Create({TextField("Name", "c")}), Create({})})})));
  ASSERT_THAT(graphs_.graphs(), SizeIs(2));
  EXPECT_EQ(graphs_.graphs(0).graph_id(), "good <&\"");
  EXPECT_TRUE(graphs_.graphs(0).is_successful());
  for (const auto& result : graphs_.graphs(0).graph_response().composite_response()) {
    EXPECT_EQ(result.state(), v1::SUBREQUEST_STATE_DONE);
    EXPECT_EQ(result.http_status_code(), 201);
  }
  EXPECT_FALSE(graphs_.graphs(1).is_successful());
  const auto& bad = graphs_.graphs(1).graph_response().composite_response();
  EXPECT_EQ(bad[0].state(), v1::SUBREQUEST_STATE_ROLLED_BACK);
  EXPECT_EQ(bad[1].state(), v1::SUBREQUEST_STATE_FAILED);
  EXPECT_EQ(bad[1].error().detail().errors(0).code(), "REQUIRED_FIELD_MISSING");
  EXPECT_EQ(CountItems(), 2);
}

TEST_F(Graphs, AfterManyFailuresTheRestIsHalted) {
  std::vector<v1::CompositeGraph> graphs;
  graphs.reserve(15);
  for (int i = 0; i < 15; ++i) graphs.push_back(Graph("g" + std::to_string(i), {Create({})}));
  ASSERT_TRUE(Succeeded(Run(graphs)));
  EXPECT_EQ(graphs_.graphs(13).graph_response().composite_response(0).state(),
            v1::SUBREQUEST_STATE_FAILED);
  EXPECT_EQ(graphs_.graphs(14).graph_response().composite_response(0).state(),
            v1::SUBREQUEST_STATE_HALTED);
}

TEST_F(Graphs, MoreRequestsThanSalesforceTakesAreRefused) {
  const std::vector<v1::Subrequest> many(251, Create({TextField("Name", "a")}));
  const Outcome outcome = Run({Graph("a", many), Graph("b", many)});
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("graphs"));
  EXPECT_EQ(org().Count("POST"), 0);
}

TEST_F(Graphs, AnOlderVersionHasNone) {
  v1::ExecuteGraphsRequest request;
  *request.add_graphs() = Graph("a", {Create({TextField("Name", "a")})});
  const Outcome outcome = Call("CompositeService/ExecuteGraphs", request, &graphs_,
                               {{{"sfconnector-api-version", "49.0"}}});
  EXPECT_TRUE(FailedWith(outcome, kNotFound, "NOT_FOUND"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(CountItems(), 0);
}

TEST_F(Graphs, WhatIsWrongIsNamed) {
  EXPECT_THAT(Run({}).fields, ElementsAre("graphs"));
  EXPECT_THAT(Run({Graph("", {Create({})})}).fields, ElementsAre("graphs[0].graph_id"));
  EXPECT_THAT(Run({Graph("a", {Create({})}), Graph("a", {Create({})})}).fields,
              ElementsAre("graphs[1].graph_id"));
  EXPECT_THAT(Run({Graph("a", {})}).fields, ElementsAre("graphs[0].composite_request"));
  EXPECT_THAT(Run(std::vector<v1::CompositeGraph>(76)).fields, ElementsAre("graphs"));
  EXPECT_EQ(org().Count("POST"), 0);
  const Outcome outcome = Run({Graph("a", {Soql("SELECT Id FROM Item__c")})});
  ASSERT_TRUE(Succeeded(outcome));
  EXPECT_EQ(graphs_.graphs(0).graph_response().composite_response(0).state(),
            v1::SUBREQUEST_STATE_HALTED);
}

}  // namespace
}  // namespace sfconnector::conformance
