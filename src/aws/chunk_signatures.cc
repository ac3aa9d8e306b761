// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/chunk_signatures.h"

#include "portside/aws/sigv4.h"
#include "portside/base/encoding.h"

namespace portside {

void ChunkSignatures::BeginChunk(std::string_view claimed) {
  EndChunk();
  chunk_.emplace(DigestAlgorithm::kSha256);
  claimed_ = claimed;
}

void ChunkSignatures::Update(std::string_view bytes) {
  if (chunk_) chunk_->Update(bytes);
}

void ChunkSignatures::EndChunk() {
  if (!chunk_) return;
  const std::string hash = HexEncode(chunk_->Finish());
  chunk_.reset();
  Expect(claimed_, "AWS4-HMAC-SHA256-PAYLOAD\n" + signing_.time + "\n" + signing_.scope + "\n" +
                       signing_.signature + "\n" + HexDigest(DigestAlgorithm::kSha256, "") + "\n" +
                       hash);
}

void ChunkSignatures::Expect(std::string_view claimed, const std::string& string_to_sign) {
  const std::string signature = SignatureOf(signing_.key, string_to_sign);
  if (!IsSameSignature(claimed, signature)) is_right_ = false;
  signing_.signature = signature;
}

bool ChunkSignatures::Finish(const std::vector<std::pair<std::string, std::string>>& trailers,
                             std::string_view trailer_signature) {
  EndChunk();
  if (!signing_.signs_trailer) return is_right_;
  std::string lines;
  for (const auto& [name, value] : trailers) lines += name + ":" + value + "\n";
  Expect(trailer_signature, "AWS4-HMAC-SHA256-TRAILER\n" + signing_.time + "\n" + signing_.scope +
                                "\n" + signing_.signature + "\n" +
                                HexDigest(DigestAlgorithm::kSha256, lines));
  return is_right_;
}

}  // namespace portside
