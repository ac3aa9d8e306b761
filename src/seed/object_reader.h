// SPDX-License-Identifier: Apache-2.0
//
// Whose a thing of a seed file is, and what an object of it is: read under the rules that the API
// has for names, metadata and tags.

#pragma once

#include <map>
#include <string>

#include "portside/seed/seed_file.h"
#include "portside/yaml/map_reader.h"

namespace portside {

// `account` and `region`.
FileResult<SeedOwner> ReadOwner(MapReader& reader, const SeedOwner& defaults);
// A bucket's name, in which references to the owner may stand.
FileResult<std::string> ReadBucketName(MapReader& reader, std::string_view key,
                                       const SeedOwner& owner);
FileResult<void> CheckBucketTags(const MapReader& reader,
                                 const std::map<std::string, std::string>& tags);
FileResult<SeedObject> ReadObject(const std::string& file, const YamlNode& node,
                                  const SeedOwner& defaults);

}  // namespace portside
