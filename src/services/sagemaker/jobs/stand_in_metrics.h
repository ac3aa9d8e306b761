// SPDX-License-Identifier: Apache-2.0
//
// FinalMetricDataList of a training job that trained nothing: one value for each metric that the
// request defines, a smooth function of its hyperparameters with one best point, so that a tuning
// job has something to find. Equal hyperparameters give equal values, whatever the job is called.

#pragma once

#include <map>
#include <string>

#include "portside/jobs/job_work.h"

namespace portside::sagemaker {

// 0 to 1; near 1 where each number of the hyperparameters is near a point that the metric's name
// and the seed decide.
double StandInMetric(std::string_view metric, const std::map<std::string, std::string>& parameters,
                     std::uint64_t seed);

// [{MetricName, Value, Timestamp}]; empty where no metrics are defined.
Json StandInMetrics(const WorkContext& context);

// One entry: values are 32-bit floats, time stamps whole seconds, as recorded.
Json MetricData(const std::string& name, double value, Timestamp at);

// HyperParameters of a request.
std::map<std::string, std::string> HyperParametersOf(const Json& document);

// MetricDefinitions of a request; empty where there are none.
const Json& MetricDefinitionsOf(const Json& document);

}  // namespace portside::sagemaker
