// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/situation.h"

#include "services/personalize/datasets/rows/columns.h"
#include "services/personalize/training/trait_columns.h"

namespace portside::personalize {
namespace {

void AddTrait(const std::string& name, const PersonalModel& model,
              std::vector<std::uint32_t>& traits) {
  if (const auto trait = model.traits().Find(name)) traits.push_back(*trait);
}

}  // namespace

Expected<Situation, std::string> SituationOf(std::string_view user,
                                             const RequestContextValues& context,
                                             const PersonalModel& model, GroupMemory& group,
                                             const RecordReader& records) {
  Situation situation;
  // Most models have learnt from neither, and then nothing is looked up.
  if (model.traits().size() == 0) return situation;
  const auto schema_of = [&](FilterDataset type) {
    return group.filter_schemas()[static_cast<std::size_t>(type)];
  };
  const AvroSchema* users = schema_of(FilterDataset::kUsers);
  if (users != nullptr && !user.empty()) {
    const RecordTable* table = TRY(group.Records(FilterDataset::kUsers, records));
    const auto record = table->Find(user);
    for (const TraitColumn& column : TraitColumnsOf(*users, "USERS", Json::object())) {
      const CellView cell = record ? table->Cell(*record, column.place) : CellView();
      if (!cell) continue;
      EachCategory(*cell, [&](std::string_view value) {
        AddTrait(TraitName("USERS", column.name, value), model, situation.user);
      });
    }
  }
  const AvroSchema* interactions = schema_of(FilterDataset::kInteractions);
  if (interactions == nullptr) return situation;
  for (const auto& [name, values] : context) {
    const auto place = PlaceOfName(*interactions, name);
    if (!place) continue;
    EachCategory(values, [&](std::string_view value) {
      AddTrait(TraitName("INTERACTIONS", interactions->fields[*place].name, value), model,
               situation.context);
    });
  }
  return situation;
}

}  // namespace portside::personalize
