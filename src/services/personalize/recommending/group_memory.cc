// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/group_memory.h"

#include <utility>

#include "services/personalize/datasets/dataset_types.h"
#include "services/personalize/datasets/group_datasets.h"

namespace portside::personalize {

GroupMemory::GroupMemory(std::string group_arn, Json schemas)
    : group_arn_(std::move(group_arn)), texts_(std::move(schemas)) {
  for (std::size_t at = 0; at < kFilterDatasets; ++at) {
    datasets_[at].schema = SchemaOfType(texts_, DatasetTypes()[at].name);
    pointers_[at] = datasets_[at].schema ? &*datasets_[at].schema : nullptr;
  }
}

Expected<const RecordTable*, std::string> GroupMemory::Records(FilterDataset type,
                                                               const RecordReader& records) {
  Dataset& dataset = datasets_[static_cast<std::size_t>(type)];
  if (!dataset.schema) return nullptr;
  if (dataset.records == nullptr) {
    const std::string_view name = DatasetTypes()[static_cast<std::size_t>(type)].name;
    dataset.records = std::make_unique<RecordTable>(
        RowsOf(DatasetArnOf(group_arn_, name), name, *dataset.schema));
  }
  TRY(dataset.records->Refresh(records));
  return dataset.records.get();
}

Expected<const RecentInteractions*, std::string> GroupMemory::Interactions(
    FilterDataset type, RecentInteractions::Source source, const RecordReader& records) {
  Dataset& dataset = datasets_[static_cast<std::size_t>(type)];
  if (!dataset.schema) return nullptr;
  auto& interactions = dataset.interactions[static_cast<std::size_t>(source)];
  if (interactions == nullptr) {
    const std::string_view name = DatasetTypes()[static_cast<std::size_t>(type)].name;
    interactions = std::make_unique<RecentInteractions>(
        source, RowsOf(DatasetArnOf(group_arn_, name), name, *dataset.schema), *dataset.schema,
        type == FilterDataset::kActionInteractions ? "ACTION_ID" : "ITEM_ID");
  }
  TRY(interactions->Refresh(records));
  return interactions.get();
}

std::size_t GroupMemory::bytes() const {
  std::size_t bytes = 0;
  for (const Dataset& dataset : datasets_) {
    if (dataset.records != nullptr) bytes += dataset.records->bytes();
    for (const auto& interactions : dataset.interactions) {
      if (interactions != nullptr) bytes += interactions->bytes();
    }
  }
  return bytes;
}

}  // namespace portside::personalize
