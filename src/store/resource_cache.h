// SPDX-License-Identifier: Apache-2.0
//
// ResourceCache: snapshots of resources that were read or written last, by number and by ARN. When
// it is full one of them goes, any one: so a loop over somewhat more than fit still finds most of
// them, where the oldest would always be the one that is needed next. Core thread only.

#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "portside/store/resource.h"

namespace portside {

class ResourceCache {
 public:
  // At most `entries`, and of at most about `bytes` of stored text together.
  ResourceCache(std::size_t entries, std::size_t bytes) : most_(entries), most_bytes_(bytes) {}

  [[nodiscard]] ResourcePtr Find(std::string_view arn) const;
  [[nodiscard]] ResourcePtr FindNumber(std::int64_t sequence) const;
  // As given to Put; 0 where it is not there.
  [[nodiscard]] std::size_t BytesOf(std::int64_t sequence) const;
  // Replaces what is there of the same number. `bytes` of stored text.
  void Put(const ResourcePtr& resource, std::size_t bytes);
  void Remove(std::int64_t sequence);
  // Those of which `is_meant` says so; looks at every entry.
  template <typename Predicate>
  void RemoveIf(Predicate is_meant) {
    for (std::size_t at = slots_.size(); at-- > 0;) {
      if (is_meant(*slots_[at].resource)) RemoveSlot(at);
    }
  }
  void Clear();
  [[nodiscard]] std::size_t size() const { return slots_.size(); }

 private:
  struct Slot {
    ResourcePtr resource;
    std::size_t bytes = 0;
  };
  void RemoveSlot(std::size_t at);

  std::size_t most_, most_bytes_;
  std::size_t bytes_ = 0;
  std::uint64_t next_victim_ = 0;
  std::vector<Slot> slots_;
  std::unordered_map<std::int64_t, std::size_t> by_number_;
  std::unordered_map<std::string_view, std::size_t> by_arn_;  // views into the slots' resources
};

}  // namespace portside
