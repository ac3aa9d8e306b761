// SPDX-License-Identifier: Apache-2.0

#include "portside/server/app.h"

#include "portside/aws/credential_scope.h"
#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "portside/base/log.h"
#include "portside/control/answer_endpoints.h"
#include "portside/control/archive_endpoints.h"
#include "portside/control/basic_endpoints.h"
#include "portside/control/clock_endpoints.h"
#include "portside/control/event_endpoints.h"
#include "portside/control/fault_endpoints.h"
#include "portside/control/init_endpoints.h"
#include "portside/control/job_endpoints.h"
#include "portside/control/outcome_endpoints.h"
#include "portside/control/request_endpoints.h"
#include "portside/control/state_endpoints.h"
#include "portside/control/transition_endpoints.h"
#include "portside/http/origin.h"
#include "portside/runners/runners.h"
#include "portside/server/version.h"
#include "portside/services/core/call_chance.h"
#include "portside/services/glue/service.h"
#include "portside/services/logs/log_keeper.h"
#include "portside/services/logs/service.h"
#include "portside/services/personalize/service.h"
#include "portside/services/s3/s3_service.h"
#include "portside/services/sagemaker/service.h"
#include "portside/services/sagemaker_geospatial/service.h"
#include "portside/services/sts/sts_service.h"
#include "portside/store/unit_of_work.h"
#include "server/logged_exchange.h"
#include "server/refusal.h"
#include "server/signed_exchange.h"
#include "server/standstill.h"

