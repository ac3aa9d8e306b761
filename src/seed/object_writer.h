// SPDX-License-Identifier: Apache-2.0
//
// WriteSeedObject: an object of an init file, from its text or from a file on the disk.

#pragma once

#include <string>

#include "portside/objects/object_access.h"
#include "portside/seed/seed_file.h"

namespace portside {

FileResult<void> WriteSeedObject(const std::string& file, const SeedObject& object,
                                 const ObjectAccess& objects);

}  // namespace portside
