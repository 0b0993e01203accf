// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "simulator/handlers/subrequest.h"

namespace sfsim {

// The replies that have been given so far within one composite request or graph, and the
// references `@{ref.field}`, `@{ref[0].id}`, `@{ref.records[0].Id}` of later subrequests to them.
class ReferenceTable {
 public:
  // `version` is that of the whole request.
  explicit ReferenceTable(int version) : version_(version) {}

  void Add(const std::string& reference_id, const Response& response);

  // Puts values in place of the references in URL and body. What may be referred to is text,
  // numbers and truth values. The error is the PROCESSING_HALTED reply that names the first
  // reference without a value.
  std::optional<Response> Resolve(Subrequest* subrequest);

 private:
  // The scalar value, or nullptr. Null is a value of rows from version 52 on.
  const JsonValue* Find(std::string_view path);
  const JsonValue* BodyOf(const std::string& reference_id);
  bool ResolveUrl(std::string* url);
  bool ResolveText(std::string* text);
  // Whether that much more text may be put in.
  bool Spend(size_t size);
  bool ResolveValue(JsonValue* value);

  struct Reply {
    std::shared_ptr<const std::string> text;
    std::unique_ptr<JsonValue> body;
  };
  int version_;
  // References can make a small request large.
  size_t budget_ = 52'428'800;
  std::map<std::string, Reply> replies_;
  // The path of the reference that failed.
  std::string unresolved_;
};

// The reference ids that URL and body of a subrequest name.
std::set<std::string> ReferencesOf(const Subrequest& subrequest);

}  // namespace sfsim
