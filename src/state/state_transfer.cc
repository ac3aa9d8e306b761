// SPDX-License-Identifier: Apache-2.0
//
// The half of StateKeeper that carries states to other servers and takes theirs.

#include <fcntl.h>

#include <cerrno>
#include <system_error>

#include "portside/state/state_archive.h"
#include "portside/state/state_keeper.h"
#include "portside/store/state_rows.h"
#include "state/kept.h"

namespace portside {
namespace {

namespace fs = std::filesystem;

// The file itself goes with its last descriptor.
StateKeeper::Archive OpenAndUnlink(const fs::path& path) {
  const auto size = fs::file_size(path);
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), path.string());
  fs::remove(path);
  return {std::make_shared<SharedFile>(descriptor), size};
}

StateError Refused(const std::string& message) { return {StateError::Kind::kRefused, message}; }

// A connection of its own, which sees the rows as they are now for as long as it lives: another
// thread copies them while the core goes on.
std::shared_ptr<Database> ThisMoment(Database& database) {
  database.Flush();
  auto moment = std::make_shared<Database>(database.path(), Database::Mode::kReadOnly);
  moment->Execute("BEGIN; SELECT COUNT(*) FROM sqlite_schema");
  return moment;
}

StateError InMemory() {
  return Refused("This server keeps its state in memory; archives need a data directory.");
}

}  // namespace

fs::path StateKeeper::NextStaged() {
  return parts_.folder / "tmp" / ("state-" + std::to_string(++last_number_) + ".tar");
}

void StateKeeper::Export(std::function<void(StateResult<Archive>)> done) {
  if (!HasFolder()) return done(Fail(InMemory()));
  auto kept = std::make_shared<Kept>();
  kept->number = ++last_number_;
  kept->stored.snapshot.name = kArchiveName;
  kept->stored.snapshot.created_at = parts_.clock.Now();
  const fs::path path = NextStaged();
  RunAlone<std::shared_ptr<Database>>(
      "Saving the archive",
      [this, kept]() -> StateResult<std::shared_ptr<Database>> {
        std::shared_ptr<Database> rows = ThisMoment(parts_.database);
        WriteObjects(*kept);
        return rows;
      },
      [this, kept, path, done = std::move(done)](StateResult<std::shared_ptr<Database>> rows) {
        if (!rows) {
          Remove(*kept);
          return done(Fail(std::move(rows.error())));
        }
        auto packed = std::make_shared<StateResult<Archive>>();
        RunAside([this, kept, path, rows, packed] { *packed = Pack(**rows, *kept, path); },
                 [this, kept, packed, done] {
                   Remove(*kept);
                   done(std::move(*packed));
                 });
      });
}

// Any thread: nothing else knows of these files.
StateResult<StateKeeper::Archive> StateKeeper::Pack(Database& now, Kept& kept,
                                                    const fs::path& archive) {
  try {
    WriteRows(now, kept);
    const SnapshotResult objects = parts_.objects.ExportObjects(ObjectsOf(kept));
    if (!objects) return Fail(Refused(objects.error()));
    const Snapshot& snapshot = kept.stored.snapshot;
    PackState(PathOf(kept),
              {{"version", parts_.version},
               {"created_at", FormatIso8601(snapshot.created_at, 6)},
               {"resources", snapshot.resources},
               {"objects", snapshot.objects}},
              archive);
    return OpenAndUnlink(archive);
  } catch (const std::exception& reason) {
    std::error_code ignored;
    fs::remove(archive, ignored);
    return Fail(Broken("Saving the archive", reason));
  }
}

void StateKeeper::Import(const fs::path& archive, Restored done) {
  if (!HasFolder()) return done(Fail(InMemory()));
  if (is_importing_) return done(Fail(Refused("Another archive is being loaded.")));
  auto kept = std::make_shared<std::unique_ptr<Kept>>(std::make_unique<Kept>());
  (*kept)->number = ++last_number_;
  (*kept)->stored.snapshot.name = kArchiveName;
  (*kept)->stored.snapshot.created_at = parts_.clock.Now();
  // Out of the hands of whoever brought it.
  const fs::path own = NextStaged();
  std::error_code refused;
  fs::rename(archive, own, refused);
  if (refused) return done(Fail(Refused("The archive is gone: " + refused.message() + ".")));
  is_importing_ = true;
  auto unpacked = std::make_shared<StateResult<void>>();
  RunAside([this, kept, own, unpacked] { *unpacked = Unpack(**kept, own); },
           [this, kept, unpacked, done = std::move(done)] {
             if (!*unpacked) {
               is_importing_ = false;
               Remove(**kept);
               return done(Fail(unpacked->error()));
             }
             const std::string name(kArchiveName);
             snapshots_.insert_or_assign(name, std::move(*kept));
             Restore(name, [this, name, done](const StateResult<Snapshot>& restored) {
               is_importing_ = false;
               (void)Drop(name);
               done(restored);
             });
           });
}

KnownKinds StateKeeper::MakeKnownKinds() const {
  return [this](const SavedResource& saved) -> std::optional<std::string> {
    const std::string state(saved.state);
    const JobKind* kind = parts_.scheduler.FindKind(saved.kind);
    if (kind == nullptr) {
      const std::string service(saved.kind.substr(0, saved.kind.find("::")));
      if (!services_.contains(service)) return "is of the unknown kind " + std::string(saved.kind);
      if (!state.empty() || saved.is_due) return "has a state, which its kind has not";
      return std::nullopt;
    }
    const JobState* known = kind->Find(state);
    if (known == nullptr) return "is in the state '" + state + "', which its kind has not";
    if (saved.is_due == known->next.empty()) {
      return saved.is_due ? "waits for a time in the state " + state + ", which leads nowhere"
                          : "waits for nothing in the state " + state;
    }
    if (kind->find_flaw == nullptr) return std::nullopt;
    return kind->find_flaw(ParseJson(saved.document).value_or(Json::object()));
  };
}

// Any thread, as above.
StateResult<void> StateKeeper::Unpack(Kept& kept, const fs::path& archive) {
  const auto refuse = [](const std::string& why) {
    return Fail(StateError{StateError::Kind::kUnfit, "The archive is refused: " + why + "."});
  };
  try {
    const Expected<Json, std::string> about = UnpackState(archive, PathOf(kept));
    fs::remove(archive);
    if (!about) return refuse(about.error());
    if (const auto flaw = TakeOver(PathOf(kept) / "rows.sqlite3", MakeKnownKinds())) {
      return refuse(*flaw);
    }
    const SnapshotResult objects = parts_.objects.ImportObjects(ObjectsOf(kept));
    if (!objects) return refuse(objects.error());
    const Rows rows = RowsOf(kept);
    kept.stored.snapshot.resources = CountResources(rows.database);
    kept.stored.snapshot.objects = *objects;
    kept.stored.newest_sequence = NewestSequence(rows.database);
    kept.stored.schema = CurrentSchema();
    WriteText(PathOf(kept) / "snapshot.json", DumpJson(ToJson(kept.stored)));
    return {};
  } catch (const std::exception& reason) {
    std::error_code ignored;
    fs::remove(archive, ignored);
    return Fail(Broken("Unpacking the archive", reason));
  }
}

}  // namespace portside
