// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <set>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

constexpr int kMaxRecords = 200;
constexpr int kMaxTypes = 5;
constexpr int kMaxLevels = 5;

constexpr size_t kNoParent = static_cast<size_t>(-1);

// One record of the trees, without the records under it.
struct TreeNode {
  const ObjectType* type = nullptr;
  JsonValue record;
  std::string reference_id;
  // Its place in the list, and the lookup that is to lead there.
  size_t parent = kNoParent;
  const Field* lookup = nullptr;
  int level = 1;
  SaveResult saved;
};

ApiError InvalidInput(std::string message) {
  return {400, "INVALID_INPUT", std::move(message), {}};
}

// The trees as a list, level by level: parents stand before their children.
class TreeReader {
 public:
  explicit TreeReader(const Schema* schema) : schema_(*schema) {}

  Outcome<std::vector<TreeNode>> Read(const ObjectType& root, const JsonValue& records) {
    for (const JsonValue& record : records.items) Add(root, record, kNoParent, nullptr, 1);
    for (size_t i = 0; i < nodes_.size() && !error_; ++i) TakeChildren(i);
    if (!error_ && types_.size() > kMaxTypes) {
      error_ = InvalidInput(text::TooManyWithin("types", kMaxTypes));
    }
    if (error_) return std::move(*error_);
    return std::move(nodes_);
  }

 private:
  void Add(const ObjectType& type, const JsonValue& record, size_t parent, const Field* lookup,
           int level) {
    const JsonValue* attributes = record.Find("attributes");
    const std::string name = attributes == nullptr ? "" : attributes->Text("type", type.name);
    const std::string reference_id = attributes == nullptr ? "" : attributes->Text("referenceId");
    if (error_) return;
    if (reference_id.empty()) {
      error_ = InvalidInput(std::string(text::kTreeReferenceMissing));
    } else if (!EqualsIgnoreCase(name, type.name)) {
      error_ = InvalidInput(text::UnexpectedTreeType(name, type.name));
    } else if (nodes_.size() >= kMaxRecords) {
      error_ = InvalidInput(text::TooManyWithin("records", kMaxRecords));
    } else if (level > kMaxLevels) {
      error_ = InvalidInput(text::TooManyWithin("levels", kMaxLevels));
    }
    if (error_) return;
    types_.insert(&type);
    nodes_.push_back({&type, record, reference_id, parent, lookup, level, {}});
  }

  // Moves what stands under child relationships to the end of the list.
  void TakeChildren(size_t at) {
    const ObjectType& type = *nodes_[at].type;
    const int level = nodes_[at].level + 1;
    std::vector<JsonMember> own;
    std::vector<JsonMember> members = std::move(nodes_[at].record.members);
    for (auto& member : members) {
      const JsonValue* records = member.value.Find("records");
      const ChildRelationship* relationship =
          records != nullptr && records->is_array() ? type.FindChild(member.name) : nullptr;
      const ObjectType* child =
          relationship == nullptr ? nullptr : schema_.Find(relationship->child);
      const Field* lookup = child == nullptr ? nullptr : child->FindField(relationship->field);
      if (lookup == nullptr) {
        // What is no set of children is the row's own, for the checks of an insert.
        own.push_back(std::move(member));
        continue;
      }
      for (const JsonValue& record : records->items) Add(*child, record, at, lookup, level);
    }
    nodes_[at].record.members = std::move(own);
  }

  const Schema& schema_;
  std::vector<TreeNode> nodes_;
  std::set<const ObjectType*> types_;
  std::optional<ApiError> error_;
};

void SetParent(const TreeNode& parent, TreeNode* node) {
  std::erase_if(node->record.members, [&](const auto& member) {
    return EqualsIgnoreCase(member.name, node->lookup->name);
  });
  JsonValue id;
  id.kind = JsonValue::Kind::kString;
  id.text = parent.saved.id;
  node->record.members.push_back({node->lookup->name, std::move(id)});
}

// Inserts level by level until one has an error; whether none had.
bool InsertAll(RowEditor* editor, std::vector<TreeNode>* nodes) {
  bool successful = true;
  int level = 1;
  for (TreeNode& node : *nodes) {
    if (node.level > level && !successful) return false;
    level = node.level;
    if (node.parent != kNoParent) SetParent((*nodes)[node.parent], &node);
    node.saved = editor->Insert(*node.type, node.record);
    successful = successful && node.saved.ok();
  }
  return successful;
}

void MarkDuplicates(std::vector<TreeNode>* nodes) {
  std::set<std::string> seen;
  for (TreeNode& node : *nodes) {
    if (seen.insert(node.reference_id).second) continue;
    node.saved.errors.push_back(InvalidInput(std::string(text::kTreeReferenceTwice)));
    node.saved.errors.push_back(
        {400, "PROCESSING_HALTED", text::DuplicateTreeReference(node.reference_id), {}});
  }
}

// All records, or those with errors.
Response TreeReply(const std::vector<TreeNode>& nodes, bool successful) {
  std::string body = StrCat("{\"hasErrors\":", successful ? "false" : "true", ",\"results\":[");
  for (const TreeNode& node : nodes) {
    if (!successful && node.saved.ok()) continue;
    body.append(body.back() == '[' ? "{\"referenceId\":" : ",{\"referenceId\":");
    AppendJsonString(node.reference_id, &body);
    if (successful) {
      StrAppend(&body, ",\"id\":\"", node.saved.id, "\"}");
      continue;
    }
    body.append(",\"errors\":[");
    for (size_t i = 0; i < node.saved.errors.size(); ++i) {
      if (i > 0) body.push_back(',');
      AppendRowError(node.saved.errors[i], &body);
    }
    body.append("]}");
  }
  return Response::Json(successful ? 201 : 400, body + "]}");
}

Response CreateTrees(Services* services, const Call& call) {
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return Response::Error(body.error());
  const JsonValue* records = body->Find("records");
  if (records == nullptr || records->items.empty()) {
    return Response::Error(
        {400, "REQUIRED_FIELD_MISSING", std::string(text::kAtLeastOneRecord), {}});
  }
  auto nodes = TreeReader(&services->schema).Read(**type, *records);
  if (!nodes.ok()) return Response::Error(nodes.error());
  MarkDuplicates(&*nodes);
  bool successful = std::all_of(nodes->begin(), nodes->end(),
                                [](const TreeNode& node) { return node.saved.ok(); });
  if (successful) {
    InTransaction(services, AuthorOf(*services, call), [&](Connection*, RowEditor* editor) {
      successful = InsertAll(editor, &*nodes);
      return successful;
    });
  }
  return TreeReply(*nodes, successful);
}

}  // namespace

void AddCompositeTreeRoutes(Services* services, Router* router) {
  router->Add("POST", "/services/data/*/composite/tree/*", Access::kSession,
              [services](const Call& call) { return CreateTrees(services, call); });
}

}  // namespace sfsim
