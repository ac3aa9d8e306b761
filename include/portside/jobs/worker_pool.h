// SPDX-License-Identifier: Apache-2.0
//
// WorkerPool: threads that run jobs' work and post the results back to the core thread.

#pragma once

#include <functional>
#include <memory>

#include "portside/jobs/job_work.h"

namespace portside {

// Runs on a worker thread; the reader is the worker's own.
using WorkTask = std::function<WorkResult(const RecordReader& records)>;
using WorkDone = std::function<void(WorkResult)>;

class WorkerPool {
 public:
  virtual ~WorkerPool() = default;
  // `done` is called on the core thread, now or later, unless the pool is destroyed before.
  virtual void Run(WorkTask task, WorkDone done) = 0;
  // Tasks that run now.
  [[nodiscard]] virtual std::size_t Busy() const { return 0; }
};

// Runs everything at once on the calling thread: for tests on a virtual clock.
class InlineWorkerPool final : public WorkerPool {
 public:
  explicit InlineWorkerPool(const RecordReader& records) : records_(records) {}
  void Run(WorkTask task, WorkDone done) override { done(task(records_)); }

 private:
  const RecordReader& records_;
};

// `threads` workers, each with its own read-only connection to `database_path`. `post` queues a
// call on the core thread and must be thread safe. The destructor tells nothing to running work:
// the scheduler's stop tokens do; it waits for the work at hand and drops what is queued.
std::unique_ptr<WorkerPool> MakeThreadWorkerPool(std::size_t threads, std::string database_path,
                                                 std::function<void(std::function<void()>)> post);

}  // namespace portside
