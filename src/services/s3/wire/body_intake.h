// SPDX-License-Identifier: Apache-2.0
//
// BodyIntake: the body of a request on its way in: taken out of aws-chunked where it is in it,
// checked against every digest that the request brings, passed on piece by piece.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "portside/aws/aws_chunked.h"
#include "portside/aws/chunk_signatures.h"
#include "portside/base/digest.h"
#include "services/s3/wire/call.h"
#include "services/s3/wire/checksums.h"

namespace portside::s3 {

// Whether a body is in the aws-chunked coding: said by Content-Encoding, by
// x-amz-decoded-content-length or by x-amz-content-sha256 alone, as some SDKs do.
bool IsAwsChunked(const HttpRequest& request);
// Content-Encoding without its aws-chunked tokens; what S3 stores.
std::string StoredContentEncoding(std::string_view content_encoding);

// Whether a body that was collected is the one of x-amz-content-sha256.
S3Result<void> CheckPayloadHash(const HttpRequest& request);

// A checksum in base64. The algorithm is null where none was asked for.
struct Checksum {
  const ChecksumAlgorithm* algorithm = nullptr;
  std::string value;
};

// What was found true of the whole body.
struct BodyDigests {
  std::uint64_t size = 0;
  Checksum named;   // by the request
  Checksum needed;  // by the store, whatever the request named

  // The one to tell the client.
  [[nodiscard]] const Checksum& told() const { return named.algorithm != nullptr ? named : needed; }
};

class BodyIntake {
 public:
  using Sink = std::function<S3Result<void>(std::string_view)>;

  // Refuses what can be refused before the body. `needed`: the checksum that is computed whatever
  // the request names; null for none.
  static S3Result<BodyIntake> Make(const S3Call& call, const ChecksumAlgorithm* needed);

  // The announced size of the body without its coding, where there is one.
  [[nodiscard]] std::optional<std::uint64_t> announced_size() const { return announced_size_; }
  [[nodiscard]] const ChecksumRequest& checksum_request() const { return checksum_request_; }

  // `sink` gets the decoded bytes.
  S3Result<void> Write(std::string_view piece, const Sink& sink);
  // `md5`: of the decoded body, in hexadecimal, as the sink's owner has computed it.
  S3Result<BodyDigests> Finish(const std::string& md5);

 private:
  S3Result<void> Take(std::string_view piece, const Sink& sink);
  S3Result<std::string> ExpectedChecksum() const;
  S3Result<void> FinishChunks();

  ChecksumRequest checksum_request_;
  const ChecksumAlgorithm* needed_ = nullptr;
  std::optional<ChecksumHasher> named_hasher_;
  std::optional<ChecksumHasher> needed_hasher_;  // where it is not the named one
  std::optional<Hasher> sha256_;
  std::string expected_sha256_;
  std::string expected_md5_;  // base64
  std::unique_ptr<AwsChunkedDecoder> decoder_;
  std::unique_ptr<ChunkSignatures> chunk_signatures_;  // null: not checked
  std::optional<std::uint64_t> announced_size_;
  std::uint64_t size_ = 0;
};

}  // namespace portside::s3
