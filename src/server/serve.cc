// SPDX-License-Identifier: Apache-2.0

#include "portside/server/serve.h"

#include <sys/resource.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "portside/base/limits.h"
#include "portside/base/log.h"
#include "portside/base/memory.h"
#include "portside/http_server/event_loop.h"
#include "portside/http_server/http_server.h"
#include "portside/model/embedded_models.h"
#include "portside/objects/directory_object_store.h"
#include "portside/runners/runners.h"
#include "portside/server/app.h"
#include "portside/server/event_target.h"
#include "portside/server/init_command.h"
#include "portside/server/tls_setup.h"
#include "portside/server/version.h"
#include "portside/store/checkpointer.h"
#include "server/data_directory.h"

namespace portside {
namespace {

// The longest sleep of the scheduler's timer: a step of the machine's clock is noticed after it.
constexpr auto kLongestSleep = std::chrono::seconds(60);

// Keeps the loop's one timer at the scheduler's next due time.
class SchedulerTimer {
 public:
  SchedulerTimer(EventLoop& loop, App& app, const UserClock& clock)
      : loop_(loop), app_(app), clock_(clock) {
    app_.OnDueChanged([this] { Arm(); });
  }

  void Arm() {
    const auto due = app_.NextDue();
    if (!due) return loop_.ClearTimer();
    const std::pair wanted(*due, clock_.changes());
    if (armed_ == wanted) return;
    armed_ = wanted;
    const std::optional<Duration> wait = clock_.MachineTimeUntil(*due);
    // The clock stands before that time: whoever moves it calls again.
    if (!wait) return loop_.ClearTimer();
    loop_.SetTimer(std::chrono::steady_clock::now() + std::min<Duration>(*wait, kLongestSleep),
                   [this] { Fire(); });
  }

 private:
  void Fire() {
    armed_.reset();
    app_.RunDue();
    Arm();
  }

  EventLoop& loop_;
  App& app_;
  const UserClock& clock_;
  // Until when the timer runs, and as of which change of the clock.
  std::optional<std::pair<Timestamp, std::uint64_t>> armed_;
};

log::Level LevelNamed(const std::string& name) {
  log::Level level = log::Level::kInfo;
  log::ParseLevel(name, level);
  return level;
}

// A descriptor for every connection that limits::kConnections allows and for the files that its
// request needs, as far as the system lets us; the usual soft limit is 1024. Gives for how many
// connections there are enough.
std::size_t RaiseDescriptorLimit() {
  constexpr rlim_t kEach = 1 + limits::kFilesPerConnection;
  constexpr rlim_t kWanted = limits::kConnections * kEach + limits::kOtherFiles;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return limits::kConnections;
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = std::max(before, std::min<rlim_t>(limit.rlim_max, kWanted));
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = before;
  if (limit.rlim_cur >= kWanted) return limits::kConnections;
  const rlim_t others = std::min<rlim_t>(limits::kOtherFiles, limit.rlim_cur / 2);
  const rlim_t connections = std::max<rlim_t>(1, (limit.rlim_cur - others) / kEach);
  return connections;
}

// The last lines of a start-up are for people (and for whatever waits for "Ready."): on stdout,
// whatever the log does.
void Announce(const Config& config, std::uint16_t port, const std::string& data,
              const TlsSetup& tls) {
  const std::string address =
      (config.host == "0.0.0.0" ? "localhost" : config.host) + ":" + std::to_string(port);
  const std::string url = "http://" + address;
  std::cout << "portside " << kVersion << " listening on " << url << ", data in " << data << '\n';
  if (tls.server() != nullptr) std::cout << "and on https://" << address;
  if (!tls.authority().empty()) std::cout << ", for clients with AWS_CA_BUNDLE=" << tls.authority();
  std::cout << (tls.server() == nullptr ? "\n" : "\n\n") << "Try:  curl -s " << url
            << "/_portside/health\n"
            << "      curl -s -X POST " << url << "/ \\\n"
            << "        -H 'Content-Type: application/x-amz-json-1.1' \\\n"
            << "        -H 'X-Amz-Target: AmazonPersonalize.ListDatasetGroups' -d '{}'\n\n"
            << "Ready." << std::endl;
}

Credentials ReadCredentials(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error("cannot read the credentials of " + path);
  Expected<Credentials, std::string> credentials = Credentials::Parse(text.str());
  if (!credentials) throw std::runtime_error(path + ", " + credentials.error());
  return std::move(*credentials);
}

Runners ReadRunners(const Config& config) {
  if (config.runners.empty()) return {};
  FileResult<Runners> runners = Runners::Read(config.runners);
  if (!runners) throw std::runtime_error(runners.error().Describe());
  return std::move(*runners);
}

// Where jobs' transitions are posted to, while it lives.
class EventPosting {
 public:
  EventPosting(const Config& config, App& app)
      : target_(*HttpUrl::Parse(config.event_target), {.seed = config.seed}),
        subscription_(app.events().Listen([this](const JobEvent& e) { target_.Post(e); })) {
    app.AddFigure({"portside_event_target_posted_total", "counter",
                   "Transitions of jobs that --event-target has taken.",
                   [this] { return static_cast<double>(target_.counts().posted); }});
    app.AddFigure({"portside_event_target_dropped_total", "counter",
                   "Transitions of jobs that could not be delivered to --event-target.",
                   [this] { return static_cast<double>(target_.counts().dropped); }});
    app.AddFigure({"portside_event_target_queued", "gauge",
                   "Transitions of jobs that wait for --event-target.",
                   [this] { return static_cast<double>(target_.counts().queued); }});
  }

