// SPDX-License-Identifier: Apache-2.0

#include "portside/state/state_keeper.h"

#include <sstream>

#include "portside/base/limits.h"
#include "portside/base/log.h"
#include "portside/store/unit_of_work.h"
#include "state/kept.h"

namespace portside {
namespace {

BucketScope BucketsOf(const StateScope& scope) { return {scope.account, scope.region}; }

StateError Unknown(const std::string& name) {
  return {StateError::Kind::kUnknown, "There is no snapshot '" + name + "'."};
}

}  // namespace

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return file ? text.str() : std::string();
}

// In place as a whole.
void WriteText(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::path staged = path;
  staged += "~";
  {
    std::ofstream file(staged, std::ios::binary);
    file << text << std::flush;
    if (!file) throw std::runtime_error("writing " + staged.string() + " failed");
  }
  std::filesystem::rename(staged, path);
}

StateError Broken(const std::string& doing, const std::exception& reason) {
  return {StateError::Kind::kBroken, doing + " failed: " + reason.what()};
}

StateKeeper::StateKeeper(Parts parts) : parts_(std::move(parts)) {
  if (!parts_.folder.empty()) Load();
}

StateKeeper::~StateKeeper() = default;

void StateKeeper::AddService(const std::string& name, const std::string& operations) {
  services_[name].push_back(operations);
}

std::vector<std::string> StateKeeper::Services() const {
  std::vector<std::string> names;
  for (const auto& [name, operations] : services_) names.push_back(name);
  names.emplace_back("s3");
  return names;
}

StateScope StateKeeper::Complete(StateScope scope) const {
  const auto found = services_.find(scope.service);
  if (found != services_.end()) scope.operations = found->second;
  return scope;
}

template <typename T>
StateResult<T> StateKeeper::Anew(const std::string& doing, const StateScope& scope,
                                 const std::function<StateResult<T>()>& work) {
  parts_.scheduler.Clear(scope);
  StateResult<T> result;
  try {
    result = work();
  } catch (const std::exception& reason) {
    Reload(0);
    result = Fail(Broken(doing, reason));
  }
  // What is there now goes on, also where nothing was changed.
  parts_.scheduler.Resume(scope);
  return result;
}

void StateKeeper::Reset(const StateScope& scope, std::function<void(StateResult<Removed>)> done) {
  parts_.scheduler.Cancel(scope);
  parts_.scheduler.WhenIdle(
      [this, scope = Complete(scope), done = std::move(done)] {
        const std::string doing = "The reset";
        RunAlone<Removed>(
            doing,
            [this, doing, scope] {
              return Anew<Removed>(doing, scope, [&] { return Remove(scope); });
            },
            done);
      },
      scope);
}

StateKeeper::Removed StateKeeper::Remove(const StateScope& scope) {
  Removed removed;
  {
    UnitOfWork unit(parts_.database);
    removed.resources = RemoveRows(parts_.database, scope);
    unit.Commit();
    parts_.database.Flush();
  }
  Reload(0);
  if (scope.IsEverything()) {
    parts_.scheduler.rules().Clear();
    if (parts_.forget) parts_.forget();
  } else {
    parts_.scheduler.rules().SettleAs(JobRules(), scope);
  }
  if (scope.HasObjects()) removed.objects = parts_.objects.RemoveBuckets(BucketsOf(scope));
  return removed;
}

// Rows have come and gone past the repositories.
void StateKeeper::Reload(std::int64_t newest_sequence) {
  parts_.resources.Reload(newest_sequence);
  parts_.records.Reload();
}

void StateKeeper::RunAside(std::function<void()> work, std::function<void()> done) {
  if (parts_.aside) return parts_.aside(std::move(work), std::move(done));
  work();
  done();
}

std::vector<Snapshot> StateKeeper::List() const {
  std::vector<Snapshot> list;
  for (const auto& [name, kept] : snapshots_) {
    if (name != kArchiveName) list.push_back(kept->stored.snapshot);
  }
  return list;
}

std::filesystem::path StateKeeper::PathOf(const Kept& kept) const {
  return parts_.folder / FolderOf(kept);
}

std::string StateKeeper::FolderOf(const Kept& kept) {
  return "snapshots/" + kept.stored.snapshot.name + "@" + std::to_string(kept.number);
}

std::string StateKeeper::ObjectsOf(const Kept& kept) { return FolderOf(kept) + "/objects"; }

std::filesystem::path StateKeeper::Mark() const {
  return parts_.folder / "snapshots" / "restoring";
}

