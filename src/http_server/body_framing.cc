// SPDX-License-Identifier: Apache-2.0

#include "http_server/body_framing.h"

#include <algorithm>

#include "portside/base/limits.h"

namespace portside {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Control characters end no line here: a bare \n that another program takes for a line end is how
// requests are smuggled.
bool IsControl(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; }

}  // namespace

BodyFraming BodyFraming::Length(std::uint64_t bytes) {
  BodyFraming framing;
  framing.left_ = bytes;
  framing.state_ = bytes > 0 ? State::kLength : State::kComplete;
  return framing;
}

BodyFraming BodyFraming::Chunked(std::size_t trailer_limit) {
  BodyFraming framing;
  framing.state_ = State::kSize;
  framing.trailer_left_ = trailer_limit;
  return framing;
}

std::optional<std::uint64_t> BodyFraming::BytesLeft() const {
  if (state_ == State::kComplete) return 0;
  if (state_ == State::kLength) return left_;
  return std::nullopt;
}

std::string_view BodyFraming::Next(std::string_view& input) {
  while (!input.empty() && state_ != State::kComplete && state_ != State::kBroken) {
    if (state_ == State::kLength || state_ == State::kData) {
      const auto count = static_cast<std::size_t>(
          std::min<std::uint64_t>(left_, static_cast<std::uint64_t>(input.size())));
      const std::string_view piece = input.substr(0, count);
      input.remove_prefix(count);
      left_ -= count;
      if (left_ == 0) {
        state_ = state_ == State::kLength ? State::kComplete : State::kDataReturn;
      }
      return piece;
    }
    Take(input.front());
    input.remove_prefix(1);
  }
  return {};
}

void BodyFraming::Take(char c) {
  const auto expect = [&](char expected, State next) {
    state_ = c == expected ? next : State::kBroken;
  };
  switch (state_) {
    case State::kSize:
    case State::kExtension: return TakeSizeByte(c);
    case State::kSizeNewline: return expect('\n', left_ > 0 ? State::kData : State::kTrailerStart);
    case State::kDataReturn: return expect('\r', State::kDataNewline);
    case State::kDataNewline:
      line_bytes_ = 0;
      digits_ = 0;
      return expect('\n', State::kSize);
    case State::kTrailerStart:
    case State::kTrailer: return TakeTrailerByte(c);
    case State::kTrailerNewline: return expect('\n', State::kTrailerStart);
    case State::kLastNewline: return expect('\n', State::kComplete);
    case State::kLength:
    case State::kData:
    case State::kComplete:
    case State::kBroken: return;
  }
}

void BodyFraming::TakeSizeByte(char c) {
  constexpr std::size_t kDigits = 16;  // of a 64-bit number
  const int digit = HexDigit(c);
  const bool is_over = ++line_bytes_ > limits::kHttpChunkLineBytes;
  if (state_ == State::kSize && digit >= 0 && digits_ < kDigits) {
    left_ = left_ * 16 + static_cast<std::uint64_t>(digit);
    ++digits_;
  } else if (is_over || digits_ == 0) {
    state_ = State::kBroken;
  } else if (c == '\r') {
    state_ = State::kSizeNewline;
  } else if (state_ == State::kSize) {
    // Space is allowed before the extension's semicolon.
    state_ = c == ';' || c == ' ' || c == '\t' ? State::kExtension : State::kBroken;
  } else if (IsControl(c)) {
    state_ = State::kBroken;
  }
}

void BodyFraming::TakeTrailerByte(char c) {
  if (trailer_left_ == 0) {
    state_ = State::kBroken;
    return;
  }
  --trailer_left_;
  if (c == '\r') {
    state_ = state_ == State::kTrailerStart ? State::kLastNewline : State::kTrailerNewline;
  } else {
    state_ = IsControl(c) ? State::kBroken : State::kTrailer;
  }
}

}  // namespace portside
