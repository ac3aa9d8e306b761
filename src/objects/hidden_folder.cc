// SPDX-License-Identifier: Apache-2.0

#include "objects/hidden_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

#include "objects/key_mapping.h"

namespace portside {
namespace {

std::string BucketPath(const std::string& bucket) { return "s3/" + bucket; }

std::string SidecarPath(const std::string& bucket, const std::string& key) {
  return BucketPath(bucket) + "/meta/" + HashPath(key) + ".json";
}

std::string OddPath(const std::string& bucket, const std::string& key) {
  return BucketPath(bucket) + "/odd/" + HashPath(key);
}

// The names in a folder of our own; empty where there is none. Folders lose their slash.
std::vector<std::string> NamesIn(int root, const std::string& path) {
  const UniqueFd folder = OpenFolder(root, path);
  if (!folder.valid()) return {};
  std::vector<std::string> names = ReadFolder(folder.get()).value_or(std::vector<std::string>());
  for (std::string& name : names) {
    if (name.ends_with('/')) name.pop_back();
  }
  return names;
}

UniqueFd TakeLock(int root) {
  UniqueFd lock(openat(root, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (!lock.valid()) ThrowErrno(errno, "Creating the lock of the data directory failed");
  if (flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    // Only the descriptor is known here; the kernel knows its name. The lock is in a folder of it.
    const auto folder = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(root));
    throw std::runtime_error("the data directory " + folder.parent_path().string() +
                             " is in use by another Portside: stop that one, or give this one "
                             "another --data-dir");
  }
  return lock;
}

// A file made in place, for a name that should not be there yet.
int CreateFile(int folder, const std::string& path, std::string_view text) {
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
  const UniqueFd file(openat(folder, path.c_str(), flags, 0666));
  if (!file.valid()) return errno;
  const int error = WriteFully(file.get(), text);
  if (error != 0) unlinkat(folder, path.c_str(), 0);
  return error;
}

}  // namespace

void RemoveTree(int folder, const std::string& path) {
  if (const UniqueFd inner = OpenFolder(folder, path); inner.valid()) {
    const std::optional<std::vector<std::string>> entries = ReadFolder(inner.get());
    for (const std::string& entry : entries.value_or(std::vector<std::string>())) {
      if (entry.ends_with('/')) {
        RemoveTree(inner.get(), entry.substr(0, entry.size() - 1));
      } else {
        unlinkat(inner.get(), entry.c_str(), 0);
      }
    }
  }
  unlinkat(folder, path.c_str(), AT_REMOVEDIR);
}

int MoveInto(StagedFile& staged, int folder, const std::string& path) {
  const int error = staged.MoveTo(folder, path);
  if (error != ENOENT) return error;
  MakeFolders(folder, path.substr(0, path.rfind('/')));
  return staged.MoveTo(folder, path);
}

HiddenFolder::HiddenFolder(UniqueFd root)
    : root_(std::move(root)), lock_(TakeLock(root_.get())), trash_(root_.get()) {
  // What a killed process was writing.
  RemoveTree(root_.get(), "tmp");
  MakeFolders(root_.get(), "tmp");
  MakeFolders(root_.get(), "s3");
  staging_ = OpenFolder(root_.get(), "tmp");
  if (!staging_.valid()) ThrowErrno(errno, "Opening the staging folder failed");
}

std::string HiddenFolder::NextName() const {
  return std::string(kStagingPrefix) + std::to_string(next_name_.fetch_add(1)) + kStagingSuffix;
}

Expected<StagedFile, int> HiddenFolder::Stage() const {
  return StagedFile::Create(staging_.get(), NextName());
}

Expected<StagedFile, int> HiddenFolder::StageIn(UniqueFd folder) const {
  return StagedFile::Create(std::move(folder), NextName());
}

int HiddenFolder::WriteFile(const std::string& path, std::string_view text) const {
  Expected<StagedFile, int> staged = Stage();
  if (!staged) return staged.error();
  int error = WriteFully(staged->descriptor(), text);
  if (error == 0) error = MoveInto(*staged, root_.get(), path);
  if (error != 0 && !IsNoSpace(error)) ThrowErrno(error, "Writing " + path + " failed");
  return error;
}

std::optional<Bucket> HiddenFolder::ReadBucket(const std::string& bucket) const {
  std::optional<Bucket> found = ReadBucketAt(BucketPath(bucket) + "/bucket.json");
  if (found) found->name = bucket;
  return found;
}

std::optional<Bucket> HiddenFolder::ReadBucketAt(const std::string& path) const {
  const auto text = ReadSmallFile(root_.get(), path);
  if (!text) return std::nullopt;
  const std::optional<Json> json = ParseJson(*text);
  if (!json || !json->is_object()) return std::nullopt;
  Bucket found;
  found.account = StringOr(*json, "account");
  found.region = StringOr(*json, "region");
  found.created_at = FromMicroseconds(IntegerOr(*json, "created_us", 0));
  found.tags = TextsFromJson(json->value("tags", Json::object()));
  found.acl = TextsFromJson(json->value("acl", Json::object()));
  found.ownership = StringOr(*json, "ownership");
  if (found.account.empty() || found.region.empty()) return std::nullopt;
  return found;
}

int HiddenFolder::WriteBucket(const Bucket& bucket) const {
  return WriteBucketAt(BucketPath(bucket.name) + "/bucket.json", bucket);
}

int HiddenFolder::WriteBucketAt(const std::string& path, const Bucket& bucket) const {
  const Json json = {{"account", bucket.account},
                     {"region", bucket.region},
                     {"created_us", ToMicroseconds(bucket.created_at)},
                     {"tags", TextsToJson(bucket.tags)},
                     {"acl", TextsToJson(bucket.acl)},
                     {"ownership", bucket.ownership}};
  return WriteFile(path, DumpJson(json));
}

void HiddenFolder::RemoveBucket(const std::string& bucket) const {
  Discard(root_.get(), BucketPath(bucket));
}

void HiddenFolder::Clear() const {
  Discard(root_.get(), "s3");
  MakeFolders(root_.get(), "s3");
}

void HiddenFolder::Discard(int folder, const std::string& path) const {
  if (!trash_.Take(folder, path)) RemoveTree(folder, path);
}

std::optional<Sidecar> HiddenFolder::ReadSidecar(const std::string& bucket,
                                                 const std::string& key) const {
  const auto text = ReadSmallFile(root_.get(), SidecarPath(bucket, key));
  if (!text) return std::nullopt;
  std::optional<Sidecar> sidecar = ParseSidecar(*text);
  if (sidecar && sidecar->key != key) return std::nullopt;
  return sidecar;
}

int HiddenFolder::WriteSidecar(const std::string& bucket, const Sidecar& sidecar,
                               bool fresh) const {
  const std::string path = SidecarPath(bucket, sidecar.key);
  const std::string text = DumpSidecar(sidecar);
  if (fresh) {
    // Half a sidecar without a body, after a crash, is as good as none: no need for a rename.
    const int error = CreateFile(root_.get(), path, text);
    if (error == 0 || IsNoSpace(error)) return error;
  }
  return WriteFile(path, text);
}

void HiddenFolder::RemoveSidecar(const std::string& bucket, const std::string& key) const {
  unlinkat(root_.get(), SidecarPath(bucket, key).c_str(), 0);
}

UniqueFd HiddenFolder::OpenOdd(const std::string& bucket, const std::string& key) const {
  return UniqueFd(
      openat(root_.get(), OddPath(bucket, key).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
}

std::optional<struct stat> HiddenFolder::StatOdd(const std::string& bucket,
                                                 const std::string& key) const {
  struct stat status {};
  const std::string path = OddPath(bucket, key);
  if (fstatat(root_.get(), path.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  return status;
}

int HiddenFolder::PlaceOdd(StagedFile& staged, const std::string& bucket,
                           const std::string& key) const {
  return MoveInto(staged, root_.get(), OddPath(bucket, key));
}

void HiddenFolder::RemoveOdd(const std::string& bucket, const std::string& key) const {
  unlinkat(root_.get(), OddPath(bucket, key).c_str(), 0);
}

std::vector<std::pair<std::string, std::string>> HiddenFolder::OddKeys() const {
  std::vector<std::pair<std::string, std::string>> keys;
  for (const std::string& bucket : NamesIn(root_.get(), "s3")) {
    const std::string odd = BucketPath(bucket) + "/odd";
    for (const std::string& group : NamesIn(root_.get(), odd)) {
      for (const std::string& hash : NamesIn(root_.get(), odd + "/" + group)) {
        const std::string sidecar_path = BucketPath(bucket) + "/meta/" + group + "/" + hash;
        const auto text = ReadSmallFile(root_.get(), sidecar_path + ".json");
        const auto sidecar = text ? ParseSidecar(*text) : std::nullopt;
        // Without its sidecar nobody knows what key a body belongs to. It is left for a person.
        if (sidecar && HashPath(sidecar->key) == group + "/" + hash) {
          keys.emplace_back(bucket, sidecar->key);
        }
      }
    }
  }
  return keys;
}

}  // namespace portside
