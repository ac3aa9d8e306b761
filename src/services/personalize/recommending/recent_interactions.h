// SPDX-License-Identifier: Apache-2.0
//
// RecentInteractions: what each user did lately, from one of the two streams of an interactions
// dataset (items' or actions'). The service looks at the latest 100 interactions of a user with
// each event type (developer guide, "Filtering recommendations"), and so does this: 24 bytes each,
// whatever else the user did.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/result.h"
#include "portside/formats/avro_schema.h"
#include "portside/store/record_log.h"
#include "services/personalize/datasets/rows/row_selection.h"
#include "services/personalize/models/id_table.h"

namespace portside::personalize {

struct RecentInteraction {
  std::int64_t time = 0;   // epoch seconds
  std::uint32_t put = 0;   // the number of the put, by which IsAfter tells; of imported ones zero
  std::uint32_t item = 0;  // by items()
  float value = 0;         // EVENT_VALUE; NaN: none
  std::uint16_t type = 0;  // by event_types()
};

class RecentInteractions {
 public:
  enum class Source { kImported, kPut };
  // `schema` is that of the dataset, in which `item_column` ("ITEM_ID") is what is interacted with.
  RecentInteractions(Source source, DatasetRows dataset, const AvroSchema& schema,
                     std::string_view item_column);

  // As the stream is now; of put ones only what is new is read. The error is a sentence: there are
  // more than limits::kRecentInteractions.
  Expected<void, std::string> Refresh(const RecordReader& records);

  // Newest first. Valid until the next Refresh.
  [[nodiscard]] std::vector<RecentInteraction> Of(std::string_view user) const;
  // Whether it was put behind this record of the stream.
  [[nodiscard]] bool IsAfter(const RecentInteraction& interaction, std::int64_t sequence) const {
    return puts_[interaction.put] > sequence;
  }
  [[nodiscard]] const IdTable& items() const { return items_; }
  [[nodiscard]] const IdTable& event_types() const { return types_; }
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Columns {
    std::optional<std::size_t> user, item, time, type, value;
  };

  void Forget();
  void FollowPuts(const RecordReader& records, const StreamState& state);
  void DropDeleted(const RecordReader& records);
  void Add(std::span<const CellView> row);
  // Leaves the latest of each type.
  static void Trim(std::vector<RecentInteraction>& interactions);

  Source source_;
  DatasetRows dataset_;
  Columns columns_;
  StreamState state_;
  StreamState deleted_;
  bool is_filled_ = false;
  bool are_too_many_ = false;
  IdTable users_;
  IdTable items_;
  IdTable types_;
  std::vector<std::vector<RecentInteraction>> of_users_;
  std::vector<std::int64_t> puts_{0};  // sequence numbers of records
  std::size_t kept_ = 0;
};

}  // namespace portside::personalize
