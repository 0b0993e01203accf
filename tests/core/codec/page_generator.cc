// SPDX-License-Identifier: Apache-2.0
#include "tests/core/codec/page_generator.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace sfconnector::testing {

PageGenerator::PageGenerator(unsigned seed) : random_(seed) {
  own_.members = MakeMembers(2, false);
  own_.selected = SelectedOf(own_.members);
}

std::vector<PageGenerator::Member> PageGenerator::MakeMembers(int depth, bool in_parent) {
  static constexpr const char* kNames[] = {"Id",    "Name",     "Straße__c",
                                           "A\\tb", "x\\u0041", "Amount"};
  std::vector<Member> members;
  const int count = 1 + Below(6);
  for (int i = 0; i < count; ++i) {
    Member& member = members.emplace_back();
    member.key = absl::StrCat(kNames[Below(6)], i);
    const int kind = Below(8);
    if (kind == 0) member.kind = Member::kAnything;
    if (kind <= 2 && kind > 0 && depth > 0) {
      member.kind = Member::kParent;
      member.key = absl::StrCat("Parent", i, "__r");
      member.parts = MakeMembers(depth - 1, true);
    }
    if (kind <= 4 && kind > 2 && depth > 0 && !in_parent) {
      member.kind = Member::kChildren;
      member.key = absl::StrCat("Children", i, "__r");
      member.child = MakeMembers(depth - 1, false);
    }
  }
  return members;
}

SelectedColumns PageGenerator::SelectedOf(const std::vector<Member>& members) {
  SelectedColumns selected;
  AddColumns(members, "", selected);
  return selected;
}

void PageGenerator::AddColumns(const std::vector<Member>& members, const std::string& prefix,
                               SelectedColumns& selected) {
  for (const Member& member : members) {
    // Keys with escapes stand for fields that the query's text does not name.
    if (member.key.find('\\') != std::string::npos) continue;
    if (member.kind == Member::kParent) {
      AddColumns(member.parts, prefix + member.key + ".", selected);
    } else if (member.kind == Member::kChildren) {
      selected.children.push_back({member.key, SelectedOf(member.child)});
    } else {
      selected.columns.push_back(prefix + member.key);
    }
  }
}

std::string PageGenerator::Space() {
  static constexpr const char* kSpaces[] = {" ", "\n", "\t", "\r\n", "  "};
  return OneIn(30) ? kSpaces[Below(5)] : "";
}

std::string PageGenerator::Quoted(const std::string& key) {
  return absl::StrCat(Space(), "\"", key, "\"", Space(), ":", Space());
}

std::string PageGenerator::Text() {
  static constexpr const char* kPieces[] = {
      "Acme",
      " ",
      "é",
      "東京",
      "🚀",
      "\\n",
      "\\\"",
      "\\\\",
      "\\/",
      "\\u00e9",
      "\\ud83d\\ude80",
      "\\u0000",
      "{",
      "]",
      ",",
      ":",
      "a longer piece of text that fills more than one block of any size that a copy may use"};
  std::string text;
  const int pieces = OneIn(20) ? 40 : Below(4);
  for (int i = 0; i < pieces; ++i) text += kPieces[Below(17)];
  return text;
}

std::string PageGenerator::Scalar() {
  static constexpr const char* kScalars[] = {"null",
                                             "true",
                                             "false",
                                             "0",
                                             "-1",
                                             "42",
                                             "127",
                                             "128",
                                             "9223372036854775807",
                                             "-9223372036854775808",
                                             "9223372036854775808",
                                             "23.0",
                                             "1.5E-7",
                                             "-0",
                                             "0.30000000000000004"};
  if (Below(3) > 0) return absl::StrCat("\"", Text(), "\"");
  return kScalars[Below(15)];
}

std::string PageGenerator::Anything(int depth) {
  const int kind = depth > 0 ? Below(4) : 0;
  std::vector<std::string> parts;
  const int count = Below(4);
  if (kind == 2) {
    for (int i = 0; i < count; ++i) parts.push_back(absl::StrCat(Space(), Anything(depth - 1)));
    return absl::StrCat("[", absl::StrJoin(parts, ","), Space(), "]");
  }
  if (kind == 3) {
    if (OneIn(3)) parts.push_back(absl::StrCat(Quoted("attributes"), Attributes()));
    for (int i = 0; i < count; ++i) {
      parts.push_back(absl::StrCat(Quoted(absl::StrCat("k", Below(3))), Anything(depth - 1)));
    }
    return absl::StrCat("{", absl::StrJoin(parts, ","), Space(), "}");
  }
  return Scalar();
}

std::string PageGenerator::Attributes() {
  std::vector<std::string> parts = {R"("type":"Acco\u0075nt")"};
  if (!OneIn(4))
    parts.push_back(absl::StrCat(Quoted("url"), "\"/services/data/", Below(1000), "\""));
  if (OneIn(10)) parts.push_back(absl::StrCat(Quoted("more"), Scalar()));
  return absl::StrCat("{", absl::StrJoin(parts, ","), "}");
}

std::string PageGenerator::Value(const Member& member) {
  switch (member.kind) {
    case Member::kParent:
      return OneIn(4) ? "null" : Row(member.parts);
    case Member::kChildren: {
      if (OneIn(3)) return "null";
      return Set(member.child, Below(4), !OneIn(4));
    }
    case Member::kAnything:
      return Anything(2);
    case Member::kScalar:
      break;
  }
  return Scalar();
}

std::string PageGenerator::Row(const std::vector<Member>& members) {
  std::vector<std::string> parts;
  for (const Member& member : members) {
    if (OneIn(12)) continue;
    parts.push_back(absl::StrCat(Quoted(member.key), Value(member)));
  }
  if (OneIn(20)) parts.push_back(absl::StrCat(Quoted(absl::StrCat("New", Below(3))), Scalar()));
  if (OneIn(10)) std::shuffle(parts.begin(), parts.end(), random_);
  parts.insert(parts.begin(), absl::StrCat(Quoted("attributes"), Attributes()));
  if (OneIn(20)) std::shuffle(parts.begin(), parts.end(), random_);
  return absl::StrCat("{", absl::StrJoin(parts, ","), Space(), "}");
}

std::string PageGenerator::Set(const std::vector<Member>& members, int rows, bool done) {
  std::vector<std::string> records;
  for (int i = 0; i < rows; ++i) records.push_back(absl::StrCat(Space(), Row(members)));
  std::vector<std::string> parts = {
      absl::StrCat(Quoted("totalSize"), rows),
      absl::StrCat(Quoted("done"), done ? "true" : "false"),
      absl::StrCat(Quoted("records"), "[", absl::StrJoin(records, ","), Space(), "]"),
  };
  if (!done) {
    parts.insert(parts.begin() + 2,
                 absl::StrCat(Quoted("nextRecordsUrl"), "\"\\/services/data/v59.0/query/01g-",
                              ++urls_, "\""));
  }
  if (OneIn(5)) std::shuffle(parts.begin(), parts.end(), random_);
  return absl::StrCat("{", absl::StrJoin(parts, ","), Space(), "}");
}

std::string PageGenerator::Page(int rows, bool done) {
  return absl::StrCat(Space(), Set(own_.members, rows, done), Space());
}

std::string PageGenerator::ChildPage(const ChildSet& set, int rows, bool done) {
  const std::vector<Member>* members = &own_.members;
  for (const ChildStep& step : set.path) {
    const auto it = std::find_if(members->begin(), members->end(), [&](const Member& member) {
      return member.key == step.relationship;
    });
    members = &it->child;
  }
  return Set(*members, rows, done);
}

}  // namespace sfconnector::testing
