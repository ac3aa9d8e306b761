// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/interaction_data.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace portside::personalize {
namespace {

bool Before(const Interaction& a, const Interaction& b) {
  return std::tie(a.user, a.time, a.item, a.event_type, a.weight) <
         std::tie(b.user, b.time, b.item, b.event_type, b.weight);
}

template <typename T>
void Rearrange(std::vector<T>& values, const std::vector<std::uint32_t>& places) {
  std::vector<T> moved(places.size());
  values.resize(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) moved[places[i]] = std::move(values[i]);
  values = std::move(moved);
}

}  // namespace

void Arrange(InteractionData& data) {
  const std::vector<std::uint32_t> users = data.users.Sort();
  const std::vector<std::uint32_t> items = data.items.Sort();
  Rearrange(data.details, items);
  if (!data.user_traits.empty()) Rearrange(data.user_traits, users);
  for (Interaction& interaction : data.interactions) {
    interaction.user = users[interaction.user];
    interaction.item = items[interaction.item];
  }
  if (std::is_sorted(data.interactions.begin(), data.interactions.end(), Before)) return;
  std::sort(data.interactions.begin(), data.interactions.end(), Before);
}

}  // namespace portside::personalize
