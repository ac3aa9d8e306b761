// SPDX-License-Identifier: Apache-2.0
//
// The writing half of json_codec.h. On the path of every answer: it walks the shape and appends,
// without a tree in between.

#include <array>
#include <charconv>
#include <cmath>

#include "portside/base/encoding.h"
#include "portside/base/timestamp.h"
#include "portside/model/validation_message.h"
#include "portside/protocol/json_codec.h"

namespace portside {
namespace {

// Decimals of ISO texts: the real service shows microseconds (recorded 2023-10-19 04:33:54.021481).
constexpr int kIsoDecimals = 6;

void AppendInteger(std::int64_t number, std::string& out) {
  std::array<char, 24> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  out.append(buffer.data(), end.ptr);
}

// The shortest text that reads back as the same number; always with a decimal point or exponent,
// so that typed clients see a fraction.
void AppendDouble(double number, std::string& out) {
  if (!std::isfinite(number)) {
    out += std::isnan(number) ? "\"NaN\"" : number > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    return;
  }
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  out += text;
  if (text.find_first_of(".e") == std::string_view::npos) out += ".0";
}

// 1650051000.123: milliseconds, without trailing zeros.
void AppendEpochSeconds(double seconds, std::string& out) {
  const auto millis =
      static_cast<std::int64_t>(std::llround(ToEpochSeconds(FromEpochSeconds(seconds)) * 1000.0));
  const std::int64_t size = millis < 0 ? -millis : millis;
  if (millis < 0) out += '-';
  AppendInteger(size / 1000, out);
  std::int64_t fraction = size % 1000;
  if (fraction == 0) return;
  out += '.';
  for (std::int64_t unit = 100; fraction > 0; unit /= 10) {
    out += static_cast<char>('0' + fraction / unit);
    fraction %= unit;
  }
}

void AppendTimestamp(TimestampFormat format, const ModelOptions& options, const Json& value,
                     std::string& out) {
  if (!value.is_number()) {
    AppendJsonString(value.is_string() ? value.get_ref<const std::string&>() : DumpJson(value),
                     out);
    return;
  }
  const double seconds = value.get<double>();
  if (format == TimestampFormat::kIso8601) {
    AppendJsonString(FormatIso8601(FromEpochSeconds(seconds), kIsoDecimals), out);
  } else if (format == TimestampFormat::kHttpDate) {
    AppendJsonString(FormatHttpDate(FromEpochSeconds(seconds)), out);
  } else if (options.java_double_timestamps) {
    AppendJavaDouble(std::round(seconds * 1000.0) / 1000.0, out);
  } else {
    AppendEpochSeconds(seconds, out);
  }
}

void Write(const Shape& shape, TimestampFormat format, const ModelOptions& options,
           const Json& value, std::string& out);

void WriteStructure(const Shape& shape, const ModelOptions& options, const Json& value,
                    std::string& out) {
  out += '{';
  bool first = true;
  for (const Member& member : shape.members) {
    if (member.location != Location::kBody) continue;
    const auto found = value.find(member.name);
    if (found == value.end() || found->is_null()) continue;
    if (!first) out += ',';
    first = false;
    AppendJsonString(member.wire_name, out);
    out += ':';
    Write(*member.shape, member.timestamp_format, options, *found, out);
  }
  out += '}';
}

void WriteList(const Shape& shape, const ModelOptions& options, const Json& value,
               std::string& out) {
  out += '[';
  bool first = true;
  for (const Json& element : value) {
    if (element.is_null()) continue;
    if (!first) out += ',';
    first = false;
    Write(*shape.element, shape.element->timestamp_format, options, element, out);
  }
  out += ']';
}

void WriteMap(const Shape& shape, const ModelOptions& options, const Json& value,
              std::string& out) {
  out += '{';
  bool first = true;
  for (const auto& [key, item] : value.get_ref<const Json::object_t&>()) {
    if (item.is_null()) continue;
    if (!first) out += ',';
    first = false;
    AppendJsonString(key, out);
    out += ':';
    Write(*shape.value, shape.value->timestamp_format, options, item, out);
  }
  out += '}';
}

// A value of another type than its shape says is a bug of a handler that debug builds refuse
// (output_check.h); a release build writes it as it is.
void Write(const Shape& shape, TimestampFormat format, const ModelOptions& options,
           const Json& value, std::string& out) {
  switch (shape.type) {
    case ShapeType::kStructure:
      if (value.is_object()) return WriteStructure(shape, options, value, out);
      break;
    case ShapeType::kList:
      if (value.is_array()) return WriteList(shape, options, value, out);
      break;
    case ShapeType::kMap:
      if (value.is_object()) return WriteMap(shape, options, value, out);
      break;
    case ShapeType::kTimestamp: return AppendTimestamp(format, options, value, out);
    case ShapeType::kString:
      if (value.is_string()) return AppendJsonString(value.get_ref<const std::string&>(), out);
      break;
    case ShapeType::kBlob:
      if (!value.is_string()) break;
      return AppendJsonString(Base64Encode(value.get_ref<const std::string&>()), out);
    case ShapeType::kInteger:
    case ShapeType::kLong:
      if (value.is_number_integer()) return AppendInteger(value.get<std::int64_t>(), out);
      break;
    case ShapeType::kFloat:
    case ShapeType::kDouble:
      if (value.is_number()) return AppendDouble(value.get<double>(), out);
      break;
    case ShapeType::kBoolean:
    case ShapeType::kDocument: break;
  }
  out += DumpJson(value);
}

// The escape of a byte inside a JSON string; null: the byte stands for itself.
const char* EscapeOf(unsigned char c) {
  switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\b': return "\\b";
    case '\f': return "\\f";
    default: return nullptr;
  }
}

void AppendControl(unsigned char c, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\u00";
  out += kDigits[c >> 4];
  out += kDigits[c & 15];
}

}  // namespace

