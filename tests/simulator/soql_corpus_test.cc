// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

// The statements of a file of data/, one a line; `#` begins a comment.
std::vector<std::string> ReadCorpus(const std::string& name) {
  std::ifstream file(std::string(SFSIM_TEST_DATA) + "/" + name);
  std::vector<std::string> statements;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') statements.push_back(line);
  }
  return statements;
}

class SoqlCorpusTest : public OrgTest {
 protected:
  // Whether the org takes the text for no SOQL. One connection serves all statements.
  bool IsMalformed(const std::string& soql) {
    const HttpReply reply =
        connection().Call("GET", std::string(kData) + "/query?q=" + Encode(soql), "",
                          {{"Authorization", "Bearer " + token_}});
    EXPECT_TRUE(reply.status == 200 || reply.status == 400) << soql << "\n" << reply.body;
    return reply.body.find("\"MALFORMED_QUERY\"") != std::string::npos;
  }

  HttpConnection& connection() {
    if (!connection_) connection_ = std::make_unique<HttpConnection>(port_);
    return *connection_;
  }

  std::unique_ptr<HttpConnection> connection_;
};

TEST_F(SoqlCorpusTest, WhatIsSoqlIsNeverMalformed) {
  const auto statements = ReadCorpus("soql_valid.txt");
  EXPECT_GE(statements.size(), 300u);
  for (const std::string& soql : statements) EXPECT_FALSE(IsMalformed(soql)) << soql;
}

TEST_F(SoqlCorpusTest, WhatIsNoSoqlIsAlwaysMalformed) {
  const auto statements = ReadCorpus("soql_invalid.txt");
  EXPECT_GE(statements.size(), 100u);
  for (const std::string& soql : statements) EXPECT_TRUE(IsMalformed(soql)) << soql;
}

TEST_F(SoqlCorpusTest, EveryBeginningOfAStatementIsAnswered) {
  for (const std::string& soql : ReadCorpus("soql_valid.txt")) {
    IsMalformed(soql.substr(0, soql.size() / 2));
    IsMalformed(soql.substr(0, soql.size() - 1));
  }
}

TEST_F(SoqlCorpusTest, LinesMayBreakAnywhere) {
  EXPECT_FALSE(IsMalformed("SELECT\n  Id,\r\n\tName\nFROM\n  Account\nWHERE\n  Name = 'a'\n"));
  EXPECT_FALSE(IsMalformed("SELECT Id FROM Account\f\vLIMIT 1\n\n"));
}

TEST_F(SoqlCorpusTest, HostileStatementsAreRefusedNotFatal) {
  EXPECT_TRUE(IsMalformed("SELECT Id FROM Account WHERE Name = '\xff\xfe"));
  EXPECT_FALSE(IsMalformed("SELECT Id FROM Account WHERE Name = '\xff\xfe\x80'"));
  EXPECT_TRUE(IsMalformed("SELECT \xc3\x28 FROM Account"));
  EXPECT_TRUE(IsMalformed("SELECT Id FROM Account LIMIT 999999999999999999999999999999"));
  EXPECT_TRUE(IsMalformed("SELECT Id FROM Account WHERE AnnualRevenue > 1e999999999999"));
  EXPECT_FALSE(IsMalformed("SELECT Id FROM Account WHERE AnnualRevenue > 1e300"));
  EXPECT_FALSE(IsMalformed("SELECT Id FROM Account WHERE CreatedDate > NEXT_N_YEARS:2147483647"));
  EXPECT_TRUE(IsMalformed("SELECT Id FROM Account WHERE CreatedDate > NEXT_N_YEARS:2147483648"));
  EXPECT_TRUE(IsMalformed("SELECT Id FROM Account WHERE " + std::string(3000, '(')));
  std::string functions;
  for (int i = 0; i < 1000; ++i) functions += "FORMAT(";
  EXPECT_TRUE(IsMalformed("SELECT " + functions + "Name FROM Account"));
}

}  // namespace
}  // namespace sfsim
