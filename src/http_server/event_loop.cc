// SPDX-License-Identifier: Apache-2.0

#include "portside/http_server/event_loop.h"

#include <boost/asio/post.hpp>
#include <csignal>
#include <utility>

#include "http_server/event_loop_impl.h"
#include "portside/base/log.h"

namespace portside {

using boost::system::error_code;

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) { std::signal(SIGPIPE, SIG_IGN); }

EventLoop::~EventLoop() = default;

void EventLoop::Run() {
  while (true) {
    try {
      impl_->context.run();
      return;
    } catch (const std::exception& error) {
      log::Error("unexpected exception on the core thread",
                 {{"error", std::string_view(error.what())}});
    }
  }
}

void EventLoop::Stop() { impl_->context.stop(); }

void EventLoop::Post(std::function<void()> function) {
  boost::asio::post(impl_->context,
                    [this, function = std::move(function)] { impl_->RunUnlessHeld(function); });
}

void EventLoop::PostThrough(std::function<void()> function) {
  boost::asio::post(impl_->context, std::move(function));
}

void EventLoop::Hold() { impl_->is_held = true; }

void EventLoop::Release() {
  impl_->is_held = false;
  // Each in a turn of its own, as it would have been.
  for (auto& function : std::exchange(impl_->held, {})) Post(std::move(function));
}

void EventLoop::Impl::RunUnlessHeld(const std::function<void()>& function) {
  if (is_held) {
    held.push_back(function);
  } else {
    function();
  }
}

void EventLoop::SetTimer(std::chrono::steady_clock::time_point when,
                         std::function<void()> function) {
  // A new time cancels the wait before, but cannot recall one that is already due: that one sees
  // that it is not the newest.
  impl_->timer.expires_at(when);
  impl_->timer.async_wait(
      [this, armed = ++impl_->timer_armed, function = std::move(function)](error_code error) {
        if (!error && armed == impl_->timer_armed) impl_->RunUnlessHeld(function);
      });
}

void EventLoop::ClearTimer() {
  ++impl_->timer_armed;
  impl_->timer.cancel();
}

void EventLoop::After(std::chrono::milliseconds delay, std::function<void()> function) {
  auto timer = std::make_shared<boost::asio::steady_timer>(impl_->context, delay);
  timer->async_wait([this, timer, function = std::move(function)](error_code error) {
    if (!error) impl_->RunUnlessHeld(function);
  });
}

void EventLoop::OnSignal(std::function<void(int)> function) {
  const bool is_first = !impl_->on_signal;
  impl_->on_signal = std::move(function);
  if (!is_first) return;
  impl_->signals.add(SIGINT);
  impl_->signals.add(SIGTERM);
  impl_->WaitForSignal();
}

void EventLoop::Impl::WaitForSignal() {
  signals.async_wait([this](error_code error, int signal) {
    if (error) return;
    WaitForSignal();
    on_signal(signal);
  });
}

}  // namespace portside
