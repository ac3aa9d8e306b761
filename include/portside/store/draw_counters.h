// SPDX-License-Identifier: Apache-2.0
//
// DrawCounters: the table `draws`: how many calls of an operation have drawn ids, for each account
// and region. With the program's seed they say what the next one draws, whatever else was called
// and however often the program was started anew. Core thread only.

#pragma once

#include <cstdint>
#include <string_view>

#include "portside/store/database.h"

namespace portside {

struct DrawScope {
  std::string_view operation;  // "glue.StartExportLabelsTaskRun"
  std::string_view account;
  std::string_view region;
};

class DrawCounters {
 public:
  explicit DrawCounters(Database& database);
  // How many there were before this one. Part of the present unit of work: one that is not kept was
  // none.
  std::int64_t Next(const DrawScope& scope);

 private:
  Database& database_;
  Statement find_, save_;
};

}  // namespace portside
