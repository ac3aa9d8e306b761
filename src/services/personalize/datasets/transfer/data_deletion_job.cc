// SPDX-License-Identifier: Apache-2.0
//
// A data deletion job names the users of its files as deleted, all at once when it ends, and counts
// what goes with them. Files are read again for each share of the users that is held at a time.

#include <algorithm>
#include <chrono>

#include "services/personalize/datasets/dataset_types.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/datasets/rows/deleted_users.h"
#include "services/personalize/datasets/rows/fingerprint_table.h"
#include "services/personalize/datasets/transfer/deletion_file.h"
#include "services/personalize/datasets/transfer/source_rows.h"
#include "services/personalize/documents.h"
#include "services/personalize/kinds.h"
#include "services/personalize/limits.h"

namespace portside::personalize {
namespace {

using namespace std::chrono_literals;

struct Deletion {
  WorkContext& context;
  const AvroSchema schema = DeletionFileSchema();
  std::vector<SourceFile> files;
  std::uint64_t users = 0;  // lines of the files
};

std::string ArnOfType(const Deletion& deletion, std::string_view type) {
  return DatasetArnOf(StringOr(deletion.context.job.document, "datasetGroupArn"), type);
}

WorkCheck StageUsers(Deletion& deletion) {
  PageWriter writer(PageOrigin::kPut, 1, [&deletion](std::string page) {
    deletion.context.rows.Append(std::move(page));
  });
  TRY(ReadSource(deletion.context, deletion.schema, deletion.files, limits::kDeletionInputBytes,
                 [&writer](const SourceRow& row) -> WorkCheck {
                   writer.Add(std::vector<CellView>(row.cells.begin(), row.cells.end()));
                   return {};
                 }));
  writer.Finish();
  deletion.users = writer.rows();
  return {};
}

// One share of the users.
Expected<FingerprintTable, JobFailure> ReadShare(const Deletion& deletion, std::uint64_t share,
                                                 std::uint64_t shares) {
  FingerprintTable users(
      static_cast<std::size_t>(std::min<std::uint64_t>(deletion.users, limits::kHeldUsers)));
  std::uint64_t lines = 0;
  TRY(ReadSource(deletion.context, deletion.schema, deletion.files, limits::kDeletionInputBytes,
                 [&](const SourceRow& row) -> WorkCheck {
                   ++lines;
                   const Fingerprint user = FingerprintOf(row.cells.front().value_or(""));
                   if (user.high % shares == share) users.ValueOf(user) = 1;
                   return {};
                 }));
  if (lines == deletion.users) return users;
  return Fail(JobFailure{"The files changed while they were read."});
}

// The rows of these users that BULK and PUT exports of a dataset have.
std::uint64_t CountRows(const Deletion& deletion, const DatasetType& type,
                        const FingerprintTable& users) {
  const WorkContext& context = deletion.context;
  const auto schema = SchemaOfType(context.job.document.at(kSchemasMember), type.name);
  if (!schema) return 0;
  const DatasetRows dataset = RowsOf(ArnOfType(deletion, type.name), type.name, *schema);
  std::uint64_t rows = 0;
  for (const Selection selection : {Selection::kBulk, Selection::kPut}) {
    VisitRows(context.records, dataset, selection, [&](std::span<const CellView> row) {
      if (users.Find(FingerprintOf(row[*dataset.user_column].value_or("")))) ++rows;
      return !context.stop.stop_requested();
    });
  }
  return rows;
}

WorkResult Run(WorkContext& context) {
  Deletion deletion{.context = context,
                    .files = TRY(FindJobFiles(context, limits::kDeletionInputBytes, "reads"))};
  TRY(StageUsers(deletion));
  const std::uint64_t shares =
      std::max<std::uint64_t>(1, (deletion.users + limits::kHeldUsers - 1) / limits::kHeldUsers);
  std::uint64_t rows = 0;
  for (std::uint64_t share = 0; share < shares; ++share) {
    const FingerprintTable users = TRY(ReadShare(deletion, share, shares));
    for (const DatasetType& type : DatasetTypes()) {
      if (type.of_users) rows += CountRows(deletion, type, users);
    }
    if (context.stop.stop_requested()) return Fail(JobFailure{"The job was stopped."});
  }
  WorkOutput output;
  output.document["numDeleted"] = rows;
  output.rows = {DeletedStream(ArnOfType(deletion, "USERS")), RecordLog::Publication::kAfter};
  return output;
}

constexpr JobState kStates[] = {
    {.name = "PENDING", .duration = 300ms, .next = "IN_PROGRESS"},
    {.name = "IN_PROGRESS",
     .duration = 700ms,
     .next = "COMPLETED",
     .work = Run,
     .on_failure = "FAILED",
     .memory = limits::kDeletionBytes},
    {.name = "COMPLETED"},
    {.name = "FAILED"},
};

std::optional<std::string> FindFlaw(const Json& document) {
  if (document.value(kSchemasMember, Json()).is_object()) return std::nullopt;
  return "has no object '" + std::string(kSchemasMember) + "'";
}

}  // namespace

constexpr JobKind kDataDeletionJobKind{.name = "personalize::data_deletion_job",
                                       .states = kStates,
                                       .fail = PutFailureReason,
                                       .find_flaw = FindFlaw};
static_assert(IsWellFormed(kDataDeletionJobKind));

}  // namespace portside::personalize
