// SPDX-License-Identifier: Apache-2.0
//
// RowSorter: rows in groups, in another order than they came, however many there are: what does not
// fit into a few megabytes of memory is in a temporary file, which is gone with the sorter. SQLite
// does it. One thread.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace portside {

class RowSorter {
 public:
  RowSorter();
  ~RowSorter();
  RowSorter(const RowSorter&) = delete;
  RowSorter& operator=(const RowSorter&) = delete;

  void Add(std::string_view group, std::int64_t order, std::string_view row);
  [[nodiscard]] std::int64_t rows() const;
  // Groups in the order of their first rows; in each the rows by `order`, equal ones as they came.
  // Until `visit` says false. Adding is over.
  void Visit(const std::function<bool(std::string_view group, std::string_view row)>& visit);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace portside
