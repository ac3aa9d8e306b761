// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/row_stage.h"

#include <utility>

#include "portside/base/limits.h"

namespace portside {

void RowStage::Append(std::string page) {
  bytes_ += page.size();
  pages_.push_back(std::move(page));
  if (bytes_ >= limits::kStagedBytes) Flush();
}

void RowStage::Flush() {
  if (pages_.empty()) return;
  bytes_ = 0;
  keep_(std::exchange(pages_, {}));
}

}  // namespace portside
