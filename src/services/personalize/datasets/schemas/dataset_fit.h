// SPDX-License-Identifier: Apache-2.0
//
// Which schema a dataset may have: when it is created, and in place of another. What does not fit
// is InvalidInputException; the texts are ours.

#pragma once

#include "portside/aws/service_error.h"
#include "portside/formats/avro_schema.h"
#include "portside/store/resource.h"
#include "services/personalize/datasets/dataset_types.h"

namespace portside::personalize {

// Of a resource that is a schema.
Result<AvroSchema> ParsedSchema(const Resource& schema);

// Whether a schema fits a dataset of this type in a group of this domain. Only here are all three
// known, so a wrong record name is found here and not by CreateSchema.
Result<void> CheckFit(const Resource& schema, const DatasetType& type, const Resource& group);

// Whether a schema may come in the place of another (developer guide, "Replacing a dataset's schema
// to add new columns"): it keeps every field as it is, and what it adds allows null. `replacement`
// is that of `schema`.
Result<void> CheckReplacement(const Resource& schema, const AvroSchema& former,
                              const AvroSchema& replacement);

}  // namespace portside::personalize
