// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace sfsim {

// What the batches of a job of Bulk API 1.0, and their results, are written in.
enum class ClassicForm { kCsv, kJson, kXml };

// `CSV`, `JSON`, `XML`. Nothing for other names.
std::optional<ClassicForm> ClassicFormOf(std::string_view content_type);
std::string_view ContentTypeOf(ClassicForm form);
// `text/csv`, `application/json`, `application/xml`.
std::string_view MediaTypeOf(ClassicForm form);

inline constexpr std::string_view kClassicNamespace =
    "http://www.force.com/2009/06/asyncapi/dataload";

}  // namespace sfsim