StateKeeper::Rows StateKeeper::RowsOf(Kept& kept) {
  if (parts_.folder.empty()) {
    if (kept.rows == nullptr) kept.rows = std::make_unique<Database>(":memory:");
    return {*kept.rows, nullptr};
  }
  auto opened = std::make_unique<Database>(PathOf(kept) / "rows.sqlite3");
  return {*opened, std::move(opened)};
}

void StateKeeper::Load() {
  const std::filesystem::path folder = parts_.folder / "snapshots";
  std::filesystem::create_directories(folder);
  std::vector<std::filesystem::path> left_over;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.is_directory()) continue;
    const std::string name = entry.path().filename();
    const std::optional<Json> json = ParseJson(ReadText(entry.path() / "snapshot.json"));
    auto kept = std::make_unique<Kept>();
    auto stored = json ? StoredSnapshotFromJson(*json) : std::nullopt;
    if (stored) kept->stored = std::move(*stored);
    kept->number = std::atoll(name.substr(name.find('@') + 1).c_str());
    last_number_ = std::max(last_number_, kept->number);
    // A save that was killed left no snapshot.json, or the folder of the one that it replaced.
    auto& known = snapshots_[kept->stored.snapshot.name];
    if (!json || (name.starts_with(kArchiveName) && ReadText(Mark()) != kArchiveName) ||
        PathOf(*kept) != entry.path() || (known && known->number > kept->number)) {
      left_over.push_back(entry.path());
    } else {
      if (known) left_over.push_back(PathOf(*known));
      known = std::move(kept);
    }
  }
  std::erase_if(snapshots_, [](const auto& snapshot) { return snapshot.second == nullptr; });
  for (const auto& path : left_over) {
    parts_.objects.DropObjects("snapshots/" + path.filename().string());
    std::filesystem::remove_all(path);
  }
  // Numbers of resources that come back with a snapshot are not given again.
  for (const auto& [name, kept] : snapshots_) parts_.resources.Reload(kept->stored.newest_sequence);
}

void StateKeeper::Write(Kept& kept) {
  WriteRows(parts_.database, kept);
  WriteObjects(kept);
  if (!parts_.folder.empty()) {
    WriteText(PathOf(kept) / "snapshot.json", DumpJson(ToJson(kept.stored)));
  }
}

void StateKeeper::WriteRows(Database& from, Kept& kept) {
  if (!parts_.folder.empty()) std::filesystem::create_directories(PathOf(kept));
  Snapshot& snapshot = kept.stored.snapshot;
  kept.stored.schema = CurrentSchema();
  if (!snapshot.scope.HasRows()) return;
  const Rows rows = RowsOf(kept);
  snapshot.resources = CopyRows(from, rows.database, Complete(snapshot.scope));
  rows.database.Commit();
  kept.stored.newest_sequence = NewestSequence(rows.database);
}

void StateKeeper::WriteObjects(Kept& kept) {
  if (!parts_.folder.empty()) std::filesystem::create_directories(PathOf(kept));
  Snapshot& snapshot = kept.stored.snapshot;
  if (!snapshot.scope.HasObjects()) return;
  const SnapshotResult objects =
      parts_.objects.SaveObjects(ObjectsOf(kept), BucketsOf(snapshot.scope));
  if (!objects) throw std::runtime_error(objects.error());
  snapshot.objects = *objects;
}

void StateKeeper::Remove(const Kept& kept) {
  std::error_code ignored;
  // Without this it is none any more, whatever a kill leaves of the rest.
  if (!parts_.folder.empty()) std::filesystem::remove(PathOf(kept) / "snapshot.json", ignored);
  parts_.objects.DropObjects(FolderOf(kept));
  if (!parts_.folder.empty()) std::filesystem::remove_all(PathOf(kept), ignored);
}

