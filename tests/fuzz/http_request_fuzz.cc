// SPDX-License-Identifier: Apache-2.0
//
// Reads the same bytes as one HTTP request, whole and in pieces: both must say the same. The first
// byte chooses the size of the pieces.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http_server/body_framing.h"
#include "http_server/head_parser.h"

namespace portside {
namespace {

constexpr std::size_t kHeaderLimit = 512;

std::string ReadBody(const RequestHead& head, std::string_view bytes, std::size_t piece_size) {
  BodyFraming framing = head.is_chunked ? BodyFraming::Chunked(kHeaderLimit)
                                        : BodyFraming::Length(head.content_length);
  std::string body;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece_size, bytes.size()))) {
    std::string_view input = bytes.substr(0, piece_size);
    for (std::string_view piece = framing.Next(input); !piece.empty();
         piece = framing.Next(input)) {
      body += piece;
    }
    if (!input.empty() && !framing.is_complete() && !framing.is_broken()) std::abort();
  }
  return body + (framing.is_complete() ? " complete" : framing.is_broken() ? " broken" : " open");
}

std::string Outcome(std::string_view bytes, std::size_t piece_size) {
  HeadParser parser(kHeaderLimit);
  std::string held;
  while (!bytes.empty()) {
    held += bytes.substr(0, piece_size);
    bytes.remove_prefix(std::min(piece_size, bytes.size()));
    std::string_view input = held;
    const HeadParser::Outcome outcome = parser.Parse(input);
    held = std::string(input);
    if (outcome == HeadParser::Outcome::kNeedsMore) continue;
    // Which of two faults is met first may depend on the pieces; that there is one may not.
    if (outcome != HeadParser::Outcome::kDone) return "refused";
    const RequestHead head = parser.TakeHead();
    std::string text = head.request.method + " " + head.request.target;
    for (const auto& [name, value] : head.request.headers.fields()) text += name + value;
    return text + ReadBody(head, held + std::string(bytes), piece_size);
  }
  return "open";
}

}  // namespace
}  // namespace portside

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  // A fault behind the first piece is not seen before it arrives, so that "open" tells nothing.
  const std::string whole = portside::Outcome(bytes, size);
  const std::string pieces = portside::Outcome(bytes, data[0] % 17 + 1);
  if (whole != pieces && whole != "open" && pieces != "open") std::abort();
  return 0;
}
