// SPDX-License-Identifier: Apache-2.0
//
// The reading half of json_codec.h.

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "portside/base/encoding.h"
#include "portside/base/timestamp.h"
#include "portside/protocol/json_codec.h"

namespace portside {
namespace {

// The texts of type errors, measured on awsJson1.1 services in 2026. Builds of the front end before
// about 2022 printed Java's class names in place of the token names.
constexpr std::string_view kListNotExpected = "Start of list found where not expected";
constexpr std::string_view kStructureNotExpected =
    "Start of structure or map found where not expected.";
constexpr std::string_view kExpectedList = "Expected list or null";
constexpr std::string_view kExpectedMap = "Expected map or null";
constexpr std::string_view kExpectedStructure = "Expected null";

std::string_view TokenName(const Json& value) {
  if (value.is_string()) return "STRING_VALUE";
  if (value.is_boolean()) return value.get<bool>() ? "TRUE_VALUE" : "FALSE_VALUE";
  return "NUMBER_VALUE";
}

std::string_view TargetName(ShapeType type) {
  switch (type) {
    case ShapeType::kString: return "a String";
    case ShapeType::kBlob: return "a Blob";
    case ShapeType::kBoolean: return "a Boolean";
    case ShapeType::kInteger: return "an Integer";
    case ShapeType::kLong: return "a Long";
    case ShapeType::kFloat: return "a Float";
    case ShapeType::kDouble: return "a Double";
    default: return "milliseconds since epoch";
  }
}

tl::unexpected<ServiceError> TypeError(const Shape& shape, const Json& value) {
  if (value.is_array()) return Fail(SerializationException(std::string(kListNotExpected)));
  if (value.is_object()) return Fail(SerializationException(std::string(kStructureNotExpected)));
  std::string_view text;
  if (shape.type == ShapeType::kList) text = kExpectedList;
  if (shape.type == ShapeType::kMap) text = kExpectedMap;
  if (shape.type == ShapeType::kStructure) text = kExpectedStructure;
  if (!text.empty()) return Fail(SerializationException(std::string(text)));
  return Fail(SerializationException(std::string(TokenName(value)) + " can not be converted to " +
                                     std::string(TargetName(shape.type))));
}

// Whether a bound of the shape will refuse a number that its type cannot hold: then it goes on to
// validation, which names the member. Measured: too large an Integer fails its range, not its type.
bool BoundCatches(const Shape& shape, double number) {
  const auto& bound = number > 0 ? shape.constraints.max : shape.constraints.min;
  return bound && (number > 0 ? number > *bound : number < *bound);
}

constexpr double kLongLimit = 9223372036854775807.0;  // rounds to 2^63

// Whether an Integer or a Long can hold it. As a double the last 512 longs would be 2^63.
bool FitsInto(ShapeType type, const Json& value) {
  const bool is_integer = type == ShapeType::kInteger;
  const std::int64_t most = is_integer ? std::numeric_limits<std::int32_t>::max()
                                       : std::numeric_limits<std::int64_t>::max();
  if (value.is_number_unsigned()) {
    return value.get<std::uint64_t>() <= static_cast<std::uint64_t>(most);
  }
  if (value.is_number_integer()) {
    const auto number = value.get<std::int64_t>();
    return number <= most && number >= -most - 1;
  }
  const double limit = is_integer ? 2147483648.0 : kLongLimit;
  return value.get<double>() >= -limit && value.get<double>() < limit;
}

Result<void> ReadInteger(const Shape& shape, Json& value) {
  if (!value.is_number()) return TypeError(shape, value);
  const double number = value.get<double>();
  if (!FitsInto(shape.type, value) && !BoundCatches(shape, number)) return TypeError(shape, value);
  if (value.is_number_float()) {
    // 1.5 is 1; what no 64 bits hold stays at their end, for the range check to refuse.
    if (std::abs(number) < kLongLimit) {
      value = static_cast<std::int64_t>(number);
    } else {
      value = number > 0 ? std::numeric_limits<std::int64_t>::max()
                         : std::numeric_limits<std::int64_t>::min();
    }
  }
  return {};
}

Result<void> ReadTimestamp(const Shape& shape, TimestampFormat format, const ModelOptions& options,
                           Json& value) {
  if (value.is_number()) return {};
  const bool text_allowed =
      options.iso_timestamps_accepted || format != TimestampFormat::kEpochSeconds;
  if (!value.is_string() || !text_allowed) return TypeError(shape, value);
  const auto& text = value.get_ref<const std::string&>();
  std::optional<Timestamp> time = ParseIso8601(text);
  if (!time) time = ParseHttpDate(text);
  if (!time) return TypeError(shape, value);
  value = ToEpochSeconds(*time);
  return {};
}

Result<void> ReadBlob(const Shape& shape, Json& value) {
  if (!value.is_string()) return TypeError(shape, value);
  auto& text = value.get_ref<std::string&>();
  std::optional<std::string> bytes = Base64Decode(text);
  if (!bytes) {
    return Fail(
        SerializationException("'" + text + "' can not be converted to a Blob: it is not Base64"));
  }
  text = std::move(*bytes);
  return {};
}

Result<void> Read(const Shape& shape, TimestampFormat format, const ModelOptions& options,
                  Json& value);

// The error when a union has none or several of its members.
ServiceError UnionError(const Shape& shape, const Json& value) {
  std::string text = "Exactly one member of the union " + shape.name + " must be set";
  const char* separator = ", found: ";
  for (const auto& [name, item] : value.items()) {
    text += separator + name;
    separator = ", ";
  }
  return SerializationException(std::move(text));
}

// Whether a member by that wire name is read from the body.
const Member* FindBodyMember(const Shape& shape, const std::string& wire_name) {
  for (const Member& member : shape.members) {
    if (member.wire_name == wire_name && member.location == Location::kBody) return &member;
  }
  return nullptr;
}

Result<void> ReadStructure(const Shape& shape, const ModelOptions& options, Json& value) {
  if (!value.is_object()) return TypeError(shape, value);
  // Taken out while the wire names are looked at: one's name may be another's wire name.
  std::vector<std::pair<const Member*, Json>> renamed;
  for (auto entry = value.begin(); entry != value.end();) {
    const Member* member = entry.value().is_null() ? nullptr : FindBodyMember(shape, entry.key());
    if (member == nullptr) {
      entry = value.erase(entry);
      continue;
    }
    TRY(Read(*member->shape, member->timestamp_format, options, entry.value()));
    if (member->name == member->wire_name) {
      ++entry;
      continue;
    }
    renamed.emplace_back(member, std::move(entry.value()));
    entry = value.erase(entry);
  }
  for (auto& [member, item] : renamed) value[member->name] = std::move(item);
  if (shape.is_union && value.size() != 1) return Fail(UnionError(shape, value));
  return {};
}

Result<void> ReadList(const Shape& shape, const ModelOptions& options, Json& value) {
  if (!value.is_array()) return TypeError(shape, value);
  auto& elements = value.get_ref<Json::array_t&>();
  std::erase_if(elements, [](const Json& element) { return element.is_null(); });
  for (Json& element : elements) {
    TRY(Read(*shape.element, shape.element->timestamp_format, options, element));
  }
  return {};
}

Result<void> ReadMap(const Shape& shape, const ModelOptions& options, Json& value) {
  if (!value.is_object()) return TypeError(shape, value);
  auto& entries = value.get_ref<Json::object_t&>();
  std::erase_if(entries, [](const auto& entry) { return entry.second.is_null(); });
  for (auto& [key, item] : entries) {
    TRY(Read(*shape.value, shape.value->timestamp_format, options, item));
  }
  return {};
}

Result<void> Read(const Shape& shape, TimestampFormat format, const ModelOptions& options,
                  Json& value) {
  switch (shape.type) {
    case ShapeType::kStructure: return ReadStructure(shape, options, value);
    case ShapeType::kList: return ReadList(shape, options, value);
    case ShapeType::kMap: return ReadMap(shape, options, value);
    case ShapeType::kInteger:
    case ShapeType::kLong: return ReadInteger(shape, value);
    case ShapeType::kTimestamp: return ReadTimestamp(shape, format, options, value);
    case ShapeType::kBlob: return ReadBlob(shape, value);
    case ShapeType::kString:
      if (!value.is_string()) return TypeError(shape, value);
      break;
    case ShapeType::kBoolean:
      if (!value.is_boolean()) return TypeError(shape, value);
      break;
    case ShapeType::kFloat:
    case ShapeType::kDouble:
      if (!value.is_number()) return TypeError(shape, value);
      break;
    case ShapeType::kDocument: break;
  }
  return {};
}

std::optional<Timestamp> ParseTextTimestamp(TimestampFormat format, std::string_view text) {
  if (format == TimestampFormat::kHttpDate) return ParseHttpDate(text);
  return ParseIso8601(text);
}

// A whole number or decimal that fills the whole text.
template <typename Number>
std::optional<Number> ParseWhole(std::string_view text) {
  Number number{};
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Result<void> ReadJson(const Shape& shape, const ModelOptions& options, Json& value) {
  return Read(shape, shape.timestamp_format, options, value);
}

Result<void> ReadJsonBody(const Shape& input, const ModelOptions& options, Json& value) {
  return ReadStructure(input, options, value);
}

Result<void> ReadJsonInput(const Shape& input, const ModelOptions& options, Json& value) {
  if (!value.is_object()) return TypeError(input, value);
  for (auto entry = value.begin(); entry != value.end();) {
    const Member* member = entry.value().is_null() ? nullptr : input.FindMember(entry.key());
    if (member == nullptr) {
      entry = value.erase(entry);
      continue;
    }
    TRY(Read(*member->shape, member->timestamp_format, options, entry.value()));
    ++entry;
  }
  return {};
}

Result<Json> ReadText(const Shape& shape, TimestampFormat format, std::string_view text) {
  const Json as_text = std::string(text);
  switch (shape.type) {
    case ShapeType::kBoolean:
      if (text == "true") return Json(true);
      if (text == "false") return Json(false);
      return TypeError(shape, as_text);
    case ShapeType::kInteger:
    case ShapeType::kLong: {
      const auto number = ParseWhole<std::int64_t>(text);
      if (!number) return TypeError(shape, as_text);
      Json value = *number;
      TRY(ReadInteger(shape, value));
      return value;
    }
    case ShapeType::kFloat:
    case ShapeType::kDouble: {
      const auto number = ParseWhole<double>(text);
      if (!number || !std::isfinite(*number)) return TypeError(shape, as_text);
      return Json(*number);
    }
    case ShapeType::kTimestamp: {
      if (const auto number = ParseWhole<double>(text);
          format == TimestampFormat::kEpochSeconds && number && std::isfinite(*number)) {
        return Json(*number);
      }
      const auto time = ParseTextTimestamp(format, text);
      if (!time) return TypeError(shape, as_text);
      return Json(ToEpochSeconds(*time));
    }
    case ShapeType::kBlob: {
      Json value = as_text;
      TRY(ReadBlob(shape, value));
      return value;
    }
    default:
      // Percent-encoding can spell any bytes; a JSON body could not have held these.
      if (!IsValidUtf8(text)) return Fail(SerializationException("A parameter is not UTF-8"));
      return as_text;
  }
}

}  // namespace portside
