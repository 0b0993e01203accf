// SPDX-License-Identifier: Apache-2.0
#include "core/operation/registry.h"

#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"
#include "core/salesforce/families.h"
#include "sfconnector/v1/query_service.pb.h"
#include "sfconnector/v1/record_service.pb.h"

namespace sfconnector {
namespace {

using ::testing::HasSubstr;

const google::protobuf::ServiceDescriptor* RecordService() {
  return v1::GetRecordRequest::descriptor()->file()->FindServiceByName("RecordService");
}

Task<absl::StatusOr<v1::UpsertRecordResponse>> Upsert(OperationContext,
                                                      const v1::UpsertRecordRequest&) {
  co_return v1::UpsertRecordResponse();
}

TEST(Registry, EveryRpcOfTheProductHasExactlyOneImplementation) {
  Registry registry;
  AddFamilies(registry);
  EXPECT_TRUE(registry.Check().ok()) << registry.Check();
}

TEST(Registry, EveryServiceOfTheProtosHasAFamily) {
  Registry registry;
  AddFamilies(registry);
  std::set<std::string> implemented;
  for (const Operation* operation : registry.All()) implemented.insert(operation->name());
  const std::vector<std::string> services = absl::StrSplit(SFC_SERVICE_PROTOS, ',');
  EXPECT_GE(services.size(), 2u);
  for (const std::string& proto : services) {
    SCOPED_TRACE(proto);
    // Only a file that something in the program uses is linked, and known here.
    const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(proto);
    ASSERT_NE(file, nullptr) << "no family uses it";
    EXPECT_GT(file->service_count(), 0);
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        EXPECT_EQ(implemented.count(OperationName(file->service(s)->method(m))), 1u);
      }
    }
  }
}

TEST(Registry, FindsOperationsWithAndWithoutALeadingSlash) {
  Registry registry;
  AddFamilies(registry);
  EXPECT_NE(registry.Find("sfconnector.v1.RecordService/GetRecord"), nullptr);
  EXPECT_NE(registry.Find("/sfconnector.v1.RecordService/GetRecord"), nullptr);
  EXPECT_EQ(registry.Find("sfconnector.v1.RecordService/Nothing"), nullptr);
  EXPECT_EQ(registry.Find(""), nullptr);
}

TEST(Registry, NamesAnRpcWithoutAnImplementation) {
  Registry registry;
  registry.AddService(RecordService());
  EXPECT_THAT(std::string(registry.Check().message()),
              HasSubstr("UpsertRecord is not implemented"));
}

TEST(Registry, NamesAnRpcThatIsImplementedTwice) {
  Registry registry;
  AddFamilies(registry);
  registry.Implement("sfconnector.v1.RecordService/UpsertRecord", &Upsert);
  EXPECT_THAT(std::string(registry.Check().message()),
              HasSubstr("UpsertRecord is implemented twice"));
}

TEST(Registry, RefusesAFunctionOfAnotherShape) {
  Registry registry;
  registry.AddService(RecordService());
  registry.Implement("sfconnector.v1.RecordService/CreateRecords", &Upsert);
  EXPECT_THAT(std::string(registry.Check().message()),
              HasSubstr("CreateRecords has other message types"));
}

TEST(Registry, RefusesAFunctionForAnRpcThatDoesNotExist) {
  Registry registry;
  registry.AddService(RecordService());
  registry.Implement("sfconnector.v1.RecordService/Upsrt", &Upsert);
  EXPECT_THAT(std::string(registry.Check().message()), HasSubstr("Upsrt is no rpc"));
}

}  // namespace
}  // namespace sfconnector
