// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/recommend.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "portside/base/encoding.h"
#include "portside/base/random.h"
#include "services/personalize/models/ranking.h"
#include "services/personalize/recommending/item_scores.h"

namespace portside::personalize {
namespace {

using Recommendations = Expected<std::vector<Recommendation>, std::string>;

constexpr float kNever = -std::numeric_limits<float>::infinity();

// A use case leaves out what the user has bought or watched (developer guide, the pages of the
// domains' use cases).
Expected<void, std::string> HideTaken(std::string_view event_type, std::string_view user,
                                      const TrainedModel& model, GroupMemory& group,
                                      const RecordReader& records, std::span<float> scores) {
  const EventTypesByItem events =
      TRY(RecentEventTypes(user, FilterDataset::kInteractions, group, records));
  for (const auto& [id, types] : events) {
    const auto item = model.items().Find(id);
    if (!item) continue;
    const bool is_taken = std::ranges::any_of(
        types, [&](std::string_view type) { return EqualsIgnoreCase(type, event_type); });
    if (is_taken) scores[*item] = kNever;
  }
  return {};
}

class Choice {
 public:
  Choice(const RecommendationPlan& plan, const RecommendationRequest& request,
         const TrainedModel& model, GroupMemory& group, const RecordReader& records)
      : plan_(plan), request_(request), model_(model), group_(group), records_(records) {}

  Recommendations Run() {
    scores_ = TRY(ScoreItems(plan_, model_, group_, records_,
                             {request_.user, request_.item, request_.context}));
    if (!plan_.recipe->hides.empty() && !request_.user.empty()) {
      TRY(HideTaken(plan_.recipe->hides, request_.user, model_, group_, records_, scores_));
    }
    if (request_.filter) filter_ = TRY(Apply(*request_.filter));
    Recommendations chosen = request_.ranked ? Ranked() : Chosen();
    if (chosen) TRY(AddMetadata(*chosen));
    return chosen;
  }

 private:
  Expected<AppliedFilter, std::string> Apply(const FilterUse& use) {
    return AppliedFilter::Apply(use, request_.user, request_.item, group_, records_);
  }
  [[nodiscard]] bool Passes(std::string_view id) const { return !filter_ || filter_->Passes(id); }

  // Only the given items have scores; those that the model does not know come last, with zero.
  Recommendations Ranked() {
    std::vector<Recommendation> known;
    std::vector<Recommendation> unknown;
    std::vector<float> scores;
    for (const std::string& id : *request_.ranked) {
      if (!Passes(id)) continue;
      const auto item = model_.items().Find(id);
      if (item) scores.push_back(scores_[*item]);
      (item ? known : unknown).push_back({.id = id, .score = 0.0F});
    }
    Normalize(scores);
    for (std::size_t at = 0; at < known.size(); ++at) known[at].score = scores[at];
    std::ranges::stable_sort(known,
                             [](const auto& a, const auto& b) { return *a.score > *b.score; });
    std::ranges::move(unknown, std::back_inserter(known));
    return known;
  }

  Recommendations Chosen() {
    const std::vector<std::uint32_t> promoted = TRY(Promoted());
    const std::size_t others = std::min(request_.count, std::size_t{scores_.size()});
    std::function<bool(std::uint32_t)> allowed;
    if (filter_ || !promoted.empty()) {
      allowed = [&](std::uint32_t item) {
        return std::ranges::find(promoted, item) == promoted.end() && Passes(model_.items()[item]);
      };
    }
    const std::vector<std::uint32_t> top =
        TopOf(scores_, others - std::min(others, promoted.size()), allowed);
    if (plan_.recipe->shows_scores) Normalize(scores_);
    return Mixed(promoted, top);
  }

  // As many as there are, at most the promotion's share.
  Expected<std::vector<std::uint32_t>, std::string> Promoted() {
    if (!request_.promotion) return std::vector<std::uint32_t>();
    std::optional<AppliedFilter> filter;
    if (request_.promotion->filter) filter = TRY(Apply(*request_.promotion->filter));
    const std::size_t share = (request_.count * request_.promotion->percent + 50) / 100;
    return TopOf(scores_, share, [&](std::uint32_t item) {
      return !filter || filter->Passes(model_.items()[item]);
    });
  }

  // Promoted items stand anywhere, each kind in its own order (developer guide, "Promoting items").
  std::vector<Recommendation> Mixed(const std::vector<std::uint32_t>& promoted,
                                    const std::vector<std::uint32_t>& others) {
    std::vector<Recommendation> mixed;
    Random draw(request_.draw);
    std::size_t at = 0;
    std::size_t other = 0;
    while (at < promoted.size() || other < others.size()) {
      const std::size_t left = promoted.size() - at + others.size() - other;
      const bool is_promoted = draw.Below(left) < promoted.size() - at;
      const std::uint32_t item = is_promoted ? promoted[at++] : others[other++];
      Recommendation& added = mixed.emplace_back();
      added.id = model_.items()[item];
      if (plan_.recipe->shows_scores) added.score = scores_[item];
      if (!is_promoted) continue;
      added.promotion = request_.promotion->name;
      if (plan_.recipe->gives_reasons) added.reason = "Promoted item";
    }
    return mixed;
  }

  // Of the recorded form: names in small letters, every value a text; what is null is left out.
  Expected<void, std::string> AddMetadata(std::vector<Recommendation>& chosen) {
    if (request_.metadata_columns.empty()) return {};
    std::vector<std::pair<std::string, std::size_t>> columns;
    for (const std::string& name : request_.metadata_columns) {
      FilterColumn column;
      column.name = name;
      const auto field = FindFilterField(column, group_.filter_schemas());
      if (!field) {
        return Fail("metadataColumns names the column '" + name +
                    "', which the Items dataset does not have.");
      }
      columns.emplace_back(ToLower(name), field->index);
    }
    const RecordTable* items = TRY(group_.Records(FilterDataset::kItems, records_));
    for (Recommendation& item : chosen) {
      const auto record = items->Find(item.id);
      for (const auto& [name, column] : columns) {
        const CellView cell = record ? items->Cell(*record, column) : CellView();
        if (cell) item.metadata.emplace_back(name, *cell);
      }
    }
    return {};
  }

  const RecommendationPlan& plan_;
  const RecommendationRequest& request_;
  const TrainedModel& model_;
  GroupMemory& group_;
  const RecordReader& records_;
  std::vector<float> scores_;
  std::optional<AppliedFilter> filter_;
};

}  // namespace

Recommendations Recommend(const RecommendationPlan& plan, const RecommendationRequest& request,
                          RecommendationMemory& memory, const RecordReader& records) {
  Recommendations chosen;
  records.Together([&] {
    const TrainedModel& model = memory.ModelOf(plan.model_stream, records);
    GroupMemory& group = memory.GroupOf(plan.group_arn, plan.schemas);
    chosen = Choice(plan, request, model, group, records).Run();
  });
  return chosen;
}

}  // namespace portside::personalize
