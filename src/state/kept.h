// SPDX-License-Identifier: Apache-2.0
//
// What a StateKeeper holds of one snapshot.

#pragma once

#include <fstream>
#include <memory>
#include <optional>

#include "portside/state/state_keeper.h"

namespace portside {

struct StateKeeper::Kept {
  StoredSnapshot stored;
  std::int64_t number = 0;
  std::unique_ptr<Database> rows;  // in memory
  // What only the process that saved it has.
  struct Process {
    UserClock::Setting clock;
    JobRules rules;
    std::function<void()> bring_back;  // what else a test had ordered; may be null
  };
  std::optional<Process> process;
};

// A database that is open for as long as it is needed.
struct StateKeeper::Rows {
  Database& database;
  std::unique_ptr<Database> opened;
};

// The name of a state that is on its way to an archive or from one; no snapshot's name has a dot
// before it.
inline constexpr std::string_view kArchiveName = ".archive";

// "" where there is no such file.
std::string ReadText(const std::filesystem::path& path);
// In place as a whole. Throws where the disk refuses.
void WriteText(const std::filesystem::path& path, const std::string& text);

StateError Broken(const std::string& doing, const std::exception& reason);

template <typename T>
void StateKeeper::RunAlone(const std::string& doing, std::function<StateResult<T>()> work,
                           std::function<void(StateResult<T>)> done) {
  auto result = std::make_shared<StateResult<T>>();
  auto guarded = [this, doing, work = std::move(work), result] {
    try {
      *result = work();
    } catch (const std::exception& reason) {
      Reload(0);
      *result = Fail(Broken(doing, reason));
    }
  };
  auto tell = [result, done = std::move(done)] { done(std::move(*result)); };
  if (parts_.alone) return parts_.alone(std::move(guarded), std::move(tell));
  guarded();
  tell();
}

}  // namespace portside
