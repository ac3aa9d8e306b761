// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/aws_chunked.h"

#include <algorithm>

#include "portside/base/encoding.h"

namespace portside {
namespace {

using Kind = AwsChunkedError::Kind;
using Status = AwsChunkedDecoder::Status;

constexpr std::string_view kSignatureExtension = "chunk-signature=";
constexpr std::string_view kTrailerSignature = "x-amz-trailer-signature";

auto Broken(Kind kind, std::string message) {
  return Fail(AwsChunkedError{kind, std::move(message)});
}

// Client bytes for an error text: short and printable.
std::string Quote(std::string_view bytes) {
  constexpr std::size_t kShown = 40;
  std::string text = "\"" + PercentEncode(bytes.substr(0, kShown), " ;:=,/+") + "\"";
  return bytes.size() > kShown ? text + "…" : text;
}

std::optional<std::uint64_t> ParseHexSize(std::string_view digits) {
  if (digits.empty() || digits.size() > 16) return std::nullopt;
  std::uint64_t size = 0;
  for (const char c : digits) {
    const bool is_decimal = c >= '0' && c <= '9';
    const bool is_lower = c >= 'a' && c <= 'f';
    const bool is_upper = c >= 'A' && c <= 'F';
    if (!is_decimal && !is_lower && !is_upper) return std::nullopt;
    const int digit = is_decimal ? c - '0' : is_lower ? c - 'a' + 10 : c - 'A' + 10;
    size = size * 16 + static_cast<std::uint64_t>(digit);
  }
  return size;
}

// RFC 9110's token, what a header's name consists of.
bool IsToken(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

}  // namespace

Status AwsChunkedDecoder::Write(std::string_view piece, const Sink& sink) {
  while (!piece.empty() && !error_) {
    if (Status status = Step(piece, sink); !status) error_ = std::move(status).error();
  }
  if (error_) return Fail(*error_);
  return {};
}

Status AwsChunkedDecoder::Step(std::string_view& piece, const Sink& sink) {
  switch (state_) {
    case State::kHeader:
      if (!TRY(TakeLine(piece, limits::kAwsChunkHeaderBytes))) return {};
      return OnHeaderLine();
    case State::kData: return TakeData(piece, sink);
    case State::kDataEnd:
      if (!TRY(TakeLine(piece, 0))) return {};
      if (!line_ends_in_crlf_) return Broken(Kind::kMalformedChunk, "a chunk must end with CRLF");
      line_.clear();
      state_ = State::kHeader;
      return {};
    case State::kTrailer:
      if (!TRY(TakeLine(piece, limits::kAwsTrailerLineBytes))) return {};
      return OnTrailerLine();
    case State::kEnd:
      return Broken(Kind::kMalformedChunk, "bytes follow the last chunk: " + Quote(piece));
  }
  return {};
}

Expected<bool, AwsChunkedError> AwsChunkedDecoder::TakeLine(std::string_view& piece,
                                                            std::size_t limit) {
  const Kind kind = state_ == State::kTrailer ? Kind::kMalformedTrailer : Kind::kMalformedChunk;
  const std::size_t newline = piece.find('\n');
  const bool is_complete = newline != std::string_view::npos;
  const std::string_view taken = piece.substr(0, newline);
  if (line_.size() + taken.size() > limit + 1) {  // 1: the carriage return
    if (limit == 0) {
      return Broken(kind, "a chunk is longer than its announced size: CRLF must follow it, found " +
                              Quote(piece));
    }
    return Broken(kind, "a line is longer than " + std::to_string(limit) +
                            " bytes: " + Quote(line_ + std::string(taken.substr(0, limit))));
  }
  line_ += taken;
  piece.remove_prefix(taken.size() + (is_complete ? 1 : 0));
  if (!is_complete) return false;
  line_ends_in_crlf_ = !line_.empty() && line_.back() == '\r';
  if (line_ends_in_crlf_) line_.pop_back();
  return true;
}

Status AwsChunkedDecoder::OnHeaderLine() {
  const std::string_view line = line_;
  const std::size_t semicolon = line.find(';');
  const std::optional<std::uint64_t> size = ParseHexSize(line.substr(0, semicolon));
  if (!line_ends_in_crlf_ || !size) {
    return Broken(Kind::kMalformedChunk,
                  "a chunk must begin with its size in hexadecimal digits, then "
                  "\";chunk-signature=…\" where it is signed, then CRLF; found " +
                      Quote(line));
  }
  if (*size > options_.chunk_limit) {
    return Broken(Kind::kChunkTooLarge, "a chunk of " + std::to_string(*size) +
                                            " bytes is over the limit of " +
                                            std::to_string(options_.chunk_limit));
  }
  announced_bytes_ += *size;
  if (options_.decoded_length && announced_bytes_ > *options_.decoded_length) {
    return Broken(Kind::kIncompleteBody, "the chunks hold more than the " +
                                             std::to_string(*options_.decoded_length) +
                                             " bytes that x-amz-decoded-content-length announces");
  }
  AwsChunk chunk{*size, {}};
  if (semicolon != std::string_view::npos) {
    // Other extensions are legal in HTTP chunks and mean nothing here.
    for (const std::string_view extension : Split(line.substr(semicolon + 1), ';')) {
      const std::string_view field = TrimSpace(extension);
      if (field.starts_with(kSignatureExtension)) {
        chunk.signature = field.substr(kSignatureExtension.size());
      }
    }
  }
  if (options_.on_chunk) options_.on_chunk(chunk);
  line_.clear();
  chunk_left_ = *size;
  state_ = *size > 0 ? State::kData : State::kTrailer;
  return {};
}

Status AwsChunkedDecoder::TakeData(std::string_view& piece, const Sink& sink) {
  const std::size_t count = static_cast<std::size_t>(
      std::min<std::uint64_t>(chunk_left_, static_cast<std::uint64_t>(piece.size())));
  sink(piece.substr(0, count));
  piece.remove_prefix(count);
  decoded_bytes_ += count;
  chunk_left_ -= count;
  if (chunk_left_ == 0) state_ = State::kDataEnd;
  return {};
}

Status AwsChunkedDecoder::OnTrailerLine() {
  if (line_.empty()) {
    // minio-go ends a trailing header with LF and puts one more CRLF before the signature.
    if (trailer_ends_in_bare_newline_) {
      trailer_ends_in_bare_newline_ = false;
      may_end_in_trailer_ = true;
      return {};
    }
    state_ = State::kEnd;
    return {};
  }
  may_end_in_trailer_ = false;
  const std::string_view line = line_;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !IsToken(line.substr(0, colon))) {
    return Broken(Kind::kMalformedTrailer,
                  "a trailing header must be \"name:value\"; found " + Quote(line));
  }
  std::string name = ToLower(line.substr(0, colon));
  std::string value(TrimSpace(line.substr(colon + 1)));
  trailer_ends_in_bare_newline_ = !line_ends_in_crlf_;
  line_.clear();
  if (name == kTrailerSignature) {
    trailer_signature_ = std::move(value);
    return {};
  }
  if (trailers_.size() == limits::kAwsTrailers) {
    return Broken(Kind::kMalformedTrailer,
                  "more than " + std::to_string(limits::kAwsTrailers) + " trailing headers");
  }
  trailers_.emplace_back(std::move(name), std::move(value));
  return {};
}

Status AwsChunkedDecoder::Finish() {
  const auto end = [this]() -> Status {
    const bool is_whole = state_ == State::kEnd ||
                          (state_ == State::kTrailer && may_end_in_trailer_ && line_.empty());
    if (!is_whole) {
      return Broken(Kind::kIncompleteBody,
                    "the body ends before its last chunk (size 0 and an empty line), after " +
                        std::to_string(decoded_bytes_) + " decoded bytes");
    }
    if (options_.decoded_length && decoded_bytes_ != *options_.decoded_length) {
      return Broken(Kind::kIncompleteBody, "the chunks hold " + std::to_string(decoded_bytes_) +
                                               " bytes, x-amz-decoded-content-length announces " +
                                               std::to_string(*options_.decoded_length));
    }
    for (const std::string& declared : options_.declared_trailers) {
      const bool is_present = std::any_of(trailers_.begin(), trailers_.end(),
                                          [&](const auto& t) { return t.first == declared; });
      if (!is_present) {
        return Broken(Kind::kMalformedTrailer,
                      "x-amz-trailer declares \"" + declared + "\", which did not arrive");
      }
    }
    state_ = State::kEnd;
    return {};
  };
  if (!error_) {
    if (Status status = end(); !status) error_ = std::move(status).error();
  }
  if (error_) return Fail(*error_);
  return {};
}

}  // namespace portside
