// SPDX-License-Identifier: Apache-2.0

#include "portside/server/event_target.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "portside/base/log.h"
#include "portside/base/random.h"

namespace portside {
namespace {

// What a repetition could change: no answer, a server's trouble, a server that is too busy.
bool IsWorthRetrying(const Expected<HttpResponse, std::string>& answer) {
  if (!answer) return true;
  return answer->status >= 500 || answer->status == 408 || answer->status == 429;
}

bool IsDelivered(const Expected<HttpResponse, std::string>& answer) {
  return answer && answer->status >= 200 && answer->status < 300;
}

}  // namespace

Json EventEnvelope(const JobEvent& event, std::string id) {
  return {{"version", "0"},
          {"id", std::move(id)},
          {"detail-type", "Portside Job State Change"},
          {"source", "portside." + event.kind.substr(0, event.kind.find("::"))},
          {"account", event.account},
          {"time", FormatIso8601(event.time, 0)},
          {"region", event.region},
          {"resources", Json::array({event.arn})},
          {"detail", JobEventToJson(event)}};
}

class EventTarget::Sender {
 public:
  Sender(const HttpUrl& url, const Options& options)
      : url_(url),
        options_(options),
        random_(options.seed ? Random(StableHash("events", *options.seed)) : Random::FromEntropy()),
        client_(url, {.connect_time = options.connect_time, .pause_time = options.answer_time}),
        thread_([this](const std::stop_token& stop) { Serve(stop); }) {}

  ~Sender() {
    thread_.request_stop();
    client_.Cancel();
  }

  void Post(const JobEvent& event) {
    std::string body = DumpJson(EventEnvelope(event, random_.Uuid()));
    {
      const std::lock_guard lock(mutex_);
      if (queue_.size() < options_.queue) {
        queue_.push_back({std::move(body), event.arn});
        body.clear();
      } else {
        ++counts_.dropped;
      }
    }
    if (body.empty()) return wake_.notify_one();
    log::Warn("the event target is too slow, an event is dropped",
              {{"arn", std::string_view(event.arn)}});
  }

  Counts counts() const {
    const std::lock_guard lock(mutex_);
    Counts counts = counts_;
    counts.queued = queue_.size();
    return counts;
  }

 private:
  struct Item {
    std::string body;
    std::string arn;
  };

  void Serve(const std::stop_token& stop) {
    while (true) {
      Item item;
      {
        std::unique_lock lock(mutex_);
        if (!wake_.wait(lock, stop, [this] { return !queue_.empty(); })) return;
        item = queue_.front();  // stays, so that it counts
      }
      const bool is_delivered = Deliver(item, stop);
      if (stop.stop_requested()) return;
      const std::lock_guard lock(mutex_);
      queue_.pop_front();
      ++(is_delivered ? counts_.posted : counts_.dropped);
    }
  }

  bool Deliver(const Item& item, const std::stop_token& stop) {
    HttpRequest request{.method = "POST", .target = url_.target, .headers = {}, .body = item.body};
    request.headers.Add("Content-Type", "application/json");
    request.headers.Add("User-Agent", "portside");
    std::string problem;
    std::chrono::milliseconds pause = options_.first_pause;
    for (int attempt = 1; attempt <= options_.attempts; ++attempt, pause *= 2) {
      const auto answer = client_.Send(request);
      if (IsDelivered(answer)) return true;
      problem = answer ? "it answered " + std::to_string(answer->status) : answer.error();
      if (stop.stop_requested()) return false;
      if (!IsWorthRetrying(answer)) break;
      if (attempt == options_.attempts) break;
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, pause, [] { return false; });
      if (stop.stop_requested()) return false;
    }
    log::Warn("an event could not be posted and is dropped",
              {{"arn", std::string_view(item.arn)}, {"reason", std::string_view(problem)}});
    return false;
  }

  const HttpUrl url_;
  const Options options_;
  Random random_;  // of the thread that posts
  HttpClient client_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Item> queue_;
  Counts counts_;
  std::jthread thread_;  // last: joined before the rest goes
};

EventTarget::EventTarget(const HttpUrl& url, Options options)
    : sender_(std::make_unique<Sender>(url, options)) {}

EventTarget::~EventTarget() = default;

void EventTarget::Post(const JobEvent& event) { sender_->Post(event); }

EventTarget::Counts EventTarget::counts() const { return sender_->counts(); }

}  // namespace portside
