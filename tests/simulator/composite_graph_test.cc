// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class CompositeGraphTest : public OrgTest {
 protected:
  HttpReply Graphs(const std::string& graphs, const std::string& version = "60.0") {
    return Call("POST", "/services/data/v" + version + "/composite/graph",
                R"({"graphs":[)" + graphs + "]}");
  }

  static std::string Node(const std::string& object, const std::string& reference_id,
                          const std::string& body) {
    return R"({"method":"POST","url":"/services/data/v60.0/sobjects/)" + object +
           R"(","referenceId":")" + reference_id + R"(","body":)" + body + "}";
  }

  static std::string Graph(const std::string& id, const std::string& nodes) {
    return R"({"graphId":")" + id + R"(","compositeRequest":[)" + nodes + "]}";
  }
};

TEST_F(CompositeGraphTest, EachGraphStandsOrFallsAlone) {
  const HttpReply reply = Graphs(
      Graph("g1", Node("Account", "a", R"({"Name":"one"})") + "," +
                      Node("Contact", "c", R"({"LastName":"x","AccountId":"@{a.id}"})")) +
      "," +
      Graph("g2", Node("Account", "a", R"({"Name":"two"})") + "," + Node("Contact", "c", "{}")));
  ASSERT_EQ(200, reply.status) << reply.body;
  const JsonValue json = reply.Json();
  const auto& graphs = json.Find("graphs")->items;
  EXPECT_EQ("g1", graphs[0].Text("graphId"));
  EXPECT_TRUE(graphs[0].Flag("isSuccessful"));
  EXPECT_FALSE(graphs[1].Flag("isSuccessful", true));
  const auto& failed = graphs[1].Find("graphResponse")->Find("compositeResponse")->items;
  EXPECT_EQ("PROCESSING_HALTED", failed[0].Find("body")->items[0].Text("errorCode"));
  EXPECT_EQ("REQUIRED_FIELD_MISSING", failed[1].Find("body")->items[0].Text("errorCode"));
  EXPECT_EQ("one", Column("SELECT Name FROM Account", "Name"));
  EXPECT_EQ("x", Column("SELECT LastName FROM Contact WHERE Account.Name = 'one'", "LastName"));
}

TEST_F(CompositeGraphTest, OnlyRowsMayBeNodes) {
  const HttpReply reply =
      Graphs(Graph("g", R"({"method":"GET","url":"/services/data/v60.0/query?q=SELECT Id FROM )"
                        R"(Account","referenceId":"q"})"));
  EXPECT_EQ(200, reply.status);
  EXPECT_FALSE(reply.Json().Find("graphs")->items[0].Flag("isSuccessful", true));
}

TEST_F(CompositeGraphTest, LimitsAreChecked) {
  const auto nodes = [](int count, bool chained) {
    std::string list;
    for (int i = 0; i < count; ++i) {
      const std::string name = chained && i > 0 ? "@{r" + std::to_string(i - 1) + ".id}" : "n";
      list += (i > 0 ? "," : "") +
              Node("Account", "r" + std::to_string(i), R"({"Name":")" + name + R"("})");
    }
    return list;
  };
  EXPECT_EQ(200, Graphs(Graph("g", nodes(500, false))).status);
  EXPECT_EQ(400, Graphs(Graph("g", nodes(501, false))).status);
  EXPECT_EQ(200, Graphs(Graph("g", nodes(15, true))).status);
  EXPECT_EQ(400, Graphs(Graph("g", nodes(16, true))).status);
  EXPECT_EQ(400, Graphs(Graph("g", nodes(1, false)) + "," + Graph("g", nodes(1, false))).status);
  EXPECT_EQ(400, Graphs("").status);
  EXPECT_EQ(404, Graphs(Graph("g", nodes(1, false)), "49.0").status);
  std::string many;
  for (int i = 0; i < 76; ++i) {
    many += (i > 0 ? "," : "") + Graph("g" + std::to_string(i), nodes(1, false));
  }
  EXPECT_EQ(400, Graphs(many).status);
}

TEST_F(CompositeGraphTest, AfterFourteenFailuresTheRestIsNotRun) {
  std::string graphs;
  for (int i = 0; i < 14; ++i) {
    graphs += Graph("g" + std::to_string(i), Node("Account", "a", "{}")) + ",";
  }
  const HttpReply reply = Graphs(graphs + Graph("last", Node("Account", "a", R"({"Name":"x"})")));
  EXPECT_FALSE(reply.Json().Find("graphs")->items[14].Flag("isSuccessful", true));
  EXPECT_EQ("", Column("SELECT Name FROM Account", "Name"));
}

}  // namespace
}  // namespace sfsim
