// SPDX-License-Identifier: Apache-2.0
//
// The rules of an S3 listing, apart from where the keys come from: prefix, delimiter, start and
// page size over one sorted sequence of keys and common prefixes.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "portside/objects/object_store.h"

namespace portside {

// The first key that is not less than `at_least`, in byte order; nothing after the last. Calls come
// with growing arguments, but for an occasional jump ahead there is no other promise.
using NextKey = std::function<std::optional<std::string>(const std::string& at_least)>;

// Fills in the rest of an entry. Nothing: the object vanished meanwhile, leave it out.
using FetchInfo = std::function<std::optional<ObjectInfo>(const std::string& key)>;

// True: this page has cost enough. It then ends early, marked as truncated, as S3 allows; there is
// at least one entry in it.
using PageIsCostly = std::function<bool()>;

ListPage ListKeys(const ListQuery& query, const NextKey& next, const FetchInfo& fetch,
                  const PageIsCostly& costly = {});

// The smallest text that is greater than every text which begins with `prefix`; nothing where
// there is none (all bytes 0xFF).
std::optional<std::string> EndOfPrefix(std::string_view prefix);

}  // namespace portside
