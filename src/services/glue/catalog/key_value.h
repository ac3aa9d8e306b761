// SPDX-License-Identifier: Apache-2.0
//
// KeyType and KeyValue: values of partition keys by the type of their key. The catalog keeps them
// as texts; expressions compare them as what their key declares, and a sort text has the order of
// that comparison, so that partitions can be found along an index of texts.
//
//   string, char, varchar            the text itself
//   tinyint … bigint, decimal        a sign, how many digits come before the point, the digits
//   date, timestamp                  the text itself, whose order is that of time
//
// Texts that cannot be cast sort behind all that can.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/base/result.h"

namespace portside::glue {

enum class KeyType { kString, kInteger, kDecimal, kDate, kTimestamp, kUnsupported };

// By the Hive type of the key's column, in any case; "decimal(10,2)" is kDecimal.
KeyType KeyTypeOf(std::string_view hive_type);

// The sort text of a value. The error is the service's own text about the value. Not for
// kUnsupported.
Expected<std::string, std::string> SortTextOf(KeyType type, std::string_view value);

// What stands first in the sort text of a value that cannot be cast, and in no other.
inline constexpr char kUncast = '\x7f';
// Ends each sort text where several follow each other; no sort text has a byte below it, or it.
inline constexpr char kEndOfValue = '\x01';

// The sort text, or where there is none, kUncast and the text: for keys of an index.
std::string IndexTextOf(KeyType type, std::string_view value);

}  // namespace portside::glue
