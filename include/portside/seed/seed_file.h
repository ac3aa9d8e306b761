// SPDX-License-Identifier: Apache-2.0
//
// SeedFile: what an init file asks for: buckets, objects and calls, each with its line. Reading
// checks syntax, keys, names and the files beside it; seed_check.h checks the calls.
// docs/INIT.md describes the format.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "portside/objects/object_store.h"
#include "portside/yaml/yaml_node.h"

namespace portside {

// Whose the things of a file are, where it does not say.
struct SeedOwner {
  std::string account;
  std::string region;
};

struct SeedBucket {
  int line = 0;
  SeedOwner owner;
  std::string name;
  std::map<std::string, std::string> tags;
};

struct SeedObject {
  enum class Source { kInline, kFile, kDirectory };

  int line = 0;
  SeedOwner owner;
  std::string bucket;
  std::string key;  // of a directory: the prefix of its keys
  Source source = Source::kInline;
  std::string content;  // the bytes, or a path below the folder of the init file
  ObjectAttributes attributes;
};

struct SeedCall {
  int line = 0;
  SeedOwner owner;
  std::string service;    // a model's name or a signing name
  std::string operation;  // of that service
  std::string as;         // how later calls refer to its output; may be empty
  bool may_fail = false;  // its failure, or that of its job, does not stop the start
  bool settle = true;     // what it begins comes to rest before the next call
  YamlNode input;         // a map, with its references
};

struct SeedFile {
  std::string path;  // as it was named
  std::string hash;  // of its bytes
  std::vector<SeedBucket> buckets;
  std::vector<SeedObject> objects;  // after ReadSeedFile: none of them a directory
  std::vector<SeedCall> calls;
};

// The file's own text, without a look at any other file.
FileResult<SeedFile> ParseSeedFile(const std::string& path, std::string_view bytes,
                                   const SeedOwner& defaults);
// The same from the disk, with every directory replaced by the files that are in it now.
FileResult<SeedFile> ReadSeedFile(const std::string& path, const SeedOwner& defaults);

}  // namespace portside
