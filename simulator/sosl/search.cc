// SPDX-License-Identifier: Apache-2.0
#include "simulator/sosl/search.h"

#include <algorithm>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/soql/compiler.h"
#include "simulator/soql/expression_sql.h"
#include "simulator/soql/query_error.h"
#include "simulator/soql/record_writer.h"
#include "simulator/sosl/match_expression.h"
#include "simulator/sosl/parser.h"
#include "simulator/store/search_index.h"

namespace sfsim::sosl {
namespace {

ApiError Failure(const std::string& detail) {
  return {500, "UNKNOWN_EXCEPTION", text::InternalError(detail), {}};
}

std::string SqlText(std::string_view text) {
  std::string quoted = "'";
  for (char c : text) quoted.append(c == '\'' ? 2 : 1, c);
  return quoted + "'";
}

class Searcher {
 public:
  Searcher(const Query& query, std::string_view statement, const SearchContext& context)
      : query_(query), statement_(statement), context_(context) {}

  Outcome<Found> Run() {
    left_ = std::min(query_.limit.value_or(kMaxLimit), kMaxLimit);
    if (query_.returning.empty()) return RunEverywhere();
    // Everything is checked before anything is looked for.
    for (const Returning& returning : query_.returning) {
      if (auto error = Check(returning)) return std::move(*error);
    }
    for (const Returning& returning : query_.returning) {
      if (auto error = Collect(returning)) return std::move(*error);
    }
    return std::move(found_);
  }

 private:
  Outcome<Found> RunEverywhere() {
    for (const ObjectType* type : context_.schema->objects()) {
      if (!type->searchable || SearchableFields(*type).empty()) continue;
      Returning ids;
      ids.query.from.object.names.push_back(type->name);
      ids.query.select.push_back(IdItem());
      if (auto error = Collect(ids)) return std::move(*error);
    }
    return std::move(found_);
  }

  std::string_view TextOf(const Returning& returning) const {
    return returning.text.empty() ? statement_ : std::string_view(returning.text);
  }

  std::optional<ApiError> Check(const Returning& returning) {
    const soql::Query& query = returning.query;
    const std::string_view text = TextOf(returning);
    const soql::FieldPath& from = query.from.object;
    const ObjectType* type = context_.schema->Find(from.names[0]);
    if (type == nullptr) {
      return soql::ErrorAt(text, from.position, "INVALID_TYPE", text::NoSuchType(from.Text()));
    }
    if (!type->searchable || SearchableFields(*type).empty()) {
      return soql::ErrorAt(text, from.position, "INVALID_TYPE", text::NotSearchable(type->name));
    }
    if (query.offset.value_or(0) > 0 && query_.returning.size() > 1) {
      return ApiError{400, "MALFORMED_SEARCH", std::string(text::kSearchOffset), {}};
    }
    for (const soql::SelectItem& item : query.select) {
      if (!soql::UsesAggregate(item.expression)) continue;
      return soql::ErrorAt(text, item.position, "MALFORMED_SEARCH",
                           text::UnexpectedToken("'" + item.expression.function + "'"));
    }
    const auto plan = Compile(returning, "SELECT NULL");
    if (!plan.ok()) return AsSearchError(plan.error());
    return std::nullopt;
  }

  Outcome<soql::Plan> Compile(const Returning& returning, std::string among) {
    soql::CompileContext compile;
    compile.schema = context_.schema;
    compile.query = TextOf(returning);
    compile.now = context_.now;
    compile.among = std::move(among);
    compile.ensure_index = [this](const ObjectType& object, const Field& field) {
      context_.store->EnsureIndex(object, field);
    };
    return soql::Compile(returning.query, &compile);
  }

  // Adds the rows of one object.
  std::optional<ApiError> Collect(const Returning& returning) {
    const ObjectType& type = *context_.schema->Find(returning.query.from.object.names[0]);
    Note(returning.query, type);
    if (absl::Status indexed = context_.store->EnsureSearchIndex(type); !indexed.ok()) {
      return Failure(std::string(indexed.message()));
    }
    auto reader = context_.store->TakeReader();
    if (!reader.ok()) return Failure(std::string(reader.status().message()));
    auto error = CollectFrom(returning, type, reader->get());
    context_.store->Release(std::move(*reader));
    return error;
  }

  std::optional<ApiError> CollectFrom(const Returning& returning, const ObjectType& type,
                                      Connection* connection) {
    const std::string match = MatchExpression(query_.term, query_.group, type, connection);
    if (match.empty()) return std::nullopt;
    const std::string index = SearchTable(type);
    auto plan = Compile(returning, StrCat("SELECT rowid FROM ", index, " WHERE ", index, " MATCH ",
                                          SqlText(match)));
    if (!plan.ok()) return AsSearchError(plan.error());
    Statement rows = connection->Prepare(plan->sql);
    if (!rows) return Failure(connection->LastError());
    rows.BindAll(plan->parameters);
    soql::RecordWriter writer(context_.schema, context_.version);
    int64_t budget = 0;
    while (rows.Step()) {
      if (left_ == 0) {
        found_.more = true;
        break;
      }
      if (found_.count++ > 0) found_.records.push_back(',');
      writer.Write(plan->shape, rows, &budget, &found_.records);
      --left_;
    }
    if (rows.failed()) return Failure(connection->LastError());
    return std::nullopt;
  }

  void Note(const soql::Query& query, const ObjectType& type) {
    Found::Searched searched{&type, {}};
    for (const soql::SelectItem& item : query.select) {
      const soql::Expression* expression = &item.expression;
      while (!expression->function.empty() && !expression->arguments.empty()) {
        expression = expression->arguments.data();
      }
      const auto& names = expression->field.names;
      const Field* field = names.size() == 1 ? type.FindField(names[0]) : nullptr;
      if (field != nullptr) searched.fields.push_back(field);
    }
    found_.searched.push_back(std::move(searched));
  }

  const Query& query_;
  std::string_view statement_;
  const SearchContext& context_;
  // The rows that may still be added.
  int64_t left_ = kMaxLimit;
  Found found_;
};

}  // namespace

Outcome<Found> Search(const Query& query, std::string_view statement,
                      const SearchContext& context) {
  return Searcher(query, statement, context).Run();
}

}  // namespace sfsim::sosl
