// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/id_table.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "portside/base/random.h"

namespace portside::personalize {

std::string_view IdTable::operator[](std::uint32_t number) const {
  assert(number < ends_.size());
  const std::uint32_t begin = number == 0 ? 0 : ends_[number - 1];
  return std::string_view(text_).substr(begin, ends_[number] - begin);
}

std::size_t IdTable::SlotOf(std::string_view id) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = StableHash(id) & mask;
  while (slots_[slot] != 0 && (*this)[slots_[slot] - 1] != id) slot = (slot + 1) & mask;
  return slot;
}

void IdTable::Grow() {
  slots_.assign(std::max<std::size_t>(16, slots_.size() * 2), 0);
  for (std::uint32_t number = 0; number < size(); ++number) {
    slots_[SlotOf((*this)[number])] = number + 1;
  }
}

std::uint32_t IdTable::Intern(std::string_view id) {
  if ((ends_.size() + 1) * 2 > slots_.size()) Grow();
  std::uint32_t& slot = slots_[SlotOf(id)];
  if (slot == 0) {
    text_.append(id);
    ends_.push_back(static_cast<std::uint32_t>(text_.size()));
    slot = size();
  }
  return slot - 1;
}

std::optional<std::uint32_t> IdTable::Find(std::string_view id) const {
  if (slots_.empty()) return std::nullopt;
  const std::uint32_t slot = slots_[SlotOf(id)];
  if (slot == 0) return std::nullopt;
  return slot - 1;
}

std::vector<std::uint32_t> IdTable::Sort() {
  std::vector<std::uint32_t> order(size());
  std::iota(order.begin(), order.end(), 0);
  const auto before = [this](std::uint32_t a, std::uint32_t b) { return (*this)[a] < (*this)[b]; };
  std::vector<std::uint32_t> numbers = order;
  if (std::is_sorted(order.begin(), order.end(), before)) return numbers;
  std::sort(order.begin(), order.end(), before);
  IdTable sorted;
  for (const std::uint32_t number : order) numbers[number] = sorted.Intern((*this)[number]);
  *this = std::move(sorted);
  return numbers;
}

}  // namespace portside::personalize
