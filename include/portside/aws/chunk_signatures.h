// SPDX-License-Identifier: Apache-2.0
//
// ChunkSignatures: checks the chain of signatures of a signed aws-chunked body. Each chunk's covers
// its bytes and the signature before it; the first one's before it is the request's own. Fed by an
// AwsChunkedDecoder; a wrong signature shows when its chunk has ended.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/base/digest.h"

namespace portside {

// The request's signature, which begins the chain.
struct ChunkSigning {
  std::string key;        // of the request's scope
  std::string time;       // "20130524T000000Z"
  std::string scope;      // "20130524/us-east-1/s3/aws4_request"
  std::string signature;  // of the request
  bool signs_trailer = false;
};

class ChunkSignatures {
 public:
  explicit ChunkSignatures(ChunkSigning signing) : signing_(std::move(signing)) {}

  // A chunk begins, with what it claims as its signature ("" where it has none).
  void BeginChunk(std::string_view claimed);
  void Update(std::string_view bytes);
  // The body has ended. True: every signature was right, that of the trailing headers too if they
  // are to be signed.
  bool Finish(const std::vector<std::pair<std::string, std::string>>& trailers,
              std::string_view trailer_signature);

 private:
  void EndChunk();
  void Expect(std::string_view claimed, const std::string& string_to_sign);

  ChunkSigning signing_;
  std::optional<Hasher> chunk_;  // the one under way
  std::string claimed_;
  bool is_right_ = true;
};

}  // namespace portside