void StateKeeper::Save(const std::string& name, const StateScope& scope, Saved done) {
  if (!snapshots_.contains(name) && snapshots_.size() >= limits::kSnapshots) {
    return done(Fail(StateError{StateError::Kind::kRefused,
                                "There are " + std::to_string(snapshots_.size()) +
                                    " snapshots already, which is the most; drop some."}));
  }
  auto kept = std::make_shared<std::unique_ptr<Kept>>(std::make_unique<Kept>());
  (*kept)->number = ++last_number_;
  (*kept)->stored.snapshot = {name, scope, parts_.clock.Now()};
  (*kept)->process = Kept::Process{parts_.clock.setting(), parts_.scheduler.rules(),
                                   parts_.remember ? parts_.remember() : nullptr};
  RunAlone<Snapshot>(
      "Saving the snapshot '" + name + "'",
      [this, kept]() -> StateResult<Snapshot> {
        Write(**kept);
        return (*kept)->stored.snapshot;
      },
      [this, kept, name, done = std::move(done)](StateResult<Snapshot> saved) {
        if (!saved) {
          Remove(**kept);
          return done(std::move(saved));
        }
        std::unique_ptr<Kept>& place = snapshots_[name];
        if (place != nullptr) Remove(*place);
        place = std::move(*kept);
        done(std::move(saved));
      });
}

StateResult<void> StateKeeper::Drop(const std::string& name) {
  const auto found = snapshots_.find(name);
  if (found == snapshots_.end()) return Fail(Unknown(name));
  Remove(*found->second);
  snapshots_.erase(found);
  return {};
}

void StateKeeper::Restore(const std::string& name, Restored done) {
  const auto found = snapshots_.find(name);
  if (found == snapshots_.end()) return done(Fail(Unknown(name)));
  const StoredSnapshot& stored = found->second->stored;
  if (stored.schema > CurrentSchema()) {
    return done(Fail(StateError{StateError::Kind::kRefused,
                                "The snapshot '" + name + "' was saved by a newer version of " +
                                    "Portside (schema " + std::to_string(stored.schema) +
                                    ", this one's is " + std::to_string(CurrentSchema()) + ")."}));
  }
  const StateScope scope = stored.snapshot.scope;
  parts_.scheduler.Cancel(scope);
  parts_.scheduler.WhenIdle(
      [this, name, scope, done = std::move(done)] {
        const std::string doing = "Restoring the snapshot '" + name + "'";
        RunAlone<Snapshot>(
            doing,
            [this, doing, name, scope] {
              return Anew<Snapshot>(doing, scope, [&]() -> StateResult<Snapshot> {
                const auto kept = snapshots_.find(name);
                // Dropped while this waited.
                if (kept == snapshots_.end()) return Fail(Unknown(name));
                TRY(Apply(*kept->second));
                return kept->second->stored.snapshot;
              });
            },
            done);
      },
      scope);
}

StateResult<void> StateKeeper::Apply(Kept& kept) {
  const StateScope& scope = kept.stored.snapshot.scope;
  if (!parts_.folder.empty()) WriteText(Mark(), kept.stored.snapshot.name);
  const StateResult<void> replaced = Replace(kept);
  if (!parts_.folder.empty()) std::filesystem::remove(Mark());
  if (!replaced) return replaced;
  if (!kept.process) return {};
  if (scope.IsEverything()) {
    parts_.clock.Set(kept.process->clock);
    parts_.scheduler.rules() = kept.process->rules;
    if (kept.process->bring_back) kept.process->bring_back();
  } else {
    parts_.scheduler.rules().SettleAs(kept.process->rules, scope);
  }
  return {};
}

StateResult<void> StateKeeper::Replace(Kept& kept) {
  const StateScope scope = Complete(kept.stored.snapshot.scope);
  UnitOfWork unit(parts_.database);
  RemoveRows(parts_.database, scope);
  if (scope.HasRows()) CopyRows(RowsOf(kept).database, parts_.database, StateScope());
  if (scope.HasObjects()) {
    const SnapshotResult objects = parts_.objects.RestoreObjects(ObjectsOf(kept), BucketsOf(scope));
    if (!objects) return Fail(StateError{StateError::Kind::kRefused, objects.error()});
  }
  unit.Commit();
  parts_.database.Flush();
  Reload(kept.stored.newest_sequence);
  return {};
}

void StateKeeper::FinishInterrupted() {
  if (parts_.folder.empty()) return;
  const std::string name = ReadText(Mark());
  const auto kept = snapshots_.find(name);
  if (kept == snapshots_.end()) return;
  log::Info("a restore was interrupted and is done now", {{"snapshot", std::string_view(name)}});
  try {
    const StateResult<void> applied = Apply(*kept->second);
    if (!applied) {
      log::Error("the restore failed", {{"reason", std::string_view(applied.error().message)}});
    }
  } catch (const std::exception& reason) {
    Reload(0);
    log::Error("the restore failed", {{"reason", std::string_view(reason.what())}});
  }
  if (name == kArchiveName) (void)Drop(name);
}

}  // namespace portside
