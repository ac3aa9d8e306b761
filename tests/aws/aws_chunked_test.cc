// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/aws_chunked.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using Kind = AwsChunkedError::Kind;

const std::string kSignature(64, 'a');

// Everything a decoder says about one body that arrives in pieces.
struct Decoded {
  std::string bytes;
  std::vector<std::string> chunks;  // "size signature"
  std::vector<std::pair<std::string, std::string>> trailers;
  std::string trailer_signature;
  std::optional<AwsChunkedError> error;
};

Decoded Decode(const std::vector<std::string_view>& pieces,
               AwsChunkedDecoder::Options options = {}) {
  Decoded decoded;
  options.on_chunk = [&](const AwsChunk& chunk) {
    decoded.chunks.push_back(std::to_string(chunk.size) + " " + std::string(chunk.signature));
  };
  AwsChunkedDecoder decoder(options);
  const auto sink = [&](std::string_view bytes) { decoded.bytes += bytes; };
  for (const std::string_view piece : pieces) {
    if (auto status = decoder.Write(piece, sink); !status) {
      decoded.error = status.error();
      EXPECT_FALSE(decoder.Write("more", sink));
      EXPECT_FALSE(decoder.Finish());
      return decoded;
    }
  }
  if (auto status = decoder.Finish(); !status) decoded.error = status.error();
  EXPECT_EQ(decoder.decoded_bytes(), decoded.bytes.size());
  decoded.trailers = decoder.trailers();
  decoded.trailer_signature = decoder.trailer_signature();
  return decoded;
}

struct Sample {
  std::string name;
  std::string encoded;
  std::string bytes;
  std::vector<std::string> chunks;
  std::vector<std::pair<std::string, std::string>> trailers;
  std::string trailer_signature;
};

std::vector<Sample> Samples() {
  const std::string signature = ";chunk-signature=" + kSignature;
  return {
      {"unsigned with a trailer, as the JavaScript SDK sends it",
       "d\r\nstreamed body\r\n0\r\nx-amz-checksum-crc32:z7Y9bA==\r\n\r\n",
       "streamed body",
       {"13 ", "0 "},
       {{"x-amz-checksum-crc32", "z7Y9bA=="}},
       ""},
      {"signed without trailers",
       "5" + signature + "\r\nhe\r\no\r\n3" + signature + "\r\n0\r\n\r\n0" + signature + "\r\n\r\n",
       "he\r\no0\r\n",
       {"5 " + kSignature, "3 " + kSignature, "0 " + kSignature},
       {},
       ""},
      {"signed with a signed trailer",
       "A" + signature + "\r\n0123456789\r\n0" + signature +
           "\r\nX-Amz-Checksum-Sha256: abc= \r\nx-amz-trailer-signature:" + kSignature + "\r\n\r\n",
       "0123456789",
       {"10 " + kSignature, "0 " + kSignature},
       {{"x-amz-checksum-sha256", "abc="}},
       kSignature},
      {"minio-go's line ends",
       "1" + signature + "\r\nx\r\n0" + signature +
           "\r\nx-amz-checksum-crc32c:sOO8/Q==\n\r\nx-amz-trailer-signature:" + kSignature +
           "\r\n\r\n",
       "x",
       {"1 " + kSignature, "0 " + kSignature},
       {{"x-amz-checksum-crc32c", "sOO8/Q=="}},
       kSignature},
      {"minio-go's unsigned trailer",
       "1\r\nx\r\n0\r\na:1\nb:2\n\r\n\r\n",
       "x",
       {"1 ", "0 "},
       {{"a", "1"}, {"b", "2"}},
       ""},
      {"one line end less", "0\r\na:1\n\r\n", "", {"0 "}, {{"a", "1"}}, ""},
      {"empty", "0\r\n\r\n", "", {"0 "}, {}, ""},
      {"unknown extension",
       "00001;a=b;chunk-signature=s\r\nx\r\n0;x\r\n\r\n",
       "x",
       {"1 s", "0 "},
       {},
       ""},
  };
}

void ExpectSample(const Decoded& decoded, const Sample& sample) {
  ASSERT_FALSE(decoded.error) << sample.name << ": " << decoded.error->message;
  ASSERT_EQ(decoded.bytes, sample.bytes) << sample.name;
  ASSERT_EQ(decoded.chunks, sample.chunks) << sample.name;
  ASSERT_EQ(decoded.trailers, sample.trailers) << sample.name;
  ASSERT_EQ(decoded.trailer_signature, sample.trailer_signature) << sample.name;
}

TEST(AwsChunked, DecodesHoweverThePiecesAreCut) {
  for (const Sample& sample : Samples()) {
    const std::string_view body = sample.encoded;
    for (std::size_t first = 0; first <= body.size(); ++first) {
      for (std::size_t second = first; second <= body.size(); ++second) {
        ExpectSample(Decode({body.substr(0, first), body.substr(first, second - first),
                             body.substr(second)}),
                     sample);
      }
    }
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < body.size(); ++i) bytes.push_back(body.substr(i, 1));
    ExpectSample(Decode(bytes), sample);
  }
}

