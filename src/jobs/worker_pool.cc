// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/worker_pool.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace portside {
namespace {

// A call that a worker waits for.
struct CoreCall {
  std::mutex mutex;
  std::condition_variable_any done;
  bool is_done = false;
  std::exception_ptr error;

  void Run(const std::function<void()>& call) {
    try {
      call();
    } catch (...) {
      error = std::current_exception();
    }
    {
      const std::lock_guard lock(mutex);
      is_done = true;
    }
    done.notify_one();
  }

  void Wait(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    if (!done.wait(lock, stop, [this] { return is_done; })) throw WorkStopped();
    if (error) std::rethrow_exception(error);
  }
};

// A task's call that other workers may join in.
struct SharedCall {
  const CrewMember& call;
  std::size_t memory = 0;   // of each that joins in
  std::size_t helpers = 0;  // that are in it
  bool is_over = false;     // there is nothing left to begin
  std::exception_ptr error{};
};

class ThreadWorkerPool final : public WorkerPool {
 public:
  ThreadWorkerPool(std::size_t threads, std::string database_path,
                   std::function<void(std::function<void()>)> post, std::size_t budget)
      : database_path_(std::move(database_path)), post_(std::move(post)), budget_(budget) {
    for (std::size_t i = 0; i < threads; ++i) {
      threads_.emplace_back([this](const std::stop_token& stop) { Serve(stop); });
    }
  }

  ~ThreadWorkerPool() override {
    for (std::jthread& thread : threads_) thread.request_stop();
    wake_.notify_all();
  }

  void Run(WorkTask task, WorkDone done, std::size_t memory) override {
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back({std::move(task), std::move(done), memory});
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
    std::size_t memory = 0;
  };

  // One that alone is over the budget runs alone. None overtakes another, so none waits for ever.
  [[nodiscard]] bool MayBegin() const {
    return !queue_.empty() && (busy_ == 0 || in_use_ + queue_.front().memory <= budget_);
  }

  // A call that a worker with nothing else to do may join in.
  [[nodiscard]] SharedCall* FindCall() const {
    for (SharedCall* shared : calls_) {
      if (!shared->is_over && in_use_ + shared->memory <= budget_) return shared;
    }
    return nullptr;
  }

  void Serve(const std::stop_token& stop) {
    // A connection of its own, opened when there is first something to do.
    std::unique_ptr<RecordReader> records;
    for (;;) {
      Item item;
      {
        std::unique_lock lock(mutex_);
        if (!wake_.wait(lock, stop, [this] { return MayBegin() || FindCall() != nullptr; })) return;
        if (stop.stop_requested()) return;
        if (!MayBegin()) {
          Help(*FindCall(), lock, stop);
          continue;
        }
        item = std::move(queue_.front());
        queue_.pop_front();
        ++busy_;
        in_use_ += item.memory;
      }
      // std::function must be copyable, so the result travels by shared pointer.
      auto result = std::make_shared<WorkResult>(Work(item, records, stop));
      {
        const std::lock_guard lock(mutex_);
        --busy_;
        in_use_ -= item.memory;
      }
      wake_.notify_all();
      post_([result, done = std::move(item.done)] { done(std::move(*result)); });
    }
  }

  // The task itself answers for its own exceptions; this one is for the database that is not there.
  WorkResult Work(const Item& item, std::unique_ptr<RecordReader>& records,
                  const std::stop_token& stop) {
    const std::function<void(std::function<void()>)> on_core = [&](std::function<void()> call) {
      auto waiting = std::make_shared<CoreCall>();
      post_([waiting, call = std::move(call)] { waiting->Run(call); });
      waiting->Wait(stop);
    };
    const Crew crew = [&](const CrewMember& call) { Share(call, item.memory); };
    try {
      if (records == nullptr) records = OpenRecordReader(database_path_);
      return item.task(WorkerTools{*records, on_core, crew});
    } catch (const std::exception& broken) {
      return Fail(JobFailure{std::string("Internal error: ") + broken.what(), "SERVER_ERROR"});
    }
  }

  void Share(const CrewMember& call, std::size_t memory) {
    SharedCall shared{call, memory};
    {
      const std::lock_guard lock(mutex_);
      calls_.push_back(&shared);
    }
    wake_.notify_all();
    std::exception_ptr error;
    try {
      call([] { return true; });
    } catch (...) {
      error = std::current_exception();
    }
    {
      std::unique_lock lock(mutex_);
      std::erase(calls_, &shared);
      left_.wait(lock, [&] { return shared.helpers == 0; });
      if (!error) error = shared.error;
    }
    if (error) std::rethrow_exception(error);
  }

  // Until nothing is left to begin, or a task waits for a worker.
  void Help(SharedCall& shared, std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
    ++shared.helpers;
    in_use_ += shared.memory;
    lock.unlock();
    bool was_called_away = false;
    std::exception_ptr error;
    try {
      shared.call([&] {
        const std::lock_guard looking(mutex_);
        was_called_away = was_called_away || !queue_.empty() || stop.stop_requested();
        return !was_called_away;
      });
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    --shared.helpers;
    in_use_ -= shared.memory;
    if (error && !shared.error) shared.error = error;
    if (!was_called_away) shared.is_over = true;
    left_.notify_all();
    wake_.notify_all();
  }

  const std::string database_path_;
  const std::function<void(std::function<void()>)> post_;
  const std::size_t budget_;
  mutable std::mutex mutex_;
  std::size_t busy_ = 0;
  std::size_t in_use_ = 0;  // bytes
  std::condition_variable_any wake_;
  std::deque<Item> queue_;
  std::vector<SharedCall*> calls_;
  std::condition_variable left_;       // a helper is out of a call
  std::vector<std::jthread> threads_;  // last: joined before the rest goes
};

}  // namespace

std::unique_ptr<WorkerPool> MakeThreadWorkerPool(std::size_t threads, std::string database_path,
                                                 std::function<void(std::function<void()>)> post,
                                                 std::size_t budget) {
  return std::make_unique<ThreadWorkerPool>(threads, std::move(database_path), std::move(post),
                                            budget);
}

}  // namespace portside
