// SPDX-License-Identifier: Apache-2.0
#include "server/log_observer.h"

#include <chrono>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "core/base/status.h"

namespace sfconnector::server {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class LogObserverTest : public ::testing::Test {
 protected:
  std::unique_ptr<LogObserver> Observer(v1::LogFormat format,
                                        v1::LogLevel level = v1::LOG_LEVEL_DEBUG) {
    v1::Log settings;
    settings.set_format(format);
    settings.set_level(level);
    return std::make_unique<LogObserver>(settings, out_);
  }

  google::protobuf::Struct Json() {
    google::protobuf::Struct entry;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(out_.str(), &entry).ok()) << out_.str();
    return entry;
  }

  std::ostringstream out_;
};

TEST_F(LogObserverTest, JsonEntriesAreOneObjectALine) {
  Observer(v1::LOG_FORMAT_JSON)
      ->OnLog({Severity::kWarning, "odd \"thing\"\n", {{"key", "a{}b\xFF"}}});
  EXPECT_EQ(out_.str().find('\n'), out_.str().size() - 1);
  const auto entry = Json();
  EXPECT_EQ(entry.fields().at("level").string_value(), "warning");
  EXPECT_EQ(entry.fields().at("message").string_value(), "odd \"thing\"\n");
  EXPECT_EQ(entry.fields().at("key").string_value(), "a{}b\xEF\xBF\xBD");
  EXPECT_THAT(entry.fields().at("time").string_value(), MatchesRegex("20..-..-..T..:..:..\\....Z"));
}

TEST_F(LogObserverTest, TextEntriesAreOneLine) {
  Observer(v1::LOG_FORMAT_TEXT)
      ->OnLog({Severity::kInfo, "two\nlines", {{"a", "x"}, {"b", "y z\n"}}});
  EXPECT_THAT(out_.str(),
              MatchesRegex("20..-..-..T..:..:..\\....Z info two lines a=x b=\"y z\\\\n\"\n"));
}

TEST_F(LogObserverTest, LevelFilters) {
  auto observer = Observer(v1::LOG_FORMAT_TEXT, v1::LOG_LEVEL_WARNING);
  observer->OnLog({Severity::kInfo, "info", {}});
  observer->OnHttp({});
  EXPECT_EQ(out_.str(), "");
  observer->OnLog({Severity::kError, "error", {}});
  EXPECT_THAT(out_.str(), HasSubstr("error error"));
}

TEST_F(LogObserverTest, FailedCallsTellReasonAndRequestIdButNotTheMessage) {
  v1::SalesforceError detail;
  detail.set_http_status(400);
  detail.set_request_id("4f1c");
  detail.add_errors()->set_code("MALFORMED_QUERY");
  const absl::Status status =
      WithSalesforceError(absl::InvalidArgumentError("SELECT Secret__c FROM Account ^"), detail);
  Observer(v1::LOG_FORMAT_JSON)
      ->OnCallEnd({"sfconnector.v1.QueryService/Query", "default", status,
                   std::chrono::microseconds(1500)});
  EXPECT_THAT(out_.str(), Not(HasSubstr("Secret__c")));
  const auto entry = Json();
  EXPECT_EQ(entry.fields().at("level").string_value(), "info");
  EXPECT_EQ(entry.fields().at("method").string_value(), "sfconnector.v1.QueryService/Query");
  EXPECT_EQ(entry.fields().at("connection").string_value(), "default");
  EXPECT_EQ(entry.fields().at("code").string_value(), "INVALID_ARGUMENT");
  EXPECT_EQ(entry.fields().at("reason").string_value(), "MALFORMED_QUERY");
  EXPECT_EQ(entry.fields().at("http_status").number_value(), 400);
  EXPECT_EQ(entry.fields().at("request_id").string_value(), "4f1c");
  EXPECT_EQ(entry.fields().at("duration_ms").number_value(), 1.5);
}

TEST_F(LogObserverTest, HttpExchangesAreWritten) {
  HttpEvent event;
  event.method = "GET";
  event.host = "example.my.salesforce.com";
  event.path = "/services/data/v59.0/query";
  event.status = 200;
  event.bytes_received = 5'000'000'000;
  Observer(v1::LOG_FORMAT_JSON)->OnHttp(event);
  EXPECT_EQ(Json().fields().at("bytes_received").number_value(), 5e9);
  EXPECT_EQ(Json().fields().at("path").string_value(), "/services/data/v59.0/query");
}

TEST_F(LogObserverTest, RefusedTokensAreAWarning) {
  Observer(v1::LOG_FORMAT_JSON)
      ->OnTokenRefresh("default", WithReason(absl::UnauthenticatedError("no"), "invalid_grant"));
  EXPECT_EQ(Json().fields().at("level").string_value(), "warning");
  EXPECT_EQ(Json().fields().at("reason").string_value(), "invalid_grant");
}

}  // namespace
}  // namespace sfconnector::server