 private:
  EventTarget target_;
  JobEvents::Subscription subscription_;
};
// Does what the init files ask for, on the loop, and opens the server after that: until then
// connections queue. `broken` says why it did not come to that; the loop ends then.
void SeedThenOpen(EventLoop& loop, App& app, const std::vector<SeedFile>& files,
                  std::exception_ptr& broken, const std::function<void()>& open) {
  const auto end = [&loop, &broken, open](const FileResult<void>& seeded) {
    try {
      if (!seeded) throw std::runtime_error(seeded.error().Describe());
      open();
    } catch (...) {
      broken = std::current_exception();
      loop.Stop();
    }
  };
  loop.Post([&app, &files, end] { app.Seed(files, end); });
}

// How often a certificate is looked at: it is renewed 30 days before its end.
constexpr auto kRenewalPause = std::chrono::hours(12);

void RenewNowAndThen(EventLoop& loop, HttpServer& server, TlsSetup& tls, const Clock& clock) {
  if (tls.authority().empty()) return;
  loop.After(kRenewalPause, [&loop, &server, &tls, &clock] {
    RenewNowAndThen(loop, server, tls, clock);
    if (!tls.Renew(clock.Now())) return;
    server.UseTls(tls.server());
    log::Info("the TLS certificate was renewed");
  });
}

// Its own, and the models' texts, of which shapes were read.
void GiveBackWhatTheStartNeeded() {
  GiveMemoryBack();
  for (const std::string_view model : EmbeddedModelNames()) {
    GivePagesBack(*FindEmbeddedModel(model));
  }
}

std::unique_ptr<WorkerPool> MakePool(std::size_t threads, const DataDirectory& data,
                                     EventLoop& loop) {
  return MakeThreadWorkerPool(threads, data.path() / "portside.sqlite3",
                              [&loop](std::function<void()> call) { loop.Post(std::move(call)); });
}

// What the app stands on, in the order in which it is made.
struct Ground {
  Ground(const Config& config, Runners runners);
  AppParts PartsOf(const Config& config, Credentials credentials);

  const SystemClock machine_clock;
  UserClock clock{machine_clock};
  DataDirectory data;
  DirectoryObjectStore objects;
  TlsSetup tls;
  Runners runners;
  EventLoop loop;
  HttpServer* server = nullptr;  // once there is one

