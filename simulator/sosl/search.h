// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/outcome.h"
#include "simulator/sosl/query.h"
#include "simulator/store/store.h"

namespace sfsim::sosl {

// What a search works with.
struct SearchContext {
  const Schema* schema = nullptr;
  Store* store = nullptr;
  // Milliseconds since the epoch, and `60.0`, which record URLs contain.
  int64_t now = 0;
  std::string version;
};

struct Found {
  // The records one behind the other with commas between them, object by object as RETURNING names
  // them (alphabetically without it), each in its order or else in that of their creation.
  std::string records;
  int64_t count = 0;
  // Set when there is more than the limit.
  bool more = false;
  // What was looked for: the objects, and their fields in the order in which they were asked for.
  struct Searched {
    const ObjectType* type;
    std::vector<const Field*> fields;
  };
  std::vector<Searched> searched;
};

// Finds live rows. `statement` is what errors about names cite.
Outcome<Found> Search(const Query& query, std::string_view statement, const SearchContext& context);

}  // namespace sfsim::sosl
