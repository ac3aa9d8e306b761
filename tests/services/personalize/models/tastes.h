// SPDX-License-Identifier: Apache-2.0
//
// Small data with a known structure: users A like items A, users B like items B.

#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/random.h"
#include "services/personalize/models/interaction_data.h"
#include "services/personalize/models/model_pages.h"

namespace portside::personalize::tastes {

constexpr int kUsersOfEach = 30;
constexpr int kItemsOfEach = 12;
constexpr std::int64_t kDay = 86'400;

inline std::string Name(char kind, int number) {
  std::string text = std::to_string(number);
  return std::string(1, kind) + std::string(2 - std::min<std::size_t>(2, text.size()), '0') + text;
}

inline void Put(InteractionData& data, std::string_view user, std::string_view item,
                std::int64_t time) {
  data.interactions.push_back(
      {.time = time, .user = data.users.Intern(user), .item = data.items.Intern(item)});
}

// Items A00…, B00… of the features 0 and 1, users a00…, b00… with eight items of their taste each.
inline InteractionData TwoTastes(std::uint64_t seed = 1) {
  InteractionData data;
  for (const char taste : {'A', 'B'}) {
    for (int i = 0; i < kItemsOfEach; ++i) {
      data.items.Intern(Name(taste, i));
      data.details.push_back({.creation_time = i, .features = {taste == 'A' ? 0U : 1U}});
    }
  }
  Random random(seed);
  for (const char taste : {'A', 'B'}) {
    for (int u = 0; u < kUsersOfEach; ++u) {
      for (int i = 0; i < 8; ++i) {
        const auto item = static_cast<int>(random.Below(kItemsOfEach));
        const auto time = static_cast<std::int64_t>(random.Below(30 * kDay));
        Put(data, Name(taste == 'A' ? 'a' : 'b', u), Name(taste, item), 1'700'000'000 + time);
      }
    }
  }
  return data;
}

// Groups of taste with items of which few are popular, and users of one or two groups.
inline InteractionData ManyTastes(std::uint64_t seed) {
  constexpr std::uint64_t kGroups = 8;
  constexpr double kItems = 15;
  Random random(seed);
  InteractionData data;
  for (int u = 0; u < 300; ++u) {
    const std::uint64_t groups[] = {random.Below(kGroups), random.Below(kGroups)};
    for (int i = 0; i < 12; ++i) {
      const double rank = random.Unit();
      const auto item = static_cast<int>(kItems * rank * rank);
      const auto group = static_cast<int>(groups[random.Below(2)]);
      Put(data, std::to_string(u), Name(static_cast<char>('A' + group), item), 1000 * i);
    }
  }
  return data;
}

template <typename Model>
std::vector<std::string> PagesOf(const Model& model) {
  std::vector<std::string> pages;
  model.Write([&pages](std::string page) { pages.push_back(std::move(page)); });
  return pages;
}

inline ModelReader ReaderOf(ModelKind kind, const std::vector<std::string>& pages) {
  ModelReader reader(kind);
  for (const std::string& page : pages) reader.Add(page);
  return reader;
}

// The names of items whose score is highest, best first.
inline std::vector<std::string> Names(const IdTable& ids, const std::vector<std::uint32_t>& items) {
  std::vector<std::string> names;
  for (const std::uint32_t item : items) names.emplace_back(ids[item]);
  return names;
}

}  // namespace portside::personalize::tastes
