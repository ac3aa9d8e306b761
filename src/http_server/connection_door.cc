// SPDX-License-Identifier: Apache-2.0
//
// Connection, the part that is the door: requests that are refused because there is no memory for
// them, and those that wait while the server is held.

#include <utility>

#include "http_server/connection.h"
#include "portside/base/log.h"

namespace portside {

// What is in the room that every connection has does not count.
std::size_t Connection::CountedBytes(std::size_t head_bytes) {
  return head_bytes > limits::kReadBufferBytes ? head_bytes : 0;
}

bool Connection::Admit() {
  head_bytes_ = CountedBytes(parser_->bytes());
  const bool is_short = server_->memory.IsExhausted() || !share_.TrySet(head_bytes_);
  const bool is_crowded = is_short || server_->is_held();
  is_urgent_ = is_crowded && server_->handler.IsUrgent(parser_->so_far());
  if (!is_short || is_urgent_) return true;
  RefuseForMemory();
  return false;
}

void Connection::RefuseForMemory() {
  log::Warn("no memory for more requests, one is refused",
            {{"remote", std::string_view(remote_)},
             {"bytes", static_cast<std::int64_t>(server_->memory.used())}});
  Refuse(503,
         "The requests that are being answered take all the memory that there is for them; "
         "try again in a moment.");
}

bool Connection::StepAtDoor() {
  if (WaitsForRelease()) return false;
  OnHead(*std::exchange(head_at_door_, std::nullopt));
  return true;
}

bool Connection::WaitsForRelease() {
  if (!server_->is_held() || is_urgent_) return false;
  deadline_ = Clock::time_point::max();
  server_->AwaitRelease(weak_from_this());
  return true;
}

void Connection::GoOn() {
  if (state_ != State::kClosed) Yield();
}

}  // namespace portside
