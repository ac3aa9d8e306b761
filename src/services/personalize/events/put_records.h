// SPDX-License-Identifier: Apache-2.0
//
// What the events API sends, as rows: which member or property of a record fills which column
// (developer guide, "Recording events" and "Importing individual records"). Pure functions; an
// error is a sentence that names the record's property.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "portside/formats/avro_schema.h"
#include "services/personalize/datasets/rows/cells.h"

namespace portside::personalize {

using PutRow = Expected<std::vector<Cell>, std::string>;

// A row of an Interactions dataset, one cell per field and after them the event's id (rows.h).
// `request` is PutEvents' input, `event` one of its eventList.
PutRow EventRow(const AvroSchema& schema, const Json& request, const Json& event);

// A row of an Action interactions dataset, in the same form. `event` is one of
// PutActionInteractions' actionInteractions.
PutRow ActionEventRow(const AvroSchema& schema, const Json& event);

// A row of an Items, Users or Actions dataset. `record` has its id in `id_member` ("itemId").
PutRow RecordRow(const AvroSchema& schema, const Json& record, std::string_view id_member);

}  // namespace portside::personalize
