// SPDX-License-Identifier: Apache-2.0

#include "portside/cli/terminal.h"

#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace portside::cli {
namespace {

std::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Terminal::Size MeasureScreen() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return {};
  return {size.ws_col, size.ws_row};
}

// Blocked, the signals are taken where the program waits, and never in the middle of a frame.
bool PauseOrSignal(std::chrono::milliseconds time) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const timespec wait{.tv_sec = time.count() / 1000, .tv_nsec = time.count() % 1000 * 1'000'000};
  // Interrupted by another signal it returns early, and the next frame is early.
  return sigtimedwait(&signals, nullptr, &wait) < 0;
}

}  // namespace

Terminal ProcessTerminal() {
  const bool is_terminal = isatty(STDOUT_FILENO) == 1 && Variable("TERM") != "dumb";
  return {.in = std::cin,
          .out = std::cout,
          .err = std::cerr,
          .is_terminal = is_terminal,
          .has_colours = is_terminal && Variable("NO_COLOR").empty(),
          .size = MeasureScreen,
          .pause = PauseOrSignal};
}

}  // namespace portside::cli
