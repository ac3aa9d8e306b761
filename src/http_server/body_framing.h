// SPDX-License-Identifier: Apache-2.0
//
// BodyFraming: where a request's body ends and which of the bytes on the wire are the body, for
// Content-Length and for HTTP's chunked coding. A byte machine that keeps no bytes: whatever the
// pieces, it uses all of them up to the end of the body. Chunk extensions and trailing header
// fields are passed over. (Beast's own chunk parser asserts on a last chunk that arrives cut, and
// does not bound a size line.)

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace portside {

class BodyFraming {
 public:
  // No body.
  BodyFraming() = default;
  static BodyFraming Length(std::uint64_t bytes);
  // Trailing header fields have at most `trailer_limit` bytes.
  static BodyFraming Chunked(std::size_t trailer_limit);

  // The next piece of the body, taken off `input` with the framing before it. Empty once `input`
  // is used up, the body is complete, or its framing is broken.
  std::string_view Next(std::string_view& input);

  [[nodiscard]] bool is_complete() const { return state_ == State::kComplete; }
  [[nodiscard]] bool is_broken() const { return state_ == State::kBroken; }
  // How many bytes are still to come on the wire; nothing where nobody can know.
  [[nodiscard]] std::optional<std::uint64_t> BytesLeft() const;

 private:
  enum class State {
    kComplete,
    kBroken,
    kLength,          // left_ bytes of a body with a Content-Length
    kSize,            // the digits of a chunk's size
    kExtension,       // the rest of that line
    kSizeNewline,     // its \n
    kData,            // left_ bytes of a chunk
    kDataReturn,      // the \r after them
    kDataNewline,     // and its \n
    kTrailerStart,    // the first byte of a trailing line
    kTrailer,         // the rest of it
    kTrailerNewline,  // its \n
    kLastNewline,     // the \n of the empty line
  };

  void Take(char c);
  void TakeSizeByte(char c);
  void TakeTrailerByte(char c);

  State state_ = State::kComplete;
  std::uint64_t left_ = 0;
  std::size_t line_bytes_ = 0;
  std::size_t digits_ = 0;
  std::size_t trailer_left_ = 0;
};

}  // namespace portside
