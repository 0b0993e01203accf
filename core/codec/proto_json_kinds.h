// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include "sfconnector/v1/value.pb.h"

namespace sfconnector {

// The fields and messages that the JSON mapping treats apart.

// Holds the keys that the message does not know.
inline bool IsExtraField(const google::protobuf::FieldDescriptor* field) {
  return field->is_repeated() &&
         field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE &&
         field->message_type() == v1::Field::descriptor() && field->name() == "extra";
}

// Holds JSON as it stands.
inline bool IsRawJsonField(const google::protobuf::FieldDescriptor* field) {
  return field->type() == google::protobuf::FieldDescriptor::TYPE_BYTES && field->name() == "json";
}

inline bool IsNullValueField(const google::protobuf::FieldDescriptor* field) {
  return field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_ENUM &&
         field->enum_type() == v1::NullValue_descriptor();
}

inline bool IsValueField(const google::protobuf::FieldDescriptor* field) {
  return field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE &&
         field->message_type() == v1::Value::descriptor();
}

// Calls `handler` with `message` as the class that has a JSON form of its own; false where it has
// none. `Base` is `Message` or `const Message`; messages are of generated classes.
template <class Base, class Handler>
bool VisitSpecialMessage(Base& message, Handler handler) {
  using google::protobuf::Duration;
  using google::protobuf::Timestamp;
  const google::protobuf::Descriptor* const type = message.GetDescriptor();
  auto visit = [&]<class Special>(Special*) {
    if (type != Special::descriptor()) return false;
    using Target = std::conditional_t<std::is_const_v<Base>, const Special, Special>;
    handler(static_cast<Target&>(message));
    return true;
  };
  return visit(static_cast<v1::Value*>(nullptr)) || visit(static_cast<v1::Record*>(nullptr)) ||
         visit(static_cast<v1::RecordSet*>(nullptr)) ||
         visit(static_cast<v1::ListValue*>(nullptr)) || visit(static_cast<Timestamp*>(nullptr)) ||
         visit(static_cast<Duration*>(nullptr));
}

}  // namespace sfconnector
