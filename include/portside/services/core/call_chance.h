// SPDX-License-Identifier: Apache-2.0
//
// CallChance: what the ids of one call are drawn from. It depends on the program's seed, the
// operation, the caller's account and region, and how many such calls have drawn before, on nothing
// else: so ids repeat for the same calls, whatever is asked in between. Who draws an id that is
// taken (after a partial reset or restore) draws again. Core thread only.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "portside/base/random.h"
#include "portside/store/draw_counters.h"

namespace portside {

// What all calls share. The counters outlive it.
struct ChanceSource {
  DrawCounters& draws;
  std::uint64_t seed;
};

class CallChance {
 public:
  // `scope` outlives this.
  CallChance(const ChanceSource& source, const DrawScope& scope) : source_(source), scope_(scope) {}

  // The first use counts, as part of the present unit of work; a call that draws nothing costs
  // nothing.
  Random& operator()() {
    if (!random_) {
      std::string name(scope_.operation);
      name.append(" ").append(scope_.account).append(" ").append(scope_.region);
      const auto before = static_cast<std::uint64_t>(source_.draws.Next(scope_));
      random_.emplace(StableHash(name, source_.seed) + StableHash("", before));
    }
    return *random_;
  }

 private:
  ChanceSource source_;
  DrawScope scope_;
  std::optional<Random> random_;
};

}  // namespace portside
