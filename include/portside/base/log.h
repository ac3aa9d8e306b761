// SPDX-License-Identifier: Apache-2.0
//
// Logging. Lines go to standard error, as text or as one JSON object each. This header keeps
// spdlog out of everybody else's compile time; log.cc is the only file that includes it.

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace portside::log {

enum class Level { kTrace, kDebug, kInfo, kWarn, kError, kOff };
enum class Format { kText, kJson };

// Call once, before the first line. Lines before it are dropped.
void Configure(Level level, Format format);
[[nodiscard]] bool Enabled(Level level);
std::string_view LevelNames();  // "trace, debug, info, warn, error, off"
bool ParseLevel(std::string_view text, Level& level);

// A named value of a line: text prints `message key=value …`, JSON prints members.
struct Field {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double> value;
};

void Write(Level level, std::string_view message, std::initializer_list<Field> fields = {});

inline void Debug(std::string_view m, std::initializer_list<Field> f = {}) {
  Write(Level::kDebug, m, f);
}
inline void Info(std::string_view m, std::initializer_list<Field> f = {}) {
  Write(Level::kInfo, m, f);
}
inline void Warn(std::string_view m, std::initializer_list<Field> f = {}) {
  Write(Level::kWarn, m, f);
}
inline void Error(std::string_view m, std::initializer_list<Field> f = {}) {
  Write(Level::kError, m, f);
}
void Flush();

}  // namespace portside::log
