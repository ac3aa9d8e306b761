// SPDX-License-Identifier: Apache-2.0
//
// The tokens of a .proto file: words (with their dots), numbers, quoted texts and single signs.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/formats/format_error.h"

namespace portside {

enum class ProtobufTokenKind { kWord, kNumber, kText, kSign, kEnd };

struct ProtobufToken {
  ProtobufTokenKind kind = ProtobufTokenKind::kEnd;
  std::string_view text;  // of the file, with its quotes
  std::size_t line = 1;
  std::size_t column = 1;
};

// The last one is kEnd. FormatError::message is the whole text of the error.
FormatResult<std::vector<ProtobufToken>> ReadProtobufTokens(std::string_view text);

// "Syntax error in :3:5: expected ';'"
FormatError ProtobufSyntaxError(const ProtobufToken& at, const std::string& what);

}  // namespace portside
