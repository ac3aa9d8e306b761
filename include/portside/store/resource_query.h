// SPDX-License-Identifier: Apache-2.0
//
// ResourceQuery: one page of a list, asked of the table `resources`. Each order is walked along an
// index from where the page before ended, so a page costs what is on it, however many rows there
// are; rows that a filter without an index refuses are looked at one by one and never collected.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/store/resource.h"

namespace portside {

struct ResourceScope {
  std::string_view kind;
  std::string_view account;
  std::string_view region;
};

// Ties are broken by the order of creation.
enum class ResourceOrder { kCreated, kUpdated, kName, kState, kAttribute };

// Where a page ended: the last row's key in its order. It stays good when that row changes or goes.
struct ResourcePosition {
  std::string text;         // of kName and kAttribute; of kState the state
  std::int64_t number = 0;  // of the other orders, and of kState: microseconds since 1970
  std::int64_t sequence = 0;
};

// Bounds are exclusive. A text that is empty is not asked for.
struct ResourceQuery {
  ResourceScope scope;
  std::string_view parent{};
  std::string_view in_state{};
  std::string_view attribute{};
  std::string_view name_contains{};  // by case
  std::optional<Timestamp> created_after{}, created_before{}, updated_after{}, updated_before{};
  // What only the document or the tags can say. Called for each row that the rest lets through; it
  // may not ask the repository.
  std::function<bool(const Resource& resource)> matches{};
  ResourceOrder order = ResourceOrder::kCreated;
  bool descending = false;
  std::optional<ResourcePosition> after{};
  // In ascending order of names the list ends before this one; empty: it does not.
  std::string_view name_before{};
  std::size_t limit = 100;
  // A page ends, perhaps short, once so many rows were looked at; none: however many there are.
  std::optional<std::size_t> looks{};
};

struct ResourcePage {
  std::vector<ResourcePtr> resources;
  std::optional<ResourcePosition> next;  // nothing: it is the last page
};

}  // namespace portside
