// SPDX-License-Identifier: Apache-2.0
//
// RowStage: where a job's work puts the rows that it brings, page by page, while it works: labels,
// imported rows, scenes, results. They are kept in small units on the core thread, invisible until
// the work's output publishes them with the job's transition; a work that fails or is stopped
// leaves none. One thread.

#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace portside {

// Thrown out of a work whose job was stopped meanwhile; the scheduler catches it.
class WorkStopped : public std::runtime_error {
 public:
  WorkStopped() : std::runtime_error("the job was stopped") {}
};

class RowStage {
 public:
  // Keeps the pages and returns then; throws where it cannot.
  using Keep = std::function<void(std::vector<std::string> pages)>;
  explicit RowStage(Keep keep) : keep_(std::move(keep)) {}

  // May wait until the core has kept what came before. A page is a record; it is to be small
  // (limits::kStagedBytes is handed on at once).
  void Append(std::string page);
  // Hands on what is left; the scheduler calls it behind the work.
  void Flush();

 private:
  Keep keep_;
  std::vector<std::string> pages_;
  std::size_t bytes_ = 0;
};

}  // namespace portside
