// SPDX-License-Identifier: Apache-2.0
//
// Deflate, both ways; the only files that know zlib and libdeflate. Equal bytes compress to equal
// bytes.

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "portside/formats/byte_source.h"
#include "portside/formats/format_error.h"

struct z_stream_s;

namespace portside {

enum class DeflateFrame {
  kZlib,  // RFC 1950, as TIFF has it
  kGzip,  // RFC 1952 without time and name
};

// As a whole, which is three times as fast as piece by piece.
std::string Deflate(std::string_view bytes, DeflateFrame frame);

// The same piece by piece. Finish ends it: no further Write.
class Deflater {
 public:
  Deflater(DeflateFrame frame, ByteSink sink);
  ~Deflater();
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  void Write(std::string_view bytes) { Push(bytes, false); }
  void Finish() { Push({}, true); }

 private:
  void Push(std::string_view bytes, bool is_last);

  ByteSink sink_;
  std::unique_ptr<z_stream_s> stream_;
  std::array<char, 64 * 1024> buffer_;
};

// Unpacks a gzip file piece by piece. Checksums are verified; members that follow each other are
// one file, and zero bytes after the last are padding, both as gzip(1) has it.
class Gunzip {
 public:
  // Unpacking more than `limit` bytes is an error, and so is a source that is no gzip file.
  Gunzip(ByteSource source, std::uint64_t limit);
  ~Gunzip();
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  // The next piece, valid until the next call; empty at the end. Not to be called after an error.
  FormatResult<std::string_view> Next();

 private:
  [[nodiscard]] bool HasInput();
  FormatResult<void> CheckBegin();
  FormatResult<void> EndMember();

  ByteSource source_;
  std::string_view rest_;
  std::string begin_;  // its first bytes, where a piece was shorter than they are
  std::uint64_t limit_;
  std::uint64_t unpacked_ = 0;
  bool has_begun_ = false;
  bool ended_ = false;
  std::unique_ptr<z_stream_s> stream_;
  std::array<char, 64 * 1024> buffer_;
};

}  // namespace portside
