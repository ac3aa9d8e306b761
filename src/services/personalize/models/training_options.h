// SPDX-License-Identifier: Apache-2.0
//
// What every training is told beside its data. A training is one thread's; equal data and options
// give equal models, byte by byte.

#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

namespace portside::personalize {

struct TrainingOptions {
  std::uint64_t seed = 0;
  // Of users and items; zero: chosen by the number of items, at most limits::kFactors.
  std::uint32_t factors = 0;
  int iterations = 8;
  // Nothing is learnt from them, so that the model can be measured with them; but the model
  // remembers what they did. Numbers of arranged data, ascending.
  std::vector<std::uint32_t> test_users;
  // Seconds that "trending now" compares with as many before; zero: a tenth of the data's time.
  std::int64_t trend_window = 0;
  // Looked at between pieces of a few milliseconds; then there is no model.
  std::stop_token stop;
};

}  // namespace portside::personalize
