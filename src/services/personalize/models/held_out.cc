// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/held_out.h"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "portside/base/random.h"
#include "services/personalize/limits.h"

namespace portside::personalize {
namespace {

// Of arranged interactions those of each user, and where they begin.
template <typename Visit>
void EachUser(std::span<const Interaction> all, const Visit& visit) {
  std::size_t begin = 0;
  while (begin < all.size()) {
    std::size_t end = begin + 1;
    while (end < all.size() && all[end].user == all[begin].user) ++end;
    visit(begin, all.subspan(begin, end - begin));
    begin = end;
  }
}

void SortDistinct(std::vector<std::uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

TestUser MakeTestUser(std::span<const Interaction> interactions) {
  const std::size_t held_out = std::max<std::size_t>(1, interactions.size() / 10);
  const std::size_t input = interactions.size() - held_out;
  TestUser test{.user = interactions.front().user};
  for (const Interaction& interaction : interactions.subspan(input)) {
    test.relevant.push_back(interaction.item);
  }
  SortDistinct(test.relevant);
  for (std::size_t i = input; i-- > 0 && test.history.size() < limits::kHistoryItems;) {
    const std::uint32_t item = interactions[i].item;
    if (std::find(test.history.begin(), test.history.end(), item) == test.history.end()) {
      test.history.push_back(item);
    }
  }
  return test;
}

}  // namespace

std::vector<TestUser> HoldOutUsers(InteractionData& data, std::uint64_t seed) {
  Arrange(data);
  std::vector<std::pair<std::size_t, std::size_t>> users;  // where their interactions lie
  EachUser(data.interactions, [&](std::size_t begin, std::span<const Interaction> interactions) {
    if (interactions.size() >= 2) users.emplace_back(begin, interactions.size());
  });
  const std::size_t count = std::min(users.size(), std::max<std::size_t>(1, users.size() / 10));
  Random random(seed);
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(users[i], users[i + random.Below(users.size() - i)]);
  }
  users.resize(count);
  std::sort(users.begin(), users.end());
  std::vector<TestUser> result;
  for (const auto& [begin, size] : users) {
    result.push_back(MakeTestUser(std::span(data.interactions).subspan(begin, size)));
  }
  return result;
}

std::vector<TestItem> HoldOutNewest(InteractionData& data) {
  Arrange(data);
  std::map<std::uint32_t, std::vector<std::uint32_t>> users_of;
  std::vector<bool> is_held_out(data.interactions.size());
  EachUser(data.interactions, [&](std::size_t begin, std::span<const Interaction> interactions) {
    if (interactions.size() < 2) return;
    const std::size_t held_out = std::max<std::size_t>(1, interactions.size() / 5);
    for (std::size_t i = interactions.size() - held_out; i < interactions.size(); ++i) {
      users_of[interactions[i].item].push_back(interactions[i].user);
      is_held_out[begin + i] = true;
    }
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < is_held_out.size(); ++i) {
    if (!is_held_out[i]) data.interactions[kept++] = data.interactions[i];
  }
  data.interactions.resize(kept);
  std::vector<TestItem> result;
  for (auto& [item, users] : users_of) {
    SortDistinct(users);
    result.push_back({.item = item, .users = std::move(users)});
  }
  return result;
}

}  // namespace portside::personalize
