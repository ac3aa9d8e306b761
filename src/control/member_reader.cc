// SPDX-License-Identifier: Apache-2.0

#include "portside/control/member_reader.h"

#include <cmath>

#include "control/name_list.h"

namespace portside {
namespace {

// Of a value in an error: enough to recognise it.
std::string Shown(const Json& value) {
  constexpr std::size_t kShown = 100;
  std::string text = DumpJson(value);
  if (text.size() > kShown) text = text.substr(0, kShown) + "…";
  return text;
}

std::string NumberText(double number) { return DumpJson(Json(number)); }

}  // namespace

MemberReader::MemberReader(const Json& object, std::string path)
    : object_(object), path_(std::move(path)) {}

std::string MemberReader::PathOf(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

ControlError MemberReader::Wrong(std::string_view name, const std::string& allowed) const {
  const bool is_there = object_.is_object() && object_.contains(name);
  const std::string value = is_there ? "is " + Shown(object_.at(std::string(name))) : "is missing";
  return {400, PathOf(name) + " " + value + "; " + allowed, PathOf(name)};
}

const Json* MemberReader::Find(std::string_view name) {
  known_.emplace(name);
  if (!object_.is_object()) return nullptr;
  const auto member = object_.find(name);
  return member == object_.end() || member->is_null() ? nullptr : &*member;
}

ControlResult<std::optional<std::string>> MemberReader::Text(std::string_view name) {
  const Json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) return Fail(Wrong(name, "it must be a string."));
  return value->get<std::string>();
}

ControlResult<std::string> MemberReader::RequiredText(std::string_view name) {
  std::optional<std::string> text = TRY(Text(name));
  if (!text || text->empty()) return Fail(Wrong(name, "it must be a string that is not empty."));
  return std::move(*text);
}

ControlResult<std::optional<std::string>> MemberReader::Choice(
    std::string_view name, const std::vector<std::string>& allowed) {
  const Json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) {
    for (const std::string& choice : allowed) {
      if (*value == choice) return choice;
    }
  }
  return Fail(Wrong(name, "allowed are " + ListOf(allowed) + "."));
}

ControlResult<std::optional<double>> MemberReader::Number(std::string_view name, double min,
                                                          double max) {
  const Json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  const double number = value->is_number() ? value->get<double>() : std::nan("");
  if (!(number >= min && number <= max)) {
    return Fail(Wrong(
        name, "it must be a number from " + NumberText(min) + " to " + NumberText(max) + "."));
  }
  return number;
}

ControlResult<std::optional<std::int64_t>> MemberReader::Integer(std::string_view name,
                                                                 std::int64_t min,
                                                                 std::int64_t max) {
  const Json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  const bool is_whole = value->is_number_integer() &&
                        !(value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX);
  if (!is_whole || value->get<std::int64_t>() < min || value->get<std::int64_t>() > max) {
    return Fail(Wrong(name, "it must be a whole number from " + std::to_string(min) + " to " +
                                std::to_string(max) + "."));
  }
  return value->get<std::int64_t>();
}

ControlResult<std::optional<bool>> MemberReader::Flag(std::string_view name) {
  const Json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_boolean()) return Fail(Wrong(name, "it must be true or false."));
  return value->get<bool>();
}

ControlResult<std::optional<Timestamp>> MemberReader::Time(std::string_view name) {
  const Json* value = Find(name);
  if (value != nullptr && value->is_number()) {
    constexpr double kYear9999 = 253'402'300'799;
    const auto seconds = TRY(Number(name, 0, kYear9999));
    return FromEpochSeconds(*seconds);
  }
  const std::optional<std::string> text = TRY(Text(name));
  if (!text) return std::nullopt;
  if (const auto time = ParseIso8601(*text)) return *time;
  return Fail(
      Wrong(name, "it must be a time such as 2024-01-31T12:00:00Z, or seconds since 1970."));
}

ControlResult<const Json*> MemberReader::Object(std::string_view name) {
  const Json* value = Find(name);
  if (value != nullptr && !value->is_object()) return Fail(Wrong(name, "it must be an object."));
  return value;
}

ControlResult<const Json*> MemberReader::Array(std::string_view name) {
  const Json* value = Find(name);
  if (value != nullptr && !value->is_array()) return Fail(Wrong(name, "it must be an array."));
  return value;
}

ControlResult<void> MemberReader::Finish() const {
  if (!object_.is_object()) {
    const std::string what = path_.empty() ? "The body" : path_;
    return Fail(
        ControlError{400, what + " is " + Shown(object_) + "; it must be a JSON object.", path_});
  }
  for (const auto& [name, value] : object_.items()) {
    if (known_.contains(name)) continue;
    const std::vector<std::string> names(known_.begin(), known_.end());
    return Fail(Wrong(name, names.empty()
                                ? "no member is allowed here."
                                : "there is no such member; allowed are " + ListOf(names) + "."));
  }
  return {};
}

}  // namespace portside
