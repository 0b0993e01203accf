// SPDX-License-Identifier: Apache-2.0
#include "simulator/org.h"

#include <chrono>

#include "simulator/actions/process_rows.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/bulk/classic_job.h"
#include "simulator/bulk/job_table.h"
#include "simulator/handlers/classic_replies.h"
#include "simulator/handlers/front_door.h"
#include "simulator/json/json_text.h"
#include "simulator/org_settings.h"
#include "simulator/records/generator.h"
#include "simulator/records/loader.h"
#include "simulator/records/setup_rows.h"
#include "simulator/standard_schema.h"

namespace sfsim {
namespace {

int64_t SystemNow() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

absl::StatusOr<JsonValue> ReadDocument(std::string_view what, const std::string& text) {
  auto document = ReadJson(text.empty() ? "{}" : text);
  if (!document.ok()) {
    return absl::InvalidArgumentError(StrCat(what, ": ", document.error().message));
  }
  return std::move(*document);
}

// The rows that every org has: itself, its users and their profile.
std::string BasicRows(const OrgOptions& options) {
  std::string rows = StrCat(
      "{\"Organization\":[{\"Name\":\"", kOrganizationName,
      "\",\"OrganizationType\":\"Developer "
      "Edition\",\"IsSandbox\":false,\"InstanceName\":\"SIM1\",\"SignupCountryIsoCode\":\"US\","
      "\"WebToCaseDefaultOrigin\":\"Web\",\"NumKnowledgeService\":0,"
      "\"MonthlyPageViewsUsed\":0,\"MonthlyPageViewsEntitlement\":500000}],\"Profile\":[{"
      "\"Name\":\"System Administrator\"}],"
      "\"Pricebook2\":[{\"Name\":\"Standard Price Book\",\"IsActive\":true}],\"User\":[");
  for (const UserOptions& user : options.users) {
    JsonObjectText row;
    row.Text("Username", user.username).Text("FirstName", user.first_name);
    row.Text("LastName", user.last_name).Text("Email", user.email);
    row.Text("CommunityNickname", user.first_name).Text("Alias", user.first_name.substr(0, 8));
    row.Text("ProfileId", MakeId("00e", 1)).Raw("IsActive", JsonBool(user.active));
    StrAppend(&rows, rows.back() == '[' ? "" : ",", row.Finish());
  }
  return rows + "]}";
}

}  // namespace

class Org::Impl {
 public:
  explicit Impl(OrgOptions options) { services_.options = std::move(options); }

  absl::Status Build() {
    OrgOptions& options = services_.options;
    if (!options.now) options.now = SystemNow;
    if (options.directory.empty()) options.directory = std::filesystem::temp_directory_path();
    if (absl::Status status = BuildSchema(); !status.ok()) return status;
    services_.schema_changed = services_.Now();
    auto store = Store::Create(&services_.schema, options.directory);
    if (!store.ok()) return store.status();
    services_.store = std::move(*store);
    services_.organization_id = MakeId("00D", 1);
    services_.sessions =
        std::make_unique<SessionTable>(services_.organization_id, options.session_seconds * 1000);
    services_.cursors = std::make_unique<soql::CursorTable>(options.max_cursors);
    services_.bulk = std::make_unique<BulkJobs>(BulkContext{
        &services_.schema, services_.store.get(), options.now, options.bulk, options.directory});
    services_.classic_jobs =
        std::make_unique<ClassicJobs>(&services_.bulk->context(), &services_.bulk->worker());
    services_.bulk->AddLister([this] { return ListClassicJobs(&services_); });
    services_.reset = [this] { Reset(); };
    if (absl::Status status = Fill(); !status.ok()) return status;
    return services_.store->OpenForReaders();
  }

  absl::StatusOr<uint16_t> Start(const std::string& address) {
    door_ = std::make_unique<FrontDoor>(&services_);
    server_ = std::make_unique<Server>([this](Request* request) { return door_->Handle(request); },
                                       services_.options.max_connections);
    return server_->Start(address,
                          [this](const std::string& url) { services_.instance_url = url; });
  }

  void Stop() {
    if (server_) server_->Stop();
    if (services_.bulk) services_.bulk->Stop();
  }

  const std::string& url() const { return services_.instance_url; }

