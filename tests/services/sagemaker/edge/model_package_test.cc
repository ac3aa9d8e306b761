// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/model_package.h"

#include <gtest/gtest.h>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"

namespace portside::sagemaker {
namespace {

const std::vector<ArchiveFile> kCompiled = {{"compiled.so", "aa", 4, 0},
                                            {"net.params", "bb", 7, 1}};

Json DocumentOf(const std::string& signature) {
  const auto text = Base64Decode(signature);
  if (!text) return nullptr;
  return ParseJson(*text).value_or(nullptr);
}

TEST(EdgeManifestTest, IsWhatDevicesRead) {
  const auto manifest =
      ParseJson(EdgeManifest(kCompiled, {{"model_name", "net"}, {"model_version", "1.0"}}));
  ASSERT_TRUE(manifest);
  EXPECT_EQ((*manifest)["metadata"], Json({{"model_name", "net"}, {"model_version", "1.0"}}));
  ASSERT_EQ((*manifest)["files"].size(), 2U);
  EXPECT_EQ((*manifest)["files"][1], Json({{"path", "net.params"}, {"sha256", "bb"}, {"size", 7}}));
}

TEST(SignModelTest, CoversTheManifestAndSaysWhoSigned) {
  const std::string manifest = EdgeManifest(kCompiled, Json::object());
  const Json document = DocumentOf(SignModel(manifest));
  ASSERT_TRUE(document.is_object());
  const std::string digest = HexDigest(DigestAlgorithm::kSha256, manifest);
  EXPECT_EQ(document["manifest_sha256"], digest);
  EXPECT_EQ(document["algorithm"], "HMAC-SHA256");
  EXPECT_NE(document["note"].get<std::string>().find("Not an Amazon signature"), std::string::npos);
  EXPECT_EQ(document["signature"], Base64Encode(HmacSha256("portside-local-signing-key", digest)));
}

TEST(SignModelTest, ChangesWithEveryByte) {
  EXPECT_NE(DocumentOf(SignModel("manifest"))["signature"],
            DocumentOf(SignModel("Manifest"))["signature"]);
}

}  // namespace
}  // namespace portside::sagemaker
