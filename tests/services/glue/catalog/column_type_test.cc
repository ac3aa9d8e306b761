// SPDX-License-Identifier: Apache-2.0

#include "services/glue/catalog/column_type.h"

#include <gtest/gtest.h>

#include <string>

namespace portside::glue {
namespace {

TEST(ColumnTypeTest, HiveTypesAreTypes) {
  for (const char* type : {"int",
                           "INTEGER",
                           "bigint",
                           "string",
                           "double",
                           "boolean",
                           "binary",
                           "date",
                           "timestamp",
                           "decimal",
                           "decimal(10)",
                           "decimal(38,38)",
                           "char(1)",
                           "varchar(65535)",
                           "varchar",
                           "array<string>",
                           "map<string,array<int>>",
                           "struct<a:int,b c:struct<d:date>>",
                           "uniontype<int,string>",
                           "array<decimal(10,2)>"}) {
    EXPECT_TRUE(IsColumnType(type)) << type;
  }
}

TEST(ColumnTypeTest, OtherTextsAreNot) {
  for (const char* type : {"",
                           " ",
                           "int ",
                           "text",
                           "strings",
                           "decimal(39)",
                           "decimal(0)",
                           "decimal(10, 2)",
                           "decimal(2,3)",
                           "decimal(10,2",
                           "decimal()",
                           "decimal(-1)",
                           "varchar(0)",
                           "varchar(x)",
                           "char(256)",
                           "int(4)",
                           "array",
                           "array<>",
                           "array<int",
                           "array<int>>",
                           "map<int>",
                           "map<int,int,int>",
                           "struct<>",
                           "struct<a>",
                           "struct<a:>",
                           "struct<:int>",
                           "struct<a:int,>",
                           "uniontype<>",
                           "decimal(99999999999999999999)"}) {
    EXPECT_FALSE(IsColumnType(type)) << type;
  }
}

TEST(ColumnTypeTest, NestingIsBounded) {
  const auto nested = [](std::size_t depth) {
    std::string type;
    for (std::size_t i = 0; i < depth; ++i) type += "array<";
    return type + "int" + std::string(depth, '>');
  };
  EXPECT_TRUE(IsColumnType(nested(60)));
  EXPECT_FALSE(IsColumnType(nested(20'000)));
}

}  // namespace
}  // namespace portside::glue
