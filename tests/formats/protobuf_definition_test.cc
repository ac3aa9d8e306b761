// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/protobuf_definition.h"

#include <gtest/gtest.h>

#include <string>

namespace portside {
namespace {

const std::string kProto3 = "syntax = \"proto3\";\n";

std::string ErrorOf(const std::string& text) {
  const auto definition = ProtobufDefinition::Parse(text);
  return definition ? "" : definition.error().message;
}

TEST(ProtobufDefinition, EverythingThatAFileHas) {
  const auto definition = ProtobufDefinition::Parse(R"(// A comment.
syntax = "proto3";
package shop.v1; /* another
  one */
import public "other.proto";
option java_package = "x";
option (custom) = { a: [1, 2] };
message Order {
  reserved 5, 7 to 9; reserved "old";
  string id = 1 [deprecated = true, (x) = "]"];
  repeated shop.v1.Order.Line lines = 2;
  map<string, int64> counts = 3;
  optional .google.protobuf.Timestamp at = 0x4;
  oneof payment { string card = 10; bool cash = 11; }
  message Line { int32 quantity = 1; }
  enum State { NEW = 0; OLD = 1 [deprecated = true]; NEGATIVE = -1; }
  option foo = 1;
}
service Shop {
  rpc Get (Order) returns (stream Order) { option (http) = "x"; }
  rpc Put (stream Order) returns (Order);
}
;)");
  ASSERT_TRUE(definition) << definition.error().message;
  EXPECT_EQ(definition->package, "shop.v1");
  ASSERT_EQ(definition->messages.size(), 2U);
  EXPECT_EQ(definition->messages[0].name, "Order.Line");
  const ProtobufMessage& order = definition->messages[1];
  ASSERT_EQ(order.fields.size(), 6U);
  EXPECT_EQ(order.fields[1].type, "Order.Line");
  EXPECT_TRUE(order.fields[1].is_repeated);
  EXPECT_EQ(order.fields[2].type, "map<string, int64>");
  EXPECT_EQ(order.fields[3].type, "google.protobuf.Timestamp");
  EXPECT_EQ(order.fields[3].number, 4);
  EXPECT_EQ(order.fields[5].name, "cash");
}

TEST(ProtobufDefinition, ErrorsHaveTheirPlace) {
  const std::pair<std::string, const char*> cases[] = {
      {"not proto", "Syntax error in :1:1: unexpected label: not"},
      {"message A {", "Syntax error in :1:12: unexpected end of file"},
      {"message A { required int32 a = 1 }", "Syntax error in :1:34: expected ';'"},
      {"message A { int32 a = 1; }", "Syntax error in :1:13: unexpected label: int32"},
      {kProto3 + "message A { required int32 a = 1; }",
       "Syntax error in :2:13: 'required' is not allowed in proto3"},
      {kProto3 + "message A { int32 a = x; }",
       "Syntax error in :2:23: expected an integer but was x"},
      {kProto3 + "message A { int32 a = 0; }", "Syntax error in :2:23: tag is out of range: 0"},
      {kProto3 + "message A { int32 a = 19000; }",
       "Syntax error in :2:23: tag is out of range: 19000"},
      {kProto3 + "message A { int32 a = 1; int32 b = 1; }",
       "Syntax error in :2:36: multiple fields share tag 1"},
      {kProto3 + "message A { int32 a = 1; int32 a = 2; }",
       "Syntax error in :2:32: multiple fields named a"},
      {kProto3 + "message A { } message A { }", "Syntax error in :2:23: multiple types named A"},
      {kProto3 + "enum E { A = 1; }",
       "Syntax error in :2:10: the first value of a proto3 enum must be 0"},
      {kProto3 + "enum E { A = 0; B = 0; }",
       "Syntax error in :2:6: values of enum E share a number without allow_alias"},
      {kProto3 + "enum E { option allow_alias = true; A = 0; B = 0; }", ""},
      {kProto3 + "enum E { }", "Syntax error in :2:6: enum E has no values"},
      {kProto3 + "message A { extensions 4 to 5; }",
       "Syntax error in :2:13: extensions are not supported"},
      {"message A { repeated group B = 1 { } }", "Syntax error in :1:22: groups are not supported"},
      {kProto3 + "message A { map<double, int32> m = 1; }",
       "Syntax error in :2:17: a map's key cannot be of type double"},
      {"syntax = \"proto4\";",
       "Syntax error in :1:10: 'syntax' must be 'proto2' or 'proto3'. Found: \"proto4\""},
      {"package a; syntax = \"proto3\";",
       "Syntax error in :1:12: 'syntax' element must be the first declaration in a file"},
      {"/* open", "Syntax error in :1:1: unterminated comment"},
      {"import \"open", "Syntax error in :1:8: unterminated string"},
      {"option a = (1];", "Syntax error in :1:14: unexpected ']'"},
      {"\xff", "Syntax error in :1:1: invalid UTF-8"},
      {"", ""},
  };
  for (const auto& [text, error] : cases) EXPECT_EQ(ErrorOf(text), error) << text;
}

TEST(ProtobufDefinition, BlanksAndCommentsDoNotMatter) {
  const auto one = ProtobufDefinition::Parse(kProto3 + "message A{int32 a=1;}");
  const auto other = ProtobufDefinition::Parse(kProto3 + "// A\nmessage A {\n  int32 a = 1;\n}\n");
  ASSERT_TRUE(one && other);
  EXPECT_EQ(one->canonical, other->canonical);
}

TEST(ProtobufDefinition, DeepMessagesAreRefused) {
  std::string text = kProto3;
  for (int depth = 0; depth < 100'000; ++depth) text += "message A" + std::to_string(depth) + "{";
  EXPECT_NE(ErrorOf(text).find("nested deeper than"), std::string::npos);
}

TEST(ProtobufDefinition, WhatAReaderCannotRead) {
  struct Case {
    const char* reader;
    const char* writer;
    const char* reason;
  };
  const Case cases[] = {
      {"message A { int32 a = 1; }", "message A { int32 a = 1; string b = 2; }", ""},
      {"message A { int32 a = 1; string b = 2; }", "message A { int32 a = 1; }", ""},
      {"message A { int32 b = 1; }", "message A { int32 a = 1; }", ""},
      {"message A { int32 a = 2; }", "message A { int32 a = 1; }",
       "A: the number of field a changed"},
      {"message A { string a = 1; }", "message A { int32 a = 1; }",
       "A: the type int32 of field 1 became string"},
      {"message A { repeated int32 a = 1; }", "message A { int32 a = 1; }",
       "A: field 1 is repeated in one of them only"},
      {"message A { int32 a = 1; }", "message A { int32 a = 1; } message B { }",
       "the reader has no message B"},
      {"message A { int32 a = 1; } message B { }", "message A { int32 a = 1; }", ""},
      {"package x; message A { }", "message A { }", "the package changed"},
  };
  const auto read = [](const std::string& text) { return *ProtobufDefinition::Parse(text); };
  for (const Case& each : cases) {
    EXPECT_EQ(
        FindProtobufMisread(read(kProto3 + each.reader), read(kProto3 + each.writer)).value_or(""),
        each.reason)
        << each.reader << " reads " << each.writer;
  }
  EXPECT_EQ(FindProtobufMisread(read("message A { required int32 a = 1; }"), read("message A { }"))
                .value_or(""),
            "A: the writer has no field a, which is required");
}

}  // namespace
}  // namespace portside
