// SPDX-License-Identifier: Apache-2.0
//
// The users that data deletion jobs have deleted from a dataset group. Rows are not taken out of
// their streams; instead a stream of the group names the users, in pages of one column (rows.h). A
// row of such a user that is older than the page which names them is gone for every reader
// (row_selection.h); what comes later is kept. See docs/decisions/0032.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "portside/store/record_log.h"
#include "services/personalize/datasets/rows/fingerprint.h"

namespace portside::personalize {

// "…:dataset/<group>#deleted", of any dataset of the group: a part of its ARN.
std::string DeletedStream(std::string_view dataset_arn);

// Gives each entry: the fingerprint of a USER_ID, and the sequence below which its rows are gone.
// A user may come several times. Damaged pages throw std::runtime_error.
void VisitDeletedUsers(
    const RecordReader& records, std::string_view dataset_arn,
    const std::function<void(const Fingerprint& user, std::int64_t sequence)>& visit);

}  // namespace portside::personalize
