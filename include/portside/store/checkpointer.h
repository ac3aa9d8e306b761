// SPDX-License-Identifier: Apache-2.0
//
// Checkpointer: moves what the write-ahead log has gathered into the database file, on a thread and
// a connection of its own, because that waits for the disk and the core must not. The log grows
// meanwhile; where it has grown far, because commits never pause, the thread that commits does it.

#pragma once

#include <memory>

#include "portside/store/database.h"

namespace portside {

class Checkpointer {
 public:
  // Of a database that is a file and outlives this. From then on the database makes no checkpoints
  // of its own.
  explicit Checkpointer(Database& database);
  // Waits for the checkpoint that is being made.
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

 private:
  class Worker;
  Database& database_;
  std::unique_ptr<Worker> worker_;
};

}  // namespace portside
