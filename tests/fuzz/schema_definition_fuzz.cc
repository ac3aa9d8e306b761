// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as definitions of schemas, in each format: what parses can be read by itself, what does
// not has a reason.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "portside/formats/avro_compatibility.h"
#include "portside/formats/avro_definition.h"
#include "portside/formats/json_schema.h"
#include "portside/formats/json_syntax.h"
#include "portside/formats/protobuf_definition.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  const auto protobuf = portside::ProtobufDefinition::Parse(text);
  if (!protobuf && protobuf.error().message.empty()) std::abort();
  if (protobuf && portside::FindProtobufMisread(*protobuf, *protobuf)) std::abort();

  const auto error = portside::FindJsonSyntaxError(text);
  const auto json = portside::ParseJson(text);
  if (!error && !json) std::abort();
  if (!json) return 0;
  portside::FindJsonSchemaFlaw(*json);
  const auto avro = portside::AvroDefinition::Parse(*json);
  if (!avro && avro.error().message.empty()) std::abort();
  if (avro) portside::FindAvroMisread(*avro, *avro);
  return 0;
}
