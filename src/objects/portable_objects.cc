// SPDX-License-Identifier: Apache-2.0

#include "objects/portable_objects.h"

#include <fcntl.h>

#include <cerrno>
#include <set>

#include "objects/content.h"
#include "objects/key_mapping.h"
#include "portside/base/encoding.h"

namespace portside {
namespace {

std::string Joined(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

bool IsHash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Whether a file of a bucket's hidden folder can be one of Portside's.
bool IsHiddenPath(const std::string& path) {
  if (path == "bucket.json") return true;
  const std::vector<std::string_view> parts = Split(path, '/');
  if (parts.size() != 3) return false;
  if (parts[0] == "mpu") return IsPlainSegment(parts[1]) && IsPlainSegment(parts[2]);
  std::string_view hash = parts[2];
  if (parts[0] == "meta") {
    if (!hash.ends_with(".json")) return false;
    hash.remove_suffix(5);
  } else if (parts[0] != "odd") {
    return false;
  }
  return IsHash(hash) && hash.substr(0, 2) == parts[1];
}

}  // namespace

std::string PortableObjects::VisibleOf(const std::string& bucket) const {
  return name_ + "/visible/" + bucket;
}

std::string PortableObjects::HiddenOf(const std::string& bucket) const {
  return name_ + "/hidden/" + bucket;
}

std::vector<PortableObjects::Described> PortableObjects::BodiesOf(const SavedBucket& bucket) const {
  const std::string hidden = HiddenOf(bucket.name);
  std::vector<Described> bodies;
  for (const SavedFolder& folder : bucket.visible) {
    for (const SavedFile& file : folder.files) {
      const std::string key = Joined(folder.path, file.name);
      bodies.push_back({VisibleOf(bucket.name) + "/" + key,
                        hidden + "/meta/" + HashPath(key) + ".json", key, file.original});
    }
  }
  for (const SavedFolder& folder : bucket.hidden) {
    if (!folder.path.starts_with("odd/")) continue;
    for (const SavedFile& file : folder.files) {
      const std::string path = folder.path + "/" + file.name;
      bodies.push_back(
          {hidden + "/" + path, hidden + "/meta/" + path.substr(4) + ".json", "", file.original});
    }
  }
  return bodies;
}

void PortableObjects::Write(const std::string& path, const Sidecar& sidecar) const {
  const int error = hidden_.WriteFile(path, DumpSidecar(sidecar));
  if (error != 0) ThrowErrno(error, "Writing " + path + " failed");
}

void PortableObjects::KeepTrueRecord(const Described& body) const {
  const auto text = ReadSmallFile(hidden_.root(), body.sidecar);
  const auto sidecar = text ? ParseSidecar(*text) : std::nullopt;
  const std::string key = body.key.empty() && sidecar ? sidecar->key : body.key;
  if (key.empty()) return;
  RecordPtr record = sidecar ? sidecar->Matching(body.original) : nullptr;
  if (record != nullptr && sidecar->records.size() == 1) return;
  if (record == nullptr) {
    // Dropped in, or moved by hand.
    const UniqueFd file(
        openat(hidden_.root(), body.body.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat status {};
    if (!file.valid() || fstat(file.get(), &status) != 0) {
      ThrowErrno(errno, "Opening " + body.body + " failed");
    }
    record = DescribeFile(file.get(), status, sidecar);
  }
  Write(body.sidecar, {key, {record}});
}

SnapshotResult PortableObjects::Export() {
  const auto buckets = ReadBuckets(hidden_.root(), name_ + "/objects.json");
  if (!buckets) return Fail(std::string("The objects of the snapshot are gone."));
  std::uint64_t objects = 0;
  for (const SavedBucket& bucket : *buckets) {
    for (const Described& body : BodiesOf(bucket)) KeepTrueRecord(body);
    const std::string path = HiddenOf(bucket.name) + "/bucket.json";
    if (!hidden_.ReadBucketAt(path)) {
      // A folder that a person made is the default account's here, and must not be another's there.
      struct stat status {};
      const std::string folder = VisibleOf(bucket.name);
      if (fstatat(hidden_.root(), folder.c_str(), &status, 0) != 0) {
        ThrowErrno(errno, "Reading the status of " + folder + " failed");
      }
      const Bucket made{bucket.name, bucket.account, bucket.region, ModifiedAt(status), {}};
      const int error = hidden_.WriteBucketAt(path, made);
      if (error != 0) ThrowErrno(error, "Writing " + path + " failed");
    }
    objects += bucket.objects;
  }
  return objects;
}

Expected<void, std::string> PortableObjects::Adopt(const Described& body) const {
  const auto text = ReadSmallFile(hidden_.root(), body.sidecar);
  const bool is_odd = body.key.empty();
  if (!text && !is_odd) return {};
  const auto sidecar = text ? ParseSidecar(*text) : std::nullopt;
  const bool fits =
      sidecar && sidecar->records.size() == 1 &&
      (is_odd ? body.body.ends_with("/odd/" + HashPath(sidecar->key)) : sidecar->key == body.key);
  if (!fits) return Fail("its file " + body.sidecar + " does not describe the object beside it");
  Record record = *sidecar->records.front();
  record.fingerprint = body.original;
  Write(body.sidecar, {sidecar->key, {std::make_shared<const Record>(std::move(record))}});
  return {};
}

Expected<SavedBucket, std::string> PortableObjects::ImportBucket(const std::string& bucket) const {
  if (!IsValidBucketName(bucket)) return Fail("it names a bucket '" + bucket + "'");
  MakeFolders(hidden_.root(), VisibleOf(bucket));
  MakeFolders(hidden_.root(), HiddenOf(bucket));
  const auto owner = hidden_.ReadBucketAt(HiddenOf(bucket) + "/bucket.json");
  if (!owner) return Fail("it does not say whose the bucket '" + bucket + "' is");
  SavedBucket made{bucket, owner->account, owner->region, 0, {}, {}};
  const UniqueFd visible = OpenFolder(hidden_.root(), VisibleOf(bucket));
  const UniqueFd hidden = OpenFolder(hidden_.root(), HiddenOf(bucket));
  made.visible = ListTree(visible.get(), IsOfHidden);
  made.hidden = ListTree(hidden.get(), IsOfHidden);
  for (const SavedFolder& folder : made.visible) {
    for (const SavedFile& file : folder.files) {
      const std::string key = Joined(folder.path, file.name);
      if (!IsPlainKey(key)) return Fail("its object '" + key + "' cannot be a file's name");
    }
  }
  for (const SavedFolder& folder : made.hidden) {
    for (const SavedFile& file : folder.files) {
      const std::string path = Joined(folder.path, file.name);
      if (!IsHiddenPath(path)) return Fail("its file '" + path + "' is none of Portside's");
    }
  }
  const std::vector<Described> bodies = BodiesOf(made);
  for (const Described& body : bodies) TRY(Adopt(body));
  made.objects = bodies.size();
  made.hidden = ListTree(hidden.get(), IsOfHidden);
  return made;
}

SnapshotResult PortableObjects::Import() {
  std::set<std::string> names;
  for (const char* half : {"/visible", "/hidden"}) {
    MakeFolders(hidden_.root(), name_ + half);
    const UniqueFd folder = OpenFolder(hidden_.root(), name_ + half);
    for (std::string& name : ReadFolder(folder.get()).value_or(std::vector<std::string>())) {
      if (!name.ends_with('/')) return Fail("its file '" + name + "' is in no bucket");
      name.pop_back();
      names.insert(std::move(name));
    }
  }
  std::vector<SavedBucket> buckets;
  std::uint64_t objects = 0;
  for (const std::string& name : names) {
    buckets.push_back(TRY(ImportBucket(name)));
    objects += buckets.back().objects;
  }
  const int error = hidden_.WriteFile(name_ + "/objects.json", DumpBuckets(buckets));
  if (error != 0) ThrowErrno(error, "Writing the list of objects failed");
  return objects;
}

}  // namespace portside
