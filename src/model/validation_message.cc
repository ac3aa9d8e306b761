// SPDX-License-Identifier: Apache-2.0

#include "portside/model/validation_message.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace portside {
namespace {

bool CountsLength(const Shape& shape) {
  return shape.type == ShapeType::kString || shape.type == ShapeType::kBlob ||
         shape.type == ShapeType::kList || shape.type == ShapeType::kMap;
}

// Bounds are written without decimals where they are whole.
std::string BoundText(double bound) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, bound, std::chars_format::fixed);
  return {buffer, end.ptr};
}

std::string Requirement(const Shape& shape, std::string_view relation, double bound) {
  std::string text = CountsLength(shape) ? "Member must have length " : "Member must have value ";
  text += relation;
  return text + " than or equal to " + BoundText(bound);
}

void AppendJavaText(const Shape& shape, const Json& value, std::string& out);

void AppendStructure(const Shape& shape, const Json& value, std::string& out) {
  out += shape.name;
  out += '(';
  bool first = true;
  for (const Member& member : shape.members) {
    if (!first) out += ", ";
    first = false;
    out += member.message_name;
    out += '=';
    const auto found = value.find(member.name);
    if (found == value.end()) {
      out += "null";
    } else {
      AppendJavaText(*member.shape, *found, out);
    }
  }
  out += ')';
}

void AppendJavaText(const Shape& shape, const Json& value, std::string& out) {
  bool first = true;
  const auto separate = [&first, &out] {
    if (!first) out += ", ";
    first = false;
  };
  if (shape.type == ShapeType::kStructure && value.is_object()) {
    AppendStructure(shape, value, out);
  } else if (shape.type == ShapeType::kList && value.is_array()) {
    out += '[';
    for (const Json& element : value) {
      separate();
      AppendJavaText(*shape.element, element, out);
    }
    out += ']';
  } else if (shape.type == ShapeType::kMap && value.is_object()) {
    out += '{';
    for (const auto& [key, element] : value.items()) {
      separate();
      out += key;
      out += '=';
      AppendJavaText(*shape.value, element, out);
    }
    out += '}';
  } else if (shape.type == ShapeType::kBlob && value.is_string()) {
    // Java shows a buffer, never its bytes.
    const std::string size = std::to_string(value.get_ref<const std::string&>().size());
    out += "java.nio.HeapByteBuffer[pos=0 lim=" + size + " cap=" + size + "]";
  } else if (value.is_string()) {
    out += value.get_ref<const std::string&>();
  } else if (value.is_number() &&
             (shape.type == ShapeType::kFloat || shape.type == ShapeType::kDouble)) {
    AppendJavaDouble(value.get<double>(), out);
  } else {
    out += DumpJson(value);
  }
}

void AppendViolation(const ConstraintViolation& violation, std::string& out) {
  out += "Value ";
  if (violation.missing) {
    out += "null ";
  } else if (!violation.sensitive) {
    out += '\'';
    out += violation.value;
    out += "' ";
  }
  out += "at '";
  out += violation.path;
  out += "' failed to satisfy constraint: ";
  out += violation.requirement;
}

}  // namespace

std::string ValidationMessage(std::span<const ConstraintViolation> violations) {
  const std::size_t count = std::min(violations.size(), limits::kViolations);
  std::string message = std::to_string(count);
  message += count == 1 ? " validation error detected: " : " validation errors detected: ";
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) message += "; ";
    AppendViolation(violations[i], message);
  }
  return message;
}

std::string MaxRequirement(const Shape& shape) {
  return Requirement(shape, "less", shape.constraints.max.value_or(0));
}

std::string MinRequirement(const Shape& shape) {
  return Requirement(shape, "greater", shape.constraints.min.value_or(0));
}

std::string PatternRequirement(const Shape& shape) {
  return "Member must satisfy regular expression pattern: " + shape.constraints.pattern_text;
}

std::string EnumRequirement(const Shape& shape) {
  std::string text = "Member must satisfy enum value set: [";
  bool first = true;
  for (const std::string& value : shape.constraints.enum_values) {
    if (!first) text += ", ";
    first = false;
    text += value;
  }
  return text + "]";
}

std::string AllRequirements(const Shape& shape) {
  const Constraints& constraints = shape.constraints;
  std::vector<std::string> all;
  if (constraints.max) all.push_back(MaxRequirement(shape));
  if (constraints.min) all.push_back(MinRequirement(shape));
  if (constraints.pattern) all.push_back(PatternRequirement(shape));
  if (!constraints.enum_values.empty()) all.push_back(EnumRequirement(shape));
  std::string text = "[";
  for (std::size_t i = 0; i < all.size(); ++i) text += (i > 0 ? ", " : "") + all[i];
  return text + "]";
}

std::string JavaText(const Shape& shape, const Json& value) {
  std::string text;
  AppendJavaText(shape, value, text);
  return text;
}

void AppendJavaDouble(double value, std::string& out) {
  if (value == 0.0) {
    out += std::signbit(value) ? "-0.0" : "0.0";
    return;
  }
  if (!std::isfinite(value)) {
    out += std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    return;
  }
  char buffer[40];
  const double size = std::abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
    const std::string_view text(buffer, static_cast<std::size_t>(end.ptr - buffer));
    out += text;
    if (text.find('.') == std::string_view::npos) out += ".0";
    return;
  }
  // d.dddE9: at least one decimal, an exponent without plus sign or leading zeros.
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  const std::string_view text(buffer, static_cast<std::size_t>(end.ptr - buffer));
  const std::size_t e = text.find('e');
  const std::string_view mantissa = text.substr(0, e);
  std::string_view exponent = text.substr(e + 1);
  out += mantissa;
  if (mantissa.find('.') == std::string_view::npos) out += ".0";
  out += 'E';
  if (exponent.front() == '-') out += '-';
  exponent.remove_prefix(1);
  while (exponent.size() > 1 && exponent.front() == '0') exponent.remove_prefix(1);
  out += exponent;
}

}  // namespace portside
