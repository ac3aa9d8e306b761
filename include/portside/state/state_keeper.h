// SPDX-License-Identifier: Apache-2.0
//
// StateKeeper: the whole state as one thing, or the part of one service, account or region:
// dropped, saved under a name, brought back. Rows and objects go together; jobs that a state finds
// on their way go on. Core thread only; what takes as long as there is much of the state is done on
// another thread, while the state stands still.
//
// A snapshot is a folder of the data directory, .portside/snapshots/<name>@<number>/, and counts
// once its snapshot.json is there. Without a data directory snapshots live in memory.

#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "portside/base/result.h"
#include "portside/base/user_clock.h"
#include "portside/http/message.h"
#include "portside/jobs/scheduler.h"
#include "portside/objects/haste.h"
#include "portside/objects/object_store.h"
#include "portside/state/snapshot.h"
#include "portside/store/database.h"
#include "portside/store/record_log.h"
#include "portside/store/resource_repository.h"
#include "portside/store/state_rows.h"

namespace portside {

class StateKeeper {
 public:
  struct Parts {
    UserClock& clock;
    Database& database;
    ResourceRepository& resources;
    RecordLog& records;
    Scheduler& scheduler;
    ObjectStore& objects;
    std::filesystem::path folder;  // .portside of the data directory; empty: memory
    std::string version;           // of the program, for archives
    // What else a test has ordered, of parts above this one: `forget` drops it, `remember` gives
    // what brings it back as it is now.
    std::function<void()> forget = nullptr;
    std::function<std::function<void()>()> remember = nullptr;
    Aside aside = nullptr;  // null: packs and unpacks on the spot
    // Runs work on another thread while nobody else looks at the state or changes it. Null: on the
    // spot.
    Aside alone = nullptr;
  };
  struct Removed {
    std::int64_t resources = 0;
    std::uint64_t objects = 0;
  };
  using Restored = std::function<void(StateResult<Snapshot>)>;

  explicit StateKeeper(Parts parts);
  ~StateKeeper();

  // A service that scopes may name; its client tokens are under operations that begin with that.
  void AddService(const std::string& name, const std::string& operations);
  [[nodiscard]] std::vector<std::string> Services() const;  // "s3" too
  // Fills in what only the services know.
  [[nodiscard]] StateScope Complete(StateScope scope) const;

  // Drops everything, the rules of tests too; or what the scope matches, and nothing else. Waits
  // for the work that it has cancelled. Where the database refuses it, rows and rules are as they
  // were.
  void Reset(const StateScope& scope, std::function<void(StateResult<Removed>)> done);

  [[nodiscard]] std::vector<Snapshot> List() const;  // by name
  // Replaces one of that name.
  using Saved = std::function<void(StateResult<Snapshot>)>;
  void Save(const std::string& name, const StateScope& scope, Saved done);
  // Makes the snapshot's part of the state what it was, and leaves the rest alone. One of
  // everything brings back the clock, the chance and the rules as well, in the process that saved
  // it. Where that fails for a reason that could be known, nothing has changed.
  void Restore(const std::string& name, Restored done);
  StateResult<void> Drop(const std::string& name);

  // The whole state in one file, to be loaded elsewhere; and such a file in place of this state. It
  // is looked at as a whole before anything of the present state goes.
  struct Archive {
    std::shared_ptr<SharedFile> file;
    std::uint64_t size = 0;
  };
  // Packing, unpacking and looking at it are done aside.
  void Export(std::function<void(StateResult<Archive>)> done);
  void Import(const std::filesystem::path& archive, Restored done);
  // Where an archive that arrives is to be put; gone after the next start.
  [[nodiscard]] std::filesystem::path NextStaged();
  [[nodiscard]] bool HasFolder() const { return !parts_.folder.empty(); }

  // After a kill amid a restore: begins that anew. Before the scheduler resumes.
  void FinishInterrupted();

 private:
  struct Kept;
  struct Rows;

  [[nodiscard]] std::filesystem::path PathOf(const Kept& kept) const;
  [[nodiscard]] static std::string FolderOf(const Kept& kept);
  [[nodiscard]] static std::string ObjectsOf(const Kept& kept);
  [[nodiscard]] std::filesystem::path Mark() const;
  Rows RowsOf(Kept& kept);
  void Load();
  void Write(Kept& kept);
  void WriteRows(Database& from, Kept& kept);
  void WriteObjects(Kept& kept);
  void Remove(const Kept& kept);
  StateResult<void> Apply(Kept& kept);
  StateResult<void> Replace(Kept& kept);
  StateResult<Archive> Pack(Database& now, Kept& kept, const std::filesystem::path& archive);
  StateResult<void> Unpack(Kept& kept, const std::filesystem::path& archive);
  [[nodiscard]] KnownKinds MakeKnownKinds() const;
  void RunAside(std::function<void()> work, std::function<void()> done);
  // `work` is given its result to fill in; what it throws is that it failed at `doing`.
  template <typename T>
  void RunAlone(const std::string& doing, std::function<StateResult<T>()> work,
                std::function<void(StateResult<T>)> done);
  // What `work` does to the rows of the scope, with nothing of them scheduled meanwhile.
  template <typename T>
  StateResult<T> Anew(const std::string& doing, const StateScope& scope,
                      const std::function<StateResult<T>()>& work);
  Removed Remove(const StateScope& scope);
  void Reload(std::int64_t newest_sequence);

  Parts parts_;
  std::map<std::string, std::vector<std::string>> services_;
  std::map<std::string, std::unique_ptr<Kept>> snapshots_;
  std::int64_t last_number_ = 0;
  bool is_importing_ = false;
};

}  // namespace portside
