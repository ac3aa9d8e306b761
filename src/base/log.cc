// SPDX-License-Identifier: Apache-2.0
//
// A line is built in a buffer of its thread, then taken over by one sink that collects lines and
// writes them to standard error in large pieces: one write(2) per request would cost more than
// most requests. Warnings and errors go out at once, the rest once a second at the latest.

#include "portside/base/log.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <mutex>

#include "portside/base/encoding.h"
#include "portside/base/timestamp.h"

namespace portside::log {
namespace {

constexpr std::array<std::string_view, 6> kLevelNames{"trace", "debug", "info",
                                                      "warn",  "error", "off"};
// Collected lines beyond this are written without waiting for the second to end.
constexpr std::size_t kBufferBytes = 32 * 1024;

std::string_view NameOf(spdlog::level::level_enum level) {
  return kLevelNames[std::min<std::size_t>(level, kLevelNames.size() - 1)];
}

// Adds the time and the level in front of each line.
class StandardErrorSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit StandardErrorSink(Format format) : format_(format) { buffer_.reserve(kBufferBytes * 2); }
  ~StandardErrorSink() override { WriteOut(); }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    AppendTime(message.time);
    buffer_ += format_ == Format::kJson ? R"(","level":")" : " ";
    buffer_ += NameOf(message.level);
    buffer_ += format_ == Format::kJson ? R"(",)" : " ";
    buffer_.append(message.payload.data(), message.payload.size());
    if (buffer_.size() >= kBufferBytes) WriteOut();
  }
  void flush_() override { WriteOut(); }

 private:
  // 2024-05-17T09:30:00.125Z. All but the milliseconds is formatted once per second.
  void AppendTime(spdlog::log_clock::time_point time) {
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    if (second != second_ || second_text_.empty()) {
      second_ = second;
      second_text_ = FormatIso8601(std::chrono::floor<Duration>(second), 0);
      second_text_.back() = '.';
    }
    const auto millisecond =
        std::chrono::duration_cast<std::chrono::milliseconds>(time - second).count();
    if (format_ == Format::kJson) buffer_ += R"({"time":")";
    buffer_ += second_text_;
    buffer_ += static_cast<char>('0' + millisecond / 100);
    buffer_ += static_cast<char>('0' + millisecond / 10 % 10);
    buffer_ += static_cast<char>('0' + millisecond % 10);
    buffer_ += 'Z';
  }

  void WriteOut() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
      const ssize_t written = ::write(STDERR_FILENO, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) break;  // nobody reads the log: there is nowhere to say so
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
  }

  const Format format_;
  std::string buffer_;
  std::chrono::time_point<spdlog::log_clock, std::chrono::seconds> second_{};
  std::string second_text_;
};

struct Target {
  std::shared_ptr<spdlog::logger> logger;
  Format format = Format::kText;
};

Target& TheTarget() {
  static Target target;
  return target;
}

std::atomic<Level> enabled_level{Level::kOff};

// Appends `text` with JSON's escapes. Bytes that are no UTF-8 (a client's path, say) become
// U+FFFD, so that a line is always one line and always JSON.
void AppendEscaped(std::string& line, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const bool is_utf8 = IsValidUtf8(text);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\') {
      line += c;
    } else if (byte >= 0x80) {
      if (is_utf8) {
        line += c;
      } else {
        line += "\xEF\xBF\xBD";
      }
    } else if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (c == '\n') {
      line += "\\n";
    } else {
      line += "\\u00";
      line += kHex[byte >> 4];
      line += kHex[byte & 15];
    }
  }
}

bool IsPlainWord(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7F) return false;
  }
  return true;
}

void AppendQuoted(std::string& line, std::string_view text) {
  line += '"';
  AppendEscaped(line, text);
  line += '"';
}

template <typename Number>
void AppendNumber(std::string& line, Number number) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  line.append(digits.data(), end);
}

void AppendValue(std::string& line, const Field& field, Format format) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    if (format == Format::kText && IsPlainWord(*text)) {
      line += *text;
    } else {
      AppendQuoted(line, *text);
    }
  } else if (const auto* integer = std::get_if<std::int64_t>(&field.value)) {
    AppendNumber(line, *integer);
  } else {
    const double number = std::get<double>(field.value);
    // JSON has no word for these.
    if (format == Format::kJson && !std::isfinite(number)) {
      line += "null";
    } else {
      AppendNumber(line, number);
    }
  }
}

void AppendText(std::string& line, std::string_view message, std::initializer_list<Field> fields) {
  AppendEscaped(line, message);
  for (const Field& field : fields) {
    line += ' ';
    line += field.name;
    line += '=';
    AppendValue(line, field, Format::kText);
  }
  line += '\n';
}

void AppendJson(std::string& line, std::string_view message, std::initializer_list<Field> fields) {
  line += R"("message":)";
  AppendQuoted(line, message);
  for (const Field& field : fields) {
    line += ',';
    AppendQuoted(line, field.name);
    line += ':';
    AppendValue(line, field, Format::kJson);
  }
  line += "}\n";
}

}  // namespace

void Configure(Level level, Format format) {
  Target& target = TheTarget();
  target.format = format;
  target.logger =
      std::make_shared<spdlog::logger>("portside", std::make_shared<StandardErrorSink>(format));
  target.logger->set_level(spdlog::level::trace);  // Enabled() decides
  target.logger->flush_on(spdlog::level::warn);
  // The registry's own thread flushes the loggers that it knows.
  spdlog::set_default_logger(target.logger);
  spdlog::flush_every(std::chrono::seconds{1});
  enabled_level.store(level, std::memory_order_relaxed);
}

bool Enabled(Level level) {
  return level != Level::kOff && level >= enabled_level.load(std::memory_order_relaxed);
}

std::string_view LevelNames() { return "trace, debug, info, warn, error, off"; }

bool ParseLevel(std::string_view text, Level& level) {
  for (std::size_t i = 0; i < kLevelNames.size(); ++i) {
    if (!EqualsIgnoreCase(text, kLevelNames[i])) continue;
    level = static_cast<Level>(i);
    return true;
  }
  return false;
}

void Write(Level level, std::string_view message, std::initializer_list<Field> fields) {
  if (!Enabled(level)) return;
  const Target& target = TheTarget();
  if (!target.logger) return;

  thread_local std::string line;
  line.clear();
  if (target.format == Format::kJson) {
    AppendJson(line, message, fields);
  } else {
    AppendText(line, message, fields);
  }
  target.logger->log(static_cast<spdlog::level::level_enum>(level),
                     spdlog::string_view_t(line.data(), line.size()));
}

void Flush() {
  if (const Target& target = TheTarget(); target.logger) target.logger->flush();
}

}  // namespace portside::log