 private:
  static DirectoryObjectStore::Options OptionsOf(const Config& config) {
    return {.default_account = config.account, .default_region = config.region};
  }
  // The store has refused a second server by then.
  TlsSetup MakeTls(const Config& config) {
    data.Claim();
    return TlsSetup(config, data.path() / ".portside" / "tls", machine_clock.Now());
  }
};

Ground::Ground(const Config& config, Runners given_runners)
    : data(config),
      objects(data.path(), clock, OptionsOf(config)),
      tls(MakeTls(config)),
      runners(std::move(given_runners)) {
  Database::SetScratchFolder(data.path() / ".portside" / "tmp");
  // What a former process has left there belongs to commands that ended with it.
  const std::filesystem::path runs = data.path() / ".portside" / "runs";
  std::filesystem::remove_all(runs);
  runners.SetScratch(runs);
}

AppParts Ground::PartsOf(const Config& config, Credentials credentials) {
  const auto make_pool = [this](std::size_t threads) { return MakePool(threads, data, loop); };
  return {.clock = clock,
          .machine_clock = machine_clock,
          .database_path = data.path() / "portside.sqlite3",
          .objects = objects,
          .make_workers = [&config, make_pool](auto&) { return make_pool(config.workers); },
          .make_aside = [make_pool](auto&) { return make_pool(1); },
          .runners = runners.empty() ? nullptr : &runners,
          .make_running = runners.empty()
                              ? std::function<std::unique_ptr<WorkerPool>(const RecordReader&)>()
                              : [this, make_pool](auto&) { return make_pool(runners.parallel()); },
          .account = config.account,
          .region = config.region,
          .seed = config.seed,
          .time_scale = config.time_scale,
          .s3_hosts = config.s3_hosts,
          .tls_authority = tls.authority(),
          .create_buckets = config.create_buckets,
          .credentials = std::move(credentials),
          .verify_signatures = config.verify_signatures,
          .control = {.is_on = !config.no_control, .token = config.control_token},
          // With the control plane off, nobody could ask for them.
          .kept_requests = config.no_control ? 0 : config.keep_requests,
          .post = [this](std::function<void()> call) { loop.Post(std::move(call)); },
          .hold =
              [this] {
                loop.Hold();
                server->Hold();
              },
          .release =
              [this] {
                loop.Release();
                server->Release();
              },
          .post_through = [this](std::function<void()> call) { loop.PostThrough(std::move(call)); },
          .after = [this](std::chrono::milliseconds delay,
                          std::function<void()> call) { loop.After(delay, std::move(call)); }};
}

int Run(const Config& config) {
  Credentials credentials;
  if (!config.credentials.empty()) credentials = ReadCredentials(config.credentials);
  const std::vector<SeedFile> init_files = ReadInitFiles(config);
  ServerLimits server_limits;
  server_limits.connections = RaiseDescriptorLimit();
  Ground ground(config, ReadRunners(config));
  EventLoop& loop = ground.loop;
  TlsSetup& tls = ground.tls;
  App app(ground.PartsOf(config, std::move(credentials)));
  const Checkpointer checkpointer(app.database());
  std::optional<EventPosting> posting;
  if (!config.event_target.empty()) posting.emplace(config, app);
  HttpServer server(loop, app, config.host, config.port, server_limits);
  ground.server = &server;
  server.UseTls(tls.server());
  app.AddFigure({"portside_connections_open", "gauge", "Connections of clients.",
                 [&server] { return static_cast<double>(server.open_connections()); }});
  SchedulerTimer timer(loop, app, ground.clock);

  bool stopping = false;
  loop.OnSignal([&](int signal) {
    if (std::exchange(stopping, true)) return;
    log::Info("stopping", {{"signal", std::int64_t{signal}}});
    server.Drain([&loop] { loop.Stop(); });
  });

  std::exception_ptr broken;
  SeedThenOpen(loop, app, init_files, broken, [&] {
    if (stopping) return;
    ground.data.Keep();
    app.Start();
    timer.Arm();
    server.Start();
    GiveBackWhatTheStartNeeded();
    if (server_limits.connections < limits::kConnections) {
      log::Info("the system allows few open files, so there are fewer connections",
                {{"connections", static_cast<std::int64_t>(server_limits.connections)}});
    }
    RenewNowAndThen(loop, server, tls, ground.machine_clock);
    Announce(config, server.port(), ground.data.path(), tls);
  });
  loop.Run();
  ground.runners.EndAll();
  if (broken) std::rethrow_exception(broken);
  log::Info("stopped");
  log::Flush();
  return 0;
}

}  // namespace

int Serve(const Config& config) {
  log::Configure(LevelNamed(config.log_level),
                 config.log_format == "json" ? log::Format::kJson : log::Format::kText);
  try {
    return Run(config);
  } catch (const std::exception& refusal) {
    log::Flush();
    std::cerr << "portside serve: " << refusal.what() << '\n';
    return 1;
  }
}

}  // namespace portside
