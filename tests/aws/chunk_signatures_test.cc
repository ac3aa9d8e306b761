// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/chunk_signatures.h"

#include <gtest/gtest.h>

#include "portside/aws/sigv4.h"

namespace portside {
namespace {

// The example of S3's documentation: 66,560 bytes of 'a' in chunks of 64 KB and 1 KB.
constexpr std::string_view kFirst =
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648";
constexpr std::string_view kSecond =
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497";
constexpr std::string_view kLast =
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9";

ChunkSigning Signing(bool signs_trailer = false) {
  const CredentialScope scope{"AKIAIOSFODNN7EXAMPLE", "20130524", "us-east-1", "s3"};
  return {SigningKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", scope), "20130524T000000Z",
          ScopeText(scope), "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
          signs_trailer};
}

bool Check(std::string_view first, std::string_view second, std::string_view last,
           std::size_t second_size = 1024) {
  ChunkSignatures signatures(Signing());
  signatures.BeginChunk(first);
  signatures.Update(std::string(65535, 'a'));
  signatures.Update("a");
  signatures.BeginChunk(second);
  signatures.Update(std::string(second_size, 'a'));
  signatures.BeginChunk(last);
  return signatures.Finish({}, "");
}

TEST(ChunkSignatures, TheChainOfTheDocumentationIsRight) {
  EXPECT_TRUE(Check(kFirst, kSecond, kLast));
}

TEST(ChunkSignatures, OneWrongLinkBreaksIt) {
  EXPECT_FALSE(Check(kSecond, kSecond, kLast));
  EXPECT_FALSE(Check(kFirst, kFirst, kLast));
  EXPECT_FALSE(Check(kFirst, kSecond, kFirst));
  EXPECT_FALSE(Check(kFirst, kSecond, ""));
  EXPECT_FALSE(Check(kFirst, kSecond, kLast, 1023));
}

// The example of S3's documentation for trailing headers, with the signature of its own request.
TEST(ChunkSignatures, TrailingHeadersContinueTheChain) {
  ChunkSigning signing = Signing(true);
  signing.signature = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
  const auto check = [&signing](const std::string& value, std::string_view trailer_signature) {
    ChunkSignatures signatures(signing);
    signatures.BeginChunk("b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2");
    signatures.Update(std::string(65536, 'a'));
    signatures.BeginChunk("1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7");
    signatures.Update(std::string(1024, 'a'));
    signatures.BeginChunk("2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992");
    return signatures.Finish({{"x-amz-checksum-crc32c", value}}, trailer_signature);
  };
  const std::string_view right = "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435";
  EXPECT_TRUE(check("sOO8/Q==", right));
  EXPECT_FALSE(check("sOO8/A==", right));
  EXPECT_FALSE(check("sOO8/Q==", ""));
}

}  // namespace
}  // namespace portside
