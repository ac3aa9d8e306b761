// SPDX-License-Identifier: Apache-2.0
//
// The types that a catalog column may have: Hive's.

#pragma once

#include <string_view>

namespace portside::glue {

// True for a type of Hive's grammar as query engines read it from the catalog: a primitive
// (`bigint`, `decimal(10,2)`, `varchar(20)`) or array<>, map<,>, struct<name:type,>, uniontype<>
// of types. Case does not matter; spaces do, since engines refuse `decimal(10, 2)`.
[[nodiscard]] bool IsColumnType(std::string_view type);

}  // namespace portside::glue
