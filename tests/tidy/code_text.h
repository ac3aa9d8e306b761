// SPDX-License-Identifier: Apache-2.0
//
// Source code as text: what is code and what is comment or literal, where a word stands, where a
// function begins and ends. No parser: it knows as much of C++ as the tree's own style needs.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portside::tidy {

// The C++ text with its comments and the contents of its literals as spaces; lines stay in place.
std::string CodeOnly(std::string_view text);

// The lines, from 1, in which the word stands. Where it begins or ends with a letter, digit or
// underscore, it does not count inside a longer name.
std::vector<std::size_t> FindWord(std::string_view text, std::string_view word);

struct Include {
  std::size_t line;
  std::string name;  // "portside/base/json.h"
  bool angle;        // <...>
};
std::vector<Include> Includes(std::string_view text);

struct Function {
  std::size_t line;   // of its head
  std::size_t lines;  // head to closing brace
  std::string head;   // for messages
};
// Functions outside of functions; a lambda counts as lines of the function that it stands in.
// Nothing where the braces do not match.
std::optional<std::vector<Function>> CppFunctions(std::string_view text);
std::vector<Function> PythonFunctions(std::string_view text);

}  // namespace portside::tidy
