// SPDX-License-Identifier: Apache-2.0

#include "services/glue/registry/definition.h"

#include "portside/base/json.h"
#include "portside/formats/avro_compatibility.h"
#include "portside/formats/avro_definition.h"
#include "portside/formats/json_schema.h"
#include "portside/formats/json_syntax.h"
#include "portside/formats/protobuf_definition.h"
#include "services/glue/registry/json_patch.h"

namespace portside::glue {
namespace {

FormatResult<Json> ReadJson(std::string_view text) {
  if (const auto error = FindJsonSyntaxError(text)) return Fail(FormatError{*error});
  return ParseJson(text).value_or(Json());
}

// What does not parse was never registered, so that it is not asked for.
bool CanReadAvro(std::string_view reader, std::string_view writer) {
  const auto reading = AvroDefinition::Parse(ParseJson(reader).value_or(Json()));
  const auto written = AvroDefinition::Parse(ParseJson(writer).value_or(Json()));
  return reading && written && !FindAvroMisread(*reading, *written);
}

bool CanReadProtobuf(std::string_view reader, std::string_view writer) {
  const auto reading = ProtobufDefinition::Parse(reader);
  const auto written = ProtobufDefinition::Parse(writer);
  return reading && written && !FindProtobufMisread(*reading, *written);
}

}  // namespace

FormatResult<std::string> CanonicalDefinition(std::string_view format, std::string_view text) {
  if (format == "PROTOBUF") return TRY(ProtobufDefinition::Parse(text)).canonical;
  const Json json = TRY(ReadJson(text));
  if (format == "AVRO") {
    TRY(AvroDefinition::Parse(json));
  } else if (const auto flaw = FindJsonSchemaFlaw(json)) {
    return Fail(FormatError{*flaw});
  }
  return DumpJson(json);
}

bool IsCompatible(std::string_view format, std::string_view mode, std::string_view new_text,
                  std::string_view old_text) {
  // A breaking JSON schema was seen to become AVAILABLE under BACKWARD, against what is documented.
  if (format == "JSON") return true;
  const auto can_read = format == "AVRO" ? CanReadAvro : CanReadProtobuf;
  const bool backward = mode.starts_with("BACKWARD") || mode.starts_with("FULL");
  const bool forward = mode.starts_with("FORWARD") || mode.starts_with("FULL");
  return (!backward || can_read(new_text, old_text)) && (!forward || can_read(old_text, new_text));
}

std::string DiffDefinitions(std::string_view format, std::string_view first,
                            std::string_view second) {
  if (format != "PROTOBUF") {
    return DumpJson(
        MakePatch(ParseJson(first).value_or(Json()), ParseJson(second).value_or(Json())));
  }
  return DumpJson(MakePatch(Json(std::string(first)), Json(std::string(second))));
}

}  // namespace portside::glue
