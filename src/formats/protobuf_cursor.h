// SPDX-License-Identifier: Apache-2.0
//
// A place among the tokens of a .proto file, and what every rule of its grammar asks there. What is
// not as it should be is an error with its place.

#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/protobuf_tokens.h"

namespace portside {

class ProtobufCursor {
 public:
  explicit ProtobufCursor(std::vector<ProtobufToken> tokens) : tokens_(std::move(tokens)) {}

  [[nodiscard]] const ProtobufToken& Next() const { return tokens_[at_]; }
  [[nodiscard]] const ProtobufToken& Ahead(std::size_t by) const {
    return tokens_[std::min(at_ + by, tokens_.size() - 1)];
  }
  [[nodiscard]] bool Is(std::string_view text) const { return Next().text == text; }
  const ProtobufToken& Take();
  // At the end of the file that is what is wrong.
  [[nodiscard]] static tl::unexpected<FormatError> Refuse(const ProtobufToken& at,
                                                          const std::string& what);

  FormatResult<void> Want(std::string_view sign);
  FormatResult<std::string> Word();  // also one with dots
  FormatResult<std::string> Name();
  FormatResult<std::int64_t> Number();
  // Past the sign, over what stands in brackets before it.
  FormatResult<void> SkipPast(std::string_view sign);

  // All tokens, with a blank behind each.
  [[nodiscard]] std::string Canonical() const;

 private:
  std::vector<ProtobufToken> tokens_;
  std::size_t at_ = 0;
};

}  // namespace portside
