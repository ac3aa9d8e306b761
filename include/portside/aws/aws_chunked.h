// SPDX-License-Identifier: Apache-2.0
//
// AwsChunkedDecoder: takes the `aws-chunked` content encoding off a body as it arrives, signed or
// not, with or without trailing headers:
//
//   5;chunk-signature=<64 hex>\r\nhello\r\n0;chunk-signature=<64 hex>\r\n
//   x-amz-checksum-crc32:NhCmhg==\r\nx-amz-trailer-signature:<64 hex>\r\n\r\n
//
// Pieces may be cut anywhere: SDKs nest this encoding in HTTP's own chunks and cut both freely.
// Signatures are not checked here; a verifier sees each chunk's through the hook. After an error
// every further call returns the same error.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/base/limits.h"
#include "portside/base/result.h"

namespace portside {

struct AwsChunkedError {
  enum class Kind {
    kMalformedChunk,    // the framing is not aws-chunked
    kChunkTooLarge,     // one chunk over Options::chunk_limit
    kIncompleteBody,    // ends early, or its length is not the announced one
    kMalformedTrailer,  // a trailing header cannot be read, or a declared one is missing
  };
  Kind kind;
  std::string message;
};

struct AwsChunk {
  std::uint64_t size = 0;      // 0: the last chunk
  std::string_view signature;  // empty where the chunk is not signed
};

class AwsChunkedDecoder {
 public:
  struct Options {
    // x-amz-decoded-content-length.
    std::optional<std::uint64_t> decoded_length;
    // The names in x-amz-trailer, lower case: each must arrive.
    std::vector<std::string> declared_trailers;
    std::uint64_t chunk_limit = limits::kObjectBytes;
    // Called before a chunk's bytes reach the sink, also for the last, empty chunk.
    std::function<void(const AwsChunk&)> on_chunk;
  };
  using Sink = std::function<void(std::string_view)>;
  using Status = Expected<void, AwsChunkedError>;

  AwsChunkedDecoder() : AwsChunkedDecoder(Options()) {}
  explicit AwsChunkedDecoder(Options options) : options_(std::move(options)) {}

  // The next bytes of the encoded body; the decoded ones go to `sink` without being copied.
  Status Write(std::string_view piece, const Sink& sink);
  // Says that the body has ended.
  Status Finish();

  [[nodiscard]] std::uint64_t decoded_bytes() const { return decoded_bytes_; }
  // After Finish: names in lower case, without x-amz-trailer-signature.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& trailers() const {
    return trailers_;
  }
  [[nodiscard]] const std::string& trailer_signature() const { return trailer_signature_; }

 private:
  enum class State { kHeader, kData, kDataEnd, kTrailer, kEnd };

  // Takes bytes of one line off `piece`; true once the line is complete in line_.
  Expected<bool, AwsChunkedError> TakeLine(std::string_view& piece, std::size_t limit);
  Status OnHeaderLine();
  Status TakeData(std::string_view& piece, const Sink& sink);
  Status OnTrailerLine();
  Status Step(std::string_view& piece, const Sink& sink);

  Options options_;
  State state_ = State::kHeader;
  std::string line_;
  bool line_ends_in_crlf_ = false;
  bool trailer_ends_in_bare_newline_ = false;
  bool may_end_in_trailer_ = false;
  std::uint64_t chunk_left_ = 0;
  std::uint64_t decoded_bytes_ = 0;
  std::uint64_t announced_bytes_ = 0;  // the sum of the chunk sizes so far
  std::vector<std::pair<std::string, std::string>> trailers_;
  std::string trailer_signature_;
  std::optional<AwsChunkedError> error_;
};

}  // namespace portside
