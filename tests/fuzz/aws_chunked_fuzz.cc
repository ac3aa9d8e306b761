// SPDX-License-Identifier: Apache-2.0
//
// Decodes the same bytes whole and in pieces: both must say the same. The first byte chooses the
// size of the pieces.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "portside/aws/aws_chunked.h"

namespace portside {
namespace {

std::string Outcome(std::string_view body, std::size_t piece_size) {
  AwsChunkedDecoder::Options options;
  std::string outcome;
  options.on_chunk = [&](const AwsChunk& chunk) {
    outcome += std::to_string(chunk.size) + std::string(chunk.signature);
  };
  options.chunk_limit = 1 << 20;
  AwsChunkedDecoder decoder(options);
  std::string bytes;
  const auto sink = [&](std::string_view decoded) { bytes += decoded; };
  AwsChunkedDecoder::Status status;
  for (std::size_t at = 0; at < body.size() && status; at += piece_size) {
    status = decoder.Write(body.substr(at, piece_size), sink);
  }
  if (status) status = decoder.Finish();
  if (bytes.size() > body.size() || bytes.size() != decoder.decoded_bytes()) std::abort();
  outcome += bytes;
  outcome += status ? "whole" : std::to_string(static_cast<int>(status.error().kind));
  for (const auto& [name, value] : decoder.trailers()) outcome += name + value;
  return outcome + decoder.trailer_signature();
}

}  // namespace
}  // namespace portside

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t piece_size = data[0] % 17 + 1;
  if (portside::Outcome(body, size) != portside::Outcome(body, piece_size)) std::abort();
  return 0;
}
