// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/deleted_users.h"

#include <vector>

#include "services/personalize/datasets/rows/rows.h"

namespace portside::personalize {

std::string DeletedStream(std::string_view dataset_arn) {
  return std::string(dataset_arn.substr(0, dataset_arn.rfind('/'))) + "#deleted";
}

void VisitDeletedUsers(
    const RecordReader& records, std::string_view dataset_arn,
    const std::function<void(const Fingerprint& user, std::int64_t sequence)>& visit) {
  std::vector<CellView> row;
  records.Visit(DeletedStream(dataset_arn), [&](const Record& record) {
    PageReader page(record.bytes);
    while (page.Next(row)) visit(FingerprintOf(row.front().value_or("")), record.sequence);
  });
}

}  // namespace portside::personalize
