// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/body_intake.h"

#include <charconv>

#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "services/s3/authentication/authentication_errors.h"

namespace portside::s3 {
namespace {

constexpr std::string_view kAwsChunked = "aws-chunked";

std::optional<std::uint64_t> ParseSize(std::string_view text) {
  std::uint64_t size = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), size);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return size;
}

bool IsHexSha256(std::string_view text) { return text.size() == 64 && HexDecode(text); }

S3Error FromChunkedError(const AwsChunkedError& error) {
  switch (error.kind) {
    case AwsChunkedError::Kind::kMalformedTrailer: return MalformedTrailer();
    case AwsChunkedError::Kind::kChunkTooLarge: return EntityTooLarge(limits::kObjectBytes + 1);
    case AwsChunkedError::Kind::kMalformedChunk:
    case AwsChunkedError::Kind::kIncompleteBody: break;
  }
  S3Error answer = IncompleteBody();
  answer.elements.emplace_back("Details", error.message);
  return answer;
}

S3Result<std::string> ParseContentMd5(const S3Call& call) {
  const auto header = call.request.headers.Find("content-md5");
  if (!header) return std::string();
  const std::optional<std::string> bytes = Base64Decode(*header);
  if (!bytes || bytes->size() != 16) return Fail(InvalidDigest(std::string(*header)));
  return std::string(*header);
}

std::unique_ptr<AwsChunkedDecoder> MakeDecoder(const S3Call& call,
                                               std::optional<std::uint64_t> decoded_length,
                                               ChunkSignatures* signatures) {
  AwsChunkedDecoder::Options options;
  if (signatures != nullptr) {
    options.on_chunk = [signatures](const AwsChunk& chunk) {
      signatures->BeginChunk(chunk.signature);
    };
  }
  options.decoded_length = decoded_length;
  for (const std::string_view name : Split(call.request.headers.Get("x-amz-trailer"), ',')) {
    if (!TrimSpace(name).empty()) options.declared_trailers.push_back(ToLower(TrimSpace(name)));
  }
  return std::make_unique<AwsChunkedDecoder>(std::move(options));
}

}  // namespace

bool IsAwsChunked(const HttpRequest& request) {
  // A digest of the whole body is one of plain bytes, whatever the coding is called.
  if (IsHexSha256(request.headers.Get("x-amz-content-sha256"))) return false;
  if (request.headers.Has("x-amz-decoded-content-length")) return true;
  if (request.headers.Get("x-amz-content-sha256").starts_with("STREAMING-")) return true;
  for (const std::string_view token : Split(request.headers.Get("content-encoding"), ',')) {
    if (EqualsIgnoreCase(TrimSpace(token), kAwsChunked)) return true;
  }
  return false;
}

std::string StoredContentEncoding(std::string_view content_encoding) {
  if (ToLower(content_encoding).find(kAwsChunked) == std::string::npos) {
    return std::string(content_encoding);
  }
  std::string kept;
  for (const std::string_view entry : Split(content_encoding, ',')) {
    const std::string_view token = TrimSpace(entry);
    if (token.empty() || EqualsIgnoreCase(token, kAwsChunked)) continue;
    if (!kept.empty()) kept += ",";
    kept += token;
  }
  return kept;
}

S3Result<void> CheckPayloadHash(const HttpRequest& request) {
  const std::string_view claimed = request.headers.Get("x-amz-content-sha256");
  if (!IsHexSha256(claimed)) return {};
  const std::string calculated = HexDigest(DigestAlgorithm::kSha256, request.body);
  if (EqualsIgnoreCase(claimed, calculated)) return {};
  return Fail(ContentSha256Mismatch(std::string(claimed), calculated));
}

