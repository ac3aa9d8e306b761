// SPDX-License-Identifier: Apache-2.0

#include "model/shape_library.h"

#include <utility>

#include "model/model_json.h"
#include "portside/base/encoding.h"

namespace portside {
namespace {

using Loaded = Expected<void, std::string>;

std::string LowerFirst(std::string text) {
  if (!text.empty()) text.replace(0, 1, ToLower(text.substr(0, 1)));
  return text;
}

Loaded LoadTimestampFormat(const Json& source, TimestampFormat& format) {
  const std::string text = StringOr(source, "timestampFormat");
  if (text.empty()) return {};
  if (text == "iso8601") {
    format = TimestampFormat::kIso8601;
  } else if (text == "unixTimestamp") {
    format = TimestampFormat::kEpochSeconds;
  } else if (text == "rfc822") {
    format = TimestampFormat::kHttpDate;
  } else {
    return Fail("timestampFormat is '" + text + "'");
  }
  return {};
}

}  // namespace

Shape* ShapeLibrary::Place(std::string_view name) {
  const auto known = by_name_.find(std::string(name));
  if (known != by_name_.end()) return known->second;
  if (!source_->Has(name)) return nullptr;
  Shape& shape = shapes_.emplace_back();
  shape.name = name;
  by_name_.emplace(shape.name, &shape);
  return &shape;
}

Expected<const Shape*, std::string> ShapeLibrary::Find(std::string_view name) {
  const Shape* shape = Place(name);
  TRY(ReadPlaced());
  return shape;
}

Loaded ShapeLibrary::ReadAll() {
  compiles_ = true;
  for (const std::string_view name : source_->Names()) Place(name);
  return ReadPlaced();
}

// Reading one places those that it names, until nothing new is named.
Loaded ShapeLibrary::ReadPlaced() {
  const std::size_t first = read_;
  while (read_ < shapes_.size()) {
    Shape& shape = shapes_[read_++];
    const Loaded loaded = ReadShape(source_->Read(shape.name), shape);
    if (!loaded) return Fail(Within("shape " + shape.name, loaded.error()));
  }
  for (Member* member : timeless_) {
    if (member->shape->timestamp_format_given) {
      member->timestamp_format = member->shape->timestamp_format;
    }
  }
  timeless_.clear();
  if (first < shapes_.size()) ComputeFlags(first);
  return {};
}

Expected<const Shape*, std::string> ShapeLibrary::Resolve(const Json& source, const char* key) {
  const std::string name = StringOr(source, key);
  const Shape* shape = Place(name);
  if (shape == nullptr) {
    return Fail(std::string(key) + " names the shape '" + name + "', which does not exist");
  }
  return shape;
}

Loaded ShapeLibrary::ReadShape(const Json& source, Shape& shape) {
  TRY(CheckKeys(source, {"type",      "min",       "max",   "pattern",
                         "match",     "reject",    "enum",  "timestampFormat",
                         "sensitive", "unchecked", "box",   "union",
                         "streaming", "document",  "error", "payload",
                         "members",   "member",    "key",   "value"}));
  const std::string type_name = StringOr(source, "type");
  const std::optional<ShapeType> type = ShapeTypeNamed(type_name);
  if (!type) return Fail("has the unknown type '" + type_name + "'");
  // botocore calls free JSON an empty structure with the trait "document".
  shape.type = Flag(source, "document") ? ShapeType::kDocument : *type;
  shape.sensitive = Flag(source, "sensitive");
  shape.unchecked = Flag(source, "unchecked");
  TRY(LoadTimestampFormat(source, shape.timestamp_format));
  shape.timestamp_format_given = source.contains("timestampFormat");
  TRY(ReadConstraints(source, shape));

  if (shape.type == ShapeType::kStructure) return ReadStructure(source, shape);
  if (shape.type == ShapeType::kList) {
    shape.element = TRY(Resolve(source, "member"));
  } else if (shape.type == ShapeType::kMap) {
    shape.key = TRY(Resolve(source, "key"));
    shape.value = TRY(Resolve(source, "value"));
  }
  return {};
}

Loaded ShapeLibrary::ReadConstraints(const Json& source, Shape& shape) {
  for (const auto& [key, bound] :
       {std::pair{"min", &shape.constraints.min}, std::pair{"max", &shape.constraints.max}}) {
    const auto found = source.find(key);
    if (found == source.end()) continue;
    if (!found->is_number()) return Fail(std::string(key) + " is not a number");
    *bound = found->get<double>();
  }
  const auto values = source.find("enum");
  if (values != source.end()) {
    if (!values->is_array() || values->empty()) return Fail(std::string("enum is empty"));
    for (const Json& value : *values) {
      if (!value.is_string()) return Fail(std::string("enum holds something else than texts"));
      shape.constraints.enum_values.push_back(value.get<std::string>());
    }
  }
  const std::string text = StringOr(source, "pattern");
  if (text.empty()) return {};

  auto& pattern = patterns_[text];
  if (pattern == nullptr) {
    const std::string match = StringOr(source, "match");
    const std::string reject = StringOr(source, "reject");
    if (compiles_) {
      const auto compiled = Pattern::Compile(text, match, reject);
      if (!compiled) return Fail("the pattern does not compile: " + compiled.error());
    }
    pattern = std::make_shared<const Pattern>(Pattern::Lazy(text, match, reject));
  }
  shape.constraints.pattern = pattern;
  const std::string& prefix = pattern_prefix_;
  shape.constraints.pattern_text = text.starts_with(prefix) ? text : prefix + text;
  return {};
}

Loaded ShapeLibrary::ReadStructure(const Json& source, Shape& shape) {
  shape.is_union = Flag(source, "union");
  const auto error = source.find("error");
  if (error != source.end()) {
    if (!error->is_number_integer()) return Fail(std::string("error is not an HTTP status"));
    shape.error_status = error->get<int>();
  }
  const auto members = source.find("members");
  if (members == source.end() || !members->is_array()) {
    return Fail(std::string("members is missing"));
  }
  shape.members.resize(members->size());
  for (std::size_t i = 0; i < members->size(); ++i) {
    Member& member = shape.members[i];
    member.name = StringOr((*members)[i], "name");
    if (member.name.empty()) return Fail("member " + std::to_string(i + 1) + " has no name");
    const Loaded loaded = ReadMember((*members)[i], member);
    if (!loaded) return Fail(Within("member " + member.name, loaded.error()));
    if (shape.error_status != 0 && EqualsIgnoreCase(member.name, "message")) {
      shape.message_member = member.name;
    }
  }
  const std::string payload = StringOr(source, "payload");
  if (!payload.empty()) {
    shape.payload = shape.FindMember(payload);
    if (shape.payload == nullptr) return Fail("payload names no member: '" + payload + "'");
  }
  return {};
}

Loaded ShapeLibrary::ReadMember(const Json& source, Member& member) {
  TRY(CheckKeys(source, {"name", "shape", "required", "location", "locationName", "timestampFormat",
                         "idempotencyToken", "jsonvalue", "sensitive", "box", "streaming",
                         "messageName", "leftOut"}));
  member.shape = TRY(Resolve(source, "shape"));
  member.wire_name = StringOr(source, "locationName", member.name);
  member.message_name = StringOr(source, "messageName", LowerFirst(member.name));
  member.required = Flag(source, "required");
  member.idempotency_token = Flag(source, "idempotencyToken");
  member.left_out = Flag(source, "leftOut");
  member.json_text = Flag(source, "jsonvalue");
  member.sensitive = Flag(source, "sensitive");

  const std::string location = StringOr(source, "location");
  member.timestamp_format = TimestampFormat::kIso8601;  // of labels and query parameters
  if (location.empty()) {
    member.location = Location::kBody;
    member.timestamp_format = TimestampFormat::kEpochSeconds;
  } else if (location == "uri") {
    member.location = Location::kUri;
  } else if (location == "querystring") {
    member.location = Location::kQuery;
  } else if (location == "header") {
    member.location = Location::kHeader;
    member.timestamp_format = TimestampFormat::kHttpDate;
  } else {
    return Fail("has the location '" + location + "', which is not supported");
  }
  if (!source.contains("timestampFormat")) timeless_.push_back(&member);
  return LoadTimestampFormat(source, member.timestamp_format);
}

// Shapes may contain themselves, so the flags grow until nothing changes.
void ShapeLibrary::ComputeFlags(std::size_t first) {
  bool changed = true;
  while (changed) {
    changed = false;
    for (std::size_t at = first; at < shapes_.size(); ++at) {
      Shape& shape = shapes_[at];
      bool constrained = shape.constraints.Any();
      bool sensitive = shape.sensitive;
      for (const Member& member : shape.members) {
        constrained = constrained || member.required || member.shape->constrained;
        sensitive = sensitive || member.sensitive || member.shape->holds_sensitive;
      }
      for (const Shape* part : {shape.element, shape.key, shape.value}) {
        constrained = constrained || (part != nullptr && part->constrained);
        sensitive = sensitive || (part != nullptr && part->holds_sensitive);
      }
      changed = changed || constrained != shape.constrained || sensitive != shape.holds_sensitive;
      shape.constrained = constrained;
      shape.holds_sensitive = sensitive;
    }
  }
}

}  // namespace portside
