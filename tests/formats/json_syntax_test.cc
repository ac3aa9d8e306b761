// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/json_syntax.h"

#include <gtest/gtest.h>

#include <string>

#include "portside/base/json.h"

namespace portside {
namespace {

TEST(JsonSyntax, ErrorsAreInJacksonsWords) {
  const std::pair<std::string, const char*> cases[] = {
      {"not json",
       "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token "
       "'null', 'true' or 'false')\n at [Source: (String)\"not json\"; line: 1, column: 4]"},
      {"{",
       "Unexpected end-of-input: expected close marker for Object (start marker at [Source: "
       "(String)\"{\"; line: 1, column: 1])\n at [Source: (String)\"{\"; line: 1, column: 2]"},
      {"[1,\n",
       "Unexpected end-of-input: expected close marker for Array (start marker at [Source: "
       "(String)\"[1,\n\"; line: 1, column: 1])\n at [Source: (String)\"[1,\n\"; line: 2, "
       "column: 1]"},
      {"{\"a\" 1}",
       "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and "
       "value\n at [Source: (String)\"{\"a\" 1}\"; line: 1, column: 6]"},
      {"{a:1}",
       "Unexpected character ('a' (code 97)): was expecting double-quote to start field "
       "name\n at [Source: (String)\"{a:1}\"; line: 1, column: 2]"},
      {"[1 2]",
       "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"
       "\n at [Source: (String)\"[1 2]\"; line: 1, column: 4]"},
      {"\"a",
       "Unexpected end-of-input in VALUE_STRING\n at [Source: (String)\"\"a\"; line: 1, "
       "column: 3]"},
      {"01",
       "Invalid numeric value: Leading zeroes not allowed\n at [Source: (String)\"01\"; line: "
       "1, column: 3]"},
  };
  for (const auto& [text, error] : cases) {
    EXPECT_EQ(FindJsonSyntaxError(text).value_or(""), error) << text;
  }
}

TEST(JsonSyntax, KnowsWhatTheParserTakes) {
  const std::string deep(100, '[');
  for (const std::string& text :
       {std::string(" {\"a\": [1, -2.5e+3, true, null, \"\\u00e9\\n\"]} "),
        std::string("1"),
        std::string("[]"),
        std::string("{}"),
        std::string("{,}"),
        std::string("[1,]"),
        std::string("1 2"),
        std::string("-"),
        std::string("1."),
        std::string("1e"),
        std::string("\"\\x\""),
        std::string("\"\\u12\""),
        std::string("\"\t\""),
        std::string(""),
        std::string("\xff"),
        std::string("\"\\ud800\""),
        std::string(1, '\0'),
        deep + std::string(100, ']'),
        std::string("{\"a\":1,\"a\":2}"),
        std::string("tru")}) {
    EXPECT_EQ(!FindJsonSyntaxError(text), ParseJson(text).has_value())
        << text << ": " << FindJsonSyntaxError(text).value_or("");
  }
}

}  // namespace
}  // namespace portside
