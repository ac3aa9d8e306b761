// SPDX-License-Identifier: Apache-2.0
//
// TrainingJobEarlyStoppingType Auto, by the documented rule: a trial is stopped when a value of its
// objective is worse than the median of what the trials before it had on average by then.
//
// Document of a trial: EarlyStopping (the medians, by the number of the value), and when it is over
// ObjectiveAverages (its own running averages). Of the tuning job: Averages, of its last trials.

#pragma once

#include <string>
#include <string_view>

#include "portside/base/json.h"

namespace portside::sagemaker {

// For a trial that is about to begin; empty: too few are over to judge it by.
Json MediansOf(const Json& tuning_document);
// Keeps what an ended trial had.
void KeepAverages(Json& tuning_document, const Json& trial_document);

// One trial's objective, value by value. One thread.
class EarlyStopping {
 public:
  // A document without EarlyStopping: nothing is looked at, and it never stops.
  explicit EarlyStopping(const Json& trial_document);

  // The next value of any metric. True: from now on the trial is to be stopped.
  bool Look(const std::string& metric, double value);

  // What the end of the trial's work says of it (WorkOutput): ObjectiveAverages, and the state that
  // stops it.
  void Tell(Json& document, std::string_view& next) const;

 private:
  std::string metric_;
  bool is_low_ = false;
  Json medians_, averages_;
  double sum_ = 0;
  bool stops_ = false;
};

}  // namespace portside::sagemaker
