// SPDX-License-Identifier: Apache-2.0
//
// Versions of tables: what a table was before each update that did not skip the archive.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside::glue {

// Keeps the table as it is now. Refuses where the account has as many versions as it may.
Result<void> ArchiveTable(const Resource& table, RequestContext& context);

// Nothing where the text is no version's.
std::optional<std::int64_t> NumberOfVersion(std::string_view version);

}  // namespace portside::glue
