// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/training_data.h"

#include <map>
#include <optional>

#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/datasets/rows/columns.h"
#include "services/personalize/limits.h"
#include "services/personalize/training/action_events.h"
#include "services/personalize/training/event_rules.h"
#include "services/personalize/training/trait_columns.h"

namespace portside::personalize {
namespace {

JobFailure TooMuch() {
  return {"The dataset has more than " + std::to_string(limits::kTrainedInteractions) +
          " interactions that count; Portside trains on at most as many."};
}

// The contexts of interactions as numbers: of all the traits in the contextual columns together.
class ContextNumbers {
 public:
  ContextNumbers(const AvroSchema& schema, const Json& config, InteractionData& data)
      : columns_(TraitColumnsOf(schema, kType, config)), data_(data) {}

  std::uint16_t NumberOf(std::span<const CellView> row) {
    if (columns_.empty() || are_too_many_) return 0;
    traits_.clear();
    EachTrait(row, kType, columns_,
              [&](const std::string& trait) { traits_.push_back(data_.traits.Intern(trait)); });
    if (traits_.empty()) return 0;
    const auto [known, is_new] =
        numbers_.try_emplace(traits_, static_cast<std::uint16_t>(data_.contexts.size()));
    if (is_new && data_.contexts.size() > limits::kContexts) {
      are_too_many_ = true;
      return 0;
    }
    if (is_new) data_.contexts.push_back(traits_);
    return known->second;
  }
  // Of too many none counts, so that it does not matter which came first.
  void Finish() {
    if (are_too_many_) data_.contexts.assign(data_.contexts.size(), {});
  }

 private:
  static constexpr std::string_view kType = "INTERACTIONS";

