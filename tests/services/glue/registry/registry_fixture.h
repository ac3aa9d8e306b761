// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the schema registry share: a registry `r` with a schema `s` of users.

#pragma once

#include <string>

#include "services/glue/glue_fixture.h"

namespace portside::glue {

// A record of these fields, each as JSON.
inline std::string AvroRecord(const std::string& more = "") {
  return R"({"type":"record","name":"User","fields":[{"name":"id","type":"string"})" +
         (more.empty() ? "" : "," + more) + "]}";
}
inline constexpr const char* kOptional = R"({"name":"age","type":"int","default":0})";
inline constexpr const char* kRequired = R"({"name":"age","type":"int"})";

class RegistryTest : public GlueTest {
 protected:
  static Json SchemaKey(const std::string& name = "s") {
    return {{"RegistryName", "r"}, {"SchemaName", name}};
  }

  static Json SchemaInput(const std::string& mode, const std::string& definition = AvroRecord(),
                          const std::string& format = "AVRO", const std::string& name = "s") {
    return {{"RegistryId", {{"RegistryName", "r"}}},
            {"SchemaName", name},
            {"DataFormat", format},
            {"Compatibility", mode},
            {"SchemaDefinition", definition}};
  }

  void CreateRegistry() { Ok("CreateRegistry", {{"RegistryName", "r"}}); }
  // With its registry.
  Json CreateSchema(const std::string& mode, const std::string& definition = AvroRecord(),
                    const std::string& format = "AVRO") {
    CreateRegistry();
    return Ok("CreateSchema", SchemaInput(mode, definition, format));
  }

  Json Register(const std::string& definition) {
    return Ok("RegisterSchemaVersion",
              {{"SchemaId", SchemaKey()}, {"SchemaDefinition", definition}});
  }
  Json Version(const Json& number) {
    return Ok("GetSchemaVersion", {{"SchemaId", SchemaKey()}, {"SchemaVersionNumber", number}});
  }
  Json Schema() { return Ok("GetSchema", {{"SchemaId", SchemaKey()}}); }

  void ExpectInvalid(std::string_view operation, const Json& input, const std::string& message) {
    ExpectError(operation, input, "InvalidInputException", message);
  }
  void ExpectMissing(std::string_view operation, const Json& input, const std::string& message) {
    ExpectError(operation, input, "EntityNotFoundException", message);
  }
};

}  // namespace portside::glue
