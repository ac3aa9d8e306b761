// SPDX-License-Identifier: Apache-2.0
//
// How all of Glue's families look, and their declarations (families.cc).

#pragma once

#include <span>

#include "portside/services/core/families/family.h"

namespace portside::glue {

extern const FamilyStyle kStyle;

extern const Family kDatabases;
extern const Family kConnections;
extern const Family kMlTransforms;
extern const Family kMlTaskRuns;

extern const Family kRegistries;
extern const Family kSchemas;

std::span<const Family* const> Families();
// Of the folders.
std::span<const Family* const> RegistryFamilies();

}  // namespace portside::glue
