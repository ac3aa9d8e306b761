// SPDX-License-Identifier: Apache-2.0
//
// The text of a .proto file (proto2 or proto3), read as far as a registry of schemas needs it: its
// syntax, and the fields of its messages. Types that are named are not looked for, because they may
// be imported, options are not interpreted, and groups and extensions are refused, as AWS documents
// it (docs/decisions/0041-protobuf-is-read-by-a-parser-of-our-own.md).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/formats/format_error.h"

namespace portside {

struct ProtobufField {
  std::int64_t number = 0;
  std::string name;
  std::string type;  // as written, without the file's own package; "map<string, int32>"
  bool is_repeated = false;
  bool is_required = false;
};

struct ProtobufMessage {
  std::string name;  // beneath the package: "Outer.Inner"
  std::vector<ProtobufField> fields;
};

struct ProtobufDefinition {
  std::string package;
  std::vector<ProtobufMessage> messages;  // in order of their ends, nested ones before their outer
  std::string canonical;                  // its tokens, so that blanks and comments do not matter

  // The errors are in the words of the parser whose texts AWS passes on:
  // "Syntax error in :1:1: unexpected label: not".
  static FormatResult<ProtobufDefinition> Parse(std::string_view text);
};

// Why data that is written by `writer` cannot be read by `reader`; nothing: it can. A message that
// only the writer has cannot be read (an addition was refused as FORWARD by the real service), a
// field must keep its number, its type and whether it is repeated, and the writer must have what
// the reader requires.
std::optional<std::string> FindProtobufMisread(const ProtobufDefinition& reader,
                                               const ProtobufDefinition& writer);

}  // namespace portside
