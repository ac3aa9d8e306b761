// SPDX-License-Identifier: Apache-2.0

#include "portside/store/checkpointer.h"

#include <sqlite3.h>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "portside/base/limits.h"
#include "portside/base/log.h"

namespace portside {

class Checkpointer::Worker {
 public:
  explicit Worker(std::string path)
      : path_(std::move(path)), thread_([this](const std::stop_token& stop) { Serve(stop); }) {}

  void Ask() {
    {
      const std::lock_guard lock(mutex_);
      asked_ = true;
    }
    wake_.notify_one();
  }

  // Whether one was made since this was last asked.
  bool TakeMade() {
    const std::lock_guard lock(mutex_);
    return std::exchange(made_, false);
  }

 private:
  void Serve(const std::stop_token& stop) {
    std::unique_ptr<Database> connection;
    for (;;) {
      {
        std::unique_lock lock(mutex_);
        if (!wake_.wait(lock, stop, [this] { return asked_; })) return;
        if (stop.stop_requested()) return;
        asked_ = false;
      }
      try {
        if (connection == nullptr) {
          connection = std::make_unique<Database>(path_, Database::Mode::kReadWrite);
        }
        // Passive: it waits for nobody. What is read or written meanwhile is left for the next one.
        sqlite3_wal_checkpoint_v2(connection->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                  nullptr);
        const std::lock_guard lock(mutex_);
        made_ = true;
      } catch (const std::exception& broken) {
        log::Error("a checkpoint could not be made", {{"reason", std::string_view(broken.what())}});
      }
    }
  }

  const std::string path_;
  std::mutex mutex_;
  bool asked_ = false;
  bool made_ = false;
  std::condition_variable_any wake_;
  std::jthread thread_;  // last: joined before the rest goes
};

Checkpointer::Checkpointer(Database& database)
    : database_(database), worker_(std::make_unique<Worker>(database.path())) {
  // Called after each commit with the pages that the log has.
  const auto committed = [](void* context, sqlite3* connection, const char* name, int pages) {
    if (pages < limits::kLogPages) return SQLITE_OK;
    auto& worker = *static_cast<Worker*>(context);
    // The worker has moved nearly everything: the little that came meanwhile is moved here, so that
    // the log begins anew, which it does only when all of it was moved.
    if (worker.TakeMade() || pages >= limits::kLogPagesAtMost) {
      sqlite3_wal_checkpoint_v2(connection, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    } else {
      worker.Ask();
    }
    return SQLITE_OK;
  };
  sqlite3_wal_hook(database.handle(), committed, worker_.get());
}

Checkpointer::~Checkpointer() { sqlite3_wal_hook(database_.handle(), nullptr, nullptr); }

}  // namespace portside
