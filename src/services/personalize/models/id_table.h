// SPDX-License-Identifier: Apache-2.0
//
// IdTable: the ids of users or items as numbers 0, 1, …, so that everything that is learnt is flat
// arrays. An id costs its bytes and about twelve more. Reading is safe from any thread.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portside::personalize {

class IdTable {
 public:
  // The number of `id`, which is the next one if the id is new.
  std::uint32_t Intern(std::string_view id);
  [[nodiscard]] std::optional<std::uint32_t> Find(std::string_view id) const;
  [[nodiscard]] std::string_view operator[](std::uint32_t number) const;
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }

  // Numbers the ids in the order of their bytes. Gives the new number of each former one.
  std::vector<std::uint32_t> Sort();

  // As pages keep it: the ids one behind the other, and where each of them ends.
  [[nodiscard]] std::span<const char> text() const { return text_; }
  [[nodiscard]] std::span<const std::uint32_t> ends() const { return ends_; }

 private:
  // The slot where `id` is, or where it would be.
  [[nodiscard]] std::size_t SlotOf(std::string_view id) const;
  void Grow();

  std::string text_;
  std::vector<std::uint32_t> ends_;
  std::vector<std::uint32_t> slots_;  // open addressing: number + 1, zero where nothing is
};

}  // namespace portside::personalize