namespace portside {
namespace {

// A page that may not do what this asks for. What bears an Authorization header needs a browser's
// preflight; links and forms for S3 are made to be used by pages (a form says in its fields whether
// it is signed), and so is what asks for a preflight.
std::optional<std::string> FindUnwelcomePage(const HttpRequest& request,
                                             const std::optional<CredentialScope>& scope,
                                             ErrorFamily family,
                                             const std::vector<std::string>& hosts) {
  if (request.headers.Has("Authorization")) return std::nullopt;
  const bool is_form =
      request.method == "POST" && request.RawQuery().empty() &&
      ToLower(request.headers.Get("Content-Type")).starts_with("multipart/form-data");
  const bool is_for_pages = scope || is_form || request.method == "OPTIONS";
  if (family == ErrorFamily::kS3 && is_for_pages) return std::nullopt;
  return FindForeignPage(request, hosts);
}

bool IsControl(const HttpRequest& request, const std::optional<CredentialScope>& scope) {
  // What is signed for S3 is a key that only looks like a control path, below a bucket in the Host.
  const bool is_object = scope && scope->service == "s3";
  return (!is_object && ControlApi::Owns(request.RawPath())) ||
         (!scope && ControlApi::IsScrape(request));
}

// Beside the database; nothing where that is in memory.
std::filesystem::path HiddenFolderOf(const std::string& database_path) {
  if (database_path == ":memory:") return {};
  return std::filesystem::path(database_path).parent_path() / ".portside";
}

}  // namespace

App::App(AppParts parts)
    : parts_(std::move(parts)),
      process_(parts_.machine_clock, parts_.seed),
      seed_(parts_.seed ? *parts_.seed : Random::FromEntropy().Next()),
      request_ids_(StableHash("requests", seed_)),
      database_(parts_.database_path),
      resources_(database_),
      records_(database_),
      client_tokens_(database_),
      draws_(database_),
      workers_(parts_.make_workers(records_)),
      aside_(parts_.make_aside ? parts_.make_aside(records_) : nullptr),
      computing_(parts_.make_aside ? parts_.make_aside(records_) : nullptr),
      running_(parts_.make_running ? parts_.make_running(records_) : nullptr),
      waiting_(parts_.make_running ? parts_.make_running(records_) : nullptr),
      scheduler_(parts_.clock, database_, Stores{resources_, records_}, parts_.objects, *workers_,
                 {.time_scale = parts_.time_scale,
                  .seed = parts_.seed.value_or(0),
                  .runners = parts_.runners,
                  .running_pool = running_.get()}),
      state_({.clock = parts_.clock,
              .database = database_,
              .resources = resources_,
              .records = records_,
              .scheduler = scheduler_,
              .objects = parts_.objects,
              .folder = HiddenFolderOf(parts_.database_path),
              .version = std::string(kVersion),
              .forget =
                  [this] {
                    faults_.SetOrders({});
                    answers_.Reset();
                  },
              .remember = [this]() -> std::function<void()> {
                return [this, orders = faults_.orders(), answers = answers_] {
                  faults_.SetOrders(orders);
                  answers_ = answers;
                };
              },
              .aside = MakeAside(),
              .alone = MakeAlone()}),
      clock_driver_(parts_.clock, scheduler_, parts_.post),
      faults_(parts_.clock, catalog_, Random(StableHash("faults", seed_))),
      request_log_(parts_.clock, parts_.kept_requests),
      control_(ControlEndpoints(), ControlGuard(parts_.control)) {
  scheduler_.OnTransition([this](JobEvent event) { events_.Add(std::move(event)); });
  if (parts_.runners != nullptr) {
    scheduler_.OnCleared([runners = parts_.runners](const StateScope& scope) {
      runners->servers().End([&](std::string_view arn) { return scope.MatchesArn(arn); });
    });
  }
  scheduler_.OnLines([this](const JobLines& lines) {
    logs::KeepLines(lines, Stores{resources_, records_});
  });
  gate_ = std::make_unique<CommitGate>(database_, parts_.post);
  AddModelled(SageMakerGeospatialService());
  AddModelled(PersonalizeService());
  AddModelled(PersonalizeEventsService());
  AddModelled(PersonalizeRuntimeService());
  AddModelled(SageMakerService());
  AddModelled(SageMakerEdgeService());
  AddModelled(SageMakerRuntimeService(), SageMakerRuntimeHandlers(answers_));
  AddModelled(GlueService());
  AddModelled(LogsService());
  S3Options s3_options{
      .create_buckets = parts_.create_buckets,
      .post = parts_.post,
      .machine_clock = &parts_.machine_clock,
      .signatures = Signatures(),
      .draw_upload_id = [this](const Caller& caller) { return DrawUploadId(caller); },
      .gate = &faults_,
      .aside = MakeAside()};
  s3_options.virtual_hosts.insert(s3_options.virtual_hosts.end(), parts_.s3_hosts.begin(),
                                  parts_.s3_hosts.end());
  s3_ = std::make_unique<S3Service>(parts_.objects, parts_.clock, std::move(s3_options));
  sts_ = std::make_unique<StsService>(&faults_);
  for (const auto& service : modelled_) catalog_.Add(service->model());
  catalog_.Add("s3", ErrorFamily::kS3, S3Service::Operations());
  catalog_.Add("sts", ErrorFamily::kQuery, StsService::Operations());

  std::vector<Route> routes;
  for (const auto& service : modelled_) {
    Route route{.target_prefix = service->model().target_prefix(),
                .signing_name = service->model().signing_name(),
                .matches = nullptr,
                .service = service.get()};
    if (service->model().protocol() == WireProtocol::kRestJson1) {
      route.matches = [&service = *service](const HttpRequest& request) {
        return service.Offers(request);
      };
    }
    routes.push_back(std::move(route));
  }
  router_ = std::make_unique<ServiceRouter>(
      std::move(routes), *s3_, *sts_,
      [this](std::string_view bucket) { return parts_.objects.FindBucket(bucket).has_value(); });
}

// As its caller, and with no regard to its signature, which was not kept.
void App::Replay(const LoggedRequest& logged, std::function<void(std::string)> done) {
  const std::string& name = logged.record.service;
  Service* service = name == "s3" ? s3_.get() : name == "sts" ? sts_.get() : nullptr;
  for (const auto& modelled : modelled_) {
    if (modelled->model().name() == name) service = modelled.get();
  }
  HttpRequest request;
  request.method = logged.method;
  request.target = logged.target;
  request.headers = logged.headers;
  Caller caller = logged.caller;
  const ErrorFamily family = service == s3_.get()    ? ErrorFamily::kS3
                             : service == sts_.get() ? ErrorFamily::kQuery
                                                     : ErrorFamily::kJson;
  caller.request_id = NewRequestId(family);
  std::shared_ptr<LoggedExchange> exchange = MakeExchange(request, caller, family);
  exchange->Wrap(
      service == nullptr
          ? RefusingExchange(std::move(request), Refusal(family, UnknownOperationException(404),
                                                         caller, exchange->record()))
          : service->Begin(std::move(request), caller, exchange->record()));
  if (!logged.input.bytes->empty()) exchange->Write(*logged.input.bytes);
  exchange->Finish([exchange, id = caller.request_id, done = std::move(done)](const HttpResponse&) {
    done(id);
  });
}

std::vector<Endpoint> App::ControlEndpoints() {
  portside::Replay replay = nullptr;
  if (!parts_.verify_signatures) {
    replay = [this](const LoggedRequest& request, std::function<void(std::string)> done) {
      Replay(request, std::move(done));
    };
  }
  std::vector<Endpoint> endpoints =
      BasicEndpoints({.health = [this] { return Health(); },
                      .ready = [this] { return ready_; },
                      .info = [this] { return process_.Describe(); }});
  for (std::vector<Endpoint> more :
       {ClockEndpoints(parts_.clock, clock_driver_, scheduler_),
        TransitionEndpoints(scheduler_, clock_driver_), OutcomeEndpoints(scheduler_),
        StateEndpoints(state_), ArchiveEndpoints(state_), FaultEndpoints(faults_, catalog_),
        ChaosEndpoints(faults_), AnswerEndpoints(answers_), MotoAnswerEndpoints(answers_),
        RequestEndpoints(request_log_, std::move(replay)),
        JobEndpoints(parts_.clock, scheduler_, resources_), EventEndpoints(events_, scheduler_),
        MetricsEndpoints({call_metrics_, scheduler_, *workers_, events_, resources_, database_,
                          parts_.objects, figures_, std::string(kVersion), process_.started()}),
        InitEndpoints({.files = [this] { return seeder_ ? seeder_->report() : Json(); },
        .ready = [this] { return ready_; }})}) {
    endpoints.insert(endpoints.end(), std::make_move_iterator(more.begin()),
                     std::make_move_iterator(more.end()));
  }
  return endpoints;
}

App::~App() {
  standstill_.reset();
  scheduler_.Clear();
  // What they would still answer is gone before them.
  aside_.reset();
  computing_.reset();
}

Aside App::MakeAside() {
  if (aside_ == nullptr) return nullptr;
  return [this](std::function<void()> work, std::function<void()> done) {
    RunOn(
        *aside_, [work = std::move(work)](const RecordReader&) { work(); }, std::move(done));
  };
}

void App::RunOn(WorkerPool& pool, std::function<void(const RecordReader&)> work,
                std::function<void()> done) {
  pool.Run(
      [work = std::move(work)](const WorkerTools& tools) -> WorkResult {
        work(tools.records);
        return WorkOutput{};
      },
      [done = std::move(done)](const WorkResult&) { done(); }, 0);
}

Aside App::MakeAlone() {
  if (!parts_.hold) return nullptr;
  standstill_ = std::make_unique<Standstill>(
      Standstill::Surroundings{parts_.hold, parts_.release, parts_.post_through},
      [this] {
        stands_still_ = true;
        gate_->Suspend();
        database_.KeepActions(true);
      },
      [this] {
        stands_still_ = false;
        gate_->Resume();
        database_.KeepActions(false);
        scheduler_.ClockChanged();
      });
  return [this](std::function<void()> work, std::function<void()> done) {
    standstill_->Run(std::move(work), std::move(done));
  };
}

void App::AddModelled(const ServiceDefinition& definition, OwnHandlers own) {
  decltype(ServiceTools::compute) compute;
  if (computing_ != nullptr) {
    compute = [this](auto work, auto done) {
      RunOn(*computing_, std::move(work), std::move(done));
    };
  }
  decltype(ServiceTools::wait) wait;
  if (waiting_ != nullptr) {
    wait = [this](auto work, auto done) {
      RunOn(
          *waiting_, [work = std::move(work)](const RecordReader&) { work(); }, std::move(done));
    };
  }
  modelled_.push_back(
      std::make_unique<ModelledService>(definition, ServiceTools{.clock = parts_.clock,
                                                                 .database = database_,
                                                                 .resources = resources_,
                                                                 .records = records_,
                                                                 .idempotency = client_tokens_,
                                                                 .jobs = scheduler_,
                                                                 .objects = parts_.objects,
                                                                 .chance = {draws_, seed_},
                                                                 .gate = &faults_,
                                                                 .aside = MakeAside(),
                                                                 .compute = std::move(compute),
                                                                 .runners = parts_.runners,
                                                                 .wait = std::move(wait),
                                                                 .own = std::move(own)}));
  const ServiceModel& model = modelled_.back()->model();
  // "AWSGlue.": the name of no operation.
  state_.AddService(model.signing_name(), model.QualifiedName({}));
}

std::string App::NewRequestId(ErrorFamily family) {
  return family == ErrorFamily::kS3 ? S3Service::NewRequestId(request_ids_) : request_ids_.Uuid();
}

Caller App::MakeCaller(const std::optional<CredentialScope>& scope, ErrorFamily family) {
  Caller caller{.request_id = NewRequestId(family),
                .account = parts_.account,
                .region = parts_.region,
                .access_key = ""};
  if (scope) {
    caller.access_key = scope->access_key;
    caller.account = parts_.credentials.AccountOf(scope->access_key, parts_.account);
    if (!scope->region.empty()) caller.region = scope->region;
  }
  return caller;
}

std::unique_ptr<Exchange> App::Begin(HttpRequest request) {
  const std::optional<CredentialScope> scope = ParseCredentialScope(request);
  std::optional<ServiceRouter::Decision> decision;
  if (!IsControl(request, scope)) decision = router_->Find(request, scope);
  const ErrorFamily family = decision ? router_->FamilyOf(request, *decision) : ErrorFamily::kJson;

  Caller caller = MakeCaller(scope, family);
  auto exchange = MakeExchange(request, caller, family);
  CallRecord& record = exchange->record();
  if (!decision) {
    exchange->Wrap(control_.Begin(std::move(request), std::move(caller), record));
  } else if (const auto page = FindUnwelcomePage(request, scope, family, parts_.s3_hosts)) {
    HttpResponse response =
        Refusal(family, 403,
                "Portside answers what a browser's page sends without a signature to pages of this "
                "machine only: " +
                    *page + ".",
                request.method, caller, record, *s3_);
    exchange->Wrap(RefusingExchange(std::move(request), std::move(response)));
  } else if (const auto* refused = std::get_if<ServiceError>(&*decision)) {
    HttpResponse response = Refusal(family, *refused, caller, record);
    exchange->Wrap(RefusingExchange(std::move(request), std::move(response)));
  } else {
    Service* service = std::get<Service*>(*decision);
    exchange->Wrap(BeginCall(*service, std::move(request), std::move(caller), record));
  }
  return exchange;
}

std::unique_ptr<LoggedExchange> App::MakeExchange(const HttpRequest& request, const Caller& caller,
                                                  ErrorFamily family) {
  return std::make_unique<LoggedExchange>(
      request, caller, AnswerPath{*gate_, observers_, parts_.after},
      [this, family](int status, std::string_view reason, std::string_view method,
                     const Caller& asker, CallRecord& record) {
        return Refusal(family, status, reason, method, asker, record, *s3_);
      });
}

std::string App::DrawUploadId(const Caller& caller) {
  UnitOfWork unit(database_);
  CallChance chance({draws_, seed_}, {"s3.CreateMultipartUpload", caller.account, caller.region});
  std::string id = chance().Hex(64);
  unit.Commit();
  return id;
}

std::unique_ptr<Exchange> App::BeginCall(Service& service, HttpRequest request, Caller caller,
                                         CallRecord& record) {
  // S3 checks signatures by rules of its own.
  if (!parts_.verify_signatures || &service == s3_.get()) {
    return service.Begin(std::move(request), std::move(caller), record);
  }
  std::string name = "sts";
  int status = 403;
  for (const auto& modelled : modelled_) {
    if (&service != modelled.get()) continue;
    name = modelled->model().signing_name();
    if (modelled->model().protocol() == WireProtocol::kAwsJson11) status = 400;
  }
  auto judge = [this, name, status, head = request, caller,
                &record](std::string_view payload_hash) -> std::optional<HttpResponse> {
    const auto fault = FindSignatureFault(head, name, status, payload_hash, Signatures());
    if (!fault) return std::nullopt;
    record.error = fault->code;
    if (name == "sts") return StsService::Refuse(*fault, caller, record);
    return JsonError(*fault);
  };
  return std::make_unique<SignedExchange>(
      service.Begin(std::move(request), std::move(caller), record), std::move(judge));
}

bool App::IsUrgent(const HttpRequest& request) const {
  return IsControl(request, ParseCredentialScope(request)) && control_.IsStateless(request);
}

HttpResponse App::Refuse(int status, std::string_view reason, const HttpRequest& so_far) {
  // Of what is no HTTP nothing is known but that.
  ErrorFamily family = ErrorFamily::kJson;
  std::optional<CredentialScope> scope;
  if (!so_far.method.empty()) {
    scope = ParseCredentialScope(so_far);
    family = router_->FamilyOf(so_far, router_->Find(so_far, scope));
  }
  const Caller caller = MakeCaller(scope, family);
  CallRecord record;
  HttpResponse response = Refusal(family, status, reason, so_far.method, caller, record, *s3_);
  if (family != ErrorFamily::kS3) response.headers.Set("x-amzn-RequestId", caller.request_id);
  response.close = true;
  log::Info("refused", {{"id", std::string_view(caller.request_id)},
                        {"status", std::int64_t{response.status}},
                        {"reason", reason}});
  return response;
}

void App::Seed(const std::vector<SeedFile>& files, Seeder::Done done) {
  seeder_ = std::make_unique<Seeder>(SeedTools{.clock = parts_.clock,
                                               .database = database_,
                                               .resources = resources_,
                                               .records = records_,
                                               .jobs = scheduler_,
                                               .driver = clock_driver_,
                                               .objects = parts_.objects,
                                               .request_ids = request_ids_,
                                               .services = modelled_});
  seeder_->Run(files, std::move(done));
}

void App::Start() {
  state_.FinishInterrupted();
  scheduler_.Resume();
  ready_ = true;
}

Json App::Health() const {
  Json services = {{"s3", "available"}, {"sts", "available"}};
  for (const auto& service : modelled_) services[service->model().signing_name()] = "available";
  Json health = {{"services", std::move(services)}, {"version", std::string(kVersion)}};
  if (!parts_.tls_authority.empty()) health["tls"] = {{"authority", parts_.tls_authority}};
  return health;
}

}  // namespace portside
