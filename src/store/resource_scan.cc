// SPDX-License-Identifier: Apache-2.0

#include "portside/store/resource_scan.h"

#include <deque>
#include <memory>
#include <queue>
#include <utility>
#include <vector>

#include "store/resource_row.h"

namespace portside {
namespace {

// Rows that are taken from a scope at once.
constexpr std::size_t kChunk = 32;

ResourcePosition PositionOf(const Resource& resource) {
  return {"", Micros(resource.created_at), resource.sequence};
}

bool IsAfter(const Resource& resource, const ResourcePosition& position) {
  return std::pair(Micros(resource.created_at), resource.sequence) >
         std::pair(position.number, position.sequence);
}

// The rows of one scope that are still to come.
class ScopeRows {
 public:
  ScopeRows(ResourceRepository& resources, ScopeNames scope, const ResourceScan& scan)
      : resources_(resources), scope_(std::move(scope)), scan_(scan), next_(scan.after) {}

  // Null at the end.
  const Resource* Front() {
    if (rows_.empty() && !is_at_end_) Fill();
    return rows_.empty() ? nullptr : rows_.front().get();
  }
  ResourcePtr Take() {
    ResourcePtr row = std::move(rows_.front());
    rows_.pop_front();
    return row;
  }

 private:
  void Fill() {
    const ResourceScope scope{scope_.kind, scope_.account, scope_.region};
    if (!scan_.name.empty()) {
      is_at_end_ = true;
      for (ResourcePtr& row : resources_.Named(scope, scan_.name)) {
        const bool is_meant = scan_.in_state.empty() || row->state == scan_.in_state;
        if (is_meant && (!next_ || IsAfter(*row, *next_))) rows_.push_back(std::move(row));
      }
      return;
    }
    ResourcePage page = resources_.List(
        {.scope = scope, .in_state = scan_.in_state, .after = next_, .limit = kChunk});
    for (ResourcePtr& row : page.resources) rows_.push_back(std::move(row));
    next_ = std::move(page.next);
    is_at_end_ = !next_.has_value();
  }

  ResourceRepository& resources_;
  ScopeNames scope_;
  const ResourceScan& scan_;
  std::optional<ResourcePosition> next_;
  std::deque<ResourcePtr> rows_;
  bool is_at_end_ = false;
};

struct IsLater {
  bool operator()(ScopeRows* one, ScopeRows* other) const {
    return IsAfter(*one->Front(), PositionOf(*other->Front()));
  }
};

}  // namespace

ResourcePage ScanResources(ResourceRepository& resources, const ResourceScan& scan) {
  std::vector<std::unique_ptr<ScopeRows>> scopes;
  std::priority_queue<ScopeRows*, std::vector<ScopeRows*>, IsLater> earliest;
  for (ScopeNames& names : resources.Scopes()) {
    if (!scan.in_scope({names.kind, names.account, names.region})) continue;
    auto rows = std::make_unique<ScopeRows>(resources, std::move(names), scan);
    if (rows->Front() == nullptr) continue;
    earliest.push(rows.get());
    scopes.push_back(std::move(rows));
  }
  ResourcePage page;
  std::optional<ResourcePosition> last;
  for (std::size_t looks = 0; !earliest.empty(); ++looks) {
    if (looks == scan.looks) {
      page.next = last;
      break;
    }
    ScopeRows* rows = earliest.top();
    earliest.pop();
    ResourcePtr resource = rows->Take();
    if (rows->Front() != nullptr) earliest.push(rows);
    if (!scan.matches || scan.matches(*resource)) {
      if (page.resources.size() == scan.limit) {
        page.next = last;
        break;
      }
      page.resources.push_back(resource);
    }
    last = PositionOf(*resource);
  }
  return page;
}

}  // namespace portside
