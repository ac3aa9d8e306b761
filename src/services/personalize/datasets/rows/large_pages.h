// SPDX-License-Identifier: Apache-2.0
//
// LargePages: an allocator for a table of many megabytes that is asked at places by chance. With
// pages of 4 KB every question first misses the page's address; the system is asked for large ones,
// which it may refuse.

#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>

namespace portside::personalize {

template <typename T>
struct LargePages {
  using value_type = T;
  static constexpr std::size_t kPage = 2 * 1024 * 1024;

  LargePages() = default;
  template <typename U>
  explicit LargePages(const LargePages<U>&) {}

  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    if (bytes < kPage) return static_cast<T*>(::operator new(bytes));
    void* memory = ::operator new(bytes, std::align_val_t{kPage});
    // Whole pages of it. What the system answers does not matter.
    (void)madvise(memory, bytes / kPage * kPage, MADV_HUGEPAGE);
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t count) {
    if (count * sizeof(T) < kPage) return ::operator delete(memory);
    ::operator delete(memory, std::align_val_t{kPage});
  }

  friend bool operator==(const LargePages&, const LargePages&) { return true; }
};

}  // namespace portside::personalize
