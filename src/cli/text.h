// SPDX-License-Identifier: Apache-2.0
//
// Texts for terminals: what a server sent cannot move the cursor, change colours or turn the order
// of what stands around it. Widths are columns of a terminal.

#pragma once

#include <string>
#include <string_view>

namespace portside::cli {

// One line: control characters as \n, \t, \x1b or \u202e; bytes that are not UTF-8 as U+FFFD.
std::string CleanText(std::string_view text);

// JSON text of the same meaning, in which control characters of strings are \u001b. Line breaks
// between members stay.
std::string CleanJson(std::string_view text);

// Of clean text. Wide characters of East Asia count two, those that combine with the one before
// them none.
std::size_t DisplayWidth(std::string_view text);

// Clean text as it is where it fits, else its beginning and "…".
std::string CutText(std::string_view text, std::size_t width);

}  // namespace portside::cli
