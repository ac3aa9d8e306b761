// SPDX-License-Identifier: Apache-2.0

#include "portside/model/capture.h"

#include <re2/re2.h>

namespace portside {

Capture::Capture(std::unique_ptr<re2::RE2> expression) : expression_(std::move(expression)) {}
Capture::Capture(Capture&&) noexcept = default;
Capture& Capture::operator=(Capture&&) noexcept = default;
Capture::~Capture() = default;

Expected<Capture, std::string> Capture::Compile(std::string_view expression) {
  RE2::Options options;
  options.set_log_errors(false);
  auto compiled =
      std::make_unique<RE2>(re2::StringPiece(expression.data(), expression.size()), options);
  if (!compiled->ok()) return Fail(compiled->error());
  if (compiled->NumberOfCapturingGroups() < 1) return Fail(std::string("it has no group"));
  return Capture(std::move(compiled));
}

std::optional<std::string> Capture::Find(std::string_view line) const {
  std::string found;
  if (!RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), *expression_, &found)) {
    return std::nullopt;
  }
  return found;
}

}  // namespace portside
