// SPDX-License-Identifier: Apache-2.0

#include "portside/runners/served_command.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

#include "portside/base/limits.h"
#include "portside/base/log.h"

namespace portside {
namespace {

constexpr auto kFirstPause = std::chrono::seconds(1);
constexpr auto kLongestPause = std::chrono::seconds(60);

// Also where there are no more processes or descriptors.
Expected<ProcessResult, std::string> RunOnce(const ProcessRequest& request) {
  try {
    return RunProcess(request);
  } catch (const std::exception& broken) {
    return Fail(std::string(broken.what()));
  }
}

std::string Ended(const Expected<ProcessResult, std::string>& result) {
  if (!result) return "could not be run: " + result.error();
  return "ended with exit code " + std::to_string(result->exit_code);
}

}  // namespace

std::uint16_t FreeLoopbackPort() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const bool found =
      probe >= 0 && bind(probe, generic, size) == 0 && getsockname(probe, generic, &size) == 0;
  const int error = errno;
  if (probe >= 0) close(probe);
  if (!found) throw std::system_error(error, std::generic_category(), "a free port");
  return ntohs(address.sin_port);
}

struct ServedCommand::State {
  ServedTask task;
  std::stop_source stop;
  std::mutex lock;
  std::condition_variable_any changed;
  // Under the lock:
  bool is_up = false;
  std::string end;
  std::deque<std::string> lines;

  void Take(std::string_view line) {
    log::Info("a model's server wrote", {{"server", std::string_view(task.name)}, {"line", line}});
    const std::lock_guard guard(lock);
    lines.emplace_back(line);
    if (lines.size() > limits::kServedLines) lines.pop_front();
  }

  // Until it is ended, or ends by itself before it was up.
  void Run(const std::stop_token& kill) {
    task.request.stop = stop.get_token();
    task.request.kill = kill;
    task.request.on_line = [this](std::string_view line, auto) { Take(line); };
    std::chrono::milliseconds pause = kFirstPause;
    std::string how;
    for (;;) {
      how = Ended(RunOnce(task.request));
      std::unique_lock guard(lock);
      if (IsOver(kill) || !is_up) break;
      guard.unlock();
      log::Warn("a model's server ended and is started again",
                {{"server", std::string_view(task.name)}, {"how", std::string_view(how)}});
      guard.lock();
      changed.wait_for(guard, task.request.stop, pause, [] { return false; });
      if (IsOver(kill)) break;
      pause = std::min<std::chrono::milliseconds>(2 * pause, kLongestPause);
    }
    // First, since whoever sees the end waits for this thread.
    task.keeps.reset();
    const std::lock_guard guard(lock);
    end = std::move(how);
  }

  [[nodiscard]] bool IsOver(const std::stop_token& kill) const {
    return stop.stop_requested() || kill.stop_requested();
  }
};

ServedCommand::ServedCommand(std::shared_ptr<State> state) : state_(std::move(state)) {}

ServedCommand::~ServedCommand() { state_->stop.request_stop(); }

HttpUrl ServedCommand::url() const {
  return {.is_https = false, .host = "127.0.0.1", .port = state_->task.port, .target = "/"};
}

void ServedCommand::SetUp() {
  const std::lock_guard guard(state_->lock);
  state_->is_up = true;
}

std::string ServedCommand::end() const {
  const std::lock_guard guard(state_->lock);
  return state_->end;
}

std::vector<std::string> ServedCommand::TakeLines() {
  const std::lock_guard guard(state_->lock);
  std::vector<std::string> lines(state_->lines.begin(), state_->lines.end());
  state_->lines.clear();
  return lines;
}

struct ModelServers::Parts {
  struct Thread {
    std::shared_ptr<ServedCommand::State> state;
    std::thread thread;
  };
  mutable std::mutex lock;
  std::stop_source kill;
  // Under the lock:
  std::vector<Thread> threads;
  std::map<std::string, OfEndpoint> endpoints;

  // Those that have ended.
  void Join() {
    std::erase_if(threads, [](Thread& one) {
      {
        const std::lock_guard guard(one.state->lock);
        if (one.state->end.empty()) return false;
      }
      one.thread.join();
      return true;
    });
  }
};

ModelServers::ModelServers() : parts_(std::make_unique<Parts>()) {}

ModelServers::~ModelServers() {
  Kill();
  for (Parts::Thread& one : parts_->threads) one.thread.join();
}

Expected<std::shared_ptr<ServedCommand>, std::string> ModelServers::Start(ServedTask task) {
  const std::lock_guard guard(parts_->lock);
  parts_->Join();
  if (parts_->kill.stop_requested()) return Fail(std::string("Portside is ending."));
  if (parts_->threads.size() >= limits::kServedCommands) {
    return Fail("There are " + std::to_string(parts_->threads.size()) +
                " servers of models already, as many as may be.");
  }
  auto state = std::make_shared<ServedCommand::State>();
  state->task = std::move(task);
  parts_->threads.push_back(
      {state, std::thread([state, kill = parts_->kill.get_token()] { state->Run(kill); })});
  return std::make_shared<ServedCommand>(std::move(state));
}

std::shared_ptr<ServedCommand> ModelServers::Find(const std::string& endpoint_arn,
                                                  const std::string& variant) const {
  const std::lock_guard guard(parts_->lock);
  const auto endpoint = parts_->endpoints.find(endpoint_arn);
  if (endpoint == parts_->endpoints.end()) return nullptr;
  const auto server = endpoint->second.find(variant);
  return server == endpoint->second.end() ? nullptr : server->second;
}

void ModelServers::Replace(const std::string& endpoint_arn, OfEndpoint servers) {
  const std::lock_guard guard(parts_->lock);
  if (servers.empty()) {
    parts_->endpoints.erase(endpoint_arn);
  } else {
    parts_->endpoints[endpoint_arn] = std::move(servers);
  }
}

void ModelServers::End(const std::function<bool(std::string_view arn)>& is_meant) {
  const std::lock_guard guard(parts_->lock);
  std::erase_if(parts_->endpoints, [&](const auto& entry) { return is_meant(entry.first); });
}

void ModelServers::Kill() {
  const std::lock_guard guard(parts_->lock);
  parts_->kill.request_stop();
  for (Parts::Thread& one : parts_->threads) one.state->stop.request_stop();
}

}  // namespace portside
