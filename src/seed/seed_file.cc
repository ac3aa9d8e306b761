// SPDX-License-Identifier: Apache-2.0

#include "portside/seed/seed_file.h"

#include <set>

#include "portside/base/digest.h"
#include "portside/base/limits.h"
#include "portside/yaml/map_reader.h"
#include "seed/fixtures.h"
#include "seed/object_reader.h"
#include "seed/references.h"

namespace portside {
namespace {

FileResult<SeedBucket> ReadBucket(const std::string& file, const YamlNode& node,
                                  const SeedOwner& defaults) {
  MapReader reader(file, node, "a bucket");
  SeedBucket bucket;
  bucket.line = node.line;
  bucket.owner = TRY(ReadOwner(reader, defaults));
  bucket.name = TRY(ReadBucketName(reader, "name", bucket.owner));
  bucket.tags = TRY(reader.Texts("tags"));
  TRY(CheckBucketTags(reader, bucket.tags));
  TRY(reader.Finish());
  return bucket;
}

FileResult<void> ReadName(MapReader& reader, std::set<std::string>& names, SeedCall& call) {
  call.as = TRY(reader.Text("as")).value_or("");
  if (call.as.empty()) return {};
  if (!IsReferenceName(call.as) || call.as == "account" || call.as == "region") {
    return Fail(reader.Wrong("as", "'" + call.as +
                                       "' is no name for an output: letters, digits, _ and -, "
                                       "beginning with a letter, and not account or region"));
  }
  if (!names.insert(call.as).second) {
    return Fail(reader.Wrong("as", "an earlier call has the name '" + call.as + "' already"));
  }
  return {};
}

FileResult<SeedCall> ReadCall(const std::string& file, const YamlNode& node,
                              const SeedOwner& defaults, std::set<std::string>& names) {
  MapReader reader(file, node, "a call");
  SeedCall call;
  call.line = node.line;
  call.owner = TRY(ReadOwner(reader, defaults));
  call.service = TRY(reader.RequiredText("service"));
  call.operation = TRY(reader.RequiredText("operation"));
  call.may_fail = TRY(reader.Flag("may_fail", false));
  call.settle = TRY(reader.Flag("settle", true));
  call.input.kind = YamlNode::Kind::kMap;
  call.input.line = node.line;
  if (const YamlNode* input = TRY(reader.Map("input"))) call.input = *input;
  TRY(ReadName(reader, names, call));
  TRY(reader.Finish());
  return call;
}

// Reads each entry of a list that may be absent.
template <typename Item, typename Read>
FileResult<void> ReadEach(MapReader& reader, std::string_view key, std::vector<Item>& items,
                          const Read& read) {
  const YamlNode* list = TRY(reader.List(key));
  if (list == nullptr) return {};
  for (const YamlNode::Entry& entry : list->items) {
    Item item = TRY(read(entry.value));
    items.push_back(std::move(item));
  }
  return {};
}

}  // namespace

FileResult<SeedFile> ParseSeedFile(const std::string& path, std::string_view bytes,
                                   const SeedOwner& defaults) {
  const YamlNode root = TRY(ReadYaml(path, bytes));
  SeedFile file;
  file.path = path;
  file.hash = HexDigest(DigestAlgorithm::kSha256, bytes);
  if (root.IsNull()) return file;
  MapReader reader(path, root, "an init file");
  const SeedOwner owner = TRY(ReadOwner(reader, defaults));
  std::set<std::string> names;
  TRY(ReadEach(reader, "buckets", file.buckets,
               [&](const YamlNode& node) { return ReadBucket(path, node, owner); }));
  TRY(ReadEach(reader, "objects", file.objects,
               [&](const YamlNode& node) { return ReadObject(path, node, owner); }));
  TRY(ReadEach(reader, "calls", file.calls,
               [&](const YamlNode& node) { return ReadCall(path, node, owner, names); }));
  TRY(reader.Finish());
  return file;
}

FileResult<SeedFile> ReadSeedFile(const std::string& path, const SeedOwner& defaults) {
  const std::string bytes = TRY(ReadYamlBytes(path));
  SeedFile file = TRY(ParseSeedFile(path, bytes, defaults));
  TRY(FindFixtures(file));
  return file;
}

}  // namespace portside
