// SPDX-License-Identifier: Apache-2.0
//
// How far a job is, as text: "[####......]  40%".

#pragma once

#include <string>

namespace portside::cli {

// 0 to 1 as " 40%"; it says 100% at the end alone.
std::string PercentText(double progress);

// `cells` wide, without the brackets and the percentage.
std::string ProgressBar(double progress, std::size_t cells);

}  // namespace portside::cli
