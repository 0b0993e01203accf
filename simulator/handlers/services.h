// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/actions/action_book.h"
#include "simulator/faults/fault_book.h"
#include "simulator/faults/journal.h"
#include "simulator/http/router.h"
#include "simulator/model/apex_endpoint.h"
#include "simulator/model/schema.h"
#include "simulator/org_options.h"
#include "simulator/reports/report_definition.h"
#include "simulator/reports/report_instances.h"
#include "simulator/session/password_table.h"
#include "simulator/session/session_table.h"
#include "simulator/soql/cursor_table.h"
#include "simulator/store/store.h"

namespace sfsim {

class BulkJobs;
class ClassicJobs;

inline constexpr std::string_view kOrganizationName = "Simulated Org";

// The parts of one org that handlers work with. Every member may be used from any thread.
struct Services {
  OrgOptions options;
  Schema schema;
  ActionBook actions;
  // What Apex REST answers.
  std::vector<ApexEndpoint> apex_endpoints;
  // When the schema came to be; what describes it is as old.
  int64_t schema_changed = 0;
  std::unique_ptr<Store> store;
  std::unique_ptr<SessionTable> sessions;
  mutable PasswordTable passwords;
  std::unique_ptr<soql::CursorTable> cursors;
  std::unique_ptr<BulkJobs> bulk;
  std::unique_ptr<ClassicJobs> classic_jobs;
  ReportDefinitions reports;
  ReportInstances report_instances;
  FaultBook faults;
  Journal journal{10'000};
  std::atomic<int64_t> api_calls{0};
  std::string organization_id;
  // `http://127.0.0.1:8080`, known once the server listens.
  std::string instance_url;
  // Carries a request out as a part of the call that holds it, in its session: route, version and
  // handler, without faults, journal and API limit.
  std::function<Response(const Request& request, const Call& within)> dispatch;
  // Puts rows, sessions and faults back to where they were at the start.
  std::function<void()> reset;

  int64_t Now() const { return options.now(); }
  const AppOptions* FindApp(std::string_view client_id) const;
  const UserOptions* FindUser(std::string_view username) const;
  // The active user whose password, with the security token behind it, this is; otherwise nullptr.
  const UserOptions* CheckPassword(std::string_view username, std::string_view password) const;
  // The id of the User row of that name; empty if there is none.
  std::string UserId(const std::string& username) const;
};

}  // namespace sfsim
