// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/worker_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
        [core](const RecordReader& reader) -> WorkResult {
          EXPECT_NE(std::this_thread::get_id(), core);
          WorkOutput output;
          reader.Visit("rows", [&](const Record& record) {
            output.document["row"] = std::string(record.bytes);
          });
          return output;
        },
        [&answered, core](const WorkResult& result) {
          EXPECT_EQ(std::this_thread::get_id(), core);
          EXPECT_EQ(result->document["row"], "stored");
          ++answered;
        });
  }
  for (int i = 0; i < 10; ++i) inbox.RunOne();
  EXPECT_EQ(answered, 10);
}

TEST(WorkerPoolTest, ADatabaseThatCannotBeReadFailsTheWork) {
  Inbox inbox;
  const auto pool =
      MakeThreadWorkerPool(1, "/nonexistent/p.sqlite3", [&inbox](auto call) { inbox.Post(call); });
  std::string reason;
  pool->Run([](const RecordReader&) -> WorkResult { return WorkOutput{}; },
            [&reason](const WorkResult& result) { reason = result.error().reason; });
  inbox.RunOne();
  EXPECT_THAT(reason, testing::HasSubstr("/nonexistent/p.sqlite3"));
}

}  // namespace
}  // namespace portside