 private:
  absl::Status BuildSchema() {
    for (std::string_view text : StandardSchema()) {
      auto document = ReadDocument("built-in schema", std::string(text));
      if (!document.ok()) return document.status();
      if (absl::Status status = services_.schema.Add(*document); !status.ok()) return status;
      services_.actions.Add(*document);
    }
    auto document = ReadDocument("schema", services_.options.schema_json);
    if (!document.ok()) return document.status();
    if (absl::Status status = services_.schema.Add(*document); !status.ok()) return status;
    if (absl::Status status = services_.schema.Complete(); !status.ok()) return status;
    auto reports = ReadReportDefinitions(services_.schema, *document);
    if (!reports.ok()) return reports.status();
    services_.reports = std::move(*reports);
    services_.actions.Add(*document);
    absl::Status actions = services_.actions.Check(services_.schema);
    if (!actions.ok()) return actions;
    absl::Status apex = ReadApexEndpoints(*document, &services_.apex_endpoints);
    return apex.ok() ? ReadOrgSettings(*document, &services_.options) : apex;
  }

  // Rows, refresh tokens and faults as at the start.
  absl::Status Fill() {
    const OrgOptions& options = services_.options;
    const Author author{MakeId("005", 1), services_.Now(), true};
    auto basic = ReadDocument("users", BasicRows(options));
    if (!basic.ok()) return basic.status();
    absl::Status status = LoadRecords(services_.schema, services_.store.get(), author, *basic);
    if (!status.ok()) return status;
    auto setup = ReadDocument("setup", SetupRows(services_.schema));
    if (!setup.ok()) return setup.status();
    status = LoadRecords(services_.schema, services_.store.get(), author, *setup);
    if (!status.ok()) return status;
    auto processes = ReadDocument("processes", ProcessRows(services_.actions));
    if (!processes.ok()) return processes.status();
    status = LoadRecords(services_.schema, services_.store.get(), author, *processes);
    if (!status.ok()) return status;
    status = WriteDefinitions(services_.schema, services_.store.get(), author);
    if (!status.ok()) return status;
    auto reports = ReadDocument("reports", ReportRows(services_.reports, services_.Now()));
    if (!reports.ok()) return reports.status();
    status = LoadRecords(services_.schema, services_.store.get(), author, *reports);
    if (!status.ok()) return status;
    auto data = ReadDocument("data", options.data_json);
    if (!data.ok()) return data.status();
    status = LoadRecords(services_.schema, services_.store.get(), author, *data);
    if (!status.ok()) return status;
    for (const auto& [object, count] : options.generate) {
      status = GenerateRows(services_.schema, services_.store.get(), author, object, count,
                            options.seed);
      if (!status.ok()) return status;
    }
    for (const GrantOptions& grant : options.grants) {
      services_.sessions->AddGrant(grant.refresh_token, {grant.client_id, grant.username});
    }
    if (options.faults_json.empty()) return absl::OkStatus();
    auto faults = ReadDocument("faults", options.faults_json);
    if (!faults.ok()) return faults.status();
    auto rules = ReadFaultRules(*faults);
    if (!rules.ok()) return rules.status();
    services_.faults.Add(std::move(*rules));
    return absl::OkStatus();
  }

  void Reset() {
    services_.classic_jobs->Clear();
    services_.bulk->Clear();
    services_.cursors->Clear();
    services_.report_instances.Clear();
    services_.faults.Clear();
    services_.journal.Clear();
    services_.sessions->Clear();
    services_.passwords.Clear();
    services_.api_calls = 0;
    services_.store->Clear().IgnoreError();
    Fill().IgnoreError();
  }

  Services services_;
  std::unique_ptr<FrontDoor> door_;
  std::unique_ptr<Server> server_;
};

Org::Org(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Org::~Org() = default;

absl::StatusOr<std::unique_ptr<Org>> Org::Create(OrgOptions options) {
  auto impl = std::make_unique<Impl>(std::move(options));
  if (absl::Status status = impl->Build(); !status.ok()) return status;
  return std::unique_ptr<Org>(new Org(std::move(impl)));
}

absl::StatusOr<uint16_t> Org::Start(const std::string& listen_address) {
  return impl_->Start(listen_address);
}

void Org::Stop() { impl_->Stop(); }

std::string Org::url() const { return impl_->url(); }

}  // namespace sfsim
