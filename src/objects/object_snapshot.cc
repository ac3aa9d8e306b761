// SPDX-License-Identifier: Apache-2.0

#include "objects/object_snapshot.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>

#include "objects/key_mapping.h"

namespace portside {
namespace {

constexpr int kFolderFlags = O_PATH | O_DIRECTORY;
const std::string kRestored = std::string(kStagingPrefix) + "restored" + kStagingSuffix;

std::string Joined(const std::string& folder, const std::string& path) {
  if (folder.empty()) return path;
  return path.empty() ? folder : folder + "/" + path;
}

std::optional<struct stat> StatusOf(int folder, const std::string& name) {
  struct stat status {};
  if (fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  return status;
}

bool IsFile(const std::optional<struct stat>& status, const Fingerprint& print) {
  return status && S_ISREG(status->st_mode) && Fingerprint::Of(*status) == print;
}

// Removes whatever has that name; of links, only themselves.
void RemoveAny(int folder, const std::string& name) {
  if (unlinkat(folder, name.c_str(), 0) == 0 || errno == ENOENT) return;
  if (const UniqueFd inner = OpenFolder(folder, name); inner.valid()) RemoveContents(inner.get());
  if (unlinkat(folder, name.c_str(), AT_REMOVEDIR) != 0) {
    ThrowErrno(errno, "Removing " + name + " failed");
  }
}

bool HasFile(const SavedFolder& folder, const std::string& name) {
  const auto at = std::lower_bound(
      folder.files.begin(), folder.files.end(), name,
      [](const SavedFile& file, const std::string& wanted) { return file.name < wanted; });
  return at != folder.files.end() && at->name == name;
}

// Removes the files of a tree that are not among `saved`, and the folders that this empties. What
// is no part of the tree stays.
void RemoveOthers(int folder, const std::string& path,
                  const std::map<std::string, const SavedFolder*>& saved, TreeFilter filter) {
  const auto known = saved.find(path);
  for (std::string& name : ReadFolder(folder).value_or(std::vector<std::string>())) {
    const bool is_folder = name.ends_with('/');
    if (is_folder) name.pop_back();
    if (!filter(name)) continue;
    if (is_folder) {
      const std::string inner_path = path.empty() ? name : path + "/" + name;
      if (const UniqueFd inner = OpenFolder(folder, name); inner.valid()) {
        RemoveOthers(inner.get(), inner_path, saved, filter);
      }
      if (!saved.contains(inner_path)) unlinkat(folder, name.c_str(), AT_REMOVEDIR);
      continue;
    }
    if (known == saved.end() || !HasFile(*known->second, name)) unlinkat(folder, name.c_str(), 0);
  }
}

// Puts a kept file in its place; gives its fingerprint there.
Fingerprint PutFile(int kept, int folder, const SavedFile& file) {
  const char* name = file.name.c_str();
  if (linkat(kept, name, folder, name, 0) == 0) return file.kept;
  // Beside it first, so that whoever reads sees the old file or the new one.
  unlinkat(folder, kRestored.c_str(), 0);
  SavedFile placed{file.name, file.kept, file.kept};
  if (!KeepFile(kept, folder, placed, kRestored)) {
    ThrowErrno(ENOENT, "The snapshot's " + file.name + " is gone");
  }
  if (renameat(folder, kRestored.c_str(), folder, name) != 0) {
    RemoveAny(folder, file.name);
    if (renameat(folder, kRestored.c_str(), folder, name) != 0) {
      ThrowErrno(errno, "Putting " + file.name + " back failed");
    }
  }
  // Where both were links to one file, the rename did nothing.
  unlinkat(folder, kRestored.c_str(), 0);
  return placed.kept;
}

// Opens a folder of a bucket, made where it is missing.
class FolderMaker {
 public:
  explicit FolderMaker(int root) : root_(root), beneath_(root) {}

  UniqueFd Open(const std::string& path) {
    UniqueFd folder = beneath_.Open(path, kFolderFlags);
    if (folder.valid()) return folder;
    const std::size_t slash = path.rfind('/');
    const bool is_top = slash == std::string::npos;
    const UniqueFd parent = is_top ? UniqueFd() : Open(path.substr(0, slash));
    const int at = is_top ? root_ : parent.get();
    const std::string leaf = is_top ? path : path.substr(slash + 1);
    RemoveAny(at, leaf);
    if (mkdirat(at, leaf.c_str(), 0777) != 0) ThrowErrno(errno, "Creating " + path + " failed");
    folder = beneath_.Open(path, kFolderFlags);
    if (!folder.valid()) ThrowErrno(errno, "Opening " + path + " failed");
    return folder;
  }

 private:
  int root_;
  Beneath beneath_;
};

}  // namespace

std::string OtherOwner(const Bucket& bucket) {
  return "The bucket " + bucket.name + " of the snapshot belongs to the account " + bucket.account +
         " in " + bucket.region + " by now, which the snapshot is not about.";
}

ObjectSnapshot::Half ObjectSnapshot::VisibleOf(const SavedBucket& bucket) const {
  return {objects_.tree().root(), bucket.name, name_ + "/visible/" + bucket.name, &bucket.visible,
          IsOfKeys};
}

ObjectSnapshot::Half ObjectSnapshot::HiddenOf(const SavedBucket& bucket) const {
  return {objects_.hidden().root(), "s3/" + bucket.name, name_ + "/hidden/" + bucket.name,
          &bucket.hidden, IsOfHidden};
}

std::uint64_t ObjectSnapshot::Save(const std::vector<Bucket>& buckets) {
  const int hidden = objects_.hidden().root();
  MakeFolders(hidden, name_);
  std::uint64_t objects = 0;
  std::vector<SavedBucket> saved;
  for (const Bucket& bucket : buckets) {
    SavedBucket& made = saved.emplace_back();
    made.name = bucket.name;
    made.account = bucket.account;
    made.region = bucket.region;
    made.objects = objects_.CountLocked(bucket.name);
    for (const bool is_visible : {true, false}) {
      const Half half = is_visible ? VisibleOf(made) : HiddenOf(made);
      MakeFolders(hidden, half.kept);
      const UniqueFd from = OpenFolder(half.root, half.path);
      const UniqueFd to = OpenFolder(hidden, half.kept);
      if (!from.valid()) continue;
      (is_visible ? made.visible : made.hidden) = KeepTree(from.get(), to.get(), half.filter);
    }
    objects += made.objects;
  }
  const int error = objects_.hidden().WriteFile(name_ + "/objects.json", DumpBuckets(saved));
  if (error != 0) ThrowErrno(error, "Writing the snapshot failed");
  return objects;
}

std::optional<std::vector<SavedBucket>> ObjectSnapshot::Read() const {
  return ReadBuckets(objects_.hidden().root(), name_ + "/objects.json");
}

Expected<void, std::string> ObjectSnapshot::Check(const std::vector<SavedBucket>& buckets) {
  halves_.clear();
  for (const SavedBucket& bucket : buckets) {
    // Sidecars before what they describe, which is the order of every write.
    for (Half half : {HiddenOf(bucket), VisibleOf(bucket)}) {
      TRY(Compare(half));
      halves_.push_back(std::move(half));
    }
  }
  return {};
}

Expected<void, std::string> ObjectSnapshot::Compare(Half& half) const {
  const Beneath beneath(half.root);
  for (const SavedFolder& folder : *half.tree) {
    const UniqueFd now = beneath.Open(Joined(half.path, folder.path), kFolderFlags);
    UniqueFd kept;
    Change change{&folder, {}};
    for (const SavedFile& file : folder.files) {
      if (now.valid() && IsFile(StatusOf(now.get(), file.name), file.original)) continue;
      if (!kept.valid()) {
        kept = OpenFolder(objects_.hidden().root(), Joined(half.kept, folder.path));
      }
      if (!kept.valid() || !IsFile(StatusOf(kept.get(), file.name), file.kept)) {
        return Fail("The file " + Joined(half.path, Joined(folder.path, file.name)) +
                    " was changed in place since the snapshot was taken, so that what it held then "
                    "is gone.");
      }
      change.files.push_back(&file);
    }
    if (!change.files.empty()) half.changes.push_back(std::move(change));
  }
  return {};
}

void ObjectSnapshot::Restore(const std::vector<SavedBucket>& buckets) {
  for (std::size_t i = 0; i < halves_.size(); ++i) PutBack(halves_[i], buckets[i / 2]);
}

void ObjectSnapshot::PutBack(const Half& half, const SavedBucket& bucket) {
  std::map<std::string, const SavedFolder*> saved;
  for (const SavedFolder& folder : *half.tree) saved.emplace(folder.path, &folder);
  FolderMaker maker(half.root);
  maker.Open(half.path);
  if (const UniqueFd top = OpenFolder(half.root, half.path); top.valid()) {
    RemoveOthers(top.get(), "", saved, half.filter);
  }
  auto change = half.changes.begin();
  for (const SavedFolder& folder : *half.tree) {
    const UniqueFd now = maker.Open(Joined(half.path, folder.path));
    if (change == half.changes.end() || change->folder != &folder) continue;
    const UniqueFd kept = OpenFolder(objects_.hidden().root(), Joined(half.kept, folder.path));
    for (const SavedFile* file : change->files) {
      const Fingerprint print = PutFile(kept.get(), now.get(), *file);
      if (print != file->original) Adopt(bucket, half, folder, *file, print);
    }
    ++change;
  }
}

void ObjectSnapshot::Adopt(const SavedBucket& bucket, const Half& half, const SavedFolder& folder,
                           const SavedFile& file, const Fingerprint& now) {
  const bool is_visible = half.filter == IsOfKeys;
  std::string path = Joined(folder.path, file.name);
  if (!is_visible && !path.starts_with("odd/")) return;
  path = "s3/" + bucket.name + "/meta/" + (is_visible ? HashPath(path) : path.substr(4)) + ".json";
  const auto text = ReadSmallFile(objects_.hidden().root(), path);
  const auto sidecar = text ? ParseSidecar(*text) : std::nullopt;
  const RecordPtr record = sidecar ? sidecar->Matching(file.original) : nullptr;
  if (record == nullptr) return;
  Record adopted = *record;
  adopted.fingerprint = now;
  const Sidecar fitting{sidecar->key, {std::make_shared<const Record>(std::move(adopted))}};
  const int error = objects_.hidden().WriteFile(path, DumpSidecar(fitting));
  if (error != 0) ThrowErrno(error, "Writing " + path + " failed");
}

}  // namespace portside
