// SPDX-License-Identifier: Apache-2.0
//
// GroupMemory: the rows of a dataset group as requests ask for them, each kind of them read when it
// is first asked for and then kept up with what comes. One thread.

#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "portside/base/json.h"
#include "portside/formats/avro_schema.h"
#include "services/personalize/filters/filter_check.h"
#include "services/personalize/recommending/recent_interactions.h"
#include "services/personalize/recommending/record_table.h"

namespace portside::personalize {

class GroupMemory {
 public:
  // The group and its schemas' texts by type (SchemaTextsOf). Throws std::runtime_error where one
  // is damaged.
  GroupMemory(std::string group_arn, Json schemas);

  [[nodiscard]] const std::string& group_arn() const { return group_arn_; }
  [[nodiscard]] const Json& schemas() const { return texts_; }
  [[nodiscard]] const FilterSchemas& filter_schemas() const { return pointers_; }

  // As they are now; null: the group has no such dataset. kItems, kUsers or kActions. Errors are
  // sentences.
  Expected<const RecordTable*, std::string> Records(FilterDataset type,
                                                    const RecordReader& records);
  // kInteractions or kActionInteractions.
  Expected<const RecentInteractions*, std::string> Interactions(FilterDataset type,
                                                                RecentInteractions::Source source,
                                                                const RecordReader& records);
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Dataset {
    std::optional<AvroSchema> schema;
    std::unique_ptr<RecordTable> records;
    std::array<std::unique_ptr<RecentInteractions>, 2> interactions;  // by source
  };

  std::string group_arn_;
  Json texts_;
  std::array<Dataset, kFilterDatasets> datasets_;  // by FilterDataset
  FilterSchemas pointers_{};
};

}  // namespace portside::personalize
