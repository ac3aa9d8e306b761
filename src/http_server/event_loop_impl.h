// SPDX-License-Identifier: Apache-2.0
//
// What is behind EventLoop, for the files of this layer.

#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <vector>

#include "portside/http_server/event_loop.h"

namespace portside {

struct EventLoop::Impl {
  // 1: only one thread runs it, which spares the scheduler its wake-ups of others.
  boost::asio::io_context context{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> keep_running{
      context.get_executor()};
  boost::asio::steady_timer timer{context};
  std::uint64_t timer_armed = 0;  // how often; only the newest wait counts
  boost::asio::signal_set signals{context};
  std::function<void(int)> on_signal;
  bool is_held = false;
  std::vector<std::function<void()>> held;  // in order

  void RunUnlessHeld(const std::function<void()>& function);

  void WaitForSignal();
};

}  // namespace portside
