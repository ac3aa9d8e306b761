// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/recent_interactions.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "services/personalize/datasets/rows/columns.h"
#include "services/personalize/datasets/rows/deleted_users.h"
#include "services/personalize/datasets/rows/fingerprint_table.h"
#include "services/personalize/datasets/rows/layouts.h"
#include "services/personalize/datasets/rows/row_reader.h"
#include "services/personalize/limits.h"

namespace portside::personalize {
namespace {

// How many of a user's are let grow before they are trimmed, and then again.
constexpr std::size_t kUntrimmed = 4 * limits::kRecentPerType;

}  // namespace

RecentInteractions::RecentInteractions(Source source, DatasetRows dataset, const AvroSchema& schema,
                                       std::string_view item_column)
    : source_(source),
      dataset_(std::move(dataset)),
      columns_{PlaceOf(schema, "USER_ID"), PlaceOf(schema, item_column),
               PlaceOf(schema, "TIMESTAMP"), PlaceOf(schema, "EVENT_TYPE"),
               PlaceOf(schema, "EVENT_VALUE")} {}

Expected<void, std::string> RecentInteractions::Refresh(const RecordReader& records) {
  const bool is_put = source_ == Source::kPut;
  const StreamState state =
      records.StateOf(is_put ? PutStream(dataset_.dataset_arn) : BulkStream(dataset_.dataset_arn));
  const StreamState deleted = records.StateOf(DeletedStream(dataset_.dataset_arn));
  if (is_put) {
    if (!is_filled_ || state != state_) FollowPuts(records, state);
    if (deleted != deleted_) DropDeleted(records);
  } else if (!is_filled_ || state != state_ || deleted != deleted_) {
    Forget();
    VisitRows(records, dataset_, Selection::kBulk, [this](std::span<const CellView> row) {
      Add(row);
      return !are_too_many_;
    });
  }
  state_ = state;
  deleted_ = deleted;
  is_filled_ = true;
  if (!are_too_many_) return {};
  return Fail("The users of " + dataset_.dataset_arn + " have more than " +
              std::to_string(limits::kRecentInteractions) +
              " recent interactions; Portside looks at them in smaller datasets only.");
}

void RecentInteractions::FollowPuts(const RecordReader& records, const StreamState& state) {
  const bool goes_on = is_filled_ && state.HasGrownFrom(state_);
  if (!goes_on) Forget();
  const Layouts layouts(records, dataset_);
  RowReader reader(dataset_, layouts);
  const std::int64_t after = goes_on ? state_.last : 0;
  records.VisitAfter(PutStream(dataset_.dataset_arn), after, [&](const Record& record) {
    reader.Open(record.bytes);
    puts_.push_back(record.sequence);
    while (reader.Next()) Add(reader.cells());
  });
}

// What was put before its user was deleted.
void RecentInteractions::DropDeleted(const RecordReader& records) {
  FingerprintTable users(users_.size());
  for (std::uint32_t user = 0; user < users_.size(); ++user) {
    users.ValueOf(FingerprintOf(users_[user])) = user + 1;
  }
  VisitDeletedUsers(records, dataset_.dataset_arn,
                    [&](const Fingerprint& print, std::int64_t sequence) {
                      const std::uint64_t* user = users.Find(print);
                      if (user == nullptr || *user == 0) return;
                      kept_ -= std::erase_if(of_users_[*user - 1], [&](const auto& interaction) {
                        return puts_[interaction.put] < sequence;
                      });
                    });
}

void RecentInteractions::Forget() {
  users_ = items_ = types_ = {};
  of_users_.clear();
  puts_.assign(1, 0);
  kept_ = 0;
  are_too_many_ = false;
  deleted_ = {};
}

void RecentInteractions::Add(std::span<const CellView> row) {
  if (are_too_many_) return;
  const std::uint32_t user = users_.Intern(CellAt(row, columns_.user).value_or(""));
  if (of_users_.size() <= user) of_users_.resize(user + 1);
  RecentInteraction added;
  added.time = NumberIn<std::int64_t>(CellAt(row, columns_.time)).value_or(0);
  added.put = static_cast<std::uint32_t>(puts_.size() - 1);
  added.item = items_.Intern(CellAt(row, columns_.item).value_or(""));
  added.value = NumberIn<float>(CellAt(row, columns_.value))
                    .value_or(std::numeric_limits<float>::quiet_NaN());
  // More than a dataset may have: the last number stands for all others.
  constexpr std::uint32_t kMostTypes = std::numeric_limits<std::uint16_t>::max();
  added.type = static_cast<std::uint16_t>(
      types_.size() < kMostTypes
          ? types_.Intern(CellAt(row, columns_.type).value_or(""))
          : types_.Find(CellAt(row, columns_.type).value_or("")).value_or(kMostTypes - 1));
  std::vector<RecentInteraction>& of_user = of_users_[user];
  of_user.push_back(added);
  ++kept_;
  if (of_user.size() % kUntrimmed == 0) {
    kept_ -= of_user.size();
    Trim(of_user);
    kept_ += of_user.size();
  }
  are_too_many_ = kept_ > limits::kRecentInteractions;
}

// Of equally old ones the later to come is the newer.
void RecentInteractions::Trim(std::vector<RecentInteraction>& interactions) {
  std::reverse(interactions.begin(), interactions.end());
  std::stable_sort(interactions.begin(), interactions.end(),
                   [](const auto& a, const auto& b) { return a.time > b.time; });
  std::map<std::uint16_t, std::size_t> of_type;
  std::erase_if(interactions, [&](const RecentInteraction& interaction) {
    return ++of_type[interaction.type] > limits::kRecentPerType;
  });
  std::reverse(interactions.begin(), interactions.end());
}

std::vector<RecentInteraction> RecentInteractions::Of(std::string_view user) const {
  const auto number = users_.Find(user);
  if (!number) return {};
  std::vector<RecentInteraction> interactions = of_users_[*number];
  Trim(interactions);
  std::reverse(interactions.begin(), interactions.end());
  return interactions;
}

std::size_t RecentInteractions::bytes() const {
  return kept_ * sizeof(RecentInteraction) + of_users_.size() * 48 + puts_.size() * 8 +
         users_.text().size() + users_.size() * 12;
}

}  // namespace portside::personalize
