// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/runtime/event_stream.h"

#include "portside/base/digest.h"
#include "services/sagemaker/runtime/runtime_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::uint32_t NumberAt(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (const char byte : bytes.substr(at, 4))
    number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

std::uint64_t Checksum(std::string_view bytes) {
  Crc crc(CrcAlgorithm::kCrc32);
  crc.Update(bytes);
  return crc.Value();
}

// The headers, as they are, and the payload of each message; checks the frame.
std::vector<std::pair<std::string, std::string>> Read(std::string_view stream) {
  std::vector<std::pair<std::string, std::string>> messages;
  while (stream.size() >= 16) {
    const std::uint32_t length = NumberAt(stream, 0);
    const std::uint32_t head = NumberAt(stream, 4);
    EXPECT_EQ(NumberAt(stream, 8), Checksum(stream.substr(0, 8)));
    EXPECT_EQ(NumberAt(stream, length - 4), Checksum(stream.substr(0, length - 4)));
    messages.emplace_back(stream.substr(12, head), stream.substr(12 + head, length - head - 16));
    stream.remove_prefix(length);
  }
  EXPECT_TRUE(stream.empty());
  return messages;
}

TEST(EventStream, FramesHaveTheirChecksums) {
  std::string stream;
  AppendPayloadPart(stream, "abc");
  AppendStreamError(stream, "ModelStreamError", "{}");
  const auto messages = Read(stream);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_THAT(messages[0].first,
              HasSubstr(std::string("\x0b:event-type\x07\0\x0bPayloadPart", 26)));
  EXPECT_EQ(messages[0].second, "abc");
  EXPECT_THAT(messages[1].first, HasSubstr("ModelStreamError"));
}

class InvokeStreamTest : public RuntimeTest {};

TEST_F(InvokeStreamTest, PartsComeOneByOneAndMayBreak) {
  Serve("e");
  Answer({{"parts", {{{"body", "a"}}, {{"body_base64", "AP8="}}}},
          {"content_type", "text/plain"},
          {"stream_error", {{"message", "gone"}, {"code", "StreamBroken"}}}});
  const Answered answered = Post("e", "invocations-response-stream", "x");
  EXPECT_EQ(answered.status, 200);
  EXPECT_EQ(answered.headers.Get("Content-Type"), "application/vnd.amazon.eventstream");
  EXPECT_EQ(answered.headers.Get("X-Amzn-SageMaker-Content-Type"), "text/plain");
  EXPECT_EQ(answered.headers.Get("x-Amzn-Invoked-Production-Variant"), "all");
  std::vector<std::string> payloads;
  for (const auto& [head, payload] : Read(answered.body)) payloads.push_back(payload);
  EXPECT_THAT(payloads, ElementsAre("a", std::string("\0\xFF", 2),
                                    R"({"ErrorCode":"StreamBroken","Message":"gone"})"));
}

TEST_F(InvokeStreamTest, AFailureBeforeItIsAnError) {
  Serve("e");
  Answer({{"status", 500}, {"body", "no"}});
  ExpectRefused(Post("e", "invocations-response-stream", "x"), 424, "ModelError",
                "Received server error (500) from primary with message \"no\".");
}

}  // namespace
}  // namespace portside::sagemaker
