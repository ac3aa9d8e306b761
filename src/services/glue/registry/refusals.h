// SPDX-License-Identifier: Apache-2.0
//
// What the schema registry answers when it refuses. Texts marked [recorded] were seen in public
// recordings of the real service; [emulated] ones are what other emulators answer, whose clients
// know them; the rest is Portside's own and says what to do.

#pragma once

#include <string>
#include <string_view>

#include "services/glue/errors.h"

namespace portside::glue {

// [recorded] `parameter` is as in schemaName.
inline ServiceError WrongLength(const std::string& parameter) {
  return InvalidInput(
      "The resource name contains too many or too few characters. Parameter Name: " + parameter);
}
// [recorded]
inline ServiceError WrongCharacters(const std::string& parameter) {
  return InvalidInput(
      "The parameter value contains one or more characters that are not valid. Parameter Name: " +
      parameter);
}

// [recorded]
inline ServiceError RegistryExists(const std::string& name) {
  return AlreadyExists("Registry already exists. RegistryName: " + name);
}
// [recorded] of calls for the registry itself; what is not given is null.
inline ServiceError RegistryNotFound(std::string_view name, std::string_view arn) {
  return EntityNotFound(
      "Registry is not found. RegistryName: " + std::string(name.empty() ? "null" : name) +
      ", RegistryArn: " + std::string(arn.empty() ? "null" : arn));
}
// [recorded] of calls for a schema in it.
inline ServiceError RegistryOfSchemaNotFound(const std::string& name) {
  return EntityNotFound("Registry is not found. RegistryName: " + name);
}
// [recorded]
inline ServiceError SchemaExists(const std::string& name) {
  return AlreadyExists("Schema already exists. SchemaName: " + name);
}
// [emulated]
inline ServiceError TooMany(const std::string& nouns) {
  return LimitExceeded("More " + nouns + " cannot be created. The maximum limit has been reached.");
}

// [recorded]
inline ServiceError BadCompatibility() { return InvalidInput("Compatibility is not valid."); }
// [emulated]
inline ServiceError BadDataFormat() { return InvalidInput("Data format is not valid."); }
// [recorded]
inline ServiceError BadDefinition(const std::string& format, const std::string& why) {
  return InvalidInput("Schema definition of " + format + " data format is invalid: " + why);
}

// [emulated], all of them.
inline ServiceError RegistryIsAmbiguous() {
  return InvalidInput(
      "One of registryName or registryArn has to be provided, both cannot be provided.");
}
inline ServiceError SchemaIsAmbiguous() {
  return InvalidInput(
      "One of (registryName and schemaName) or schemaArn has to be provided, both cannot be "
      "provided.");
}
inline ServiceError SchemaIsNotNamed() {
  return InvalidInput(
      "At least one of (registryName and schemaName) or schemaArn has to be provided.");
}
inline ServiceError VersionIsAmbiguous() {
  return InvalidInput("Only one of VersionNumber or LatestVersion is required.");
}
inline ServiceError VersionIsNotNamed() {
  return InvalidInput("One of version number (or) latest version is required.");
}
inline ServiceError OnlyTheId() {
  return InvalidInput(
      "No other input parameters can be specified when fetching by SchemaVersionId.");
}
inline ServiceError VersionIdNotFound(const std::string& id) {
  return EntityNotFound("Schema version is not found. SchemaVersionId: " + id);
}

}  // namespace portside::glue
