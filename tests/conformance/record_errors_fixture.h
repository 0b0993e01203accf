// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {

// Calls for single records, of whose outcome only the error matters.
class RecordErrors : public ConformanceTest {
 protected:
  template <class Request>
  static Request ById(const std::string& sobject, const std::string& id) {
    Request request;
    request.set_sobject(sobject);
    request.set_id(id);
    return request;
  }

  template <class Request>
  static Request ByKey(const std::string& sobject, const std::string& field,
                       const std::string& value) {
    Request request;
    request.set_sobject(sobject);
    request.set_external_id_field(field);
    request.set_external_id(value);
    return request;
  }

  Outcome Get(const v1::GetRecordRequest& request) {
    v1::GetRecordResponse response;
    return Call("RecordService/GetRecord", request, &response);
  }

  Outcome Get(const v1::GetRecordByExternalIdRequest& request) {
    v1::GetRecordByExternalIdResponse response;
    return Call("RecordService/GetRecordByExternalId", request, &response);
  }

  Outcome Update(const std::string& sobject, const std::string& id,
                 const std::vector<v1::Field>& fields) {
    auto request = ById<v1::UpdateRecordRequest>(sobject, id);
    request.mutable_record();
    for (const v1::Field& field : fields) *request.mutable_record()->add_fields() = field;
    v1::UpdateRecordResponse response;
    return Call("RecordService/UpdateRecord", request, &response);
  }

  Outcome Upsert(v1::UpsertRecordRequest request) {
    *request.mutable_record()->add_fields() = TextField("Name", "a");
    v1::UpsertRecordResponse response;
    return Call("RecordService/UpsertRecord", request, &response);
  }

  Outcome Delete(const std::string& sobject, const std::string& id) {
    v1::DeleteRecordResponse response;
    return Call("RecordService/DeleteRecord", ById<v1::DeleteRecordRequest>(sobject, id),
                &response);
  }

  Outcome Delete(const v1::DeleteRecordByExternalIdRequest& request) {
    v1::DeleteRecordByExternalIdResponse response;
    return Call("RecordService/DeleteRecordByExternalId", request, &response);
  }

  // Reads, changes and deletes the record of that id.
  std::vector<Outcome> ByEachWay(const std::string& sobject, const std::string& id) {
    return {Get(ById<v1::GetRecordRequest>(sobject, id)),
            Update(sobject, id, {TextField("Name", "b")}), Delete(sobject, id)};
  }

  // Reads, changes or creates, and deletes the record of that external id.
  std::vector<Outcome> ByEachWay(const std::string& sobject, const std::string& field,
                                 const std::string& value) {
    return {Get(ByKey<v1::GetRecordByExternalIdRequest>(sobject, field, value)),
            Upsert(ByKey<v1::UpsertRecordRequest>(sobject, field, value)),
            Delete(ByKey<v1::DeleteRecordByExternalIdRequest>(sobject, field, value))};
  }
};

}  // namespace sfconnector::conformance
