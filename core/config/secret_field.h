// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/descriptor.h>

#include "sfconnector/v1/options.pb.h"

namespace sfconnector {

// Whether the field's values must not be shown.
inline bool IsSecret(const google::protobuf::FieldDescriptor& field) {
  return field.options().GetExtension(v1::secret);
}

}  // namespace sfconnector