TEST(AwsChunked, EveryProperPrefixIsIncomplete) {
  for (const Sample& sample : Samples()) {
    const std::string_view body = sample.encoded;
    for (std::size_t end = 0; end < body.size(); ++end) {
      const Decoded decoded = Decode({body.substr(0, end)});
      // What minio-go may leave out at the end.
      const bool is_whole_by_courtesy = body.substr(0, end).ends_with("\n\r\n") &&
                                        !body.substr(0, end).ends_with("\r\n\r\n") &&
                                        body.substr(0, end).find("\n0") != std::string_view::npos;
      if (is_whole_by_courtesy) continue;
      ASSERT_TRUE(decoded.error) << sample.name << " cut at " << end;
      ASSERT_EQ(decoded.error->kind, Kind::kIncompleteBody) << sample.name << " cut at " << end;
    }
  }
}

TEST(AwsChunked, NamesWhatIsBroken) {
  struct Case {
    std::string body;
    Kind kind;
    std::string text;
  };
  for (const Case& c : {
           Case{"x\r\n", Kind::kMalformedChunk, "hexadecimal"},
           Case{"\r\n", Kind::kMalformedChunk, "hexadecimal"},
           Case{"-1\r\n", Kind::kMalformedChunk, "hexadecimal"},
           Case{"0x1\r\n", Kind::kMalformedChunk, "hexadecimal"},
           Case{"1 \r\nx\r\n", Kind::kMalformedChunk, "hexadecimal"},
           Case{"1\nx\r\n", Kind::kMalformedChunk, "CRLF"},
           Case{"00000000000000001\r\n", Kind::kMalformedChunk, "hexadecimal"},
           Case{"\x01\xff\r\n", Kind::kMalformedChunk, "%01%FF"},
           Case{std::string(2000, 'a'), Kind::kMalformedChunk, "longer than 1024"},
           Case{"1\r\nxy\r\n", Kind::kMalformedChunk, "announced size"},
           Case{"1\r\nx\n", Kind::kMalformedChunk, "CRLF"},
           Case{"1\r\nxy\n", Kind::kMalformedChunk, "CRLF"},
           Case{"0\r\n\r\nx", Kind::kMalformedChunk, "follow the last chunk"},
           Case{"ffffffffffffffff\r\n", Kind::kChunkTooLarge, "18446744073709551615"},
           Case{"140000001\r\n", Kind::kChunkTooLarge, "5368709121"},
           Case{"0\r\nno colon\r\n", Kind::kMalformedTrailer, "no colon"},
           Case{"0\r\n:v\r\n", Kind::kMalformedTrailer, "name:value"},
           Case{"0\r\na b:v\r\n", Kind::kMalformedTrailer, "name:value"},
           Case{"0\r\na:" + std::string(5000, 'v'), Kind::kMalformedTrailer, "longer than 4096"},
       }) {
    const Decoded decoded = Decode({c.body});
    ASSERT_TRUE(decoded.error) << c.body;
    EXPECT_EQ(decoded.error->kind, c.kind) << c.body;
    EXPECT_THAT(decoded.error->message, HasSubstr(c.text));
  }
}

TEST(AwsChunked, BoundsTheNumberOfTrailers) {
  std::string body = "0\r\n";
  for (std::size_t i = 0; i < limits::kAwsTrailers; ++i) body += "a:1\r\n";
  EXPECT_FALSE(Decode({body + "\r\n"}).error);
  EXPECT_EQ(Decode({body + "a:1\r\n\r\n"}).error->kind, Kind::kMalformedTrailer);
}

TEST(AwsChunked, ComparesWithTheAnnouncedLength) {
  AwsChunkedDecoder::Options options;
  options.decoded_length = 3;
  EXPECT_FALSE(Decode({"3\r\nabc\r\n0\r\n\r\n"}, options).error);
  EXPECT_EQ(Decode({"2\r\nab\r\n0\r\n\r\n"}, options).error->kind, Kind::kIncompleteBody);
  // Too much is seen before any of the surplus reaches the sink.
  const Decoded too_much = Decode({"2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n"}, options);
  EXPECT_EQ(too_much.error->kind, Kind::kIncompleteBody);
  EXPECT_EQ(too_much.bytes, "ab");
}

TEST(AwsChunked, RequiresTheDeclaredTrailers) {
  AwsChunkedDecoder::Options options;
  options.declared_trailers = {"x-amz-checksum-crc32"};
  EXPECT_FALSE(Decode({"0\r\nX-Amz-Checksum-Crc32:AAAAAA==\r\n\r\n"}, options).error);
  const Decoded missing = Decode({"0\r\nx-amz-checksum-crc32c:AAAAAA==\r\n\r\n"}, options);
  EXPECT_EQ(missing.error->kind, Kind::kMalformedTrailer);
  EXPECT_THAT(missing.error->message, HasSubstr("x-amz-checksum-crc32\""));
}

TEST(AwsChunked, HonoursItsChunkLimit) {
  AwsChunkedDecoder::Options options;
  options.chunk_limit = 4;
  EXPECT_FALSE(Decode({"4\r\nabcd\r\n0\r\n\r\n"}, options).error);
  EXPECT_EQ(Decode({"5\r\nabcde\r\n0\r\n\r\n"}, options).error->kind, Kind::kChunkTooLarge);
}

}  // namespace
}  // namespace portside