  std::vector<TraitColumn> columns_;
  InteractionData& data_;
  std::map<std::vector<std::uint32_t>, std::uint16_t> numbers_;
  std::vector<std::uint32_t> traits_;
  bool are_too_many_ = false;
};

// Rows of the one dataset that must be there: the operation has checked it.
Expected<void, JobFailure> ReadInteractions(const RecordReader& records,
                                            const TrainingSource& source,
                                            const std::stop_token& stop, InteractionData& data) {
  const std::optional<AvroSchema> schema = SchemaOfType(source.schemas, "INTERACTIONS");
  if (!schema) return Fail(JobFailure{"The dataset group has no INTERACTIONS dataset."});
  const EventRules rules(source.event_type, source.config);
  const auto user = PlaceOf(*schema, "USER_ID");
  const auto item = PlaceOf(*schema, "ITEM_ID");
  const auto time = PlaceOf(*schema, "TIMESTAMP");
  const auto type = PlaceOf(*schema, "EVENT_TYPE");
  const auto value = PlaceOf(*schema, "EVENT_VALUE");
  std::map<std::string, std::uint16_t, std::less<>> types;
  ContextNumbers contexts(*schema, source.config, data);
  bool is_too_much = false;
  VisitRows(records,
            RowsOf(DatasetArnOf(source.group_arn, "INTERACTIONS"), "INTERACTIONS", *schema),
            Selection::kAll, [&](std::span<const CellView> row) {
              const CellView of_type = CellAt(row, type);
              const auto weight = rules.WeightOf(of_type, NumberIn<double>(CellAt(row, value)));
              if (!weight) return !stop.stop_requested();
              Interaction interaction;
              interaction.user = data.users.Intern(CellAt(row, user).value_or(""));
              interaction.item = data.items.Intern(CellAt(row, item).value_or(""));
              interaction.time = NumberIn<std::int64_t>(CellAt(row, time)).value_or(0);
              interaction.weight = *weight;
              const auto number = static_cast<std::uint16_t>(types.size());
              interaction.event_type = types.emplace(of_type.value_or(""), number).first->second;
              interaction.context = contexts.NumberOf(row);
              data.interactions.push_back(interaction);
              is_too_much = data.interactions.size() > limits::kTrainedInteractions;
              return !is_too_much && !stop.stop_requested();
            });
  if (stop.stop_requested()) return Fail(JobFailure{"The training was stopped."});
  if (is_too_much) return Fail(TooMuch());
  contexts.Finish();
  return {};
}

// The traits of users who have interacted with something; none where there is no such dataset.
void ReadUsers(const RecordReader& records, const TrainingSource& source,
               const std::stop_token& stop, InteractionData& data) {
  constexpr std::string_view kType = "USERS";
  const std::optional<AvroSchema> schema = SchemaOfType(source.schemas, kType);
  if (!schema) return;
  const std::vector<TraitColumn> columns = TraitColumnsOf(*schema, kType, source.config);
  if (columns.empty()) return;
  const DatasetRows rows = RowsOf(DatasetArnOf(source.group_arn, kType), kType, *schema);
  data.user_traits.resize(data.users.size());
  VisitRows(records, rows, Selection::kAll, [&](std::span<const CellView> row) {
    const auto user = data.users.Find(CellAt(row, rows.id_column).value_or(""));
    if (!user) return !stop.stop_requested();
    EachTrait(row, kType, columns, [&](const std::string& trait) {
      data.user_traits[*user].push_back(data.traits.Intern(trait));
    });
    return !stop.stop_requested();
  });
}

// The records of an Items or Actions dataset; none where there is no such dataset.
void ReadItems(const RecordReader& records, const TrainingSource& source, std::string_view type,
               const std::stop_token& stop, InteractionData& data) {
  const std::optional<AvroSchema> schema = SchemaOfType(source.schemas, type);
  if (!schema) return;
  const DatasetRows rows = RowsOf(DatasetArnOf(source.group_arn, type), type, *schema);
  const auto created = PlaceOf(*schema, "CREATION_TIMESTAMP");
  const std::vector<TraitColumn> columns = TraitColumnsOf(*schema, type, source.config);
  IdTable features;
  VisitRows(records, rows, Selection::kAll, [&](std::span<const CellView> row) {
    const std::uint32_t item = data.items.Intern(CellAt(row, rows.id_column).value_or(""));
    if (data.details.size() <= item) data.details.resize(item + 1);
    ItemDetails& details = data.details[item];
    details.creation_time = NumberIn<std::int64_t>(CellAt(row, created)).value_or(0);
    EachTrait(row, type, columns, [&](const std::string& trait) {
      details.features.push_back(features.Intern(trait));
    });
    return !stop.stop_requested();
  });
}

// Rows whose event type says nothing are left out.
Expected<void, JobFailure> ReadActionInteractions(const RecordReader& records,
                                                  const TrainingSource& source,
                                                  const std::stop_token& stop,
                                                  InteractionData& data) {
  constexpr std::string_view kType = "ACTION_INTERACTIONS";
  const std::optional<AvroSchema> schema = SchemaOfType(source.schemas, kType);
  if (!schema) return {};
  const auto user = PlaceOf(*schema, "USER_ID");
  const auto action = PlaceOf(*schema, "ACTION_ID");
  const auto time = PlaceOf(*schema, "TIMESTAMP");
  const auto type = PlaceOf(*schema, "EVENT_TYPE");
  bool is_too_much = false;
  VisitRows(records, RowsOf(DatasetArnOf(source.group_arn, kType), kType, *schema), Selection::kAll,
            [&](std::span<const CellView> row) {
              const auto event = ActionEventOf(CellAt(row, type).value_or(""));
              if (!event) return !stop.stop_requested();
              Interaction interaction;
              interaction.user = data.users.Intern(CellAt(row, user).value_or(""));
              interaction.item = data.items.Intern(CellAt(row, action).value_or(""));
              interaction.time = NumberIn<std::int64_t>(CellAt(row, time)).value_or(0);
              interaction.event_type = static_cast<std::uint16_t>(*event);
              data.interactions.push_back(interaction);
              is_too_much = data.interactions.size() > limits::kTrainedInteractions;
              return !is_too_much && !stop.stop_requested();
            });
  if (is_too_much) return Fail(TooMuch());
  return {};
}

Expected<void, JobFailure> CheckSize(const InteractionData& data, const std::stop_token& stop) {
  if (data.users.size() > limits::kTrainedUsers || data.items.size() > limits::kTrainedItems) {
    return Fail(JobFailure{"The datasets have " + std::to_string(data.users.size()) +
                           " users and " + std::to_string(data.items.size()) +
                           " items; Portside trains on at most " +
                           std::to_string(limits::kTrainedUsers) + " and " +
                           std::to_string(limits::kTrainedItems) + "."});
  }
  if (stop.stop_requested()) return Fail(JobFailure{"The training was stopped."});
  return {};
}

}  // namespace

Expected<InteractionData, JobFailure> ReadTrainingData(const RecordReader& records,
                                                       const TrainingSource& source,
                                                       const std::stop_token& stop) {
  InteractionData data;
  TRY(ReadInteractions(records, source, stop, data));
  ReadItems(records, source, "ITEMS", stop, data);
  ReadUsers(records, source, stop, data);
  TRY(CheckSize(data, stop));
  return data;
}

Expected<InteractionData, JobFailure> ReadActionData(const RecordReader& records,
                                                     const TrainingSource& source,
                                                     const std::stop_token& stop) {
  if (!source.schemas.contains("ACTIONS")) {
    return Fail(JobFailure{"The dataset group has no ACTIONS dataset."});
  }
  InteractionData data;
  TRY(ReadActionInteractions(records, source, stop, data));
  ReadItems(records, source, "ACTIONS", stop, data);
  ReadUsers(records, source, stop, data);
  TRY(CheckSize(data, stop));
  return data;
}

}  // namespace portside::personalize
