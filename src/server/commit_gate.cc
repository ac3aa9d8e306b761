// SPDX-License-Identifier: Apache-2.0

#include "portside/server/commit_gate.h"

#include <exception>
#include <utility>

#include "portside/base/log.h"

namespace portside {

CommitGate::CommitGate(Database& database, Post post)
    : database_(database), post_(std::move(post)) {
  database_.SetGroupCommit(post_ != nullptr);
}

void CommitGate::Send(HttpResponse response, const Respond& respond, Refuse refuse) {
  if (is_suspended_) return respond(std::move(response));
  // A read may have seen what is not flushed yet, so its answer waits as well.
  const std::optional<std::uint64_t> group = database_.OpenGroup();
  if (!group) return respond(std::move(response));
  if (held_.empty()) post_([this] { Open(); });
  held_.push_back({*group, std::move(response), respond, std::move(refuse)});
}

void CommitGate::Suspend() {
  Open();
  is_suspended_ = true;
}

void CommitGate::Open() {
  try {
    database_.Flush();
  } catch (const std::exception& broken) {
    log::Error("requests could not be stored", {{"reason", std::string_view(broken.what())}});
  }
  for (Held& held : std::exchange(held_, {})) {
    if (database_.IsLost(held.group)) {
      held.respond(held.refuse(500, "What this request changed could not be stored."));
    } else {
      held.respond(std::move(held.response));
    }
  }
}

}  // namespace portside
