// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/feedback.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "services/personalize/limits.h"

namespace portside::personalize {
namespace {

// Interactions lose half of their weight in half of the data's time, so that data of an hour and of
// ten years are treated alike. A time stamp that is far off makes all others equal, no worse.
class Decay {
 public:
  explicit Decay(std::span<const Interaction> interactions) {
    if (interactions.empty()) return;
    const auto [first, last] = std::minmax_element(
        interactions.begin(), interactions.end(),
        [](const Interaction& a, const Interaction& b) { return a.time < b.time; });
    newest_ = static_cast<double>(last->time);
    half_life_ = std::max(1.0, (newest_ - static_cast<double>(first->time)) / 2);
  }
  [[nodiscard]] float Weight(const Interaction& interaction) const {
    const double age = newest_ - static_cast<double>(interaction.time);
    return interaction.weight * static_cast<float>(std::exp2(-age / half_life_));
  }

 private:
  double newest_ = 0;
  double half_life_ = 1;
};

// The first of many interactions says most.
float Confidence(float sum) { return sum <= 1 ? sum : 1 + std::log(sum); }

class FeedbackBuilder {
 public:
  FeedbackBuilder(const InteractionData& data, Feedback& feedback)
      : feedback_(feedback), decay_(data.interactions), place_(data.items.size(), kNowhere) {}

  void AddUser(std::span<const Interaction> interactions, bool is_test_user) {
    SparseRows& rows = feedback_.by_user;
    const std::size_t begin = rows.columns.size();
    // From the newest on: an item stands where its latest interaction was.
    for (std::size_t i = interactions.size(); i-- > 0;) {
      const Interaction& interaction = interactions[i];
      std::uint32_t& place = place_[interaction.item];
      if (place == kNowhere) {
        place = static_cast<std::uint32_t>(rows.columns.size());
        rows.columns.push_back(interaction.item);
        rows.weights.push_back(0);
      }
      rows.weights[place] += decay_.Weight(interaction);
      if (!is_test_user) feedback_.popularity[interaction.item] += 1;
    }
    for (std::size_t i = begin; i < rows.columns.size(); ++i) {
      place_[rows.columns[i]] = kNowhere;
      rows.weights[i] = Confidence(rows.weights[i]);
    }
    std::reverse(rows.columns.begin() + static_cast<std::ptrdiff_t>(begin), rows.columns.end());
    std::reverse(rows.weights.begin() + static_cast<std::ptrdiff_t>(begin), rows.weights.end());
    rows.EndRow();
  }

 private:
  static constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

  Feedback& feedback_;
  Decay decay_;
  std::vector<std::uint32_t> place_;  // of an item in the row of this user
};

// Pairs of user and item: interactions are arranged by user and time, so one mark per item does.
std::size_t CountPairs(const InteractionData& data) {
  std::vector<std::uint32_t> last_user(data.items.size(),
                                       std::numeric_limits<std::uint32_t>::max());
  std::size_t pairs = 0;
  for (const Interaction& interaction : data.interactions) {
    std::uint32_t& user = last_user[interaction.item];
    if (user != interaction.user) ++pairs;
    user = interaction.user;
  }
  return pairs;
}

}  // namespace

Feedback TakeFeedback(InteractionData& data, const TrainingOptions& options) {
  Arrange(data);
  Feedback feedback;
  feedback.popularity.assign(data.items.size(), 0);
  if (!options.test_users.empty()) feedback.is_test_user.assign(data.users.size(), false);
  for (const std::uint32_t user : options.test_users) feedback.is_test_user[user] = true;

  const std::span<const Interaction> all = data.interactions;
  const std::size_t pairs = CountPairs(data);
  // Exactly: doubling would need half as much again.
  feedback.by_user.columns.reserve(pairs);
  feedback.by_user.weights.reserve(pairs);
  if (!all.empty()) {
    feedback.repeat_share = 1 - static_cast<float>(pairs) / static_cast<float>(all.size());
  }
  FeedbackBuilder builder(data, feedback);
  std::size_t begin = 0;
  for (std::uint32_t user = 0; user < data.users.size(); ++user) {
    std::size_t end = begin;
    while (end < all.size() && all[end].user == user) ++end;
    const bool is_test_user = !feedback.is_test_user.empty() && feedback.is_test_user[user];
    builder.AddUser(all.subspan(begin, end - begin), is_test_user);
    begin = end;
  }
  data.interactions = std::vector<Interaction>();
  return feedback;
}

SparseRows LatestHistories(const SparseRows& by_user) {
  SparseRows histories;
  for (std::uint32_t user = 0; user < by_user.rows(); ++user) {
    const auto latest = by_user.Columns(user, limits::kHistoryItems);
    histories.columns.insert(histories.columns.end(), latest.rbegin(), latest.rend());
    histories.EndRow();
  }
  return histories;
}

}  // namespace portside::personalize
