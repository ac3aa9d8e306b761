// SPDX-License-Identifier: Apache-2.0
//
// Shape, Member, Constraints: the types of a service's API, as models/*.json describe them. Built
// by their ServiceModel, which owns them, when first asked for, and immutable afterwards.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/model/pattern.h"

namespace portside {

enum class ShapeType {
  kStructure,
  kList,
  kMap,
  kString,
  kBlob,
  kBoolean,
  kInteger,
  kLong,
  kFloat,
  kDouble,
  kTimestamp,
  kDocument,  // any JSON
};

enum class TimestampFormat { kEpochSeconds, kIso8601, kHttpDate };

// Where a member of an operation's input or output travels. awsJson knows only the body.
enum class Location { kBody, kUri, kQuery, kHeader };

// What a value must satisfy. The length of a string is counted in UTF-16 units, as Java does (no
// public evidence tells units from code points; they differ only outside the BMP); that of a blob
// in decoded bytes; that of a list or map in entries. Bounds of a number are of its value.
struct Constraints {
  std::optional<double> min;
  std::optional<double> max;
  std::shared_ptr<const Pattern> pattern;
  std::string pattern_text;              // as messages of this service print it
  std::vector<std::string> enum_values;  // in the model's order; empty: any

  [[nodiscard]] bool Any() const { return min || max || pattern || !enum_values.empty(); }
};

struct Shape;

struct Member {
  std::string name;          // in handlers' Json
  std::string wire_name;     // in bodies, query strings and headers
  std::string message_name;  // in validation messages: the first letter is lower case
  const Shape* shape = nullptr;
  Location location = Location::kBody;
  TimestampFormat timestamp_format = TimestampFormat::kEpochSeconds;  // of timestamps only
  bool required = false;
  bool idempotency_token = false;
  bool left_out = false;  // of answers: the real service may leave it out, required or not
  bool sensitive = false;
  // A string whose text is JSON. Handlers get and give that text.
  bool json_text = false;
};

struct Shape {
  std::string name;
  ShapeType type = ShapeType::kStructure;
  Constraints constraints;
  TimestampFormat timestamp_format = TimestampFormat::kEpochSeconds;
  bool timestamp_format_given = false;

  std::vector<Member> members;      // of a structure, in the model's order
  bool is_union = false;            // exactly one member is set
  const Member* payload = nullptr;  // the member that is the whole body
  const Shape* element = nullptr;   // of a list
  const Shape* key = nullptr;       // of a map
  const Shape* value = nullptr;     // of a map

  bool sensitive = false;
  bool unchecked = false;      // its constraints are the service's own to look at
  int error_status = 0;        // of an error shape: its HTTP status
  std::string message_member;  // of an error shape: "Message", "message", or none

  // Computed at load, so that walks can leave out what cannot matter.
  bool constrained = false;      // the shape or anything below can be violated
  bool holds_sensitive = false;  // the shape or anything below is sensitive

  [[nodiscard]] const Member* FindMember(std::string_view member_name) const;
  [[nodiscard]] bool IsScalar() const {
    return type != ShapeType::kStructure && type != ShapeType::kList && type != ShapeType::kMap;
  }
};

// "structure", "list", … as models name types.
std::optional<ShapeType> ShapeTypeNamed(std::string_view name);
std::string_view NameOf(ShapeType type);

}  // namespace portside
