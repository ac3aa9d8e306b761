// SPDX-License-Identifier: Apache-2.0
//
// The metrics of AutoML jobs, and their values for a candidate that was never trained: smooth
// functions of one number, its quality, so that whoever is better is better by all of them.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "portside/base/json.h"

namespace portside::sagemaker {

// The objectives of a type of problem (ProblemOf), the default first; empty: it has none.
std::span<const std::string_view> ObjectivesOf(std::string_view problem);

bool IsMinimized(std::string_view metric);

// `quality` is 0 to 1. A 32-bit float, as all metrics are.
double MetricValue(std::string_view metric, double quality);

// CandidateMetrics: [{MetricName?, StandardMetricName, Value, Set}].
Json CandidateMetricsOf(std::string_view problem, double quality);

}  // namespace portside::sagemaker
