// SPDX-License-Identifier: Apache-2.0
//
// WorkerPool: threads that run jobs' work and post the results back to the core thread.

#pragma once

#include <functional>
#include <memory>

#include "portside/base/limits.h"
#include "portside/jobs/crew.h"
#include "portside/jobs/job_work.h"

namespace portside {

// What a worker has besides its thread.
struct WorkerTools {
  const RecordReader& records;  // the worker's own
  // Runs a call on the core thread and returns when that is done; throws what it threw, or where
  // the pool ends meanwhile (then the call may run later, or never).
  const std::function<void(std::function<void()> call)>& on_core;
  // Workers that have nothing to do, while there is room for what each of them will hold: as much
  // as the task itself.
  const Crew& crew = kNoCrew;
};

// Runs on a worker thread.
using WorkTask = std::function<WorkResult(const WorkerTools& tools)>;
using WorkDone = std::function<void(WorkResult)>;

class WorkerPool {
 public:
  virtual ~WorkerPool() = default;
  // `done` is called on the core thread, now or later, unless the pool is destroyed before.
  // `memory` is what the task holds at most, in bytes.
  virtual void Run(WorkTask task, WorkDone done, std::size_t memory) = 0;
  // Tasks that run now.
  [[nodiscard]] virtual std::size_t Busy() const { return 0; }
};

// Runs everything at once on the calling thread: for tests on a virtual clock.
class InlineWorkerPool final : public WorkerPool {
 public:
  explicit InlineWorkerPool(const RecordReader& records) : records_(records) {}
  void Run(WorkTask task, WorkDone done, std::size_t) override {
    done(task(WorkerTools{records_, on_core_}));
  }

 private:
  const RecordReader& records_;
  const std::function<void(std::function<void()>)> on_core_ = [](const auto& call) { call(); };
};

// `threads` workers, each with its own read-only connection to `database_path`. Together their
// tasks hold no more than `budget` bytes: one that would waits, and those behind it as well. `post`
// queues a call on the core thread and must be thread safe. The destructor tells nothing to running
// work: the scheduler's stop tokens do; it waits for the work at hand and drops what is queued.
std::unique_ptr<WorkerPool> MakeThreadWorkerPool(std::size_t threads, std::string database_path,
                                                 std::function<void(std::function<void()>)> post,
                                                 std::size_t budget = limits::kWorkBytes);

}  // namespace portside
