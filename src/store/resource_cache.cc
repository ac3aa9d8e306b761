// SPDX-License-Identifier: Apache-2.0

#include "store/resource_cache.h"

#include <utility>

namespace portside {

ResourcePtr ResourceCache::Find(std::string_view arn) const {
  const auto found = by_arn_.find(arn);
  return found == by_arn_.end() ? nullptr : slots_[found->second].resource;
}

ResourcePtr ResourceCache::FindNumber(std::int64_t sequence) const {
  const auto found = by_number_.find(sequence);
  return found == by_number_.end() ? nullptr : slots_[found->second].resource;
}

std::size_t ResourceCache::BytesOf(std::int64_t sequence) const {
  const auto found = by_number_.find(sequence);
  return found == by_number_.end() ? 0 : slots_[found->second].bytes;
}

void ResourceCache::Put(const ResourcePtr& resource, std::size_t bytes) {
  Remove(resource->sequence);
  if (bytes > most_bytes_) return;
  while (!slots_.empty() && (slots_.size() >= most_ || bytes_ + bytes > most_bytes_)) {
    // Scattered, not random: chance belongs to what users see.
    next_victim_ = next_victim_ * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    RemoveSlot((next_victim_ >> 33) % slots_.size());
  }
  by_number_[resource->sequence] = slots_.size();
  by_arn_[resource->arn] = slots_.size();
  slots_.push_back({resource, bytes});
  bytes_ += bytes;
}

void ResourceCache::Remove(std::int64_t sequence) {
  const auto found = by_number_.find(sequence);
  if (found != by_number_.end()) RemoveSlot(found->second);
}

void ResourceCache::RemoveSlot(std::size_t at) {
  const Slot& gone = slots_[at];
  bytes_ -= gone.bytes;
  by_arn_.erase(gone.resource->arn);
  by_number_.erase(gone.resource->sequence);
  if (at + 1 != slots_.size()) {
    slots_[at] = std::move(slots_.back());
    by_arn_[slots_[at].resource->arn] = at;
    by_number_[slots_[at].resource->sequence] = at;
  }
  slots_.pop_back();
}

void ResourceCache::Clear() {
  by_arn_.clear();
  by_number_.clear();
  slots_.clear();
  bytes_ = 0;
}

}  // namespace portside
