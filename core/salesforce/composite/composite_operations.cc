// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/composite/composite_operations.h"

#include "core/salesforce/composite/create_record_trees.h"
#include "core/salesforce/composite/execute_batch.h"
#include "core/salesforce/composite/execute_composite.h"

namespace sfconnector {

void AddCompositeFamily(Registry& registry) {
  registry.AddService(
      v1::ExecuteCompositeRequest::descriptor()->file()->FindServiceByName("CompositeService"));
  registry.Implement("sfconnector.v1.CompositeService/ExecuteBatch", &ExecuteBatch);
  registry.Implement("sfconnector.v1.CompositeService/ExecuteComposite", &ExecuteComposite);
  registry.Implement("sfconnector.v1.CompositeService/ExecuteGraphs", &ExecuteGraphs);
  registry.Implement("sfconnector.v1.CompositeService/CreateRecordTrees", &CreateRecordTrees);
}

}  // namespace sfconnector
