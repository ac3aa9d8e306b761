// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/haste.h"

#include <atomic>
#include <optional>

#include "portside/base/limits.h"

namespace portside {
namespace {

// What this thread may still read; nothing: it is in no haste.
thread_local std::optional<std::uint64_t> left;

// When the reading for the work that runs again began.
thread_local std::optional<std::uint64_t> since;

std::atomic<std::uint64_t> readings = 0;

class Again {
 public:
  explicit Again(std::uint64_t began) : former_(since) { since = began; }
  ~Again() { since = former_; }
  Again(const Again&) = delete;
  Again& operator=(const Again&) = delete;

 private:
  std::optional<std::uint64_t> former_;
};

class Haste {
 public:
  explicit Haste(std::optional<std::uint64_t> bytes) : former_(left) { left = bytes; }
  ~Haste() { left = former_; }
  Haste(const Haste&) = delete;
  Haste& operator=(const Haste&) = delete;

 private:
  std::optional<std::uint64_t> former_;
};

}  // namespace

void RunInHaste(const Aside& aside, const std::function<void()>& work) {
  if (!aside) return work();
  std::function<void()> reading;
  try {
    const Haste haste(limits::kHastyBytes);
    return work();
  } catch (Unread& unread) {
    reading = std::move(unread.reading);
  }
  aside(std::move(reading), [work, began = NextReading()] {
    const Again again(began);
    work();
  });
}

std::uint64_t NextReading() { return ++readings; }

std::optional<std::uint64_t> ReadAsideSince() { return since; }

void SpendInHaste(std::uint64_t bytes) {
  if (!left) return;
  if (bytes > *left) throw Unread{};
  *left -= bytes;
}

}  // namespace portside
