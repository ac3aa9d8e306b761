// SPDX-License-Identifier: Apache-2.0

#include "cli/fields.h"

#include "portside/base/timestamp.h"

namespace portside::cli {
namespace {

const Json kNothing;

const Json& Member(const Json& object, std::string_view name) {
  if (!object.is_object()) return kNothing;
  const auto member = object.find(name);
  return member == object.end() ? kNothing : *member;
}

}  // namespace

std::string ValueText(const Json& value) {
  if (value.is_null()) return "-";
  return value.is_string() ? value.get<std::string>() : DumpJson(value);
}

std::string Field(const Json& object, std::string_view name) {
  return ValueText(Member(object, name));
}

double NumberField(const Json& object, std::string_view name, double fallback) {
  const Json& member = Member(object, name);
  return member.is_number() ? member.get<double>() : fallback;
}

bool FlagField(const Json& object, std::string_view name) { return Member(object, name) == true; }

const Json& Inner(const Json& object, std::string_view name) {
  const Json& member = Member(object, name);
  return member.is_structured() ? member : kNothing;
}

std::string TimeField(const Json& object, std::string_view name) {
  const std::string text = Field(object, name);
  const auto time = ParseIso8601(text);
  return time ? FormatIso8601(*time, 3) : text;
}

std::string MembersText(const Json& object, std::string_view none) {
  if (!object.is_object() || object.empty()) return std::string(none);
  std::string text;
  for (const auto& [name, value] : object.items()) {
    text += (text.empty() ? "" : " ") + name + '=' + ValueText(value);
  }
  return text;
}

}  // namespace portside::cli
