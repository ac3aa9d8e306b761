// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/recommend_actions.h"

#include <algorithm>
#include <unordered_map>

#include "services/personalize/datasets/rows/columns.h"
#include "services/personalize/recommending/item_scores.h"
#include "services/personalize/training/action_events.h"

namespace portside::personalize {
namespace {

using Actions = Expected<std::vector<RecommendedAction>, std::string>;

constexpr std::int64_t kDay = 24 * 60 * 60;

// Numbers of an action's record.
class ActionRecords {
 public:
  ActionRecords(const RecordTable& table, const AvroSchema& schema)
      : table_(table),
        expires_(Place(schema, {"EXPIRATION_TIMESTAMP", "ACTION_EXPIRATION_TIMESTAMP"})),
        repeats_(Place(schema, {"REPEAT_FREQUENCY"})),
        value_(Place(schema, {"VALUE"})) {}

  [[nodiscard]] bool Has(std::string_view id) const { return table_.Find(id).has_value(); }
  [[nodiscard]] std::optional<double> Expires(std::string_view id) const {
    return Number(id, expires_);
  }
  // Days.
  [[nodiscard]] std::optional<double> Repeats(std::string_view id) const {
    return Number(id, repeats_);
  }
  [[nodiscard]] double Value(std::string_view id) const { return Number(id, value_).value_or(0); }

 private:
  static std::optional<std::size_t> Place(const AvroSchema& schema,
                                          std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
      if (const auto place = PlaceOfName(schema, name)) return place;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<double> Number(std::string_view id,
                                             std::optional<std::size_t> column) const {
    const auto record = table_.Find(id);
    if (!record || !column) return std::nullopt;
    return NumberIn<double>(table_.Cell(*record, *column));
  }

  const RecordTable& table_;
  std::optional<std::size_t> expires_, repeats_, value_;
};

// When the user took each action last.
Expected<std::unordered_map<std::string_view, std::int64_t>, std::string> LastTaken(
    std::string_view user, GroupMemory& group, const RecordReader& records) {
  using enum RecentInteractions::Source;
  std::unordered_map<std::string_view, std::int64_t> taken;
  for (const auto source : {kImported, kPut}) {
    const RecentInteractions* recent =
        TRY(group.Interactions(FilterDataset::kActionInteractions, source, records));
    if (recent == nullptr) continue;
    for (const RecentInteraction& interaction : recent->Of(user)) {
      if (ActionEventOf(recent->event_types()[interaction.type]) != ActionEvent::kTaken) continue;
      std::int64_t& last = taken[recent->items()[interaction.item]];
      last = std::max(last, interaction.time);
    }
  }
  return taken;
}

Actions Choose(const RecommendationPlan& plan, const ActionRequest& request,
               const TrainedModel& model, GroupMemory& group, const RecordReader& records) {
  const std::vector<float> scores =
      TRY(ScoreItems(plan, model, group, records, {request.user, /*item=*/"", {}}));
  const RecordTable* table = TRY(group.Records(FilterDataset::kActions, records));
  if (table == nullptr) return std::vector<RecommendedAction>();
  const ActionRecords actions(
      *table, *group.filter_schemas()[static_cast<std::size_t>(FilterDataset::kActions)]);
  const auto taken = TRY(LastTaken(request.user, group, records));
  std::optional<AppliedFilter> filter;
  if (request.filter) {
    filter = TRY(AppliedFilter::Apply(*request.filter, request.user, "", group, records));
  }
  const auto is_over = [&](std::string_view id) {
    const auto now = static_cast<double>(request.now);
    if (!actions.Has(id)) return true;
    if (const auto expires = actions.Expires(id); expires && *expires <= now) return true;
    const auto last = taken.find(id);
    const auto days = actions.Repeats(id);
    return last != taken.end() && days && now < static_cast<double>(last->second) + *days * kDay;
  };
  std::vector<RecommendedAction> chosen;
  for (std::uint32_t action = 0; action < scores.size(); ++action) {
    const std::string_view id = model.items()[action];
    if (is_over(id) || (filter && !filter->Passes(id))) continue;
    chosen.push_back({std::string(id), scores[action]});
  }
  std::ranges::stable_sort(chosen, [&](const auto& a, const auto& b) {
    return a.score != b.score ? a.score > b.score : actions.Value(a.id) > actions.Value(b.id);
  });
  if (chosen.size() > request.count) chosen.resize(request.count);
  return chosen;
}

}  // namespace

Actions RecommendActions(const RecommendationPlan& plan, const ActionRequest& request,
                         RecommendationMemory& memory, const RecordReader& records) {
  Actions chosen;
  records.Together([&] {
    const TrainedModel& model = memory.ModelOf(plan.model_stream, records);
    chosen = Choose(plan, request, model, memory.GroupOf(plan.group_arn, plan.schemas), records);
  });
  return chosen;
}

}  // namespace portside::personalize
