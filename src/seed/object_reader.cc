// SPDX-License-Identifier: Apache-2.0

#include "seed/object_reader.h"

#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "portside/services/core/tagging.h"
#include "seed/references.h"

namespace portside {
namespace {

// S3's bound for the names and values of an object's metadata together.
constexpr std::size_t kMetadataBytes = 2048;

// A text in which ${account} and ${region} may stand.
FileResult<std::string> Expanded(const MapReader& reader, std::string_view key,
                                 const std::string& text, const SeedOwner& owner) {
  const auto expanded = ExpandText(text, OwnerLookup(owner.account, owner.region));
  if (!expanded) return Fail(reader.Wrong(key, expanded.error()));
  return expanded->get<std::string>();
}

FileResult<std::string> ReadKey(MapReader& reader, std::string_view key, const std::string& text,
                                const SeedOwner& owner) {
  std::string expanded = TRY(Expanded(reader, key, text, owner));
  if (expanded.size() > limits::kObjectKeyBytes) {
    return Fail(reader.Wrong(key, std::string(key) + " has " + std::to_string(expanded.size()) +
                                      " bytes; a key has at most " +
                                      std::to_string(limits::kObjectKeyBytes)));
  }
  return expanded;
}

// A name that can be an HTTP header's.
bool IsHeaderName(std::string_view name) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  for (const char c : name) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!is_plain && kOthers.find(c) == std::string_view::npos) return false;
  }
  return !name.empty();
}

FileResult<void> ReadMetadata(MapReader& reader, ObjectAttributes& attributes) {
  const std::map<std::string, std::string> metadata = TRY(reader.Texts("metadata"));
  std::size_t size = 0;
  for (const auto& [name, value] : metadata) {
    const std::string lower = ToLower(name);
    if (!IsHeaderName(lower) || value.find_first_of("\r\n") != std::string::npos) {
      return Fail(reader.Wrong("metadata", "metadata." + name +
                                               " is no header: its name has letters, digits and "
                                               "hyphens, its value one line"));
    }
    size += lower.size() + value.size();
    attributes.metadata[lower] = value;
  }
  if (size > kMetadataBytes) {
    return Fail(reader.Wrong("metadata", "metadata has " + std::to_string(size) +
                                             " bytes; S3 takes " + std::to_string(kMetadataBytes)));
  }
  return {};
}

FileResult<void> TakeSource(MapReader& reader, std::string_view key, SeedObject::Source source,
                            int& sources, SeedObject& object) {
  const std::optional<std::string> text = TRY(reader.Text(key));
  if (!text) return {};
  ++sources;
  object.source = source;
  object.content = *text;
  if (key != "base64") return {};
  std::string packed;
  for (const char c : *text) {
    if (c != ' ' && c != '\n') packed += c;
  }
  std::optional<std::string> bytes = Base64Decode(packed);
  if (!bytes) return Fail(reader.Wrong(key, "base64 is not Base64"));
  object.content = std::move(*bytes);
  return {};
}

FileResult<void> ReadContent(MapReader& reader, SeedObject& object) {
  using Source = SeedObject::Source;
  int sources = 0;
  TRY(TakeSource(reader, "text", Source::kInline, sources, object));
  TRY(TakeSource(reader, "base64", Source::kInline, sources, object));
  TRY(TakeSource(reader, "file", Source::kFile, sources, object));
  TRY(TakeSource(reader, "directory", Source::kDirectory, sources, object));
  if (sources == 1) return {};
  return Fail(reader.Wrong("", "an object needs one of text, base64, file and directory, not " +
                                   std::to_string(sources) + " of them"));
}

}  // namespace

FileResult<SeedOwner> ReadOwner(MapReader& reader, const SeedOwner& defaults) {
  SeedOwner owner;
  owner.account = TRY(reader.Text("account")).value_or(defaults.account);
  owner.region = TRY(reader.Text("region")).value_or(defaults.region);
  if (owner.account.size() != 12 ||
      owner.account.find_first_not_of("0123456789") != std::string::npos) {
    return Fail(
        reader.Wrong("account", "'" + owner.account + "' is not an account id: it has 12 digits"));
  }
  constexpr const char* kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
  if (owner.region.empty() || owner.region.size() > 25 ||
      owner.region.find_first_not_of(kAllowed) != std::string::npos) {
    return Fail(reader.Wrong(
        "region", "'" + owner.region +
                      "' is not a region: lower-case letters, digits and hyphens, at most 25"));
  }
  return owner;
}

FileResult<std::string> ReadBucketName(MapReader& reader, std::string_view key,
                                       const SeedOwner& owner) {
  const std::string text = TRY(reader.RequiredText(key));
  std::string name = TRY(Expanded(reader, key, text, owner));
  if (IsValidBucketName(name)) return name;
  return Fail(
      reader.Wrong(key, ObjectError{ObjectErrorCode::kInvalidBucketName, name, "", ""}.Describe()));
}

FileResult<void> CheckBucketTags(const MapReader& reader,
                                 const std::map<std::string, std::string>& tags) {
  if (tags.size() > limits::kTagsPerResource) {
    return Fail(reader.Wrong("tags", "a bucket has at most " +
                                         std::to_string(limits::kTagsPerResource) + " tags, not " +
                                         std::to_string(tags.size())));
  }
  if (HasReservedKey(tags))
    return Fail(reader.Wrong("tags", "tags that begin with aws: are AWS's"));
  for (const auto& [name, value] : tags) {
    if (name.empty() || Utf16Length(name) > limits::kTagKeyLength ||
        Utf16Length(value) > limits::kTagValueLength) {
      return Fail(reader.Wrong("tags", "the tag '" + name +
                                           "' is too long: a key has 1 to 128 characters, a value "
                                           "at most 256"));
    }
  }
  return {};
}

FileResult<SeedObject> ReadObject(const std::string& file, const YamlNode& node,
                                  const SeedOwner& defaults) {
  MapReader reader(file, node, "an object");
  SeedObject object;
  object.line = node.line;
  object.owner = TRY(ReadOwner(reader, defaults));
  object.bucket = TRY(ReadBucketName(reader, "bucket", object.owner));
  const std::optional<std::string> key = TRY(reader.Text("key"));
  const std::optional<std::string> prefix = TRY(reader.Text("prefix"));
  TRY(ReadContent(reader, object));
  object.attributes.content_type =
      TRY(reader.Text("content_type")).value_or(object.attributes.content_type);
  TRY(ReadMetadata(reader, object.attributes));
  TRY(reader.Finish());

  const bool is_directory = object.source == SeedObject::Source::kDirectory;
  if (is_directory && key) {
    return Fail(reader.Wrong("key", "a directory has a prefix for its keys, not a key"));
  }
  if (!is_directory && (prefix || !key || key->empty())) {
    return Fail(reader.Wrong(prefix ? "prefix" : "key",
                             prefix ? "only a directory has a prefix" : "an object needs a key"));
  }
  const std::string name = is_directory ? "prefix" : "key";
  object.key = TRY(ReadKey(reader, name, is_directory ? prefix.value_or("") : *key, object.owner));
  return object;
}

}  // namespace portside
