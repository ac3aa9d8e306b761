// SPDX-License-Identifier: Apache-2.0
//
// FingerprintSet: which fingerprints there have been, of 96 bits each: among ten million rows two
// different ones would be taken for equal once in 10^15 times. Twelve bytes a slot and no more, so
// that the rows of a large dataset fit into memory all at once.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/personalize/datasets/rows/fingerprint.h"
#include "services/personalize/datasets/rows/large_pages.h"

namespace portside::personalize {

class FingerprintSet {
 public:
  // At most so many.
  explicit FingerprintSet(std::size_t most);

  // That about so many more will come: room for them is made at once.
  void Expect(std::size_t more);

  // Before an Add of the same, some other ones before: what memory takes to answer passes
  // meanwhile.
  void Prepare(const Fingerprint& print) const;
  enum class Added { kNew, kKnown, kFull };
  Added Add(const Fingerprint& print);

 private:
  struct Slot {
    std::uint32_t first = 0;  // zeros: free
    std::uint32_t second = 0;
    std::uint32_t third = 0;

    explicit Slot(const Fingerprint& print);
    Slot() = default;
    friend bool operator==(const Slot&, const Slot&) = default;
    [[nodiscard]] bool IsFree() const { return (first | second | third) == 0; }
  };

  [[nodiscard]] std::size_t HomeOf(const Slot& slot) const;
  // The slot that holds it, or the free one where it belongs.
  [[nodiscard]] std::size_t Find(const Slot& slot) const;
  void Grow(std::size_t prints);

  std::size_t most_;
  std::size_t size_ = 0;
  std::vector<Slot, LargePages<Slot>> slots_;
};

}  // namespace portside::personalize
