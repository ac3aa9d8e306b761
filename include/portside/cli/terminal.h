// SPDX-License-Identifier: Apache-2.0
//
// Terminal: where a command reads and prints, and what that is. Tests give streams of their own.

#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <istream>
#include <ostream>

namespace portside::cli {

struct Terminal {
  struct Size {
    std::size_t columns = 80;
    std::size_t rows = 24;
  };

  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool is_terminal = false;  // `out` is one on which the cursor moves
  bool has_colours = false;
  std::function<Size()> size;  // it may change at any time
  // Waits. False: the user has had enough (SIGINT, SIGTERM). From the first call on, such a signal
  // no longer ends the process, but the next call.
  std::function<bool(std::chrono::milliseconds)> pause;
};

// The process's own.
Terminal ProcessTerminal();

}  // namespace portside::cli
