// SPDX-License-Identifier: Apache-2.0
//
// App: the composition root. Builds every part, owns every part, and is the program without its
// sockets: requests go in through RequestHandler, time comes in through RunDue. Core thread only.

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "portside/aws/credentials.h"
#include "portside/aws/sigv4.h"
#include "portside/base/clock.h"
#include "portside/base/random.h"
#include "portside/base/user_clock.h"
#include "portside/control/control_api.h"
#include "portside/control/fault_rules.h"
#include "portside/control/metrics_endpoints.h"
#include "portside/control/operation_catalog.h"
#include "portside/control/request_log.h"
#include "portside/http/exchange.h"
#include "portside/jobs/clock_driver.h"
#include "portside/jobs/job_events.h"
#include "portside/jobs/scheduler.h"
#include "portside/jobs/worker_pool.h"
#include "portside/objects/object_store.h"
#include "portside/seed/seeder.h"
#include "portside/server/commit_gate.h"
#include "portside/server/process_info.h"
#include "portside/server/service_router.h"
#include "portside/services/core/call_observer.h"
#include "portside/services/core/endpoint_answers.h"
#include "portside/services/core/modelled_service.h"
#include "portside/state/state_keeper.h"
#include "portside/store/database.h"
#include "portside/store/draw_counters.h"
#include "portside/store/idempotency_repository.h"
#include "portside/store/record_log.h"
#include "portside/store/resource_repository.h"

namespace portside {

class LoggedExchange;
class Standstill;
class S3Service;

// What the surroundings (a real server, a test) bring; references outlive the App.
struct AppParts {
  UserClock& clock;
  const Clock& machine_clock;
  std::string database_path;  // a file, or ":memory:" with workers that run inline
  ObjectStore& objects;
  // `records` reads on the core's connection; a pool with threads opens its own.
  std::function<std::unique_ptr<WorkerPool>(const RecordReader& records)> make_workers;
  // Makes a thread for what would hold up the core. It is asked twice: for reading a person's files
  // and folders, packing and unpacking archives; and for what answers are computed of. Null: all
  // that is done on the spot.
  std::function<std::unique_ptr<WorkerPool>(const RecordReader& records)> make_aside = nullptr;
  // A person's commands, and the threads that wait for them (asked twice: for works of jobs, and
  // for answers of endpoints); null: there are none.
  const Runners* runners = nullptr;
  std::function<std::unique_ptr<WorkerPool>(const RecordReader& records)> make_running = nullptr;
  std::string account = "000000000000";
  std::string region = "us-east-1";
  std::optional<std::uint64_t> seed;
  double time_scale = 1.0;
  std::vector<std::string> s3_hosts = {};  // below which names are buckets, besides the usual ones
  std::string tls_authority = {};          // the file that clients of HTTPS must trust; may be ""
  bool create_buckets = false;
  // Whose access keys belong to which accounts. A key that is not here is its own account if it has
  // 12 digits, else the default one's.
  Credentials credentials = {};
  // Every request must be signed by one of the credentials.
  bool verify_signatures = false;
  ControlGuard::Options control = {};
  std::size_t kept_requests = 1000;  // for the control plane to show
  // Runs a call on the core thread after what is ready now. With it, what the requests of one turn
  // of the loop write is flushed once; without it, each request is flushed by itself.
  std::function<void(std::function<void()>)> post = nullptr;
  // For work on the state as a whole, on a thread of its own: from `hold` to `release` the app is
  // given no request but urgent ones, and none of its posted calls; `post_through` posts
  // calls that are. Null: that work is done on the spot.
  std::function<void()> hold = nullptr, release = nullptr;
  std::function<void(std::function<void()>)> post_through = nullptr;
  // Runs a call on the core thread after a time of the machine's: answers that a test wants late.
  std::function<void(std::chrono::milliseconds, std::function<void()>)> after = nullptr;
};

class App final : public RequestHandler {
 public:
  explicit App(AppParts parts);
  ~App() override;

  std::unique_ptr<Exchange> Begin(HttpRequest request) override;
  HttpResponse Refuse(int status, std::string_view reason, const HttpRequest& so_far) override;
  // What is answered without a look at the state.
  [[nodiscard]] bool IsUrgent(const HttpRequest& request) const override;

