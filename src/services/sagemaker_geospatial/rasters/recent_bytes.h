// SPDX-License-Identifier: Apache-2.0
//
// Bytes that cost something to make: those that were asked for last are kept, the others are made
// again. One thread.

#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>
#include <utility>
#include <vector>

namespace portside::sagemaker_geospatial {

class RecentBytes {
 public:
  // Keeps at most `limit` bytes, and always what was asked for last.
  explicit RecentBytes(std::size_t limit) : limit_(limit) {}

  // The bytes of a key, from make() where they are not kept. Valid until the next call.
  template <typename Make>
  const std::vector<std::uint8_t>& Of(std::uint64_t key, const Make& make) {
    if (const auto known = by_key_.find(key); known != by_key_.end()) {
      kept_.splice(kept_.begin(), kept_, known->second);
      return kept_.front().second;
    }
    kept_.emplace_front(key, make());
    by_key_[key] = kept_.begin();
    held_ += kept_.front().second.size();
    while (held_ > limit_ && kept_.size() > 1) {
      held_ -= kept_.back().second.size();
      by_key_.erase(kept_.back().first);
      kept_.pop_back();
    }
    return kept_.front().second;
  }

 private:
  using Kept = std::list<std::pair<std::uint64_t, std::vector<std::uint8_t>>>;

  std::size_t limit_;
  std::size_t held_ = 0;
  Kept kept_;  // the last asked for first
  std::unordered_map<std::uint64_t, Kept::iterator> by_key_;
};

}  // namespace portside::sagemaker_geospatial
