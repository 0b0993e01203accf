// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/classic_form.h"

#include <array>

namespace sfsim {
namespace {

struct Names {
  ClassicForm form;
  std::string_view content_type;
  std::string_view media_type;
};
constexpr std::array<Names, 3> kNames = {{{ClassicForm::kCsv, "CSV", "text/csv"},
                                          {ClassicForm::kJson, "JSON", "application/json"},
                                          {ClassicForm::kXml, "XML", "application/xml"}}};

}  // namespace

std::optional<ClassicForm> ClassicFormOf(std::string_view content_type) {
  for (const Names& names : kNames) {
    if (names.content_type == content_type) return names.form;
  }
  return std::nullopt;
}

std::string_view ContentTypeOf(ClassicForm form) {
  return kNames[static_cast<size_t>(form)].content_type;
}

std::string_view MediaTypeOf(ClassicForm form) {
  return kNames[static_cast<size_t>(form)].media_type;
}

}  // namespace sfsim
