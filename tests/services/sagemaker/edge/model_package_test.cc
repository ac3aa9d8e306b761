// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/model_package.h"

#include <gtest/gtest.h>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"

namespace portside::sagemaker {
namespace {

const std::vector<TarMember> kCompiled = {{"net.params", "weights"}, {"compiled.so", "code"}};

Json DocumentOf(const std::string& signature) {
  const auto text = Base64Decode(signature);
  if (!text) return nullptr;
  return ParseJson(*text).value_or(nullptr);
}

TEST(PackageMembersTest, AddTheManifestThatDevicesRead) {
  const auto members = PackageMembers(kCompiled, {{"model_name", "net"}, {"model_version", "1.0"}});
  ASSERT_EQ(members.size(), 3U);
  EXPECT_EQ(members[0].path, "compiled.so");
  EXPECT_EQ(members[1].path, "net.params");
  EXPECT_EQ(members[2].path, "sagemaker_edge_manifest");
  const auto manifest = ParseJson(members[2].bytes);
  ASSERT_TRUE(manifest);
  EXPECT_EQ((*manifest)["metadata"]["model_name"], "net");
  EXPECT_EQ((*manifest)["files"][1],
            Json({{"path", "net.params"},
                  {"sha256", HexDigest(DigestAlgorithm::kSha256, "weights")},
                  {"size", 7}}));
}

TEST(PackageMembersTest, APackageIsPackagedAnew) {
  const auto first = PackageMembers(kCompiled, {{"model_version", "1"}});
  const auto second = PackageMembers(first, {{"model_version", "2"}});
  ASSERT_EQ(second.size(), 3U);
  const auto manifest = ParseJson(second[2].bytes);
  ASSERT_TRUE(manifest);
  EXPECT_EQ((*manifest)["metadata"]["model_version"], "2");
  EXPECT_EQ((*manifest)["files"].size(), 2U);
}

TEST(SignModelTest, CoversEveryFileAndSaysWhoSigned) {
  const Json document = DocumentOf(SignModel(kCompiled));
  ASSERT_TRUE(document.is_object());
  ASSERT_EQ(document["files"].size(), 2U);
  EXPECT_EQ(document["files"][0]["sha256"], HexDigest(DigestAlgorithm::kSha256, "weights"));
  EXPECT_EQ(document["algorithm"], "HMAC-SHA256");
  EXPECT_NE(document["note"].get<std::string>().find("Not an Amazon signature"), std::string::npos);
  EXPECT_EQ(document["signature"],
            Base64Encode(HmacSha256("portside-local-signing-key", DumpJson(document["files"]))));
}

TEST(SignModelTest, ChangesWithEveryByte) {
  std::vector<TarMember> changed = kCompiled;
  changed[0].bytes[0] = 'W';
  EXPECT_NE(DocumentOf(SignModel(kCompiled))["signature"],
            DocumentOf(SignModel(changed))["signature"]);
}

}  // namespace
}  // namespace portside::sagemaker
