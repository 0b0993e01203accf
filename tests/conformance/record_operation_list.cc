// SPDX-License-Identifier: Apache-2.0
#include "sfconnector/v1/query_service.pb.h"
#include "sfconnector/v1/record_service.pb.h"
#include "tests/conformance/operation_lists.h"

namespace sfconnector::conformance {
namespace {

using Shape = AnyOperation::Shape;

template <class Request>
Request WithId() {
  auto request = OfItem<Request>();
  request.set_id(kAnyId);
  return request;
}

template <class Request>
Request WithKey() {
  auto request = OfItem<Request>();
  request.set_external_id_field("Key__c");
  request.set_external_id("k");
  return request;
}

template <class Request>
Request WithRelationship(const std::string& relationship) {
  auto request = WithId<Request>();
  request.set_relationship(relationship);
  return request;
}

template <class Request>
Request WithRecord(Request request) {
  *request.mutable_record() = ARecord();
  return request;
}

template <class Request>
Request WithSpan() {
  auto request = OfItem<Request>();
  request.mutable_start()->set_seconds(1700000000);
  request.mutable_end()->set_seconds(1700003600);
  return request;
}

// The upload of three bytes.
template <class Request>
AnyOperation UploadOf(const std::string& name, Repeats repeats, Request first) {
  first.mutable_head()->set_sobject("Attachment");
  *first.mutable_head()->mutable_record() = ARecord();
  first.mutable_head()->set_blob_field("Body");
  first.mutable_head()->set_file_name("a.bin");
  Request next;
  next.set_chunk("abc");
  return {name, Shape::kUpload, repeats, {first.SerializeAsString(), next.SerializeAsString()}};
}

void AddSingleRecords(std::vector<AnyOperation>& all) {
  all.push_back(Unary("RecordService/GetRecord", Repeats::kReads, WithId<v1::GetRecordRequest>()));
  all.push_back(Unary("RecordService/GetRecordByExternalId", Repeats::kReads,
                      WithKey<v1::GetRecordByExternalIdRequest>()));
  all.push_back(Unary("RecordService/CreateRecord", Repeats::kOnce,
                      WithRecord(OfItem<v1::CreateRecordRequest>())));
  all.push_back(Unary("RecordService/UpdateRecord", Repeats::kIdempotent,
                      WithRecord(WithId<v1::UpdateRecordRequest>())));
  all.push_back(Unary("RecordService/UpsertRecord", Repeats::kIdempotent,
                      WithRecord(WithKey<v1::UpsertRecordRequest>())));
  all.push_back(
      Unary("RecordService/DeleteRecord", Repeats::kIdempotent, WithId<v1::DeleteRecordRequest>()));
  all.push_back(Unary("RecordService/DeleteRecordByExternalId", Repeats::kIdempotent,
                      WithKey<v1::DeleteRecordByExternalIdRequest>()));
}

void AddLists(std::vector<AnyOperation>& all) {
  v1::CreateRecordsRequest create;
  *create.add_records() = ARecord();
  all.push_back(Unary("RecordService/CreateRecords", Repeats::kOnce, create));
  v1::UpdateRecordsRequest update;
  *update.add_records() = ARecord();
  all.push_back(Unary("RecordService/UpdateRecords", Repeats::kIdempotent, update));
  auto upsert = OfItem<v1::UpsertRecordsRequest>();
  upsert.set_external_id_field("Key__c");
  *upsert.add_records() = ARecord();
  all.push_back(Unary("RecordService/UpsertRecords", Repeats::kIdempotent, upsert));
  v1::DeleteRecordsRequest erase;
  erase.add_ids(kAnyId);
  all.push_back(Unary("RecordService/DeleteRecords", Repeats::kIdempotent, erase));
  auto get = OfItem<v1::GetRecordsRequest>();
  get.add_ids(kAnyId);
  get.add_fields("Name");
  all.push_back(Unary("RecordService/GetRecords", Repeats::kReads, get));
}

void AddRelations(std::vector<AnyOperation>& all) {
  all.push_back(Unary("RecordService/ListUpdatedRecords", Repeats::kReads,
                      WithSpan<v1::ListUpdatedRecordsRequest>()));
  all.push_back(Unary("RecordService/ListDeletedRecords", Repeats::kReads,
                      WithSpan<v1::ListDeletedRecordsRequest>()));
  all.push_back(Unary("RecordService/GetRelatedRecord", Repeats::kReads,
                      WithRelationship<v1::GetRelatedRecordRequest>("Parent__r")));
  all.push_back(Unary("RecordService/GetRelatedRecords", Repeats::kReads,
                      WithRelationship<v1::GetRelatedRecordsRequest>("Parts__r")));
  all.push_back(Unary("RecordService/UpdateRelatedRecord", Repeats::kIdempotent,
                      WithRecord(WithRelationship<v1::UpdateRelatedRecordRequest>("Parent__r"))));
  all.push_back(Unary("RecordService/DeleteRelatedRecord", Repeats::kIdempotent,
                      WithRelationship<v1::DeleteRelatedRecordRequest>("Parent__r")));
}

void AddBlobs(std::vector<AnyOperation>& all) {
  auto get = WithId<v1::GetBlobRequest>();
  get.set_field("Body");
  all.push_back({"RecordService/GetBlob",
                 Shape::kDownload,
                 Repeats::kReads,
                 {get.SerializeAsString()},
                 Api::kBytes});
  all.push_back(UploadOf("RecordService/CreateRecordWithBlob", Repeats::kOnce,
                         v1::CreateRecordWithBlobRequest()));
  v1::UpdateRecordWithBlobRequest update;
  update.mutable_head()->set_id(kAnyId);
  all.push_back(UploadOf("RecordService/UpdateRecordWithBlob", Repeats::kIdempotent, update));
}

}  // namespace

void AddRecordOperations(std::vector<AnyOperation>& all) {
  AddSingleRecords(all);
  AddLists(all);
  AddRelations(all);
  AddBlobs(all);
}

void AddQueryOperations(std::vector<AnyOperation>& all) {
  v1::QueryRequest query;
  query.set_soql("SELECT Id FROM Item__c");
  all.push_back(Unary("QueryService/Query", Repeats::kReads, query));
  v1::StreamQueryRequest stream;
  stream.set_soql("SELECT Id FROM Item__c");
  all.push_back({"QueryService/StreamQuery",
                 Shape::kDownload,
                 Repeats::kReads,
                 {stream.SerializeAsString()}});
  v1::ExplainQueryRequest explain;
  explain.set_query("SELECT Id FROM Item__c");
  all.push_back(Unary("QueryService/ExplainQuery", Repeats::kReads, explain));
  v1::SearchRequest search;
  search.set_sosl("FIND {lamp}");
  all.push_back(Unary("QueryService/Search", Repeats::kReads, search));
  v1::ParameterizedSearchRequest parameterized;
  parameterized.set_q("lamp");
  all.push_back(Unary("QueryService/ParameterizedSearch", Repeats::kReads, parameterized));
}

}  // namespace sfconnector::conformance
