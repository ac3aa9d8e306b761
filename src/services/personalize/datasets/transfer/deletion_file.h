// SPDX-License-Identifier: Apache-2.0
//
// The files of a data deletion job: CSV with the column USER_ID. Further columns are not looked at,
// as those of imports are not; that is chosen.

#pragma once

#include "portside/formats/avro_schema.h"

namespace portside::personalize {

inline AvroSchema DeletionFileSchema() {
  AvroField user;
  user.name = "USER_ID";
  return {"Users", "", {user}};
}

}  // namespace portside::personalize
