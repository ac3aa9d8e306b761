// SPDX-License-Identifier: Apache-2.0
//
// Tables of the documents that tests read, so that a rule is written down once:
//
//   <!-- table: fences -->
//   | header   | only in       | why |
//   | -------- | ------------- | --- |
//   | `zlib.h` | `src/formats/` | … |

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portside::tidy {

using TableRow = std::vector<std::string>;  // cells, trimmed

// The rows under the marker, without the two of the heading. Fails the test where there are none.
std::vector<TableRow> ReadTable(std::string_view document, std::string_view name);
// The texts between backticks.
std::vector<std::string> CodeSpans(std::string_view text);
// The targets of [text](target) that are files: no URLs; without #fragments.
std::vector<std::string> FileLinks(std::string_view document);

}  // namespace portside::tidy
