// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/worker_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "support/temporary_directory.h"

namespace portside {
namespace {

// The core thread's queue.
class Inbox {
 public:
  void Post(std::function<void()> call) {
    const std::lock_guard lock(mutex_);
    calls_.push_back(std::move(call));
    wake_.notify_one();
  }
  void RunOne() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return !calls_.empty(); });
    auto call = std::move(calls_.front());
    calls_.pop_front();
    lock.unlock();
    call();
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> calls_;
};

TEST(WorkerPoolTest, WorksOnOtherThreadsAndAnswersOnTheCore) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  Database database(path);
  RecordLog records(database);
  records.Append("rows", "stored");
  database.Commit();

  Inbox inbox;
  const auto pool = MakeThreadWorkerPool(2, path, [&inbox](auto call) { inbox.Post(call); });
  const std::thread::id core = std::this_thread::get_id();
  int answered = 0;
  for (int i = 0; i < 10; ++i) {
    pool->Run(
        [core](const WorkerTools& tools) -> WorkResult {
          EXPECT_NE(std::this_thread::get_id(), core);
          WorkOutput output;
          tools.records.Visit("rows", [&](const Record& record) {
            output.document["row"] = std::string(record.bytes);
          });
          return output;
        },
        [&answered, core](const WorkResult& result) {
          EXPECT_EQ(std::this_thread::get_id(), core);
          EXPECT_EQ(result->document["row"], "stored");
          ++answered;
        },
        0);
  }
  for (int i = 0; i < 10; ++i) inbox.RunOne();
  EXPECT_EQ(answered, 10);
}

TEST(WorkerPoolTest, ADatabaseThatCannotBeReadFailsTheWork) {
  Inbox inbox;
  const auto pool =
      MakeThreadWorkerPool(1, "/nonexistent/p.sqlite3", [&inbox](auto call) { inbox.Post(call); });
  std::string reason;
  pool->Run([](const WorkerTools&) -> WorkResult { return WorkOutput{}; },
            [&reason](const WorkResult& result) { reason = result.error().reason; }, 0);
  inbox.RunOne();
  EXPECT_THAT(reason, testing::HasSubstr("/nonexistent/p.sqlite3"));
}

// Runs what the workers post until `is_over`.
template <typename IsOver>
void RunUntil(Inbox& inbox, const IsOver& is_over) {
  while (!is_over()) inbox.RunOne();
}

TEST(WorkerPoolTest, AWorkerCanHaveTheCoreDoSomethingAndHearsOfItsErrors) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  { const Database made(path); }
  Inbox inbox;
  const auto pool = MakeThreadWorkerPool(1, path, [&inbox](auto call) { inbox.Post(call); });
  const std::thread::id core = std::this_thread::get_id();
  std::string reason;
  int calls = 0;
  pool->Run(
      [&](const WorkerTools& tools) -> WorkResult {
        tools.on_core([&] {
          EXPECT_EQ(std::this_thread::get_id(), core);
          ++calls;
        });
        EXPECT_EQ(calls, 1) << "it waits";
        tools.on_core([] { throw std::runtime_error("the core refused"); });
        return WorkOutput{};
      },
      [&reason](const WorkResult& result) { reason = result.error().reason; }, 0);
  RunUntil(inbox, [&reason] { return !reason.empty(); });
  EXPECT_EQ(reason, "Internal error: the core refused");
}

TEST(WorkerPoolTest, AWorkerThatWaitsForTheCoreDoesNotHoldUpTheEnd) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  { const Database made(path); }
  Inbox inbox;
  auto pool = MakeThreadWorkerPool(1, path, [&inbox](auto call) { inbox.Post(call); });
  pool->Run(
      [](const WorkerTools& tools) -> WorkResult {
        tools.on_core([] {});
        return WorkOutput{};
      },
      [](const WorkResult&) {}, 0);
  pool.reset();
}

// Two of them fit, a third waits; one that never fits runs alone.
TEST(WorkerPoolTest, TasksThatWouldHoldTooMuchWait) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  { const Database made(path); }
  Inbox inbox;
  const auto pool = MakeThreadWorkerPool(
      4, path, [&inbox](auto call) { inbox.Post(call); }, /*budget=*/100);
  std::mutex mutex;
  std::size_t running = 0;
  std::size_t most = 0;
  std::size_t done = 0;
  const auto run = [&](std::size_t memory) {
    pool->Run(
        [&, memory](const WorkerTools& tools) -> WorkResult {
          {
            const std::lock_guard lock(mutex);
            running += memory;
            most = std::max(most, running);
          }
          tools.on_core([] {});
          const std::lock_guard lock(mutex);
          running -= memory;
          return WorkOutput{};
        },
        [&done](const WorkResult&) { ++done; }, memory);
  };
  for (int i = 0; i < 12; ++i) run(50);
  RunUntil(inbox, [&done] { return done == 12; });
  EXPECT_LE(most, 100U);
  run(500);
  run(50);
  RunUntil(inbox, [&done] { return done == 14; });
  EXPECT_EQ(most, 500U) << "alone";
}

