// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/runtime/event_stream.h"

#include <cstdint>
#include <initializer_list>
#include <utility>

#include "portside/base/digest.h"

namespace portside::sagemaker {
namespace {

constexpr char kTextType = 7;
// Of a message around its headers and payload: the prelude with its checksum, and the last one.
constexpr std::size_t kFrameBytes = 16;

using Header = std::pair<std::string_view, std::string_view>;

void AppendNumber(std::string& out, std::uint64_t number, int bytes) {
  for (int at = bytes - 1; at >= 0; --at) out += static_cast<char>(number >> (8 * at) & 0xFF);
}

void AppendChecksum(std::string& out, std::size_t from) {
  Crc crc(CrcAlgorithm::kCrc32);
  crc.Update(std::string_view(out).substr(from));
  AppendNumber(out, crc.Value(), 4);
}

void AppendMessage(std::string& stream, std::initializer_list<Header> headers,
                   std::string_view payload) {
  std::string head;
  for (const auto& [name, value] : headers) {
    AppendNumber(head, name.size(), 1);
    head += name;
    head += kTextType;
    AppendNumber(head, value.size(), 2);
    head += value;
  }
  const std::size_t begin = stream.size();
  AppendNumber(stream, kFrameBytes + head.size() + payload.size(), 4);
  AppendNumber(stream, head.size(), 4);
  AppendChecksum(stream, begin);
  stream += head;
  stream += payload;
  AppendChecksum(stream, begin);
}

}  // namespace

void AppendPayloadPart(std::string& stream, std::string_view bytes) {
  AppendMessage(stream,
                {{":event-type", "PayloadPart"},
                 {":content-type", "application/octet-stream"},
                 {":message-type", "event"}},
                bytes);
}

void AppendStreamError(std::string& stream, std::string_view name, std::string_view json) {
  AppendMessage(stream,
                {{":exception-type", name},
                 {":content-type", "application/json"},
                 {":message-type", "exception"}},
                json);
}

}  // namespace portside::sagemaker
