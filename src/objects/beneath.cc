// SPDX-License-Identifier: Apache-2.0

#include "objects/beneath.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace portside {
namespace {

int OpenAt2(int root, const char* path, int flags) {
  struct open_how how {};
  how.flags = static_cast<std::uint64_t>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS;
  // The kernel answers EAGAIN where a rename elsewhere disturbed its walk.
  for (int attempt = 0; attempt < 8; ++attempt) {
    const long descriptor = syscall(SYS_openat2, root, path, &how, sizeof how);
    if (descriptor >= 0 || errno != EAGAIN) return static_cast<int>(descriptor);
  }
  return -1;
}

// Sandboxes answer EPERM or ENOSYS for calls that they do not know.
Beneath::Walk Probe(int root) {
  const UniqueFd probe(OpenAt2(root, ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
  return probe.valid() ? Beneath::Walk::kKernel : Beneath::Walk::kByHand;
}

}  // namespace

Beneath::Beneath(int root) : root_(root), walk_(Probe(root)) {}

UniqueFd Beneath::Open(const std::string& path, int flags) const {
  flags |= O_CLOEXEC;
  if (walk_ == Walk::kKernel) return UniqueFd(OpenAt2(root_, path.c_str(), flags));
  return OpenByHand(path, flags);
}

UniqueFd Beneath::OpenByHand(const std::string& path, int flags) const {
  UniqueFd folder;
  int at = root_;
  std::size_t begin = 0;
  for (std::size_t slash = path.find('/'); slash != std::string::npos;
       begin = slash + 1, slash = path.find('/', begin)) {
    const std::string segment = path.substr(begin, slash - begin);
    UniqueFd next(openat(at, segment.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next.valid()) return next;
    folder = std::move(next);
    at = folder.get();
  }
  UniqueFd last(openat(at, path.c_str() + begin, flags | O_NOFOLLOW));
  if (!last.valid()) return last;
  // With O_PATH and O_NOFOLLOW a link is opened as itself.
  struct stat status {};
  if (fstat(last.get(), &status) == 0 && S_ISLNK(status.st_mode)) {
    last.Reset();
    errno = ELOOP;
  }
  return last;
}

}  // namespace portside
