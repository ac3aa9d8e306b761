// SPDX-License-Identifier: Apache-2.0

#include "cli/argument.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iterator>

#include "portside/base/limits.h"

namespace portside::cli {
namespace {

// The server takes no more of a body; what is longer is not JSON meant for it.
CliResult<std::string> ReadAll(std::istream& stream, const std::string& name) {
  std::string text;
  char piece[4096];
  while (stream.read(piece, sizeof piece) || stream.gcount() > 0) {
    text.append(piece, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > limits::kJsonBodyBytes) return Fail(CliError{name + " is too large"});
  }
  if (stream.bad()) return Fail(CliError{name + " cannot be read"});
  return text;
}

// The number at the beginning of `text`, which loses it.
std::optional<double> TakeNumber(std::string_view& text) {
  double number = 0;
  const auto parsed =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (parsed.ec != std::errc() || number < 0 || text.starts_with('-')) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  return number;
}

// Whole numbers without a point: some members take no other.
Json NumberJson(double number) {
  constexpr double kExact = 1e15;
  if (number <= kExact && number == std::floor(number)) {
    return static_cast<std::int64_t>(number);
  }
  return number;
}

}  // namespace

CliResult<Json> ReadJsonArgument(const std::string& argument, Terminal& terminal) {
  std::string text = argument;
  std::string name = "the argument";
  if (argument == "-") {
    name = "the standard input";
    text = TRY(ReadAll(terminal.in, name));
  } else if (argument.starts_with('@')) {
    name = argument.substr(1);
    std::ifstream file(name, std::ios::binary);
    if (!file) return Fail(CliError{name + " cannot be opened"});
    text = TRY(ReadAll(file, name));
  }
  std::optional<Json> json = ParseJson(text);
  if (!json || !json->is_object()) return Fail(CliError{name + " is not a JSON object", 2});
  return std::move(*json);
}

CliResult<Json> ReadDurationArgument(const std::string& argument) {
  if (argument.starts_with('P')) return Json(argument);
  constexpr struct {
    char letter;
    double seconds;
  } kUnits[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
  std::string_view rest = argument;
  double seconds = 0;
  const auto* next = std::begin(kUnits);
  bool is_understood = !rest.empty();
  while (is_understood && !rest.empty()) {
    const std::optional<double> number = TakeNumber(rest);
    if (number && rest.empty() && next == std::begin(kUnits)) return NumberJson(*number);
    while (next != std::end(kUnits) && (rest.empty() || next->letter != rest.front())) ++next;
    is_understood = number && next != std::end(kUnits);
    if (!is_understood) break;
    seconds += *number * next->seconds;
    rest.remove_prefix(1);
    ++next;
  }
  if (is_understood) return NumberJson(seconds);
  return Fail(CliError{"'" + argument +
                           "' is no duration: a number of seconds, 90s, 1h30m, 2d or "
                           "PT1H30M",
                       2});
}

CliResult<NumberPair> ReadNumberPair(const std::string& argument, char separator,
                                     const std::string& form) {
  std::string_view rest = argument;
  const auto first = TakeNumber(rest);
  NumberPair pair;
  bool is_understood = first.has_value();
  if (is_understood) pair.first = NumberJson(*first);
  if (is_understood && !rest.empty()) {
    is_understood = rest.front() == separator;
    rest.remove_prefix(1);
    const auto second = TakeNumber(rest);
    is_understood = is_understood && second && rest.empty();
    if (is_understood) pair.second = NumberJson(*second);
  }
  if (is_understood) return pair;
  return Fail(CliError{"'" + argument + "' is not " + form, 2});
}

}  // namespace portside::cli
