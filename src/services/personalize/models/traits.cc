// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/traits.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/personalize/limits.h"
#include "services/personalize/models/item_counts.h"

namespace portside::personalize {
namespace {

// Interactions of nothing in particular that every number is diluted with: one or two are chance.
constexpr float kPriorInteractions = 3;
constexpr std::uint32_t kTraitsPerLook = 16;

// Which rows have each trait.
SparseRows ByTrait(const std::vector<std::vector<std::uint32_t>>& traits_of, std::uint32_t traits) {
  SparseRows rows;
  for (const std::vector<std::uint32_t>& of_row : traits_of) {
    rows.columns.insert(rows.columns.end(), of_row.begin(), of_row.end());
    rows.EndRow();
  }
  return Transpose(rows, traits, {});
}

// The interactions that are learnt from: of each user and in each context.
class Occasions {
 public:
  Occasions(const InteractionData& data, const TrainingOptions& options)
      : data_(data), popularity_(data.items.size()) {
    const std::vector<std::uint32_t>& tests = options.test_users;
    of_users_.assign(data.users.size() + 1, 0);
    of_contexts_.resize(data.contexts.size());
    for (std::uint32_t at = 0; at < data.interactions.size(); ++at) {
      const Interaction& one = data.interactions[at];
      of_users_[one.user + 1] = at + 1;
      if (std::binary_search(tests.begin(), tests.end(), one.user)) continue;
      popularity_[one.item] += 1;
      ++learned_;
      if (one.context != 0) of_contexts_[one.context].push_back(one.item);
    }
    // A user without interactions begins, and ends, where the one before ended.
    for (std::size_t user = 1; user < of_users_.size(); ++user) {
      of_users_[user] = std::max(of_users_[user], of_users_[user - 1]);
    }
    for (const std::uint32_t user : tests)
      is_test_.resize(std::max<std::size_t>(is_test_.size(), user + 1));
    for (const std::uint32_t user : tests) is_test_[user] = true;
  }

  template <typename Visit>
  void OfUser(std::uint32_t user, const Visit& visit) const {
    if (user < is_test_.size() && is_test_[user]) return;
    for (std::uint32_t at = of_users_[user]; at < of_users_[user + 1]; ++at) {
      visit(data_.interactions[at].item);
    }
  }
  template <typename Visit>
  void InContext(std::uint32_t context, const Visit& visit) const {
    for (const std::uint32_t item : of_contexts_[context]) visit(item);
  }
  // Of all interactions the part that has this item.
  [[nodiscard]] float ShareOf(std::uint32_t item) const {
    return popularity_[item] / static_cast<float>(std::max<std::size_t>(learned_, 1));
  }

 private:
  const InteractionData& data_;
  std::vector<float> popularity_;
  std::size_t learned_ = 0;
  std::vector<std::uint32_t> of_users_;  // where each one's interactions begin, and the end
  std::vector<std::vector<std::uint32_t>> of_contexts_;
  std::vector<bool> is_test_;
};

// Traits in the order of their names, those with the fewest interactions left out.
std::vector<std::uint32_t> KeptTraits(const IdTable& traits,
                                      const std::vector<std::uint64_t>& interactions) {
  std::vector<std::uint32_t> kept;
  for (std::uint32_t trait = 0; trait < traits.size(); ++trait) {
    if (interactions[trait] > 0) kept.push_back(trait);
  }
  const auto by_name = [&](std::uint32_t a, std::uint32_t b) { return traits[a] < traits[b]; };
  if (kept.size() > limits::kTraits) {
    std::sort(kept.begin(), kept.end(), [&](std::uint32_t a, std::uint32_t b) {
      return interactions[a] != interactions[b] ? interactions[a] > interactions[b] : by_name(a, b);
    });
    kept.resize(limits::kTraits);
  }
  std::sort(kept.begin(), kept.end(), by_name);
  return kept;
}

}  // namespace

std::string TraitName(std::string_view type, std::string_view column, std::string_view value) {
  return std::string(type) + ' ' + std::string(column) + '=' + std::string(value);
}

std::optional<TraitItems> FindTraitItems(const InteractionData& data,
                                         const TrainingOptions& options) {
  TraitItems found;
  const std::uint32_t traits = data.traits.size();
  if (traits == 0) return found;
  const SparseRows users = ByTrait(data.user_traits, traits);
  const SparseRows contexts = ByTrait(data.contexts, traits);
  const Occasions occasions(data, options);
  const auto each_item = [&](std::uint32_t trait, const auto& visit) {
    for (const std::uint32_t user : users.Columns(trait)) occasions.OfUser(user, visit);
    for (const std::uint32_t context : contexts.Columns(trait)) occasions.InContext(context, visit);
  };
  std::vector<std::uint64_t> interactions(traits);
  for (std::uint32_t trait = 0; trait < traits; ++trait) {
    if (trait % kTraitsPerLook == 0 && options.stop.stop_requested()) return std::nullopt;
    each_item(trait, [&](std::uint32_t) { ++interactions[trait]; });
  }
  ItemCounts counts(data.items.size());
  const std::vector<std::uint32_t> kept = KeptTraits(data.traits, interactions);
  for (std::size_t at = 0; at < kept.size(); ++at) {
    if (at % kTraitsPerLook == 0 && options.stop.stop_requested()) return std::nullopt;
    const std::uint32_t trait = kept[at];
    each_item(trait, [&](std::uint32_t item) { counts.Add(item); });
    const auto all = static_cast<float>(interactions[trait]);
    counts.EndRow(
        limits::kNeighboursPerItem,
        [&](std::uint32_t item, float count) {
          return (count - all * occasions.ShareOf(item)) / (count + kPriorInteractions);
        },
        found.items);
    found.traits.Intern(data.traits[trait]);
  }
  return found;
}

}  // namespace portside::personalize
