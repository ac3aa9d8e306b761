// SPDX-License-Identifier: Apache-2.0
//
// MemoryBudget: what all requests in flight hold together: heads that are long, bodies that are
// collected, answers that their clients have not taken. Core thread only.

#pragma once

#include <cstddef>

namespace portside {

class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t bytes) : bytes_(bytes) {}
  MemoryBudget(const MemoryBudget&) = delete;
  MemoryBudget& operator=(const MemoryBudget&) = delete;

  // Nothing is left: what can be refused is.
  [[nodiscard]] bool IsExhausted() const { return used_ >= bytes_; }
  [[nodiscard]] std::size_t used() const { return used_; }

  // What one connection holds. The budget outlives it.
  class Share {
   public:
    explicit Share(MemoryBudget& budget) : budget_(budget) {}
    ~Share() { Set(0); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    // It holds so much now, whatever is left.
    void Set(std::size_t bytes) {
      budget_.used_ += bytes - held_;
      held_ = bytes;
    }
    // The same, unless that is more than before and more than is left: then nothing changes.
    [[nodiscard]] bool TrySet(std::size_t bytes) {
      if (bytes > held_ && budget_.used_ + (bytes - held_) > budget_.bytes_) return false;
      Set(bytes);
      return true;
    }

   private:
    MemoryBudget& budget_;
    std::size_t held_ = 0;
  };

 private:
  std::size_t bytes_;
  std::size_t used_ = 0;
};

}  // namespace portside
