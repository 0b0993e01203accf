// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/str_cat.h"
#include "simulator/records/derivations.h"
#include "simulator/records/related_value.h"

namespace sfsim {
namespace {

// The product of two scaled numbers at the scale of `result`, or null if one of them is.
SqlValue Product(const RowDraft& draft, std::string_view a, std::string_view b,
                 std::string_view result, int more_scale) {
  const Field* first = draft.type().FindField(a);
  const Field* second = draft.type().FindField(b);
  const Field* target = draft.type().FindField(result);
  const auto x = draft.Number(a);
  const auto y = draft.Number(b);
  if (first == nullptr || second == nullptr || target == nullptr || !x || !y) return {};
  const int surplus = first->scale + second->scale + more_scale - target->scale;
  __extension__ using Wide = __int128;
  Wide product = static_cast<Wide>(*x) * *y;
  for (int i = 0; i < -surplus; ++i) product *= 10;
  if (surplus > 0) {
    Wide divisor = 1;
    for (int i = 0; i < surplus; ++i) divisor *= 10;
    product = (product + (product < 0 ? -divisor / 2 : divisor / 2)) / divisor;
  }
  // More than a field's 18 digits is no amount.
  const Wide limit = PowerOfTen(18);
  if (product >= limit || product <= -limit) return {};
  return static_cast<int64_t>(product);
}

void DeriveStage(const Schema& schema, RowDraft* draft) {
  const std::string stage = draft->Text("StageName");
  for (const char* name :
       {"IsClosed", "IsWon", "ForecastCategory", "ForecastCategoryName", "Probability"}) {
    const bool probability = std::string_view(name) == "Probability";
    SqlValue value = ListedValue(schema, *draft, "OpportunityStage", stage,
                                 probability ? "DefaultProbability" : name);
    const bool flag = name[0] == 'I';
    if (IsNull(value) && flag) value = int64_t{0};
    if (!IsNull(value)) draft->Derive(name, std::move(value));
  }
}

void DeriveFiscalPeriod(RowDraft* draft) {
  const auto close = draft->Number("CloseDate");
  if (!close) return;
  const CivilDate date = CivilFromDays(*close);
  const int64_t quarter = (date.month + 2) / 3;
  draft->Derive("FiscalYear", date.year);
  draft->Derive("FiscalQuarter", quarter);
  draft->Derive("Fiscal", StrCat(date.year, " ", quarter));
}

}  // namespace

void DeriveOpportunity(const Schema& schema, int64_t now, RowDraft* draft) {
  if (draft->Changes("StageName")) {
    DeriveStage(schema, draft);
    draft->Derive("LastStageChangeDate", draft->insert() ? SqlValue() : SqlValue(now));
  }
  if (draft->Changes("CloseDate")) DeriveFiscalPeriod(draft);
  draft->Derive("ExpectedRevenue", Product(*draft, "Amount", "Probability", "ExpectedRevenue", 2));
}

void DeriveLineItem(const Schema& schema, int64_t, RowDraft* draft) {
  if (draft->Changes("PricebookEntryId")) {
    const auto copy = [&](std::string_view from, std::string_view to) {
      SqlValue value = RelatedValue(schema, *draft, "PricebookEntryId", from);
      if (!IsNull(value)) draft->Derive(to, std::move(value));
    };
    copy("Product2Id", "Product2Id");
    copy("UnitPrice", "ListPrice");
    copy("UnitPrice", "UnitPrice");
    copy("ProductCode", "ProductCode");
    copy("Name", "Name");
  }
  const bool changes = draft->Changes("Quantity") || draft->Given("UnitPrice");
  SqlValue total = Product(*draft, "Quantity", "UnitPrice", "TotalPrice", 0);
  if (changes && !IsNull(total)) draft->Derive("TotalPrice", std::move(total));
}

void DerivePricebookEntry(const Schema& schema, int64_t, RowDraft* draft) {
  if (!draft->Changes("Product2Id")) return;
  draft->Derive("Name", RelatedValue(schema, *draft, "Product2Id", "Name"));
  draft->Derive("ProductCode", RelatedValue(schema, *draft, "Product2Id", "ProductCode"));
}

void DeriveCampaignMember(const Schema&, int64_t, RowDraft* draft) {
  if (draft->Changes("Status")) {
    draft->Derive("HasResponded", int64_t{draft->Text("Status") == "Responded"});
  }
}

}  // namespace sfsim
