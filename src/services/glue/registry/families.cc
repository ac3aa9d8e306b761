// SPDX-License-Identifier: Apache-2.0
//
// Registries and schemas as what can be tagged. What else is done to them are functions, because a
// request names them inside of a structure (handlers.h).

#include "services/glue/registry/registry.h"
#include "services/glue/style.h"

namespace portside::glue {

constexpr Family kRegistries{
    .kind = "glue::registry",
    .noun = "Registry",
    .nouns = "Registries",
    .label = "registry",
    .style = &kStyle,
    .states = &kRegistry,
    .arn = "registry/{RegistryName}",
    .name_member = "RegistryName",
};

// The registry is within the request's RegistryId; SchemaArn of registry.h makes the ARN.
constexpr Family kSchemas{
    .kind = "glue::schema",
    .noun = "Schema",
    .label = "schema",
    .style = &kStyle,
    .states = &kSchema,
    .arn = "schema/{parent}/{SchemaName}",
    .name_member = "SchemaName",
    .parent_member = "RegistryId",
};

std::span<const Family* const> RegistryFamilies() {
  static constexpr const Family* kFamilies[] = {&kRegistries, &kSchemas};
  return kFamilies;
}

}  // namespace portside::glue
