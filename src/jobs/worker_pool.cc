// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/worker_pool.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace portside {
namespace {

class ThreadWorkerPool final : public WorkerPool {
 public:
  ThreadWorkerPool(std::size_t threads, std::string database_path,
                   std::function<void(std::function<void()>)> post)
      : database_path_(std::move(database_path)), post_(std::move(post)) {
    for (std::size_t i = 0; i < threads; ++i) {
      threads_.emplace_back([this](const std::stop_token& stop) { Serve(stop); });
    }
  }

  ~ThreadWorkerPool() override {
    for (std::jthread& thread : threads_) thread.request_stop();
    wake_.notify_all();
  }

  void Run(WorkTask task, WorkDone done) override {
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back({std::move(task), std::move(done)});
    }
    wake_.notify_one();
  }

  [[nodiscard]] std::size_t Busy() const override {
    const std::lock_guard lock(mutex_);
    return busy_;
  }

 private:
  struct Item {
    WorkTask task;
    WorkDone done;
  };

  void Serve(const std::stop_token& stop) {
    // A connection of its own, opened when there is first something to do.
    std::unique_ptr<RecordReader> records;
    for (;;) {
      Item item;
      {
        std::unique_lock lock(mutex_);
        if (!wake_.wait(lock, stop, [this] { return !queue_.empty(); })) return;
        if (stop.stop_requested()) return;
        item = std::move(queue_.front());
        queue_.pop_front();
        ++busy_;
      }
      // std::function must be copyable, so the result travels by shared pointer.
      auto result = std::make_shared<WorkResult>(Work(item.task, records));
      {
        const std::lock_guard lock(mutex_);
        --busy_;
      }
      post_([result, done = std::move(item.done)] { done(std::move(*result)); });
    }
  }

  // The task itself answers for its own exceptions; this one is for the database that is not there.
  WorkResult Work(const WorkTask& task, std::unique_ptr<RecordReader>& records) const {
    try {
      if (records == nullptr) records = OpenRecordReader(database_path_);
      return task(*records);
    } catch (const std::exception& broken) {
      return Fail(JobFailure{std::string("Internal error: ") + broken.what(), "SERVER_ERROR"});
    }
  }

  const std::string database_path_;
  const std::function<void(std::function<void()>)> post_;
  mutable std::mutex mutex_;
  std::size_t busy_ = 0;
  std::condition_variable_any wake_;
  std::deque<Item> queue_;
  std::vector<std::jthread> threads_;  // last: joined before the rest goes
};

}  // namespace

std::unique_ptr<WorkerPool> MakeThreadWorkerPool(std::size_t threads, std::string database_path,
                                                 std::function<void(std::function<void()>)> post) {
  return std::make_unique<ThreadWorkerPool>(threads, std::move(database_path), std::move(post));
}

}  // namespace portside
