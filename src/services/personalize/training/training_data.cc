// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/training_data.h"

#include <map>
#include <optional>

#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/datasets/rows/columns.h"
#include "services/personalize/limits.h"
#include "services/personalize/training/action_events.h"
#include "services/personalize/training/event_rules.h"

namespace portside::personalize {
namespace {

JobFailure TooMuch() {
  return {"The dataset has more than " + std::to_string(limits::kTrainedInteractions) +
          " interactions that count; Portside trains on at most as many."};
}

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
              data.interactions.push_back(interaction);
              is_too_much = data.interactions.size() > limits::kTrainedInteractions;
              return !is_too_much && !stop.stop_requested();
            });
  if (stop.stop_requested()) return Fail(JobFailure{"The training was stopped."});
  if (!is_too_much) return {};
  return Fail(TooMuch());
}

// Whether trainingDataConfig leaves a column of the items in.
bool IsTrainedOn(const Json& config, const std::string& column) {
  const Json data = config.value("trainingDataConfig", Json::object());
  const auto has = [&](const Json& columns) {
    return std::find(columns.begin(), columns.end(), Json(column)) != columns.end();
  };
  for (const char* type : {"ITEMS", "Items", "items"}) {
    const Json excluded = data.value("excludedDatasetColumns", Json::object());
    if (excluded.contains(type) && has(excluded.at(type))) return false;
    const Json included = data.value("includedDatasetColumns", Json::object());
    if (included.contains(type) && !has(included.at(type))) return false;
  }
  return true;
}

// The records of an Items or Actions dataset; none where there is no such dataset.
void ReadItems(const RecordReader& records, const TrainingSource& source, std::string_view type,
               const std::stop_token& stop, InteractionData& data) {
  const std::optional<AvroSchema> schema = SchemaOfType(source.schemas, type);
  if (!schema) return;
  const DatasetRows rows = RowsOf(DatasetArnOf(source.group_arn, type), type, *schema);
  const auto created = PlaceOf(*schema, "CREATION_TIMESTAMP");
  std::vector<std::size_t> categories;
  for (std::size_t at = 0; at < schema->fields.size(); ++at) {
    const AvroField& field = schema->fields[at];
    if (field.categorical && IsTrainedOn(source.config, field.name)) categories.push_back(at);
  }
  IdTable features;
  VisitRows(records, rows, Selection::kAll, [&](std::span<const CellView> row) {
    const std::uint32_t item = data.items.Intern(CellAt(row, rows.id_column).value_or(""));
    if (data.details.size() <= item) data.details.resize(item + 1);
    ItemDetails& details = data.details[item];
    details.creation_time = NumberIn<std::int64_t>(CellAt(row, created)).value_or(0);
    for (const std::size_t column : categories) {
      if (!row[column]) continue;
      std::string_view rest = *row[column];
      while (!rest.empty()) {
        const std::size_t bar = std::min(rest.find('|'), rest.size());
        details.features.push_back(
            features.Intern(std::to_string(column) + "=" + std::string(rest.substr(0, bar))));
        rest.remove_prefix(std::min(bar + 1, rest.size()));
      }
    }
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
  TRY(CheckSize(data, stop));
  return data;
}

}  // namespace portside::personalize
