// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>
#include <string>
#include <vector>

#include "core/codec/page_decoder.h"

namespace sfconnector::testing {

// Makes up query pages, from a seed: every kind of value, parents, child rows at several depths,
// keys that come and go, sets that continue, white space and escapes of every sort.
class PageGenerator {
 public:
  explicit PageGenerator(unsigned seed);

  // What the query that is made up selects.
  const SelectedColumns& selected() const { return own_.selected; }

  // A page of the query's own rows, or of the set to which the path leads.
  std::string Page(int rows, bool done);
  std::string ChildPage(const ChildSet& set, int rows, bool done);

 private:
  struct Object;
  struct Member {
    std::string key;
    enum Kind { kScalar, kAnything, kParent, kChildren } kind = kScalar;
    std::vector<Member> parts;  // of a parent
    std::vector<Member> child;  // of child rows
  };
  struct Query {
    std::vector<Member> members;
    SelectedColumns selected;
  };

  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  bool OneIn(int count) { return Below(count) == 0; }

  std::vector<Member> MakeMembers(int depth, bool in_parent);
  static SelectedColumns SelectedOf(const std::vector<Member>& members);
  static void AddColumns(const std::vector<Member>& members, const std::string& prefix,
                         SelectedColumns& selected);

  std::string Space();
  std::string Quoted(const std::string& key);
  std::string Text();
  std::string Scalar();
  std::string Anything(int depth);
  std::string Attributes();
  std::string Row(const std::vector<Member>& members);
  std::string Value(const Member& member);
  std::string Set(const std::vector<Member>& members, int rows, bool done);

  std::mt19937 random_;
  Query own_;
  int urls_ = 0;
};

}  // namespace sfconnector::testing
