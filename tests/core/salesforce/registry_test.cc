// SPDX-License-Identifier: Apache-2.0
#include "core/operation/registry.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  // Nothing that the protos define was forgotten by the families.
  std::set<std::string> implemented;
  for (const Operation* operation : registry.All()) implemented.insert(operation->name());
  for (const auto* file :
       {v1::GetRecordRequest::descriptor()->file(), v1::QueryRequest::descriptor()->file()}) {
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
