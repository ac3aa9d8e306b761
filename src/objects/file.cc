// SPDX-License-Identifier: Apache-2.0

#include "objects/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <memory>
#include <system_error>
#include <vector>

#include "portside/base/limits.h"

namespace portside {
namespace {

constexpr std::size_t kPieceBytes = 1024 * 1024;

// copy_file_range refuses some pairs of file systems; then bytes go through here.
int AppendByHand(int from, std::uint64_t offset, std::uint64_t length, int to) {
  while (length > 0) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(length, kPieceBytes));
    const std::string piece = ReadAt(from, offset, size);
    if (piece.empty()) return EIO;
    if (const int error = WriteFully(to, piece); error != 0) return error;
    offset += piece.size();
    length -= piece.size();
  }
  return 0;
}

bool IsFolder(int parent, const dirent& entry) {
  if (entry.d_type != DT_UNKNOWN) return entry.d_type == DT_DIR;
  struct stat status {};
  return fstatat(parent, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISDIR(status.st_mode);
}

bool IsRegularFile(int parent, const dirent& entry) {
  if (entry.d_type != DT_UNKNOWN) return entry.d_type == DT_REG;
  struct stat status {};
  return fstatat(parent, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISREG(status.st_mode);
}

std::int64_t Nanoseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

void UniqueFd::Reset() {
  if (descriptor_ >= 0) close(descriptor_);
  descriptor_ = -1;
}

void ThrowErrno(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

bool IsNoSpace(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

int WriteFully(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

std::string ReadAt(int descriptor, std::uint64_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const ssize_t got =
        pread(descriptor, bytes.data() + have, size - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) ThrowErrno(errno, "Reading an object failed");
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

void ReadPieces(int descriptor, const std::function<void(std::string_view)>& take) {
  for (std::uint64_t offset = 0;;) {
    const std::string piece = ReadAt(descriptor, offset, kPieceBytes);
    if (piece.empty()) return;
    take(piece);
    offset += piece.size();
  }
}

int AppendRange(int from, std::uint64_t offset, std::uint64_t length, int to) {
  auto position = static_cast<off_t>(offset);
  while (length > 0) {
    const ssize_t copied =
        copy_file_range(from, &position, to, nullptr, static_cast<std::size_t>(length), 0);
    if (copied < 0 && errno == EINTR) continue;
    if (copied < 0 && IsNoSpace(errno)) return errno;
    if (copied <= 0) {
      return AppendByHand(from, static_cast<std::uint64_t>(position), length, to);
    }
    length -= static_cast<std::uint64_t>(copied);
  }
  return 0;
}

std::optional<std::string> ReadSmallFile(int folder, const std::string& path) {
  const UniqueFd file(openat(folder, path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.valid()) {
    if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) return std::nullopt;
    ThrowErrno(errno, "Opening " + path + " failed");
  }
  // Most sidecars fit into the first read, which then needs no second one to find their end.
  std::array<char, 4096> first;
  const ssize_t got = pread(file.get(), first.data(), first.size(), 0);
  std::string text(first.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0 || text.size() == first.size()) {
    text += ReadAt(file.get(), text.size(), limits::kSidecarBytes);
  }
  if (text.size() >= limits::kSidecarBytes) return std::nullopt;
  return text;
}

void MakeFolders(int folder, const std::string& path) {
  for (std::size_t slash = path.find('/');; slash = path.find('/', slash + 1)) {
    const std::string part = path.substr(0, slash);
    if (!part.empty() && mkdirat(folder, part.c_str(), 0777) != 0 && errno != EEXIST) {
      ThrowErrno(errno, "Creating the folder " + part + " failed");
    }
    if (slash == std::string::npos) return;
  }
}

int MakeNewFolder(int folder, const std::string& path) {
  const auto make = [&] { return mkdirat(folder, path.c_str(), 0777) == 0 ? 0 : errno; };
  int error = make();
  if (error == ENOENT) {
    MakeFolders(folder, path.substr(0, path.rfind('/')));
    error = make();
  }
  if (error != 0 && error != EEXIST && !IsNoSpace(error)) {
    ThrowErrno(error, "Creating the folder " + path + " failed");
  }
  return error;
}

UniqueFd OpenFolder(int folder, const std::string& path) {
  return UniqueFd(openat(folder, path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
}

std::optional<std::vector<std::string>> ReadFolder(int folder, bool everything) {
  // A fresh description, so that neither the position nor the closing disturbs the caller's.
  const int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy < 0) return std::nullopt;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(fdopendir(copy), closedir);
  if (stream == nullptr) {
    close(copy);
    return std::nullopt;
  }

  std::vector<std::string> names;
  while (const dirent* entry = readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (IsFolder(copy, *entry)) {
      names.push_back(std::string(name) + "/");
    } else if (everything || IsRegularFile(copy, *entry)) {
      names.emplace_back(name);
    }
  }
  return names;
}

void RemoveContents(int folder, const std::function<bool()>& goes_on) {
  for (std::string& entry :
       ReadFolder(folder, /*everything=*/true).value_or(std::vector<std::string>())) {
    if (goes_on && !goes_on()) return;
    if (!entry.ends_with('/')) {
      unlinkat(folder, entry.c_str(), 0);
      continue;
    }
    entry.pop_back();
    const UniqueFd inner = OpenFolder(folder, entry);
    if (inner.valid()) RemoveContents(inner.get(), goes_on);
    unlinkat(folder, entry.c_str(), AT_REMOVEDIR);
  }
}

std::int64_t ModifiedNanoseconds(const struct stat& status) { return Nanoseconds(status.st_mtim); }

std::int64_t ChangedNanoseconds(const struct stat& status) { return Nanoseconds(status.st_ctim); }

Timestamp ModifiedAt(const struct stat& status) {
  return Timestamp(
      std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(ModifiedNanoseconds(status))));
}

bool IsSettled(std::int64_t stamp_ns) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  const std::int64_t age = Nanoseconds(now) - stamp_ns;
  const std::int64_t settle = std::chrono::nanoseconds(limits::kSettleTime).count();
  return age > settle || age < -settle;
}

}  // namespace portside
