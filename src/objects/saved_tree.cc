// SPDX-License-Identifier: Apache-2.0

#include "objects/saved_tree.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "objects/file.h"
#include "objects/key_mapping.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

Json PrintToJson(const Fingerprint& print) { return {print.size, print.modified_ns, print.inode}; }

Fingerprint PrintFromJson(const Json& json) { return {json.at(0), json.at(1), json.at(2)}; }

// [[path, [[name, original, kept?], …]], …]: a thousand objects are two thousand of these.
Json TreeToJson(const SavedTree& tree) {
  Json json = Json::array();
  for (const SavedFolder& folder : tree) {
    Json files = Json::array();
    for (const SavedFile& file : folder.files) {
      Json entry = {file.name, PrintToJson(file.original)};
      if (file.kept != file.original) entry.push_back(PrintToJson(file.kept));
      files.push_back(std::move(entry));
    }
    json.push_back({folder.path, std::move(files)});
  }
  return json;
}

SavedTree TreeFromJson(const Json& json) {
  SavedTree tree;
  for (const Json& folder : json) {
    SavedFolder& read = tree.emplace_back();
    read.path = folder.at(0);
    for (const Json& file : folder.at(1)) {
      read.files.push_back(
          {file.at(0), PrintFromJson(file.at(1)), PrintFromJson(file.at(file.size() > 2 ? 2 : 1))});
    }
  }
  return tree;
}

// Another disk, a file of somebody else's, a file system without links, too many of them.
bool MeansCopy(int error) {
  return error == EXDEV || error == EPERM || error == EOPNOTSUPP || error == EMLINK ||
         error == ENOSYS;
}

bool CopyFile(int from, int to, SavedFile& file, const std::string& as) {
  const UniqueFd source(
      openat(from, file.name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat status {};
  if (!source.valid() || fstat(source.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return false;
  }
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  const UniqueFd copy(openat(to, as.c_str(), flags, 0666));
  if (!copy.valid()) ThrowErrno(errno, "Creating the copy of " + file.name + " failed");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  const int error = AppendRange(source.get(), 0, size, copy.get());
  if (error != 0) ThrowErrno(error, "Copying " + file.name + " failed");
  const timespec times[] = {status.st_atim, status.st_mtim};
  struct stat copied {};
  if (futimens(copy.get(), times) != 0 || fstat(copy.get(), &copied) != 0) {
    ThrowErrno(errno, "Dating the copy of " + file.name + " failed");
  }
  file.original = Fingerprint::Of(status);
  file.kept = Fingerprint::Of(copied);
  return true;
}

bool DescribeInPlace(int folder, SavedFile& file) {
  struct stat status {};
  if (fstatat(folder, file.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return false;
  file.original = file.kept = Fingerprint::Of(status);
  return S_ISREG(status.st_mode);
}

class TreeKeeper {
 public:
  explicit TreeKeeper(TreeFilter filter) : filter_(filter) {}

  // `to` below zero: only looks.
  void Keep(int from, int to, const std::string& path) {
    const std::size_t at = tree_.size();
    tree_.push_back({path, {}});
    std::vector<std::string> names = ReadFolder(from).value_or(std::vector<std::string>());
    std::sort(names.begin(), names.end());
    for (std::string& name : names) {
      const bool is_folder = name.ends_with('/');
      if (is_folder) name.pop_back();
      std::string inner = path.empty() ? name : path + "/" + name;
      if (!filter_(name) || inner.size() > limits::kObjectKeyBytes) continue;
      if (is_folder) {
        KeepFolder(from, to, name, inner);
        continue;
      }
      SavedFile file{name, {}, {}};
      const bool is_kept = to < 0 ? DescribeInPlace(from, file) : KeepFile(from, to, file, name);
      if (is_kept) tree_[at].files.push_back(std::move(file));
    }
  }

  SavedTree Take() { return std::move(tree_); }

 private:
  void KeepFolder(int from, int to, const std::string& name, const std::string& path) {
    const UniqueFd source = OpenFolder(from, name);
    if (!source.valid()) return;
    if (to < 0) return Keep(source.get(), to, path);
    if (mkdirat(to, name.c_str(), 0777) != 0) ThrowErrno(errno, "Creating a folder failed");
    const UniqueFd copy = OpenFolder(to, name);
    if (!copy.valid()) ThrowErrno(errno, "Opening a folder failed");
    Keep(source.get(), copy.get(), path);
  }

  TreeFilter filter_;
  SavedTree tree_;
};

}  // namespace

bool IsOfKeys(std::string_view name) { return IsPlainSegment(name); }

bool IsOfHidden(std::string_view) { return true; }

bool KeepFile(int from, int to, SavedFile& file, const std::string& as) {
  if (linkat(from, file.name.c_str(), to, as.c_str(), 0) != 0) {
    if (errno == ENOENT) return false;
    if (!MeansCopy(errno)) ThrowErrno(errno, "Linking " + file.name + " failed");
    return CopyFile(from, to, file, as);
  }
  struct stat status {};
  if (fstatat(to, as.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    ThrowErrno(errno, "Reading the status of " + file.name + " failed");
  }
  if (!S_ISREG(status.st_mode)) {
    unlinkat(to, as.c_str(), 0);
    return false;
  }
  file.original = file.kept = Fingerprint::Of(status);
  return true;
}

SavedTree ListTree(int folder, TreeFilter filter) { return KeepTree(folder, -1, filter); }

SavedTree KeepTree(int from, int to, TreeFilter filter) {
  TreeKeeper keeper(filter);
  keeper.Keep(from, to, "");
  return keeper.Take();
}

std::string DumpBuckets(const std::vector<SavedBucket>& buckets) {
  Json json = Json::array();
  for (const SavedBucket& bucket : buckets) {
    json.push_back({{"name", bucket.name},
                    {"account", bucket.account},
                    {"region", bucket.region},
                    {"objects", bucket.objects},
                    {"visible", TreeToJson(bucket.visible)},
                    {"hidden", TreeToJson(bucket.hidden)}});
  }
  return DumpJson({{"buckets", std::move(json)}});
}

std::optional<std::vector<SavedBucket>> ReadBuckets(int folder, const std::string& path) {
  const UniqueFd file(openat(folder, path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat status {};
  if (!file.valid() || fstat(file.get(), &status) != 0) return std::nullopt;
  const auto json = ParseJson(ReadAt(file.get(), 0, static_cast<std::size_t>(status.st_size)));
  if (!json) return std::nullopt;
  try {
    std::vector<SavedBucket> buckets;
    for (const Json& bucket : json->at("buckets")) {
      buckets.push_back({bucket.at("name"), bucket.at("account"), bucket.at("region"),
                         bucket.at("objects"), TreeFromJson(bucket.at("visible")),
                         TreeFromJson(bucket.at("hidden"))});
    }
    return buckets;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace portside
