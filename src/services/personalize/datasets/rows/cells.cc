// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/cells.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "portside/base/encoding.h"
#include "services/personalize/choices.h"
#include "services/personalize/quotas.h"

namespace portside::personalize {
namespace {

// How much of a wrong value an error repeats.
constexpr std::size_t kQuotedBytes = 64;

std::string Quoted(std::string_view text) {
  if (text.size() <= kQuotedBytes) return "'" + std::string(text) + "'";
  std::size_t end = kQuotedBytes;
  // Not in the middle of a character.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return "'" + std::string(text.substr(0, end)) + "…'";
}

std::string Expectation(AvroType type) {
  switch (type) {
    case AvroType::kNull: return "an empty value (the column's type is null)";
    case AvroType::kBoolean: return "a boolean (true or false, in lower case)";
    case AvroType::kInt: return "an int (a whole number of 32 bits)";
    case AvroType::kLong: return "a long (a whole number of 64 bits)";
    case AvroType::kFloat: return "a float (a decimal number)";
    case AvroType::kDouble: return "a double (a decimal number)";
    case AvroType::kString: return "a string in UTF-8";
  }
  return "";
}

CellError Mismatch(AvroType type, std::string_view text) {
  return {"expected " + Expectation(type) + ", found " + Quoted(text)};
}

// Reads `Parsed` and writes it as `Number`. A float is read as a double, so that what is too small
// for a float becomes zero and is not an error.
template <typename Parsed, typename Number = Parsed>
std::optional<std::string> ShortestForm(std::string_view text) {
  Parsed parsed{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  auto number = static_cast<Number>(parsed);
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(number)) return std::nullopt;
    if (number == 0) number = 0;  // -0 is 0
  }
  std::array<char, 64> buffer{};
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return std::string(buffer.data(), written.ptr);
}

std::optional<std::string> NumberText(AvroType type, std::string_view text) {
  switch (type) {
    case AvroType::kInt: return ShortestForm<std::int32_t>(text);
    case AvroType::kLong: return ShortestForm<std::int64_t>(text);
    case AvroType::kFloat: return ShortestForm<double, float>(text);
    case AvroType::kDouble: return ShortestForm<double>(text);
    default: return std::nullopt;
  }
}

struct CodePoint {
  std::uint32_t value;
  std::size_t bytes;
};

// The character at the start of valid, non-empty UTF-8.
CodePoint FirstCodePoint(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t value = lead & (0xFFu >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) value = (value << 6) | (byte(i) & 0x3Fu);
  return {value, bytes};
}

// Kana, the ideographs in use, and their compatibility forms.
bool IsChineseOrJapanese(std::uint32_t value) {
  return (value >= 0x3040 && value <= 0x30FF) || (value >= 0x3400 && value <= 0x4DBF) ||
         (value >= 0x4E00 && value <= 0x9FFF) || (value >= 0xF900 && value <= 0xFAFF) ||
         (value >= 0x20000 && value <= 0x3134F);
}

std::size_t TextualLimit(std::string_view text) {
  std::size_t all = 0;
  std::size_t cjk = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint character = FirstCodePoint(text.substr(at));
    at += character.bytes;
    ++all;
    if (IsChineseOrJapanese(character.value)) ++cjk;
  }
  const bool is_cjk = static_cast<double>(cjk) >= kCjkShare * static_cast<double>(all);
  return is_cjk && cjk > 0 ? kMaxTextualLengthCjk : kMaxTextualLength;
}

// Textual values over their limit are cut, not refused (developer guide).
std::string CutTextual(std::string_view text) {
  if (text.size() <= kMaxTextualLengthCjk) return std::string(text);
  const std::size_t limit = TextualLimit(text);
  std::size_t length = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const CodePoint character = FirstCodePoint(text.substr(at));
    length += character.value > 0xFFFF ? 2 : 1;
    if (length > limit) break;
    at += character.bytes;
  }
  return std::string(text.substr(0, at));
}

bool IsId(const AvroField& field) {
  return field.name == "USER_ID" || field.name == "ITEM_ID" || field.name == "ACTION_ID";
}

Expected<Cell, CellError> StringCell(const AvroField& field, std::string_view text) {
  if (!IsValidUtf8(text)) {
    return Fail(CellError{"expected " + Expectation(AvroType::kString) +
                          ", found bytes that are not UTF-8"});
  }
  if (field.textual) return Cell(CutTextual(text));
  const std::size_t limit = IsId(field) ? kMaxIdLength : kMaxStringLength;
  // Bytes are never fewer than characters, so most values need no count.
  if (text.size() > limit && Utf16Length(text) > limit) {
    return Fail(CellError{"expected at most " + std::to_string(limit) + " characters, found " +
                              std::to_string(Utf16Length(text)),
                          true, limit});
  }
  return Cell(std::string(text));
}

}  // namespace

std::string NullRefusedText(const AvroField& field) {
  return "expected " + Expectation(field.type) + ", found no value, and the schema's type of " +
         field.name + " does not allow null";
}

Expected<Cell, CellError> CellFromText(const AvroField& field, std::string_view text) {
  if (text.empty()) {
    if (field.nullable || field.type == AvroType::kNull) return Cell();
    return Fail(CellError{NullRefusedText(field)});
  }
  if (field.type == AvroType::kString) return StringCell(field, text);
  if (field.type == AvroType::kNull || !IsAvroValue(field.type, text)) {
    return Fail(Mismatch(field.type, text));
  }
  if (field.type == AvroType::kBoolean) return Cell(std::string(text));
  std::optional<std::string> number = NumberText(field.type, text);
  if (!number) return Fail(Mismatch(field.type, text));
  return number;
}

Expected<Cell, CellError> CellFromJson(const AvroField& field, const Json& value) {
  switch (value.type()) {
    case Json::value_t::null: return CellFromText(field, "");
    case Json::value_t::string: return CellFromText(field, value.get_ref<const std::string&>());
    case Json::value_t::boolean: return CellFromText(field, value.get<bool>() ? "true" : "false");
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: return CellFromText(field, value.dump());
    case Json::value_t::number_float: {
      const double number = value.get<double>();
      // JSON has one kind of number: 7.0 is a whole one.
      const bool whole = number == std::trunc(number) && std::abs(number) < 0x1.0p63;
      if (whole) return CellFromText(field, std::to_string(static_cast<std::int64_t>(number)));
      return CellFromText(field, *ShortestForm<double>(value.dump()));
    }
    default:
      return Fail(CellError{"expected " + Expectation(field.type) + ", found a JSON " +
                            std::string(value.type_name())});
  }
}

}  // namespace portside::personalize