S3Result<BodyIntake> BodyIntake::Make(const S3Call& call, const ChecksumAlgorithm* needed) {
  BodyIntake intake;
  intake.expected_md5_ = TRY(ParseContentMd5(call));
  intake.checksum_request_ = TRY(ParseChecksumHeaders(call));
  intake.needed_ = needed;
  const ChecksumAlgorithm* named = intake.checksum_request_.algorithm;
  if (named != nullptr) intake.named_hasher_.emplace(*named);
  if (needed != nullptr && needed != named) intake.needed_hasher_.emplace(*needed);

  const Headers& headers = call.request.headers;
  if (IsAwsChunked(call.request)) {
    intake.announced_size_ = ParseSize(headers.Get("x-amz-decoded-content-length"));
    if (call.chunk_signing) {
      intake.chunk_signatures_ = std::make_unique<ChunkSignatures>(*call.chunk_signing);
    }
    intake.decoder_ = MakeDecoder(call, intake.announced_size_, intake.chunk_signatures_.get());
    return intake;
  }
  intake.announced_size_ = ParseSize(headers.Get("content-length"));
  if (IsHexSha256(headers.Get("x-amz-content-sha256"))) {
    intake.expected_sha256_ = ToLower(headers.Get("x-amz-content-sha256"));
    intake.sha256_.emplace(DigestAlgorithm::kSha256);
  }
  return intake;
}

S3Result<void> BodyIntake::Take(std::string_view piece, const Sink& sink) {
  size_ += piece.size();
  // A body without an announced size shows only here that it is too large.
  if (size_ > limits::kObjectBytes) return Fail(EntityTooLarge(size_));
  if (sha256_) sha256_->Update(piece);
  if (chunk_signatures_) chunk_signatures_->Update(piece);
  if (named_hasher_) named_hasher_->Update(piece);
  if (needed_hasher_) needed_hasher_->Update(piece);
  return sink(piece);
}

S3Result<void> BodyIntake::Write(std::string_view piece, const Sink& sink) {
  if (decoder_ == nullptr) return Take(piece, sink);
  S3Result<void> taken;
  const AwsChunkedDecoder::Status status =
      decoder_->Write(piece, [this, &sink, &taken](std::string_view decoded) {
        if (taken) taken = Take(decoded, sink);
      });
  if (!taken) return taken;
  if (!status) return Fail(FromChunkedError(status.error()));
  return {};
}

S3Result<std::string> BodyIntake::ExpectedChecksum() const {
  if (!checksum_request_.in_trailer) return checksum_request_.expected;
  const ChecksumAlgorithm& algorithm = *checksum_request_.algorithm;
  const std::string name = "x-amz-checksum-" + std::string(algorithm.name);
  if (decoder_ != nullptr) {
    for (const auto& [trailer, value] : decoder_->trailers()) {
      if (trailer != name) continue;
      if (IsChecksumValue(algorithm, value)) return value;
      return Fail(InvalidRequest("Value for " + name + " trailing header is invalid."));
    }
  }
  return Fail(MalformedTrailer());
}

S3Result<void> BodyIntake::FinishChunks() {
  if (decoder_ == nullptr) return {};
  const AwsChunkedDecoder::Status status = decoder_->Finish();
  if (!status) return Fail(FromChunkedError(status.error()));
  if (chunk_signatures_ &&
      !chunk_signatures_->Finish(decoder_->trailers(), decoder_->trailer_signature())) {
    return Fail(ChunkSignatureDoesNotMatch());
  }
  return {};
}

S3Result<BodyDigests> BodyIntake::Finish(const std::string& md5) {
  TRY(FinishChunks());
  if (announced_size_ && *announced_size_ != size_) return Fail(IncompleteBody());
  if (sha256_) {
    const std::string calculated = HexEncode(sha256_->Finish());
    if (calculated != expected_sha256_) {
      return Fail(ContentSha256Mismatch(expected_sha256_, calculated));
    }
  }
  if (!expected_md5_.empty()) {
    const std::string calculated = Base64Encode(HexDecode(md5).value_or(""));
    if (calculated != expected_md5_) return Fail(Md5Mismatch(calculated, expected_md5_));
  }

  BodyDigests digests{size_, {checksum_request_.algorithm, ""}, {needed_, ""}};
  if (named_hasher_) {
    digests.named.value = named_hasher_->Finish();
    if (digests.named.value != TRY(ExpectedChecksum())) {
      return Fail(ChecksumMismatch(std::string(checksum_request_.algorithm->label)));
    }
  }
  digests.needed.value = needed_hasher_ ? needed_hasher_->Finish() : digests.named.value;
  return digests;
}

}  // namespace portside::s3
