// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/cold_items.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace portside::personalize {
namespace {

struct Sum {
  std::vector<float> factors;
  float items = 0;
};

void Add(std::span<const float> values, float times, std::vector<float>& sum) {
  sum.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) sum[i] += times * values[i];
}

}  // namespace

void FillColdItems(std::span<const ItemDetails> details, std::span<const float> popularity,
                   Factors& items) {
  std::map<std::uint32_t, Sum> sums;  // by feature, of those that cold items have
  for (std::uint32_t item = 0; item < items.rows(); ++item) {
    if (popularity[item] > 0) continue;
    for (const std::uint32_t feature : details[item].features) sums.try_emplace(feature);
  }
  if (sums.empty()) return;
  for (std::uint32_t item = 0; item < items.rows(); ++item) {
    if (popularity[item] == 0) continue;
    for (const std::uint32_t feature : details[item].features) {
      const auto found = sums.find(feature);
      if (found == sums.end()) continue;
      Add(items.Row(item), 1, found->second.factors);
      found->second.items += 1;
    }
  }
  for (std::uint32_t item = 0; item < items.rows(); ++item) {
    if (popularity[item] > 0) continue;
    std::vector<float> mean(items.rank);
    float weights = 0;
    for (const std::uint32_t feature : details[item].features) {
      const Sum& sum = sums.at(feature);
      if (sum.items == 0) continue;
      // A feature that few items share says more.
      const float weight = 1 / std::sqrt(sum.items);
      Add(sum.factors, weight / sum.items, mean);
      weights += weight;
    }
    if (weights == 0) continue;
    for (float& value : mean) value /= weights;
    std::copy(mean.begin(), mean.end(), items.values.begin() + std::ptrdiff_t{item} * items.rank);
  }
}

}  // namespace portside::personalize
