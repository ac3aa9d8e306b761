// SPDX-License-Identifier: Apache-2.0
//
// What Personalize asks of a schema beyond being Avro: required and reserved fields by dataset type
// and domain, attributes, numbers of fields (developer guide, "Creating a schema" and the pages of
// the dataset types). The error is a sentence for the user; its wording is ours.

#pragma once

#include <string>
#include <string_view>

#include "portside/base/result.h"
#include "portside/formats/avro_schema.h"
#include "services/personalize/datasets/dataset_types.h"

namespace portside::personalize {

using SchemaCheck = Expected<void, std::string>;

// What holds for every schema beyond AvroSchema::Parse: names that stay different without
// underscores and case, one attribute at most per field.
SchemaCheck CheckSchemaForm(const AvroSchema& schema);

// What a dataset of `type` needs in `domain` ("ECOMMERCE", "VIDEO_ON_DEMAND", or "" for custom).
// Does not look at the record name.
SchemaCheck CheckSchemaForType(const AvroSchema& schema, const DatasetType& type,
                               std::string_view domain);

}  // namespace portside::personalize
