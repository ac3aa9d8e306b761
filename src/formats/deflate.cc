// SPDX-License-Identifier: Apache-2.0

#include "formats/deflate.h"

#include <zlib.h>

#include <algorithm>
#include <new>
#include <stdexcept>

namespace portside {
namespace {

constexpr std::string_view kGzipMagic = "\x1f\x8b";
// zlib counts in 32 bits; longer input goes in as pieces of this size.
constexpr std::size_t kPieceBytes = 1U << 30;
// zlib's window sizes as numbers: 15 is the largest window, plus 16 asks for the gzip frame.
constexpr int kZlibWindow = 15;
constexpr int kGzipWindow = 15 + 16;
constexpr int kMemoryLevel = 8;

// Lets the next piece of `rest` be the stream's input and returns its size.
std::size_t SetInput(z_stream& stream, std::string_view rest) {
  const std::size_t size = std::min(rest.size(), kPieceBytes);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest.data()));
  stream.avail_in = static_cast<uInt>(size);
  return size;
}

template <std::size_t size>
void SetOutput(z_stream& stream, std::array<char, size>& buffer) {
  stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
  stream.avail_out = static_cast<uInt>(size);
}

}  // namespace

std::string Deflate(std::string_view bytes, DeflateFrame frame) {
  z_stream stream{};
  const int window = frame == DeflateFrame::kGzip ? kGzipWindow : kZlibWindow;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  const std::unique_ptr<z_stream, int (*)(z_stream*)> owner(&stream, deflateEnd);

  std::string out;
  std::array<char, 64 * 1024> buffer;
  int code = Z_OK;
  while (code != Z_STREAM_END) {
    const std::size_t given = SetInput(stream, bytes);
    SetOutput(stream, buffer);
    code = deflate(&stream, given == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
    bytes.remove_prefix(given - stream.avail_in);
    out.append(buffer.data(), buffer.size() - stream.avail_out);
  }
  return out;
}

bool IsGzip(std::string_view bytes) { return bytes.starts_with(kGzipMagic); }

Gunzip::Gunzip(std::string_view bytes, std::uint64_t limit)
    : rest_(bytes), limit_(limit), stream_(std::make_unique<z_stream>()) {
  *stream_ = {};
  if (inflateInit2(stream_.get(), kGzipWindow) != Z_OK) throw std::bad_alloc();
}

Gunzip::~Gunzip() { inflateEnd(stream_.get()); }

FormatResult<std::string_view> Gunzip::Next() {
  std::size_t size = 0;
  while (size == 0 && !ended_) {
    const std::size_t given = SetInput(*stream_, rest_);
    SetOutput(*stream_, buffer_);
    const int code = inflate(stream_.get(), Z_NO_FLUSH);
    rest_.remove_prefix(given - stream_->avail_in);
    size = buffer_.size() - stream_->avail_out;
    unpacked_ += size;

    if (unpacked_ > limit_) {
      return Fail(FormatError{"unpacks to more than " + std::to_string(limit_) + " bytes"});
    }
    if (code == Z_MEM_ERROR) throw std::bad_alloc();
    if (code == Z_BUF_ERROR)
      return Fail(FormatError{"truncated archive: the gzip data ends early"});
    if (code == Z_STREAM_END) {
      TRY(EndMember());
    } else if (code != Z_OK) {
      const char* const reason = stream_->msg != nullptr ? stream_->msg : "no valid data";
      return Fail(FormatError{std::string("damaged gzip data: ") + reason});
    }
  }
  return std::string_view(buffer_.data(), size);
}

FormatResult<void> Gunzip::EndMember() {
  if (IsGzip(rest_)) {
    inflateReset(stream_.get());
    return {};
  }
  if (rest_.find_first_not_of('\0') != std::string_view::npos) {
    return Fail(FormatError{"data after the end of the gzip data"});
  }
  ended_ = true;
  return {};
}

}  // namespace portside
