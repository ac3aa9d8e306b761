// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/fingerprint_table.h"

#include <bit>
#include <utility>

namespace portside::personalize {
namespace {

constexpr std::size_t kLeastSlots = 16;

// Three quarters full: searches stay short.
std::size_t SlotsFor(std::size_t capacity) {
  return std::bit_ceil(std::max(kLeastSlots, capacity + capacity / 3 + 1));
}

}  // namespace

FingerprintTable::FingerprintTable(std::size_t capacity) : slots_(SlotsFor(capacity)) {}

std::size_t FingerprintTable::SlotOf(const Fingerprint& print) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = FingerprintHash()(print) & mask;
  while (!slots_[at].IsFree() && !(slots_[at].print == print)) at = (at + 1) & mask;
  return at;
}

std::uint64_t& FingerprintTable::ValueOf(const Fingerprint& print) {
  if (print == Fingerprint{}) {
    if (!std::exchange(has_none_, true)) ++size_;
    return none_;
  }
  std::size_t at = SlotOf(print);
  if (slots_[at].IsFree()) {
    if (size_ + 1 > slots_.size() / 4 * 3) {
      Grow();
      at = SlotOf(print);
    }
    slots_[at].print = print;
    ++size_;
  }
  return slots_[at].value;
}

const std::uint64_t* FingerprintTable::Find(const Fingerprint& print) const {
  if (print == Fingerprint{}) return has_none_ ? &none_ : nullptr;
  const Slot& slot = slots_[SlotOf(print)];
  return slot.IsFree() ? nullptr : &slot.value;
}

void FingerprintTable::Grow() {
  std::vector<Slot> former(slots_.size() * 2);
  former.swap(slots_);
  for (const Slot& slot : former) {
    if (!slot.IsFree()) slots_[SlotOf(slot.print)] = slot;
  }
}

}  // namespace portside::personalize
