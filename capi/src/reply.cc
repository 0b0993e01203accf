// SPDX-License-Identifier: Apache-2.0
#include "capi/src/reply.h"

#include "capi/src/metadata.h"

const void* sfc_reply_message(const sfc_reply* reply, size_t* size) {
  if (size != nullptr) *size = reply == nullptr ? 0 : reply->message.size();
  return reply == nullptr || size == nullptr ? nullptr : reply->message.data();
}

const char* sfc_reply_metadata(const sfc_reply* reply, const char* key) {
  return reply == nullptr ? nullptr : sfconnector::capi::FindMetadata(reply->metadata, key);
}

const char* sfc_reply_metadata_at(const sfc_reply* reply, size_t index, const char** value) {
  if (value != nullptr) *value = nullptr;
  return reply == nullptr ? nullptr : sfconnector::capi::MetadataAt(reply->metadata, index, value);
}

void sfc_reply_free(sfc_reply* reply) { delete reply; }
