// SPDX-License-Identifier: Apache-2.0
//
// The statistics that configurations name, over plain numbers.

#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace portside::sagemaker_geospatial {

enum class Statistic { kMean, kMedian, kStandardDeviation, kMax, kMin, kSum };

// Of "STANDARD_DEVIATION".
[[nodiscard]] std::optional<Statistic> StatisticOf(std::string_view name);

// As numpy computes them: the deviation is that of the whole, the median of an even number is the
// mean of the middle two. NaN of nothing. May reorder the values.
[[nodiscard]] double Compute(Statistic statistic, std::vector<double>& values);

}  // namespace portside::sagemaker_geospatial
