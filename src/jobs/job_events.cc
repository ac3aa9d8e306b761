// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/job_events.h"

#include <utility>

namespace portside {

Json JobEventToJson(const JobEvent& event) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  return {{"id", event.id},
          {"time", FormatIso8601(event.time, 6)},
          {"arn", event.arn},
          {"kind", event.kind},
          {"name", event.name},
          {"account", event.account},
          {"region", event.region},
          {"from", or_null(event.from)},
          {"to", event.to},
          {"final", event.is_final},
          {"reason", or_null(event.reason)}};
}

JobEvents::Subscription& JobEvents::Subscription::operator=(Subscription&& other) noexcept {
  if (this == &other) return *this;
  End();
  listeners_ = std::exchange(other.listeners_, {});
  key_ = std::exchange(other.key_, 0);
  return *this;
}

void JobEvents::Subscription::End() {
  if (const auto listeners = std::exchange(listeners_, {}).lock()) listeners->erase(key_);
}

void JobEvents::Add(JobEvent event) {
  event.id = ++last_id_;
  if (kept_.size() >= limits::kJobEvents) kept_.pop_front();
  kept_.push_back(event);
  // Who listens may change while they are told: each is looked up, and held while it runs.
  const auto listeners = listeners_;
  for (std::int64_t key = 0;;) {
    const auto next = listeners->upper_bound(key);
    if (next == listeners->end()) break;
    key = next->first;
    const Listener listener = next->second;
    listener(event);
  }
}

JobEvents::Subscription JobEvents::Listen(Listener listener) {
  Subscription subscription;
  subscription.listeners_ = listeners_;
  subscription.key_ = ++last_key_;
  listeners_->emplace(subscription.key_, std::move(listener));
  return subscription;
}

void JobEvents::Replay(std::int64_t after, const Listener& listener) const {
  for (const JobEvent& event : kept_) {
    if (event.id > after) listener(event);
  }
}

}  // namespace portside
