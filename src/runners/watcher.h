// SPDX-License-Identifier: Apache-2.0
//
// The process between this program and a command: it starts the command as a group of its own,
// ends the group when it is told to or when this program is gone, and waits until nothing of it is
// left. It is forked from a program with threads, so it calls only what a signal handler may.

#pragma once

#include <cstdint>

namespace portside {

// One byte each, from the program to the watcher. The end of the pipe is kKill.
enum class WatcherOrder : std::uint8_t { kEnd = 't', kKill = 'k' };

// From the watcher, once.
struct WatcherReport {
  int error = 0;   // errno of what could not be started; 0: it ran
  int status = 0;  // as of waitpid
};

struct WatcherTask {
  const char* program;  // a path, or a name without a slash for PATH
  char* const* arguments;
  char* const* environment;
  const char* folder;
  int orders;   // read
  int reports;  // written
  int output;   // the command's output and errors
};

// Does not return. In the forked child.
[[noreturn]] void Watch(const WatcherTask& task);

}  // namespace portside
