// SPDX-License-Identifier: Apache-2.0
//
// The operations of the schema registry, each a function of its name. They name what they are about
// inside of a structure (RegistryId, SchemaId), so that no declaration makes them.

#pragma once

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside::glue {

Result<Json> CreateRegistry(const Json& input, RequestContext& context);
Result<Json> GetRegistry(const Json& input, RequestContext& context);
Result<Json> UpdateRegistry(const Json& input, RequestContext& context);
Result<Json> DeleteRegistry(const Json& input, RequestContext& context);
Result<Json> ListRegistries(const Json& input, RequestContext& context);

Result<Json> CreateSchema(const Json& input, RequestContext& context);
Result<Json> GetSchema(const Json& input, RequestContext& context);
Result<Json> UpdateSchema(const Json& input, RequestContext& context);
Result<Json> DeleteSchema(const Json& input, RequestContext& context);
Result<Json> ListSchemas(const Json& input, RequestContext& context);

Result<Json> RegisterSchemaVersion(const Json& input, RequestContext& context);
Result<Json> GetSchemaVersion(const Json& input, RequestContext& context);
Result<Json> GetSchemaByDefinition(const Json& input, RequestContext& context);
Result<Json> ListSchemaVersions(const Json& input, RequestContext& context);
Result<Json> DeleteSchemaVersions(const Json& input, RequestContext& context);
Result<Json> GetSchemaVersionsDiff(const Json& input, RequestContext& context);
Result<Json> CheckSchemaVersionValidity(const Json& input, RequestContext& context);

Result<Json> PutSchemaVersionMetadata(const Json& input, RequestContext& context);
Result<Json> RemoveSchemaVersionMetadata(const Json& input, RequestContext& context);
Result<Json> QuerySchemaVersionMetadata(const Json& input, RequestContext& context);

}  // namespace portside::glue
