// SPDX-License-Identifier: Apache-2.0

#include "cli/progress_bar.h"

#include <algorithm>
#include <cmath>

namespace portside::cli {
namespace {

double Bounded(double progress) {
  return std::isfinite(progress) ? std::clamp(progress, 0.0, 1.0) : 0.0;
}

}  // namespace

std::string PercentText(double progress) {
  const std::string number = std::to_string(static_cast<int>(Bounded(progress) * 100));
  return std::string(3 - number.size(), ' ') + number + '%';
}

std::string ProgressBar(double progress, std::size_t cells) {
  const auto full = static_cast<std::size_t>(Bounded(progress) * static_cast<double>(cells));
  return '[' + std::string(full, '#') + std::string(cells - full, '.') + "] " +
         PercentText(progress);
}

}  // namespace portside::cli
