// SPDX-License-Identifier: Apache-2.0
//
// CommitGate: holds answers until what they tell is durable. The requests that one turn of the
// event loop answers are flushed to the database as one group; only then do their answers leave, so
// nobody is told of anything that a killed process would forget. Core thread only.

#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "portside/http/exchange.h"
#include "portside/store/database.h"

namespace portside {

class CommitGate {
 public:
  // Runs a call on the core thread, after what is ready to run now.
  using Post = std::function<void(std::function<void()>)>;
  // The answer instead of one whose group was lost.
  using Refuse = std::function<HttpResponse(int status, std::string_view reason)>;

  // Switches the database to group commit. A null `post`: nothing gathers, nothing is held.
  CommitGate(Database& database, Post post);

  // Flushes now what waits for it, and from now on lets every answer pass; or holds them again:
  // while the database is another thread's, only what has changed nothing is answered.
  void Suspend();
  void Resume() { is_suspended_ = false; }

  // Sends at once where nothing waits to be flushed, else after the flush; `refuse` makes the
  // answer to send where that failed.
  void Send(HttpResponse response, const Respond& respond, Refuse refuse);

 private:
  struct Held {
    std::uint64_t group;
    HttpResponse response;
    Respond respond;
    Refuse refuse;
  };

  void Open();

  Database& database_;
  Post post_;
  std::vector<Held> held_;
  bool is_suspended_ = false;
};

}  // namespace portside
