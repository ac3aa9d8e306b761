// SPDX-License-Identifier: Apache-2.0
//
// Small tools over file descriptors. Failures that a client can cause come back as errno values;
// those that mean a broken disk are thrown as std::system_error.

#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/base/timestamp.h"

namespace portside {

// An open descriptor, closed by its owner.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int descriptor) : descriptor_(descriptor) {}
  ~UniqueFd() { Reset(); }
  UniqueFd(UniqueFd&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    if (this != &other) {
      Reset();
      descriptor_ = std::exchange(other.descriptor_, -1);
    }
    return *this;
  }
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool valid() const { return descriptor_ >= 0; }
  [[nodiscard]] int Release() { return std::exchange(descriptor_, -1); }
  void Reset();

 private:
  int descriptor_ = -1;
};

[[noreturn]] void ThrowErrno(int error, const std::string& what);

// Disk full, quota, or the file size limit of the process.
[[nodiscard]] bool IsNoSpace(int error);

// Writes all of it; 0, or the errno that stopped it.
[[nodiscard]] int WriteFully(int descriptor, std::string_view bytes);
// Up to `size` bytes at `offset`; fewer only at the end of the file.
std::string ReadAt(int descriptor, std::uint64_t offset, std::size_t size);
// Calls `take` with successive pieces until the file ends.
void ReadPieces(int descriptor, const std::function<void(std::string_view)>& take);
// Appends bytes of one file to another, in the kernel where it can; 0 or errno.
[[nodiscard]] int AppendRange(int from, std::uint64_t offset, std::uint64_t length, int to);

// A whole small file, or nothing where there is none or it is over limits::kSidecarBytes.
std::optional<std::string> ReadSmallFile(int folder, const std::string& path);
// mkdir -p beneath `folder`; `path` must be one of Portside's own making.
void MakeFolders(int folder, const std::string& path);
// Creates the folder, which must not be there, and those above it. 0, EEXIST, or the errno of a
// full disk; throws on other errors.
[[nodiscard]] int MakeNewFolder(int folder, const std::string& path);
UniqueFd OpenFolder(int folder, const std::string& path);
// The names in a folder, without . and .., with a slash behind those of folders. Symbolic links,
// sockets and the like are left out unless `everything` is asked for. Nothing where there is no
// such folder.
std::optional<std::vector<std::string>> ReadFolder(int folder, bool everything = false);

// Removes everything in a folder; of links, only themselves. Leaves the rest once `goes_on` says
// no.
void RemoveContents(int folder, const std::function<bool()>& goes_on = nullptr);

[[nodiscard]] std::int64_t ModifiedNanoseconds(const struct stat& status);
[[nodiscard]] Timestamp ModifiedAt(const struct stat& status);
// The kernel's own stamp: nobody can set it back.
[[nodiscard]] std::int64_t ChangedNanoseconds(const struct stat& status);
// Whether something stamped with this time would get another stamp if it were changed now. Looks at
// the machine's clock, as the kernel does when it stamps.
[[nodiscard]] bool IsSettled(std::int64_t stamp_ns);

}  // namespace portside