  // Performs due transitions; NextDue and OnDueChanged as in Scheduler.
  void RunDue() { scheduler_.RunDue(); }
  [[nodiscard]] std::optional<Timestamp> NextDue() const { return scheduler_.NextDue(); }
  void OnDueChanged(std::function<void()> callback) {
    scheduler_.OnDueChanged([this, callback = std::move(callback)] {
      if (!stands_still_) callback();
    });
  }
  // Does what checked init files ask for. Before Start, once; calls back now or later.
  void Seed(const std::vector<SeedFile>& files, Seeder::Done done);
  // Goes on with what a former process left; from here on, health answers 200.
  void Start();

  // A number of the surroundings that /metrics shows as well.
  void AddFigure(Figure figure) { figures_.push_back(std::move(figure)); }
  [[nodiscard]] JobEvents& events() { return events_; }

  [[nodiscard]] Database& database() { return database_; }
  [[nodiscard]] ResourceRepository& resources() { return resources_; }
  [[nodiscard]] RecordLog& records() { return records_; }
  [[nodiscard]] ObjectStore& objects() { return parts_.objects; }
  [[nodiscard]] const std::vector<std::unique_ptr<ModelledService>>& modelled_services() const {
    return modelled_;
  }

 private:
  std::vector<Endpoint> ControlEndpoints();
  void Replay(const LoggedRequest& request, std::function<void(std::string id)> done);
  void AddModelled(const ServiceDefinition& definition, OwnHandlers own = {});
  [[nodiscard]] std::string NewRequestId(ErrorFamily family);
  [[nodiscard]] Caller MakeCaller(const std::optional<CredentialScope>& scope, ErrorFamily family);
  std::unique_ptr<LoggedExchange> MakeExchange(const HttpRequest& request, const Caller& caller,
                                               ErrorFamily family);
  std::unique_ptr<Exchange> BeginCall(Service& service, HttpRequest request, Caller caller,
                                      CallRecord& record);
  [[nodiscard]] std::string DrawUploadId(const Caller& caller);
  [[nodiscard]] Json Health() const;
  [[nodiscard]] Aside MakeAside();
  static void RunOn(WorkerPool& pool, std::function<void(const RecordReader&)> work,
                    std::function<void()> done);
  [[nodiscard]] Aside MakeAlone();

  [[nodiscard]] SignatureCheck Signatures() const {
    return {&parts_.credentials, parts_.verify_signatures ? &parts_.machine_clock : nullptr};
  }

  AppParts parts_;
  ProcessInfo process_;
  std::uint64_t seed_;
  Random request_ids_;  // a stream of their own: they shift no other draw
  Database database_;
  ResourceRepository resources_;
  RecordLog records_;
  IdempotencyRepository client_tokens_;
  DrawCounters draws_;
  std::unique_ptr<WorkerPool> workers_;
  std::unique_ptr<WorkerPool> aside_;       // null: none
  std::unique_ptr<WorkerPool> computing_;   // null: none
  std::unique_ptr<WorkerPool> running_;     // null: none
  std::unique_ptr<WorkerPool> waiting_;     // null: none
  std::unique_ptr<Standstill> standstill_;  // null: none
  bool stands_still_ = false;
  Scheduler scheduler_;
  StateKeeper state_;
  std::vector<std::unique_ptr<ModelledService>> modelled_;
  std::unique_ptr<S3Service> s3_;
  std::unique_ptr<Service> sts_;
  std::unique_ptr<ServiceRouter> router_;
  ClockDriver clock_driver_;
  OperationCatalog catalog_;
  FaultRules faults_;
  EndpointAnswers answers_;
  RequestLog request_log_;
  JobEvents events_;
  CallMetrics call_metrics_;
  std::vector<Figure> figures_;
  std::unique_ptr<Seeder> seeder_;  // null: nothing was to be seeded
  ControlApi control_;
  std::vector<CallObserver*> observers_ = {&call_metrics_, &request_log_};  // of ended requests
  std::unique_ptr<CommitGate> gate_;
  bool ready_ = false;
};

}  // namespace portside
