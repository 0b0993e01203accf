// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/batch_parts.h"

#include <algorithm>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/handlers/row_access.h"
#include "simulator/session/crypto.h"

namespace sfsim {
namespace {

ApiError Broken(std::string message) {
  return {400, "INVALID_MULTIPART_REQUEST", std::move(message), {}};
}

bool IsBatchPart(const BodyPart& part) {
  return part.content_type == "application/json" && !part.has_file_name;
}

}  // namespace

Outcome<BatchBody> ReadBatchBody(const Request& request) {
  const std::string* type = request.Header("Content-Type");
  BatchBody body;
  if (type == nullptr || !IsMultipart(*type)) {
    auto batch = ReadObjectBody(request);
    if (!batch.ok()) return batch.error();
    body.batch = std::move(*batch);
    return body;
  }
  auto parts = ReadMultipart(*type, request.body);
  if (!parts) return Broken(std::string(text::kBrokenMultipart));
  const auto found = std::find_if(parts->begin(), parts->end(), IsBatchPart);
  if (found == parts->end()) return Broken(std::string(text::kNoRecordPart));
  auto batch = ReadObject(found->content);
  if (!batch.ok()) return batch.error();
  body.batch = std::move(*batch);
  parts->erase(found);
  body.files = std::move(*parts);
  return body;
}

std::optional<ApiError> AttachFile(const JsonValue& item, const std::vector<BodyPart>& files,
                                   Request* request) {
  const std::string name = item.Text("binaryPartName");
  const std::string alias = item.Text("binaryPartNameAlias");
  if (name.empty() && alias.empty()) return std::nullopt;
  const auto file = std::find_if(files.begin(), files.end(),
                                 [&name](const BodyPart& part) { return part.name == name; });
  // The alias becomes part of a header.
  const bool usable = !alias.empty() && alias.find_first_of("\"\r\n") == std::string::npos;
  if (file == files.end() || !usable) return Broken(text::NoBinaryPart(name, alias));
  const std::string boundary = RandomHex(32);
  request->body = StrCat("--", boundary,
                         "\r\nContent-Disposition: form-data; name=\"json\"\r\nContent-Type: "
                         "application/json\r\n\r\n",
                         request->body.empty() ? "{}" : request->body, "\r\n--", boundary,
                         "\r\nContent-Disposition: form-data; name=\"", alias,
                         "\"; filename=\"file\"\r\nContent-Type: application/octet-stream\r\n\r\n",
                         file->content, "\r\n--", boundary, "--\r\n");
  request->body_size = request->body.size();
  request->headers.emplace_back("Content-Type", StrCat("multipart/form-data; boundary=", boundary));
  return std::nullopt;
}

}  // namespace sfsim
