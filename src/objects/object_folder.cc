// SPDX-License-Identifier: Apache-2.0

#include "objects/object_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <system_error>

#include "objects/content.h"
#include "objects/key_mapping.h"
#include "objects/listing.h"
#include "portside/base/limits.h"
#include "portside/objects/haste.h"

namespace portside {
namespace {

// Opens a folder of the data directory, made where missing. A person may have put a link to
// another place here: that is followed.
UniqueFd OpenRoot(const std::filesystem::path& path) {
  std::filesystem::create_directories(path);
  UniqueFd root(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root.valid()) ThrowErrno(errno, "Opening " + path.string() + " failed");
  return root;
}

dev_t DeviceOf(int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) ThrowErrno(errno, "Reading a folder's status failed");
  return status.st_dev;
}

// Whether the file system takes names of different case for one, as those of other systems that
// are shared into containers do.
bool FoldsCase(const HiddenFolder& hidden) {
  const std::string probe = "CaseProbe";
  const UniqueFd file(
      openat(hidden.staging(), probe.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
  struct stat status {};
  const bool folds = fstatat(hidden.staging(), "caseprobe", &status, AT_SYMLINK_NOFOLLOW) == 0;
  unlinkat(hidden.staging(), probe.c_str(), 0);
  return folds;
}

// Whether a refusal means that the key cannot be a plain file here and now: something else is in
// its way, or the file system does not take such names.
bool MeansOdd(int error) {
  switch (error) {
    case ENOTDIR:
    case EISDIR:
    case ENOTEMPTY:
    case EEXIST:
    case ELOOP:
    case ENAMETOOLONG:
    case EINVAL:
    case EILSEQ: return true;
    default: return false;
  }
}

std::string CacheName(const std::string& bucket, const std::string& key) {
  return bucket + "/" + key;
}

ObjectError ErrorOf(int error, const std::string& bucket, const std::string& key) {
  if (IsNoSpace(error)) return {ObjectErrorCode::kNoSpace, bucket, key, ""};
  if (error == ENOENT) return {ObjectErrorCode::kNoSuchBucket, bucket, key, ""};
  ThrowErrno(error, "Putting s3://" + bucket + "/" + key + " in place failed");
}

}  // namespace

ObjectFolder::ObjectFolder(const std::filesystem::path& data_dir, const Clock& clock)
    : clock_(clock),
      hidden_(OpenRoot(data_dir / ".portside")),
      tree_(OpenRoot(data_dir / "s3")),
      device_(DeviceOf(hidden_.staging())),
      records_(limits::kCachedRecords) {
  tree_.SetCaseInsensitive(FoldsCase(hidden_));
  ReloadLocked();
  // A bucket on a file system of its own has its staging files in its own folder.
  for (const std::string& bucket : tree_.Buckets()) {
    const UniqueFd folder = OpenFolder(tree_.root(), bucket);
    if (!folder.valid() || DeviceOf(folder.get()) == device_) continue;
    const std::optional<std::vector<std::string>> names = ReadFolder(folder.get());
    for (const std::string& name : names.value_or(std::vector<std::string>())) {
      if (IsStagingName(name)) unlinkat(folder.get(), name.c_str(), 0);
    }
  }
}

bool ObjectFolder::HasOddLocked(const std::string& bucket, const std::string& key) const {
  const auto keys = odd_.find(bucket);
  return keys != odd_.end() && keys->second.contains(key);
}

std::optional<struct stat> ObjectFolder::StatLocked(const std::string& bucket,
                                                    const std::string& key) const {
  if (HasOddLocked(bucket, key)) return hidden_.StatOdd(bucket, key);
  return IsPlainKey(key) ? tree_.Stat(bucket, key) : std::nullopt;
}

RecordPtr ObjectFolder::KnownRecord(const std::string& bucket, const std::string& key,
                                    const struct stat& status, std::optional<Sidecar>& sidecar) {
  const Fingerprint fingerprint = Fingerprint::Of(status);
  const std::string name = CacheName(bucket, key);
  if (const std::optional<RecordPtr> cached = records_.Find(name)) {
    if ((*cached)->fingerprint == fingerprint) return *cached;
  }
  sidecar = hidden_.ReadSidecar(bucket, key);
  RecordPtr record = sidecar ? sidecar->Matching(fingerprint) : nullptr;
  if (record != nullptr) records_.Put(name, record);
  return record;
}

RecordPtr ObjectFolder::FreshRecord(const std::string& bucket, const std::string& key,
                                    const struct stat& status) {
  const auto since = ReadAsideSince();
  if (!since) return nullptr;
  const std::optional<Fresh> fresh = fresh_.Peek(CacheName(bucket, key));
  const bool is_good =
      fresh && fresh->reading >= *since && fresh->record->fingerprint == Fingerprint::Of(status);
  return is_good ? fresh->record : nullptr;
}

RecordPtr ObjectFolder::PassedRecord(const std::string& bucket, const std::string& key,
                                     const struct stat& status) {
  const Fingerprint fingerprint = Fingerprint::Of(status);
  if (const std::optional<RecordPtr> cached = records_.Peek(CacheName(bucket, key))) {
    if ((*cached)->fingerprint == fingerprint) return *cached;
  }
  const std::optional<Sidecar> sidecar = hidden_.ReadSidecar(bucket, key);
  return sidecar ? sidecar->Matching(fingerprint) : nullptr;
}

std::optional<ObjectFolder::Found> ObjectFolder::FindLocked(const std::string& bucket,
                                                            const std::string& key) {
  if (!IsValidBucketName(bucket)) return std::nullopt;
  Found found;
  if (HasOddLocked(bucket, key)) {
    found.file = hidden_.OpenOdd(bucket, key);
  } else if (IsPlainKey(key)) {
    found.file = tree_.Open(bucket, key);
  }
  if (!found.file.valid() || fstat(found.file.get(), &found.status) != 0) return std::nullopt;
  found.record = KnownRecord(bucket, key, found.status, found.sidecar);
  if (found.record == nullptr) found.record = FreshRecord(bucket, key, found.status);
  return found;
}

std::optional<ObjectFolder::Opened> ObjectFolder::Open(const std::string& bucket,
                                                       const std::string& key) {
  std::optional<Found> found;
  {
    const std::shared_lock lock(mutex_);
    found = FindLocked(bucket, key);
  }
  if (!found) return std::nullopt;
  if (found->record == nullptr) {
    const auto size = static_cast<std::uint64_t>(found->status.st_size);
    if (ReadsContent(found->status, found->sidecar)) SpendInHaste(size);
    found->record = Describe(bucket, key, *found);
  }
  return Opened{std::move(found->file), std::move(found->record)};
}

RecordPtr ObjectFolder::Describe(const std::string& bucket, const std::string& key,
                                 const Found& found) {
  const std::uint64_t reading = NextReading();
  const RecordPtr record = DescribeFile(found.file.get(), found.status, found.sidecar);
  // While the file still changes under the same time stamp, nothing about it is kept.
  struct stat after {};
  if (fstat(found.file.get(), &after) != 0 || Fingerprint::Of(after) != record->fingerprint ||
      !IsSettled(record->fingerprint.modified_ns)) {
    fresh_.Put(CacheName(bucket, key), {record, reading});
    return record;
  }
  const std::unique_lock lock(mutex_);
  const std::optional<struct stat> now = StatLocked(bucket, key);
  if (now && Fingerprint::Of(*now) == record->fingerprint) {
    // A full disk only means that the file is read again next time.
    (void)hidden_.WriteSidecar(bucket, {key, {record}}, /*fresh=*/false);
    records_.Put(CacheName(bucket, key), record);
  }
  return record;
}

Expected<StagedFile, int> ObjectFolder::Stage(const std::string& bucket,
                                              const std::string& key) const {
  const std::optional<struct stat> folder = tree_.FindBucket(bucket);
  if (!folder || folder->st_dev == device_ || !IsPlainKey(key)) return hidden_.Stage();
  // The bucket is a mount of its own, into which no rename leads from outside.
  UniqueFd mount = OpenFolder(tree_.root(), bucket);
  return mount.valid() ? hidden_.StageIn(std::move(mount)) : hidden_.Stage();
}

int ObjectFolder::PlaceOddLocked(StagedFile& staged, const std::string& bucket,
                                 const std::string& key) {
  int error = hidden_.PlaceOdd(staged, bucket, key);
  if (error == 0) odd_[bucket].insert(key);
  if (error == 0 && key.ends_with('/') &&
      IsPlainKey(std::string_view(key).substr(0, key.size() - 1))) {
    tree_.MakeFolder(bucket, key);
  }
  return error;
}

int ObjectFolder::PlaceLocked(StagedFile& staged, const std::string& bucket, const std::string& key,
                              bool may_be_plain) {
  if (!may_be_plain || !IsPlainKey(key)) return PlaceOddLocked(staged, bucket, key);
  const int error = tree_.Place(staged, bucket, key);
  if (error != 0) return MeansOdd(error) ? PlaceOddLocked(staged, bucket, key) : error;
  if (HasOddLocked(bucket, key)) {
    odd_[bucket].erase(key);
    hidden_.RemoveOdd(bucket, key);
  }
  return 0;
}

int ObjectFolder::PutRecordLocked(const std::string& bucket, const std::string& key,
                                  const RecordPtr& record, const RecordPtr& former) {
  Sidecar sidecar{key, {record}};
  if (former != nullptr) sidecar.records.push_back(former);
  return hidden_.WriteSidecar(bucket, sidecar, /*fresh=*/former == nullptr);
}

Expected<RecordPtr, int> ObjectFolder::CommitLocked(StagedFile& staged, const std::string& bucket,
                                                    const std::string& key, const std::string& etag,
                                                    const ObjectAttributes& attributes,
                                                    bool may_be_plain) {
  const auto record = std::make_shared<const Record>(
      Record{Fingerprint::Of(staged.Status()), etag, clock_.Now(), attributes});
  RecordPtr former;
  if (const std::optional<struct stat> status = StatLocked(bucket, key)) {
    std::optional<Sidecar> sidecar;
    former = KnownRecord(bucket, key, *status, sidecar);
  }
  int error = PutRecordLocked(bucket, key, record, former);
  if (error == 0) error = PlaceLocked(staged, bucket, key, may_be_plain);
  if (error != 0) return Fail(int{error});
  records_.Put(CacheName(bucket, key), record);
  return record;
}

ObjectResult<ObjectInfo> ObjectFolder::Commit(StagedFile& staged, const std::string& bucket,
                                              const std::string& key, const std::string& etag,
                                              const ObjectAttributes& attributes) {
  const std::unique_lock lock(mutex_);
  if (!tree_.FindBucket(bucket)) return Fail(ErrorOf(ENOENT, bucket, key));

  Expected<RecordPtr, int> record =
      CommitLocked(staged, bucket, key, etag, attributes, /*may_be_plain=*/true);
  if (!record && record.error() == EXDEV) {
    // Staged on the bucket's own file system, but its plain place turned out to be taken.
    Expected<StagedFile, int> copy = hidden_.Stage();
    int error = copy ? 0 : copy.error();
    if (error == 0) {
      const auto size = static_cast<std::uint64_t>(staged.Status().st_size);
      error = AppendRange(staged.descriptor(), 0, size, copy->descriptor());
    }
    if (error != 0) return Fail(ErrorOf(error, bucket, key));
    record = CommitLocked(*copy, bucket, key, etag, attributes, /*may_be_plain=*/false);
  }
  if (!record) return Fail(ErrorOf(record.error(), bucket, key));
  return ToInfo(key, **record);
}

bool ObjectFolder::Remove(const std::string& bucket, const std::string& key) {
  const std::unique_lock lock(mutex_);
  if (!tree_.FindBucket(bucket)) return false;
  bool removed = false;
  // Also where there is an odd body: a crash may have left a plain one behind it.
  if (IsPlainKey(key)) removed = tree_.Remove(bucket, key);
  if (HasOddLocked(bucket, key)) {
    hidden_.RemoveOdd(bucket, key);
    odd_[bucket].erase(key);
    removed = true;
  }
  if (!removed) return false;
  hidden_.RemoveSidecar(bucket, key);
  records_.Erase(CacheName(bucket, key));
  const std::string_view folder = std::string_view(key).substr(0, key.rfind('/'));
  if (key.find('/') != std::string::npos && IsPlainKey(folder)) {
    tree_.Prune(bucket, key, [this, &bucket](const std::string& folder_key) {
      return HasOddLocked(bucket, folder_key);
    });
  }
  return true;
}

ObjectResult<bool> ObjectFolder::ChangeAttributes(
    const std::string& bucket, const std::string& key,
    const std::function<void(ObjectAttributes&)>& change) {
  // Opened first, so that a file which a person dropped in is described.
  if (!Open(bucket, key)) return false;
  const std::unique_lock lock(mutex_);
  std::optional<Found> found = FindLocked(bucket, key);
  if (!found) return false;
  if (found->record == nullptr) {
    found->record = DescribeFile(found->file.get(), found->status, found->sidecar);
  }
  Record changed = *found->record;
  change(changed.attributes);
  const auto record = std::make_shared<const Record>(std::move(changed));
  const int error = hidden_.WriteSidecar(bucket, {key, {record}}, /*fresh=*/false);
  if (error != 0) return Fail(ErrorOf(error, bucket, key));
  records_.Put(CacheName(bucket, key), record);
  return true;
}

std::optional<std::string> ObjectFolder::NextOdd(const std::string& bucket,
                                                 const std::string& at_least) {
  const std::shared_lock lock(mutex_);
  const auto keys = odd_.find(bucket);
  if (keys == odd_.end()) return std::nullopt;
  const auto at = keys->second.lower_bound(at_least);
  if (at == keys->second.end()) return std::nullopt;
  return *at;
}

std::optional<ObjectInfo> ObjectFolder::InfoFor(const std::string& bucket, const std::string& key,
                                                bool etag, std::uint64_t& hashed) {
  std::optional<struct stat> status;
  RecordPtr record;
  {
    const std::shared_lock lock(mutex_);
    status = StatLocked(bucket, key);
    if (status) record = PassedRecord(bucket, key, *status);
  }
  if (!status) return std::nullopt;
  if (record == nullptr && !etag) {
    ObjectInfo info;
    info.key = key;
    info.size = static_cast<std::uint64_t>(status->st_size);
    info.last_modified = ModifiedAt(*status);
    return info;
  }
  if (record == nullptr) {
    std::optional<Opened> opened = Open(bucket, key);
    if (!opened) return std::nullopt;
    record = std::move(opened->record);
    hashed += std::min(record->fingerprint.size, limits::kHashAtOnceBytes);
  }
  return ToInfo(key, *record);
}

ListPage ObjectFolder::List(const std::string& bucket, const ListQuery& query) {
  TreeWalk walk(tree_.lister(), bucket);
  std::uint64_t hashed = 0;
  const NextKey next = [&](const std::string& at_least) {
    std::optional<std::string> plain = walk.Next(at_least);
    std::optional<std::string> odd = NextOdd(bucket, at_least);
    if (!plain || !odd) return plain ? plain : odd;
    return std::min(plain, odd);
  };
  const FetchInfo fetch = [&](const std::string& key) {
    return InfoFor(bucket, key, query.etags, hashed);
  };
  return ListKeys(query, next, fetch, [&] { return hashed >= limits::kHashAtOnceBytes; });
}

bool ObjectFolder::IsEmptyLocked(const std::string& bucket) const {
  const auto keys = odd_.find(bucket);
  if (keys != odd_.end() && !keys->second.empty()) return false;
  TreeWalk walk(tree_.lister(), bucket);
  return !walk.Next("");
}

void ObjectFolder::ForgetBucketLocked(const std::string& bucket) {
  odd_.erase(bucket);
  records_.Clear();
}

void ObjectFolder::DiscardBucketLocked(const std::string& bucket) {
  if (!hidden_.trash().Take(tree_.root(), bucket)) tree_.ClearBucket(bucket);
  hidden_.RemoveBucket(bucket);
}

// Also what is no bucket.
void ObjectFolder::DiscardEverythingLocked() {
  const auto entries = ReadFolder(tree_.root(), /*everything=*/true);
  for (const std::string& entry : entries.value_or(std::vector<std::string>())) {
    if (!entry.ends_with('/')) continue;
    (void)hidden_.trash().Take(tree_.root(), entry.substr(0, entry.size() - 1));
  }
  tree_.Clear();
  hidden_.Clear();
}

void ObjectFolder::ReloadLocked() {
  odd_.clear();
  records_.Clear();
  for (auto& [bucket, key] : hidden_.OddKeys()) odd_[bucket].insert(std::move(key));
}

std::uint64_t ObjectFolder::CountLocked(const std::string& bucket) const {
  const auto odd = odd_.find(bucket);
  std::uint64_t objects = odd == odd_.end() ? 0 : odd->second.size();
  TreeWalk walk(tree_.lister(), bucket);
  for (auto key = walk.Next(""); key; key = walk.Next(*key + '\0')) ++objects;
  return objects;
}

}  // namespace portside
