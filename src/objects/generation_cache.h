// SPDX-License-Identifier: Apache-2.0
//
// GenerationCache: a bounded map from text to values that may be forgotten at any time. Two
// generations: when the young one is full it becomes the old one, and the former old one is
// dropped; what is used moves back to the young. Thread safe.

#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace portside {

template <typename Value>
class GenerationCache {
 public:
  // `capacity` is the weight that one generation may hold.
  explicit GenerationCache(std::size_t capacity) : capacity_(capacity) {}

  std::optional<Value> Find(const std::string& name) {
    const std::lock_guard lock(mutex_);
    if (const auto it = young_.find(name); it != young_.end()) return it->second.first;
    const auto it = old_.find(name);
    if (it == old_.end()) return std::nullopt;
    std::pair<Value, std::size_t> entry = std::move(it->second);
    old_.erase(it);
    Value value = entry.first;
    Insert(name, std::move(entry));
    return value;
  }

  // Find for those who look at everything once: what they find is not kept any longer for it.
  std::optional<Value> Peek(const std::string& name) {
    const std::lock_guard lock(mutex_);
    for (const Map* generation : {&young_, &old_}) {
      if (const auto it = generation->find(name); it != generation->end()) return it->second.first;
    }
    return std::nullopt;
  }

  void Put(const std::string& name, Value value, std::size_t weight = 1) {
    const std::lock_guard lock(mutex_);
    EraseLocked(name);
    Insert(name, {std::move(value), weight});
  }

  void Erase(const std::string& name) {
    const std::lock_guard lock(mutex_);
    EraseLocked(name);
  }

  void Clear() {
    const std::lock_guard lock(mutex_);
    young_.clear();
    old_.clear();
    weight_ = 0;
  }

 private:
  using Map = std::unordered_map<std::string, std::pair<Value, std::size_t>>;

  void EraseLocked(const std::string& name) {
    old_.erase(name);
    const auto it = young_.find(name);
    if (it == young_.end()) return;
    weight_ -= it->second.second;
    young_.erase(it);
  }

  void Insert(const std::string& name, std::pair<Value, std::size_t> entry) {
    if (weight_ >= capacity_) {
      old_ = std::move(young_);
      young_.clear();
      weight_ = 0;
    }
    weight_ += entry.second;
    young_.emplace(name, std::move(entry));
  }

  std::mutex mutex_;
  std::size_t capacity_;
  std::size_t weight_ = 0;
  Map young_;
  Map old_;
};

}  // namespace portside
