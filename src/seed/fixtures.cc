// SPDX-License-Identifier: Apache-2.0

#include "seed/fixtures.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "portside/base/encoding.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

namespace fs = std::filesystem;

class FixtureFinder {
 public:
  FixtureFinder(const std::string& file, const fs::path& folder) : file_(file), folder_(folder) {}

  FileResult<void> Find(const SeedObject& object, std::vector<SeedObject>& found) {
    const fs::path real = TRY(Resolve(object, folder_ / object.content));
    if (object.source == SeedObject::Source::kFile) return TakeFile(object, real, "", found);
    std::error_code error;
    if (!fs::is_directory(real, error))
      return Fail(Wrong(object, object.content + " is no directory"));
    return TakeDirectory(object, real, found);
  }

 private:
  [[nodiscard]] FileError Wrong(const SeedObject& object, const std::string& reason) const {
    return {file_, object.line, reason};
  }
  [[nodiscard]] std::string Shown(const fs::path& path) const {
    return path.lexically_relative(folder_).string();
  }

  // Where a path really leads, below the folder.
  [[nodiscard]] FileResult<fs::path> Resolve(const SeedObject& object, const fs::path& path) const {
    std::error_code error;
    const fs::path root = fs::canonical(folder_, error);
    const fs::path real = error ? path : fs::canonical(path, error);
    if (error) return Fail(Wrong(object, Shown(path) + " cannot be read: " + error.message()));
    const auto [end, rest] = std::mismatch(root.begin(), root.end(), real.begin(), real.end());
    if (end == root.end()) return real;
    return Fail(Wrong(object, Shown(path) + " leads out of the folder of the init file"));
  }

  FileResult<void> TakeFile(const SeedObject& object, const fs::path& real, const std::string& name,
                            std::vector<SeedObject>& found) const {
    std::error_code error;
    if (!fs::is_regular_file(real, error)) return Fail(Wrong(object, Shown(real) + " is no file"));
    const std::uintmax_t size = fs::file_size(real, error);
    if (error || size > limits::kObjectBytes) {
      return Fail(Wrong(object, Shown(real) + " is larger than an object may be"));
    }
    SeedObject taken = object;
    taken.source = SeedObject::Source::kFile;
    taken.content = real.string();
    taken.key += name;
    if (!IsValidUtf8(taken.key) || taken.key.size() > limits::kObjectKeyBytes) {
      return Fail(Wrong(object, "the name of " + Shown(real) +
                                    " makes no key: a key is UTF-8 of at most 1024 bytes"));
    }
    found.push_back(std::move(taken));
    return {};
  }

  FileResult<void> TakeDirectory(const SeedObject& object, const fs::path& directory,
                                 std::vector<SeedObject>& found) const {
    std::vector<fs::path> paths;
    std::error_code error;
    // Links to directories are entries here and not walked into, so no circle of them is either.
    for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end;
         at.increment(error)) {
      std::error_code ignored;
      if (at->is_directory(ignored) && !at->is_symlink(ignored)) continue;
      if (paths.size() == limits::kSeedObjects) {
        return Fail(Wrong(object, object.content + " has more than " +
                                      std::to_string(limits::kSeedObjects) + " files"));
      }
      paths.push_back(at->path());
    }
    if (error) return Fail(Wrong(object, object.content + " cannot be read: " + error.message()));
    std::vector<std::pair<std::string, fs::path>> named;
    for (const fs::path& path : paths) {
      named.emplace_back(path.lexically_relative(directory).string(), path);
    }
    std::sort(named.begin(), named.end());
    for (const auto& [name, path] : named) {
      const fs::path real = TRY(Resolve(object, path));
      std::error_code ignored;
      if (fs::is_directory(real, ignored)) {
        return Fail(
            Wrong(object, Shown(path) + " is a link to a directory, which is not followed"));
      }
      TRY(TakeFile(object, real, name, found));
    }
    return {};
  }

  const std::string& file_;
  fs::path folder_;
};

}  // namespace

FileResult<void> FindFixtures(SeedFile& file) {
  fs::path folder = fs::path(file.path).parent_path();
  std::error_code error;
  folder = fs::canonical(folder.empty() ? "." : folder, error);
  FixtureFinder finder(file.path, folder);
  std::vector<SeedObject> found;
  for (SeedObject& object : file.objects) {
    if (object.source == SeedObject::Source::kInline) {
      found.push_back(std::move(object));
    } else {
      TRY(finder.Find(object, found));
    }
    if (found.size() > limits::kSeedObjects) {
      return Fail(
          FileError{file.path, object.line,
                    "the file has more than " + std::to_string(limits::kSeedObjects) + " objects"});
    }
  }
  file.objects = std::move(found);
  return {};
}

}  // namespace portside
