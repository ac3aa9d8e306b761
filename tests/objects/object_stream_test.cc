// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/object_stream.h"

#include <gtest/gtest.h>

#include "portside/base/limits.h"
#include "portside/objects/memory_object_store.h"

namespace portside {
namespace {

class ObjectStreamTest : public testing::Test {
 protected:
  ObjectStreamTest() { EXPECT_TRUE(store_.CreateBucket({"bucket", "1", "r", clock_.Now(), {}})); }
  ObjectOutput Write(const std::string& key) {
    return ObjectOutput(*store_.Put("bucket", key, {}));
  }
  std::string Read(const std::string& key) {
    const auto reader = store_.Open("bucket", key);
    EXPECT_TRUE(reader);
    ObjectInput input(**reader);
    std::string bytes;
    for (std::string_view piece = input(); !piece.empty(); piece = input()) {
      EXPECT_LE(piece.size(), limits::kObjectPieceBytes);
      bytes += piece;
    }
    EXPECT_TRUE(input().empty());
    return bytes;
  }

  VirtualClock clock_;
  MemoryObjectStore store_{clock_};
};

TEST_F(ObjectStreamTest, WhatIsWrittenInPiecesIsReadInPieces) {
  std::string expected;
  ObjectOutput output = Write("k");
  for (const std::size_t size :
       {1UL, 100UL, limits::kObjectPieceBytes - 1, limits::kObjectPieceBytes + 1,
        3 * limits::kObjectPieceBytes, 5UL}) {
    const std::string bytes(size, static_cast<char>('a' + size % 26));
    output.Write(bytes);
    output.text() += "|";
    output.Pass();
    expected += bytes + "|";
  }
  ASSERT_TRUE(output.Commit());
  EXPECT_EQ(Read("k"), expected);
}

TEST_F(ObjectStreamTest, AnEmptyObjectHasNoPieces) {
  ObjectOutput output = Write("k");
  ASSERT_TRUE(output.Commit());
  EXPECT_EQ(Read("k"), "");
}

// Refuses the second piece.
class Refusing final : public ObjectWriter {
 public:
  ObjectResult<void> Write(std::string_view) override {
    if (++writes_ == 1) return {};
    return Fail(ObjectError{ObjectErrorCode::kNoSpace, "b", "k", ""});
  }
  ObjectAttributes& attributes() override { return attributes_; }
  const std::string& Etag() override { return etag_; }
  ObjectResult<ObjectInfo> Commit() override {
    ADD_FAILURE() << "half an object is none";
    return ObjectInfo{};
  }

 private:
  int writes_ = 0;
  ObjectAttributes attributes_;
  std::string etag_;
};

TEST_F(ObjectStreamTest, TheFirstErrorStaysAndNothingIsPutInPlace) {
  ObjectOutput output(std::make_unique<Refusing>());
  output.Write(std::string(limits::kObjectPieceBytes, 'x'));
  EXPECT_TRUE(output.result());
  output.Write(std::string(limits::kObjectPieceBytes, 'x'));
  EXPECT_FALSE(output.result());
  output.Write("more");
  const auto committed = output.Commit();
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().code, ObjectErrorCode::kNoSpace);
}

}  // namespace
}  // namespace portside
