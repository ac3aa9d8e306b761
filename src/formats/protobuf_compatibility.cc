// SPDX-License-Identifier: Apache-2.0

#include <string_view>
#include <unordered_map>

#include "portside/formats/protobuf_definition.h"

namespace portside {
namespace {

using Misread = std::optional<std::string>;
using Fields = std::unordered_map<std::string_view, const ProtobufField*>;

Misread FindInField(const ProtobufField& reader, const ProtobufField& writer,
                    const std::string& where) {
  if (reader.type != writer.type) {
    return where + ": the type " + writer.type + " of field " + std::to_string(writer.number) +
           " became " + reader.type;
  }
  if (reader.is_repeated != writer.is_repeated) {
    return where + ": field " + std::to_string(writer.number) + " is repeated in one of them only";
  }
  return std::nullopt;
}

Misread FindInMessage(const ProtobufMessage& reader, const ProtobufMessage& writer) {
  std::unordered_map<std::int64_t, const ProtobufField*> by_number;
  Fields by_name;
  for (const ProtobufField& field : writer.fields) {
    by_number.emplace(field.number, &field);
    by_name.emplace(field.name, &field);
  }
  for (const ProtobufField& field : reader.fields) {
    const auto same_name = by_name.find(field.name);
    if (same_name != by_name.end() && same_name->second->number != field.number) {
      return reader.name + ": the number of field " + field.name + " changed";
    }
    const auto written = by_number.find(field.number);
    if (written == by_number.end()) {
      if (!field.is_required) continue;
      return reader.name + ": the writer has no field " + field.name + ", which is required";
    }
    if (auto misread = FindInField(field, *written->second, reader.name)) return misread;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> FindProtobufMisread(const ProtobufDefinition& reader,
                                               const ProtobufDefinition& writer) {
  if (reader.package != writer.package) return "the package changed";
  std::unordered_map<std::string_view, const ProtobufMessage*> known;
  for (const ProtobufMessage& message : reader.messages) known.emplace(message.name, &message);
  for (const ProtobufMessage& message : writer.messages) {
    const auto same = known.find(message.name);
    if (same == known.end()) return "the reader has no message " + message.name;
    if (auto misread = FindInMessage(*same->second, message)) return misread;
  }
  return std::nullopt;
}

}  // namespace portside
