// SPDX-License-Identifier: Apache-2.0
//
// The hyperparameters of a trial, out of the ranges of a request.

#pragma once

#include <optional>
#include <string>

#include "portside/base/json.h"
#include "portside/base/random.h"
#include "portside/base/result.h"

namespace portside::sagemaker {

// {"eta": "0.3"}: as training jobs are given them. Random and Hyperband draw each; Grid takes the
// categories in their order, the last range fastest; Bayesian draws the first ones and then, more
// often than not, near `best` (the values of the best trial, or null). `number` begins with 1.
Json ChooseValues(const Json& ranges, const std::string& strategy, std::int64_t number,
                  const Json& best, Random& random);

// How many different ones there are; nothing: a continuous range has no number.
std::optional<double> CombinationsOf(const Json& ranges);

// The error is a sentence about the first range that makes no sense.
Expected<void, std::string> CheckRanges(const Json& ranges);

}  // namespace portside::sagemaker
