// SPDX-License-Identifier: Apache-2.0

#include "objects/sidecar.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

Record FullRecord() {
  Record record;
  record.fingerprint = {42, -7, 1ULL << 40};
  record.etag = "abc-2";
  record.last_modified = FromMicroseconds(1'700'000'000'123'456);
  record.attributes.content_type = "text/plain";
  record.attributes.headers = {{"expires", "never, really"}};
  record.attributes.metadata = {{"k", "v\"\\\n"}};
  record.attributes.tags = {{"", ""}};
  record.attributes.checksums = {{"crc32c", "AAAAAA=="}};
  record.attributes.composite_checksum = true;
  record.attributes.upload_id = "id";
  record.attributes.parts = {{1, 40, "e1", FromMicroseconds(5), {{"crc32c", "x"}}},
                             {7, 2, "e7", FromMicroseconds(6), {}}};
  return record;
}

TEST(SidecarTest, IsReadAsItWasWritten) {
  const Record written = FullRecord();
  const auto text = DumpSidecar({"key", {std::make_shared<const Record>(written)}});
  const auto sidecar = ParseSidecar(text);
  ASSERT_TRUE(sidecar);
  EXPECT_EQ(sidecar->key, "key");
  const RecordPtr read = sidecar->Matching({42, -7, 1ULL << 40});
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->etag, written.etag);
  EXPECT_EQ(read->last_modified, written.last_modified);
  EXPECT_EQ(AttributesToJson(read->attributes), AttributesToJson(written.attributes));
  EXPECT_EQ(read->attributes.parts.at(1).number, 7);
  EXPECT_EQ(read->attributes.parts.at(0).checksums.at("crc32c"), "x");
  EXPECT_TRUE(read->attributes.composite_checksum);
}

TEST(SidecarTest, KeepsKeysThatAreNotUtf8) {
  const auto sidecar = ParseSidecar(DumpSidecar({"a\xFF/", {}}));
  ASSERT_TRUE(sidecar);
  EXPECT_EQ(sidecar->key, "a\xFF/");
}

TEST(SidecarTest, MatchesByFingerprintOnly) {
  const auto record = std::make_shared<const Record>(FullRecord());
  const Sidecar sidecar{"key", {record}};
  EXPECT_EQ(sidecar.Matching({42, -7, 1ULL << 40}), record);
  EXPECT_EQ(sidecar.Matching({43, -7, 1ULL << 40}), nullptr);
  EXPECT_EQ(sidecar.Matching({42, -8, 1ULL << 40}), nullptr);
  EXPECT_EQ(sidecar.Matching({42, -7, 1}), nullptr);
}

TEST(SidecarTest, DamageIsNotRead) {
  for (const char* text : {"", "{", "[]", "null", "{\"key\":\"a\"}", "{\"records\":[{}]",
                           "{\"key\":1,\"records\":[{\"etag\":5},7,null]}"}) {
    const auto sidecar = ParseSidecar(text);
    EXPECT_TRUE(!sidecar || sidecar->records.empty()) << text;
  }
}

}  // namespace
}  // namespace portside
