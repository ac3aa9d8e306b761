// SPDX-License-Identifier: Apache-2.0
//
// Labels of a FindMatches transform, as files and as what the record log keeps of them.
//
// A label file is CSV in UTF-8: a header `labeling_set_id,label,` and every column of the
// transform's table in catalog order, then one row per labelled record (AWS developer guide,
// "Tuning machine learning transforms"). Inside a labeling set, rows of the same label match. A row
// with a blank label says nothing yet and is skipped.
//
// A page is the rows of such a file once more as CSV, without the header, in the form that an
// export writes; a stream of pages after a header is a label file.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/formats/format_error.h"
#include "services/glue/limits.h"

namespace portside::glue {

// Gives the pages of a file, each of about limits::kLabelPageBytes, to `keep`, and how many
// labelled rows it has. Errors name line and column, and for the header what it must be; then
// nothing of what was kept counts. Any thread.
FormatResult<std::int64_t> ReadLabels(std::string_view file,
                                      const std::vector<std::string>& columns,
                                      const std::function<void(std::string page)>& keep);

// The header line of a label file, with its `\n`.
std::string LabelHeader(const std::vector<std::string>& columns);

}  // namespace portside::glue
