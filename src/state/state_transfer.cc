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

StateError InMemory() {
  return Refused("This server keeps its state in memory; archives need a data directory.");
}

}  // namespace

fs::path StateKeeper::NextStaged() {
  return parts_.folder / "tmp" / ("state-" + std::to_string(++last_number_) + ".tar");
}

StateResult<StateKeeper::Archive> StateKeeper::Export() {
  if (!HasFolder()) return Fail(InMemory());
  Kept kept;
  kept.number = ++last_number_;
  kept.stored.snapshot.name = kArchiveName;
  kept.stored.snapshot.created_at = parts_.clock.Now();
  const fs::path path = NextStaged();
  try {
    Write(kept);
    Pack(kept, path);
    Archive archive = OpenAndUnlink(path);
    Remove(kept);
    return archive;
  } catch (const std::exception& reason) {
    Remove(kept);
    std::error_code ignored;
    fs::remove(path, ignored);
    return Fail(Broken("Saving the archive", reason));
  }
}

void StateKeeper::Pack(Kept& kept, const fs::path& archive) {
  const SnapshotResult objects = parts_.objects.ExportObjects(ObjectsOf(kept));
  if (!objects) throw std::runtime_error(objects.error());
  const Snapshot& snapshot = kept.stored.snapshot;
  PackState(PathOf(kept),
            {{"version", parts_.version},
             {"created_at", FormatIso8601(snapshot.created_at, 6)},
             {"resources", snapshot.resources},
             {"objects", snapshot.objects}},
            archive);
}

void StateKeeper::Import(const fs::path& archive, Restored done) {
  const std::string name(kArchiveName);
  if (!HasFolder()) return done(Fail(InMemory()));
  if (snapshots_.contains(name)) return done(Fail(Refused("Another archive is being loaded.")));
  auto kept = std::make_unique<Kept>();
  kept->number = ++last_number_;
  kept->stored.snapshot.name = name;
  kept->stored.snapshot.created_at = parts_.clock.Now();
  StateResult<void> unpacked;
  try {
    unpacked = Unpack(*kept, archive);
  } catch (const std::exception& reason) {
    unpacked = Fail(Broken("Unpacking the archive", reason));
  }
  if (!unpacked) {
    Remove(*kept);
    return done(Fail(unpacked.error()));
  }
  snapshots_.emplace(name, std::move(kept));
  Restore(name, [this, name, done = std::move(done)](const StateResult<Snapshot>& restored) {
    (void)Drop(name);
    done(restored);
  });
}

StateResult<void> StateKeeper::Unpack(Kept& kept, const fs::path& archive) {
  const auto refuse = [](const std::string& why) {
    return Fail(StateError{StateError::Kind::kUnfit, "The archive is refused: " + why + "."});
  };
  const Expected<Json, std::string> about = UnpackState(archive, PathOf(kept));
  if (!about) return refuse(about.error());
  const fs::path rows_path = PathOf(kept) / "rows.sqlite3";
  if (const auto flaw = FindFlaw(rows_path)) return refuse(*flaw);
  const SnapshotResult objects = parts_.objects.ImportObjects(ObjectsOf(kept));
  if (!objects) return refuse(objects.error());
  const Rows rows = RowsOf(kept);
  kept.stored.snapshot.resources = CountResources(rows.database);
  kept.stored.snapshot.objects = *objects;
  kept.stored.newest_sequence = NewestSequence(rows.database);
  kept.stored.schema = CurrentSchema();
  WriteText(PathOf(kept) / "snapshot.json", DumpJson(ToJson(kept.stored)));
  return {};
}

}  // namespace portside
