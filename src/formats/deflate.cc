// SPDX-License-Identifier: Apache-2.0

#include "formats/deflate.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <new>
#include <stdexcept>

#include "portside/formats/gzip.h"

namespace portside {
namespace {

constexpr std::string_view kGzipMagic = "\x1f\x8b";  // both bytes of it, which IsGzip looks at
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
  constexpr int kLevel = 7;
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> packer(
      libdeflate_alloc_compressor(kLevel), libdeflate_free_compressor);
  if (packer == nullptr) throw std::bad_alloc();
  const bool is_gzip = frame == DeflateFrame::kGzip;
  const auto bound = is_gzip ? libdeflate_gzip_compress_bound : libdeflate_zlib_compress_bound;
  const auto compress = is_gzip ? libdeflate_gzip_compress : libdeflate_zlib_compress;
  std::string out(bound(packer.get(), bytes.size()), '\0');
  out.resize(compress(packer.get(), bytes.data(), bytes.size(), out.data(), out.size()));
  return out;
}

Deflater::Deflater(DeflateFrame frame, ByteSink sink)
    : sink_(std::move(sink)), stream_(std::make_unique<z_stream>()) {
  *stream_ = {};
  const int window = frame == DeflateFrame::kGzip ? kGzipWindow : kZlibWindow;
  if (deflateInit2(stream_.get(), Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
}

Deflater::~Deflater() { deflateEnd(stream_.get()); }

// Until all is taken in, and at the last call until all is out.
void Deflater::Push(std::string_view bytes, bool is_last) {
  for (bool more = is_last || !bytes.empty(); more;) {
    const std::size_t given = SetInput(*stream_, bytes);
    SetOutput(*stream_, buffer_);
    const bool is_end = is_last && given == bytes.size();
    const int code = deflate(stream_.get(), is_end ? Z_FINISH : Z_NO_FLUSH);
    bytes.remove_prefix(given - stream_->avail_in);
    const std::size_t size = buffer_.size() - stream_->avail_out;
    if (size > 0) sink_(std::string_view(buffer_.data(), size));
    more = is_last ? code != Z_STREAM_END : !bytes.empty() || stream_->avail_out == 0;
  }
}

Gunzip::Gunzip(ByteSource source, std::uint64_t limit)
    : source_(std::move(source)), limit_(limit), stream_(std::make_unique<z_stream>()) {
  *stream_ = {};
  if (inflateInit2(stream_.get(), kGzipWindow) != Z_OK) throw std::bad_alloc();
}

Gunzip::~Gunzip() { inflateEnd(stream_.get()); }

bool Gunzip::HasInput() {
  if (rest_.empty()) rest_ = source_();
  return !rest_.empty();
}

// Two bytes are looked at, and a piece may have one.
FormatResult<void> Gunzip::CheckBegin() {
  if (HasInput() && rest_.size() < kGzipMagic.size()) {
    begin_ = rest_;
    begin_ += source_();
    rest_ = begin_;
  }
  if (!IsGzip(rest_)) return Fail(FormatError{"not a gzip file"});
  has_begun_ = true;
  return {};
}

FormatResult<std::string_view> Gunzip::Next() {
  if (!has_begun_) TRY(CheckBegin());
  std::size_t size = 0;
  while (size == 0 && !ended_) {
    (void)HasInput();
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
  // What begins like another member is one: its header is checked as it is read.
  if (HasInput() && rest_.front() == kGzipMagic.front()) {
    inflateReset(stream_.get());
    return {};
  }
  for (; HasInput(); rest_ = {}) {
    if (rest_.find_first_not_of('\0') != std::string_view::npos) {
      return Fail(FormatError{"data after the end of the gzip data"});
    }
  }
  ended_ = true;
  return {};
}

}  // namespace portside
