// SPDX-License-Identifier: Apache-2.0
//
// Fixtures: files beside an init file that become objects. They lie below its folder: no `..` and
// no link leads out of it, so that a file from elsewhere shows nothing of the machine.

#pragma once

#include "portside/seed/seed_file.h"

namespace portside {

// Replaces each directory by an object for each file in it, by name; makes every path one that can
// be opened as it is. Refuses what is not there, and what lies elsewhere.
FileResult<void> FindFixtures(SeedFile& file);

}  // namespace portside