// Two threads are in one call at the same time: each waits for the other.
TEST(WorkerPoolTest, AWorkerWithNothingToDoHelps) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  { const Database made(path); }
  Inbox inbox;
  const auto pool = MakeThreadWorkerPool(2, path, [&inbox](auto call) { inbox.Post(call); });
  std::mutex mutex;
  std::condition_variable met;
  std::size_t inside = 0;
  bool is_done = false;
  pool->Run(
      [&](const WorkerTools& tools) -> WorkResult {
        tools.crew([&](const auto& may_go_on) {
          EXPECT_TRUE(may_go_on());
          std::unique_lock lock(mutex);
          ++inside;
          met.notify_all();
          met.wait(lock, [&] { return inside >= 2; });
        });
        return WorkOutput{};
      },
      [&](const WorkResult&) { is_done = true; }, 0);
  RunUntil(inbox, [&] { return is_done; });
  EXPECT_EQ(inside, 2U);
}

// A helper holds as much as the task, so there is no room for one.
TEST(WorkerPoolTest, NobodyHelpsWhereThereIsNoRoom) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  { const Database made(path); }
  Inbox inbox;
  const auto pool = MakeThreadWorkerPool(
      2, path, [&inbox](auto call) { inbox.Post(call); }, /*budget=*/100);
  std::atomic<int> inside = 0;
  bool is_done = false;
  pool->Run(
      [&](const WorkerTools& tools) -> WorkResult {
        tools.crew([&](const auto&) {
          ++inside;
          tools.on_core([] {});
        });
        return WorkOutput{};
      },
      [&](const WorkResult&) { is_done = true; }, 60);
  RunUntil(inbox, [&] { return is_done; });
  EXPECT_EQ(inside, 1);
}

// A task that waits for a worker comes before help.
TEST(WorkerPoolTest, AHelperIsCalledAway) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  { const Database made(path); }
  Inbox inbox;
  const auto pool = MakeThreadWorkerPool(2, path, [&inbox](auto call) { inbox.Post(call); });
  std::mutex mutex;
  std::condition_variable changed;
  std::atomic<bool> other_ran = false;
  std::size_t done = 0;
  const std::thread::id core = std::this_thread::get_id();
  pool->Run(
      [&](const WorkerTools& tools) -> WorkResult {
        const std::thread::id own = std::this_thread::get_id();
        tools.crew([&](const auto& may_go_on) {
          if (std::this_thread::get_id() == own) {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return other_ran.load(); });
          } else {
            while (may_go_on() && !other_ran) std::this_thread::yield();
          }
        });
        return WorkOutput{};
      },
      [&](const WorkResult&) { ++done; }, 0);
  pool->Run(
      [&](const WorkerTools&) -> WorkResult {
        EXPECT_NE(std::this_thread::get_id(), core);
        {
          const std::lock_guard lock(mutex);
          other_ran = true;
        }
        changed.notify_all();
        return WorkOutput{};
      },
      [&](const WorkResult&) { ++done; }, 0);
  RunUntil(inbox, [&] { return done == 2; });
  EXPECT_TRUE(other_ran);
}

TEST(WorkerPoolTest, AnErrorOfAHelperIsTheTasks) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  { const Database made(path); }
  Inbox inbox;
  const auto pool = MakeThreadWorkerPool(2, path, [&inbox](auto call) { inbox.Post(call); });
  std::mutex mutex;
  std::condition_variable helped;
  bool is_helped = false;
  std::string reason;
  pool->Run(
      [&](const WorkerTools& tools) -> WorkResult {
        const std::thread::id own = std::this_thread::get_id();
        tools.crew([&](const auto&) {
          std::unique_lock lock(mutex);
          if (std::this_thread::get_id() != own) {
            is_helped = true;
            helped.notify_all();
            throw std::runtime_error("the helper broke");
          }
          helped.wait(lock, [&] { return is_helped; });
        });
        return WorkOutput{};
      },
      [&](const WorkResult& result) { reason = result.error().reason; }, 0);
  RunUntil(inbox, [&] { return !reason.empty(); });
  EXPECT_EQ(reason, "Internal error: the helper broke");
}

}  // namespace
}  // namespace portside
