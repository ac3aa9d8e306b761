// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/fingerprint_set.h"

#include <algorithm>
#include <utility>

namespace portside::personalize {
namespace {

// Of ten slots two stay free: searches end after a few.
std::size_t SlotsFor(std::size_t prints) { return prints + prints / 4 + 16; }

}  // namespace

// The one print that would be a free slot is taken for its neighbour.
FingerprintSet::Slot::Slot(const Fingerprint& print)
    : first(static_cast<std::uint32_t>(print.high)),
      second(static_cast<std::uint32_t>(print.high >> 32U)),
      third(static_cast<std::uint32_t>(print.low)) {
  if (IsFree()) third = 1;
}

FingerprintSet::FingerprintSet(std::size_t most) : most_(most), slots_(SlotsFor(0)) {}

void FingerprintSet::Expect(std::size_t more) {
  if (SlotsFor(std::min(size_ + more, most_)) > slots_.size()) Grow(size_ + more);
}

// The upper bits of a product: as good as a remainder, and no division.
std::size_t FingerprintSet::HomeOf(const Slot& slot) const {
  const std::uint64_t hash = (std::uint64_t{slot.second} << 32U) | slot.first;
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::size_t>((Wide{hash} * slots_.size()) >> 64U);
}

std::size_t FingerprintSet::Find(const Slot& slot) const {
  std::size_t at = HomeOf(slot);
  while (slots_[at] != slot && !slots_[at].IsFree()) {
    if (++at == slots_.size()) at = 0;
  }
  return at;
}

void FingerprintSet::Prepare(const Fingerprint& print) const {
  __builtin_prefetch(&slots_[HomeOf(Slot(print))]);
}

FingerprintSet::Added FingerprintSet::Add(const Fingerprint& print) {
  const Slot slot(print);
  std::size_t at = Find(slot);
  if (slots_[at] == slot) return Added::kKnown;
  if (size_ == most_) return Added::kFull;
  if (SlotsFor(size_) >= slots_.size()) {
    Grow(2 * size_ + 16);
    at = Find(slot);
  }
  slots_[at] = slot;
  ++size_;
  return Added::kNew;
}

void FingerprintSet::Grow(std::size_t prints) {
  const auto former = std::exchange(slots_, {});
  slots_.resize(SlotsFor(std::min(prints, most_)));
  for (const Slot& slot : former) {
    if (!slot.IsFree()) slots_[Find(slot)] = slot;
  }
}

}  // namespace portside::personalize
