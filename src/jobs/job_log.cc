// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/job_log.h"

#include <utility>

#include "portside/base/limits.h"

namespace portside {
namespace {

// Units double in the course of a long log, so that ten thousand lines are a hundred of them.
constexpr std::size_t kShareThatWaits = 16;
constexpr Duration kLongestWait = std::chrono::seconds(1);

// At most so many bytes, and no half of a character.
std::string CutLine(std::string_view line) {
  if (line.size() <= limits::kLogLineBytes) return std::string(line);
  constexpr std::string_view kCut = " … (shortened)";
  std::size_t end = limits::kLogLineBytes - kCut.size();
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
  return std::string(line.substr(0, end)) + std::string(kCut);
}

}  // namespace

std::string AlgorithmStream(const Resource& job) {
  const Timestamp entered = job.timeline.empty() ? job.updated_at : job.timeline.back().at;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(entered.time_since_epoch());
  return job.name + "/algo-1-" + std::to_string(seconds.count());
}

void JobLog::Line(std::string_view text) {
  if (keep_ == nullptr) return;
  while (true) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    Add(line);
    // A line end at the end is the line's own.
    if (end == std::string_view::npos || end + 1 == text.size()) return;
    text.remove_prefix(end + 1);
  }
}

void JobLog::Add(std::string_view line) {
  std::string cut = CutLine(line);
  if (dropped_ > 0 || count_ == limits::kLogLines || bytes_ + cut.size() > limits::kLogBytes) {
    ++dropped_;
    return;
  }
  ++count_;
  bytes_ += cut.size();
  const Timestamp now = clock_.Now();
  lines_.push_back({now, std::move(cut)});
  if (lines_.size() * kShareThatWaits > count_ || now - flushed_at_ >= kLongestWait) Flush();
}

void JobLog::Flush() {
  if (lines_.empty()) return;
  flushed_at_ = clock_.Now();
  keep_(std::exchange(lines_, {}));
}

void JobLog::Finish() {
  if (dropped_ > 0) {
    lines_.push_back({clock_.Now(), "Portside has dropped the " + std::to_string(dropped_) +
                                        " lines that came after this: it keeps at most " +
                                        std::to_string(limits::kLogLines) + " lines and " +
                                        std::to_string(limits::kLogBytes) +
                                        " bytes of a log stream."});
    dropped_ = 0;
  }
  Flush();
}

}  // namespace portside