void AppendJsonString(std::string_view text, std::string& out) {
  const std::size_t start = out.size();
  bool ascii = true;
  std::size_t plain = 0;  // first byte that is not copied yet
  out += '"';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    ascii = ascii && c < 0x80;
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out += text.substr(plain, i - plain);
    plain = i + 1;
    if (const char* escape = EscapeOf(c)) {
      out += escape;
    } else {
      AppendControl(c, out);
    }
  }
  out += text.substr(plain);
  out += '"';
  if (ascii || IsValidUtf8(text)) return;
  out.resize(start);
  out += DumpJson(Json(std::string(text)));
}

void WriteJson(const Shape& shape, const ModelOptions& options, const Json& value,
               std::string& out) {
  Write(shape, shape.timestamp_format, options, value, out);
}

void WriteJsonBody(const Shape& output, const ModelOptions& options, const Json& value,
                   std::string& out) {
  if (value.is_object()) {
    WriteStructure(output, options, value, out);
  } else {
    out += "{}";
  }
}

std::string WriteText(const Shape& shape, TimestampFormat format, const Json& value) {
  if (shape.type == ShapeType::kTimestamp && value.is_number()) {
    const Timestamp time = FromEpochSeconds(value.get<double>());
    if (format == TimestampFormat::kIso8601) return FormatIso8601(time, 0);
    if (format == TimestampFormat::kHttpDate) return FormatHttpDate(time);
    std::string text;
    AppendEpochSeconds(value.get<double>(), text);
    return text;
  }
  if (!value.is_string()) return DumpJson(value);
  const auto& text = value.get_ref<const std::string&>();
  return shape.type == ShapeType::kBlob ? Base64Encode(text) : text;
}

std::string ErrorBody(const Shape* shape, const ServiceError& error, bool with_type) {
  std::string name = error.code == "SerializationException" ? "Message" : "message";
  if (shape != nullptr && !shape->message_member.empty()) name = shape->message_member;

  std::string body = "{";
  const auto append = [&body](std::string_view key, const std::string& text) {
    if (body.size() > 1) body += ',';
    AppendJsonString(key, body);
    body += ':';
    body += text;
  };
  const auto quoted = [](const std::string& text) {
    std::string out;
    AppendJsonString(text, out);
    return out;
  };
  if (with_type) append("__type", quoted(error.code));
  if (!error.message.empty()) append(name, quoted(error.message));
  for (const auto& [key, value] : error.members.items()) append(key, DumpJson(value));
  return body + "}";
}

}  // namespace portside
