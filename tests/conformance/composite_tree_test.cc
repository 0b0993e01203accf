// SPDX-License-Identifier: Apache-2.0
// Records with their children, created in one transaction.
#include "sfconnector/v1/composite_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class CompositeTree : public ConformanceTest {
 protected:
  static v1::RecordTree Tree(const std::string& id, const std::vector<v1::Field>& fields) {
    v1::RecordTree tree;
    tree.set_reference_id(id);
    tree.mutable_record()->set_type("Item__c");
    for (const v1::Field& field : fields) *tree.mutable_record()->add_fields() = field;
    return tree;
  }

  static void AddChild(v1::RecordTree& tree, const v1::RecordTree& child) {
    if (tree.children().empty()) tree.add_children()->set_relationship("Parts__r");
    *tree.mutable_children(0)->add_records() = child;
  }

  Outcome Create(const std::vector<v1::RecordTree>& trees, const std::string& sobject = "Item__c") {
    v1::CreateRecordTreesRequest request;
    request.set_sobject(sobject);
    for (const v1::RecordTree& tree : trees) *request.add_records() = tree;
    response_.Clear();
    return Call("CompositeService/CreateRecordTrees", request, &response_);
  }

  v1::CreateRecordTreesResponse response_;
};

TEST_F(CompositeTree, ChildrenHangOnTheirParents) {
  const std::string hostile = "O'Brien <& \"Söhne\"]]>";
  v1::RecordTree tree = Tree("root", {TextField("Name", hostile)});
  tree.mutable_record()->clear_type();
  v1::RecordTree child = Tree("child", {TextField("Name", "c"), NullField("Text__c")});
  AddChild(child, Tree("grandchild", {TextField("Name", "g")}));
  AddChild(tree, child);
  ASSERT_TRUE(Succeeded(Create({tree, Tree("other", {TextField("Name", "o")})})));
  EXPECT_FALSE(response_.has_errors());
  ASSERT_THAT(response_.results(), SizeIs(4));
  v1::QueryResponse rows;
  ASSERT_TRUE(
      Succeeded(Query("SELECT COUNT() FROM Item__c WHERE Parent__r.Parent__r.Name = "
                      "'O\\'Brien <& \"Söhne\"]]>'",
                      &rows)));
  EXPECT_EQ(rows.total_size(), 1);
  for (const v1::RecordTreeResult& result : response_.results()) {
    EXPECT_THAT(result.id(), SizeIs(18));
    EXPECT_THAT(result.errors(), SizeIs(0));
  }
}

TEST_F(CompositeTree, OneThatIsWrongFailsAllOfThem) {
  v1::RecordTree tree = Tree("good", {TextField("Name", "a")});
  AddChild(tree, Tree("bad", {}));
  ASSERT_TRUE(Succeeded(Create({tree})));
  EXPECT_TRUE(response_.has_errors());
  ASSERT_THAT(response_.results(), SizeIs(1));
  EXPECT_EQ(response_.results(0).reference_id(), "bad");
  EXPECT_EQ(response_.results(0).errors(0).status_code(), "REQUIRED_FIELD_MISSING");
  EXPECT_THAT(response_.results(0).errors(0).fields(), ElementsAre("Name"));
  v1::QueryResponse rows;
  ASSERT_TRUE(Succeeded(Query("SELECT COUNT() FROM Item__c", &rows)));
  EXPECT_EQ(rows.total_size(), 0);
}

TEST_F(CompositeTree, EachThatIsWrongHasItsErrors) {
  org().InsertOne("Item__c", R"("Name":"a","Key__c":"taken")");
  ASSERT_TRUE(Succeeded(Create(
      {Tree("good", {TextField("Name", "a")}),
       Tree("twice", {TextField("Name", "a"), TextField("Key__c", "taken")}),
       Tree("long", {TextField("Name", "a"), TextField("Text__c", std::string(256, 'x'))}),
       Tree("lost", {TextField("Name", "a"), TextField("Parent__c", "a00000000000999AAA")})})));
  EXPECT_TRUE(response_.has_errors());
  std::vector<std::string> errors;
  for (const v1::RecordTreeResult& result : response_.results()) {
    ASSERT_THAT(result.errors(), SizeIs(1));
    errors.push_back(result.reference_id() + " " + result.errors(0).status_code());
  }
  EXPECT_THAT(errors, ElementsAre("twice DUPLICATE_VALUE", "long STRING_TOO_LONG",
                                  "lost INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"));
}

TEST_F(CompositeTree, AnUnknownObjectIsAnError) {
  const Outcome outcome = Create({Tree("a", {})}, "Nothing__c");
  EXPECT_TRUE(FailedWith(outcome, kNotFound, "NOT_FOUND"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(CompositeTree, WhatIsWrongIsNamedBeforeAnythingIsSent) {
  EXPECT_THAT(Create({Tree("a", {})}, "").fields, ElementsAre("sobject"));
  EXPECT_THAT(Create({}).fields, ElementsAre("records"));
  EXPECT_THAT(Create({Tree("", {})}).fields, ElementsAre("records[0].reference_id"));
  EXPECT_THAT(Create({Tree("a", {}), Tree("a", {})}).fields,
              ElementsAre("records[1].reference_id"));
  v1::RecordTree tree = Tree("a", {});
  v1::RecordTree untyped = Tree("b", {});
  untyped.mutable_record()->clear_type();
  AddChild(tree, untyped);
  EXPECT_THAT(Create({tree}).fields, ElementsAre("records[0].children[0].records[0].record.type"));
  v1::RecordTree deep = Tree("l6", {});
  for (int level = 5; level > 0; --level) {
    v1::RecordTree parent = Tree("l" + std::to_string(level), {});
    AddChild(parent, deep);
    deep = parent;
  }
  EXPECT_EQ(Create({deep}).code, kInvalidArgument);
  std::vector<v1::RecordTree> many;
  many.reserve(201);
  for (int i = 0; i < 201; ++i) many.push_back(Tree("r" + std::to_string(i), {}));
  EXPECT_THAT(Create(many).fields, ElementsAre("records"));
  v1::RecordTree mixed = Tree("root", {});
  for (int i = 0; i < 5; ++i) {
    v1::RecordTree child = Tree("t" + std::to_string(i), {});
    child.mutable_record()->set_type("Type" + std::to_string(i) + "__c");
    AddChild(mixed, child);
  }
  EXPECT_THAT(Create({mixed}).fields, ElementsAre("records"));
  EXPECT_EQ(org().Count("POST"), 0);
}

TEST_F(CompositeTree, TreesAreNotSentTwice) {
  org().Fault(R"({"match":{"path":"/services/data/v59.0/composite/tree"},
      "action":{"when":"after","close":"reset"}})");
  const Outcome outcome = Create({Tree("a", {TextField("Name", "a")})});
  EXPECT_EQ(outcome.code, kUnavailable) << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(org().Count("POST"), 1);
}

}  // namespace
}  // namespace sfconnector::conformance
