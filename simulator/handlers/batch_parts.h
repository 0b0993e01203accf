// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "simulator/base/outcome.h"
#include "simulator/http/message.h"
#include "simulator/http/multipart.h"
#include "simulator/json/json_value.h"

namespace sfsim {

// A batch with the files that came beside it.
struct BatchBody {
  JsonValue batch;
  // Views into the body of the request.
  std::vector<BodyPart> files;
};

// Reads a batch that came alone or, in a multipart body, as the JSON part that is no file.
Outcome<BatchBody> ReadBatchBody(const Request& request);

// Puts the file that an element of the batch names (`binaryPartName`), if it names one, beside the
// body of the element's own request, under the name that its resource expects
// (`binaryPartNameAlias`). Returns why that is impossible.
std::optional<ApiError> AttachFile(const JsonValue& item, const std::vector<BodyPart>& files,
                                   Request* request);

}  // namespace sfsim
