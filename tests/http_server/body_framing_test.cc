// SPDX-License-Identifier: Apache-2.0

#include "http_server/body_framing.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "portside/base/limits.h"

namespace portside {
namespace {

struct Outcome {
  std::string body;
  std::string rest;
  bool is_complete = false;
  bool is_broken = false;
  bool operator==(const Outcome&) const = default;
};

Outcome Read(BodyFraming framing, const std::vector<std::string_view>& pieces) {
  Outcome outcome;
  for (std::string_view input : pieces) {
    for (std::string_view piece = framing.Next(input); !piece.empty();
         piece = framing.Next(input)) {
      outcome.body += piece;
    }
    outcome.rest += input;
  }
  outcome.is_complete = framing.is_complete();
  outcome.is_broken = framing.is_broken();
  return outcome;
}

BodyFraming Chunked() { return BodyFraming::Chunked(100); }

TEST(BodyFraming, LengthEndsTheBody) {
  EXPECT_EQ(Read(BodyFraming::Length(3), {"ab", "cd"}), (Outcome{"abc", "d", true, false}));
  EXPECT_EQ(Read(BodyFraming::Length(3), {"ab"}), (Outcome{"ab", "", false, false}));
  EXPECT_EQ(Read(BodyFraming::Length(0), {"ab"}), (Outcome{"", "ab", true, false}));
  EXPECT_EQ(Read(BodyFraming(), {"ab"}), (Outcome{"", "ab", true, false}));
}

TEST(BodyFraming, ChunksAreReadHoweverTheyAreCut) {
  for (const std::string body :
       {"4\r\nbody\r\n0\r\n\r\n", "1\r\nb\r\n03;a=b\r\nody\r\n000 ;x\r\nA: 1\r\nB: 2\r\n\r\n",
        "4\r\nbody\r\n0\r\nA:\r\n\r\n"}) {
    const std::string bytes = body + "GET";
    const std::string_view view = bytes;
    const Outcome whole{"body", "GET", true, false};
    for (std::size_t a = 0; a <= view.size(); ++a) {
      for (std::size_t b = a; b <= view.size(); ++b) {
        ASSERT_EQ(Read(Chunked(), {view.substr(0, a), view.substr(a, b - a), view.substr(b)}),
                  whole);
      }
    }
    for (std::size_t end = 0; end < body.size(); ++end) {
      const Outcome part = Read(Chunked(), {view.substr(0, end)});
      ASSERT_FALSE(part.is_complete || part.is_broken) << end;
    }
  }
}

TEST(BodyFraming, BrokenChunksAreSeen) {
  for (const std::string body :
       {"\r\n", "x\r\n", "-1\r\n", " 1\r\n", "0x1\r\n", "1\n", "1\rx", "1x\r\n", "1\r\nab",
        "1\r\na\n", "1\r\na\rb", "11111111111111111\r\n", "1;a\nb\r\n", "0\r\n\n", "0\r\n\rx",
        "0\r\nA\n\r\n", "0\r\nA: 1\rx"}) {
    EXPECT_TRUE(Read(Chunked(), {body}).is_broken) << body;
  }
}

TEST(BodyFraming, BoundsItsLines) {
  const std::string extension(limits::kHttpChunkLineBytes, 'x');
  EXPECT_TRUE(Read(Chunked(), {"1;" + extension}).is_broken);
  EXPECT_TRUE(Read(Chunked(), {"0\r\n" + std::string(101, 'x')}).is_broken);
  EXPECT_FALSE(Read(Chunked(), {"0\r\n" + std::string(90, 'x')}).is_broken);
  std::string many;
  for (int i = 0; i < 50; ++i) many += "1;" + std::string(1000, 'x') + "\r\na\r\n";
  EXPECT_EQ(Read(Chunked(), {many + "0\r\n\r\n"}).body, std::string(50, 'a'));
}

TEST(BodyFraming, KnowsWhatIsLeftOnlyWithALength) {
  BodyFraming framing = BodyFraming::Length(5);
  std::string_view input = "ab";
  (void)framing.Next(input);
  EXPECT_EQ(framing.BytesLeft(), 3U);
  EXPECT_EQ(Chunked().BytesLeft(), std::nullopt);
  EXPECT_EQ(BodyFraming().BytesLeft(), 0U);
}

}  // namespace
}  // namespace portside
