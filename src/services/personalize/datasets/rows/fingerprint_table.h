// SPDX-License-Identifier: Apache-2.0
//
// FingerprintTable: a number for each fingerprint, in one block of memory: a map with a node for
// each would be twice as large and slower.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/personalize/datasets/rows/fingerprint.h"

namespace portside::personalize {

class FingerprintTable {
 public:
  // Room for so many, about; where there are more it grows.
  explicit FingerprintTable(std::size_t capacity);

  // The number of the fingerprint, 0 where it is new. Valid until the next call.
  std::uint64_t& ValueOf(const Fingerprint& print);
  // Null where there is none.
  [[nodiscard]] const std::uint64_t* Find(const Fingerprint& print) const;
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Slot {
    Fingerprint print;
    std::uint64_t value = 0;
    [[nodiscard]] bool IsFree() const { return print.high == 0 && print.low == 0; }
  };

  [[nodiscard]] std::size_t SlotOf(const Fingerprint& print) const;
  void Grow();

  std::vector<Slot> slots_;  // a power of two; a free one ends each search
  std::size_t size_ = 0;
  std::uint64_t none_ = 0;  // of the fingerprint that marks a free slot
  bool has_none_ = false;
};

}  // namespace portside::personalize
