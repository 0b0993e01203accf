// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "simulator/model/schema.h"
#include "simulator/records/row_draft.h"

// What follows from what in the rows of single objects; DeriveFields calls them.
namespace sfsim {

// IsClosed, IsWon, probability and forecast category of the stage; expected revenue; fiscal period.
void DeriveOpportunity(const Schema& schema, int64_t now, RowDraft* draft);
// Total of quantity and price; product and list price of the price book entry.
void DeriveLineItem(const Schema& schema, int64_t now, RowDraft* draft);
// Name and code of the product.
void DerivePricebookEntry(const Schema& schema, int64_t now, RowDraft* draft);
// IsClosed and ClosedDate of the status; the contact's account, e-mail and telephone numbers.
void DeriveCase(const Schema& schema, int64_t now, RowDraft* draft);
// IsClosed of the status, IsHighPriority of the priority, the account.
void DeriveTask(const Schema& schema, int64_t now, RowDraft* draft);
// Begin, end and duration of each other; the account.
void DeriveEvent(const Schema& schema, int64_t now, RowDraft* draft);
// HasResponded of the status.
void DeriveCampaignMember(const Schema& schema, int64_t now, RowDraft* draft);
// Title, extension and type of the path; checksum of the bytes.
void DeriveContentVersion(const Schema& schema, int64_t now, RowDraft* draft);
// BodyLength or ContentSize of the blob.
void DeriveFileSize(RowDraft* draft);

}  // namespace sfsim
