// SPDX-License-Identifier: Apache-2.0
//
// Connections: what each type of them needs, and what is shown of them.

#include <algorithm>
#include <initializer_list>

#include "services/glue/errors.h"
#include "services/glue/lists.h"
#include "services/glue/rules.h"

namespace portside::glue {
namespace {

bool HasAll(const Json& properties, std::initializer_list<const char*> names) {
  return std::all_of(names.begin(), names.end(),
                     [&](const char* name) { return properties.contains(name); });
}

// [recorded], by the type.
bool HasItsProperties(const std::string& type, const Json& properties) {
  if (type == "JDBC") {
    return HasAll(properties, {"JDBC_CONNECTION_URL"}) &&
           (HasAll(properties, {"USERNAME", "PASSWORD"}) || HasAll(properties, {"SECRET_ID"}));
  }
  if (type == "KAFKA") return HasAll(properties, {"KAFKA_BOOTSTRAP_SERVERS"});
  if (type == "MONGODB") return HasAll(properties, {"CONNECTION_URL"});
  if (type == "CUSTOM" || type == "MARKETPLACE") return HasAll(properties, {"CONNECTOR_URL"});
  return true;
}

// What asks the other side for its word, of which there is none here.
Result<void> CheckEmulated(const Json& given) {
  if (given.contains("AuthenticationConfiguration")) {
    return Fail(NotEmulated("ConnectionInput.AuthenticationConfiguration"));
  }
  if (given.value("ValidateCredentials", false)) {
    return Fail(NotEmulated("ConnectionInput.ValidateCredentials"));
  }
  if (given.contains("ValidateForComputeEnvironments")) {
    return Fail(NotEmulated("ConnectionInput.ValidateForComputeEnvironments"));
  }
  return {};
}

// The member that holds the properties of one environment: "SparkProperties".
std::string PropertiesOf(const std::string& environment) {
  if (environment == "SPARK") return "SparkProperties";
  if (environment == "ATHENA") return "AthenaProperties";
  return "PythonProperties";
}

}  // namespace

Result<void> CheckConnection(Verb, const Json& input, RequestContext&) {
  const auto given = input.find("ConnectionInput");
  if (given == input.end()) return {};
  TRY(CheckEmulated(*given));
  const std::string name = StringOr(input, "Name", StringOr(*given, "Name"));
  if (name != StringOr(*given, "Name")) {
    return Fail(InvalidInput("Name is '" + name + "' and ConnectionInput.Name '" +
                             StringOr(*given, "Name") +
                             "'; a connection keeps its name, so they must be equal."));
  }
  const std::string type = StringOr(*given, "ConnectionType");
  // [recorded], both texts.
  if (type == "NETWORK" && !given->contains("PhysicalConnectionRequirements")) {
    return Fail(InvalidInput("PhysicalConnectionRequirements cannot be null"));
  }
  if (!HasItsProperties(type, given->at("ConnectionProperties"))) {
    return Fail(InvalidInput("Validation for connection properties failed"));
  }
  return {};
}

// Recorded answers say which user changed a connection last; here there are no users but the
// account's own.
Result<void> PrepareConnection(const Json&, Resource& connection, RequestContext&) {
  connection.document["LastUpdatedBy"] = "user/root";
  connection.document["ConnectionSchemaVersion"] = 1;
  connection.document.erase("ValidateCredentials");
  return {};
}

// Every criterion that is asked for is one that the connection was recorded with.
bool MatchesConnection(const Json& input, const Resource& connection) {
  const Json wanted = ObjectOr(input, "Filter").value("MatchCriteria", Json::array());
  const Json has = connection.document.value("MatchCriteria", Json::array());
  return std::all_of(wanted.begin(), wanted.end(), [&](const Json& criterion) {
    return std::find(has.begin(), has.end(), criterion) != has.end();
  });
}

void PresentConnection(const Json& input, const Resource& connection, Json& shown,
                       RequestContext&) {
  const auto found = shown.find("ConnectionProperties");
  if (found == shown.end()) return;  // Create and Update answer nothing of it
  Json& properties = *found;
  const std::string environment = StringOr(input, "ApplyOverrideForComputeEnvironment");
  if (!environment.empty()) {
    properties.update(connection.document.value(PropertiesOf(environment), Json::object()));
  }
  if (input.value("HidePassword", false)) properties.erase("PASSWORD");
}

}  // namespace portside::glue
