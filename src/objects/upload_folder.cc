// SPDX-License-Identifier: Apache-2.0

#include "objects/upload_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <mutex>
#include <tuple>

#include "objects/staged_writer.h"

namespace portside {
namespace {

std::string UploadsPath(const std::string& bucket) { return "s3/" + bucket + "/mpu"; }

std::string UploadPath(const std::string& bucket, std::string_view id) {
  return UploadsPath(bucket) + "/" + std::string(id);
}

// Ids come from clients and become file names.
bool IsSafeId(std::string_view id) {
  if (id.empty() || id.size() > 200) return false;
  return std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

std::optional<int> PartNumberOf(std::string_view file_name) {
  if (!file_name.ends_with(".json")) return std::nullopt;
  file_name.remove_suffix(5);
  int number = 0;
  const char* end = file_name.data() + file_name.size();
  const auto parsed = std::from_chars(file_name.data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return number;
}

class PartWriter final : public StagedWriter {
 public:
  PartWriter(UploadFolder& uploads, StagedFile staged, std::string bucket, std::string key,
             std::string id, int number)
      : StagedWriter(std::move(staged), std::move(bucket), std::move(key), {}),
        uploads_(uploads),
        id_(std::move(id)),
        number_(number) {}

  ObjectResult<ObjectInfo> Commit() override {
    ObjectPart part;
    part.number = number_;
    part.size = static_cast<std::uint64_t>(staged_.Status().st_size);
    part.etag = Etag();
    part.checksums = attributes_.checksums;
    part = TRY(uploads_.CommitPart(staged_, bucket_, key_, id_, std::move(part)));
    return ObjectInfo{key_, part.size, part.etag, part.last_modified, attributes_};
  }

 private:
  UploadFolder& uploads_;
  std::string id_;
  int number_;
};

}  // namespace

ObjectResult<void> UploadFolder::Create(const std::string& bucket, const Upload& upload) {
  const Json json = {{"key", upload.key},
                     {"initiated_us", ToMicroseconds(upload.initiated)},
                     {"attributes", AttributesToJson(upload.attributes)},
                     {"settings", TextsToJson(upload.settings)}};
  const std::string path = UploadPath(bucket, upload.id) + "/upload.json";
  if (objects_.hidden().WriteFile(path, DumpJson(json)) != 0) {
    return Fail(ObjectError{ObjectErrorCode::kNoSpace, bucket, upload.key, ""});
  }
  return {};
}

std::optional<Upload> UploadFolder::Find(const std::string& bucket, std::string_view key,
                                         std::string_view id) const {
  if (!IsSafeId(id)) return std::nullopt;
  const auto text =
      ReadSmallFile(objects_.hidden().root(), UploadPath(bucket, id) + "/upload.json");
  const std::optional<Json> json = text ? ParseJson(*text) : std::nullopt;
  if (!json || !json->is_object()) return std::nullopt;
  Upload upload;
  upload.id = id;
  upload.key = StringOr(*json, "key");
  upload.initiated = FromMicroseconds(IntegerOr(*json, "initiated_us", 0));
  upload.attributes = AttributesFromJson(json->value("attributes", Json::object()));
  upload.settings = TextsFromJson(json->value("settings", Json::object()));
  // An empty key asks for the upload whatever its key is.
  if (!key.empty() && upload.key != key) return std::nullopt;
  return upload;
}

std::vector<Upload> UploadFolder::List(const std::string& bucket) const {
  std::vector<Upload> uploads;
  const UniqueFd folder = OpenFolder(objects_.hidden().root(), UploadsPath(bucket));
  if (!folder.valid()) return uploads;
  for (std::string& name : ReadFolder(folder.get()).value_or(std::vector<std::string>())) {
    if (!name.ends_with('/')) continue;
    name.pop_back();
    if (std::optional<Upload> upload = Find(bucket, "", name)) {
      uploads.push_back(std::move(*upload));
    }
  }
  std::sort(uploads.begin(), uploads.end(), [](const Upload& a, const Upload& b) {
    return std::tie(a.key, a.initiated, a.id) < std::tie(b.key, b.initiated, b.id);
  });
  return uploads;
}

ObjectResult<std::unique_ptr<ObjectWriter>> UploadFolder::Put(const std::string& bucket,
                                                              const std::string& key,
                                                              const std::string& id, int number) {
  Expected<StagedFile, int> staged = objects_.hidden().Stage();
  if (!staged) return Fail(ObjectError{ObjectErrorCode::kNoSpace, bucket, key, ""});
  return std::make_unique<PartWriter>(*this, std::move(*staged), bucket, key, id, number);
}

std::optional<UploadFolder::StoredPart> UploadFolder::ReadPart(const std::string& folder,
                                                               int number) const {
  const std::string path = folder + "/" + std::to_string(number) + ".json";
  const auto text = ReadSmallFile(objects_.hidden().root(), path);
  const std::optional<Json> json = text ? ParseJson(*text) : std::nullopt;
  if (!json || !json->is_object()) return std::nullopt;
  return StoredPart{PartFromJson(*json), StringOr(*json, "body")};
}

ObjectResult<ObjectPart> UploadFolder::CommitPart(StagedFile& staged, const std::string& bucket,
                                                  const std::string& key, const std::string& id,
                                                  ObjectPart part) {
  const HiddenFolder& hidden = objects_.hidden();
  part.last_modified = objects_.clock().Now();
  const std::unique_lock lock(objects_.mutex());
  if (!Find(bucket, key, id)) {
    return Fail(ObjectError{ObjectErrorCode::kNoSuchUpload, bucket, key, ""});
  }

  const std::string folder = UploadPath(bucket, id);
  const std::optional<StoredPart> former = ReadPart(folder, part.number);
  const struct stat status = staged.Status();
  // Named by its inode: no other file has that while this one lives.
  const std::string body = std::to_string(part.number) + "-" + std::to_string(status.st_ino);
  if (const int error = staged.MoveTo(hidden.root(), folder + "/" + body); error != 0) {
    ThrowErrno(error, "Putting a part of an upload in place failed");
  }
  Json json = PartToJson(part);
  json["body"] = body;
  const std::string path = folder + "/" + std::to_string(part.number) + ".json";
  if (hidden.WriteFile(path, DumpJson(json)) != 0) {
    unlinkat(hidden.root(), (folder + "/" + body).c_str(), 0);
    return Fail(ObjectError{ObjectErrorCode::kNoSpace, bucket, key, ""});
  }
  if (former && former->body != body) {
    unlinkat(hidden.root(), (folder + "/" + former->body).c_str(), 0);
  }
  return part;
}

std::vector<ObjectPart> UploadFolder::Parts(const std::string& bucket,
                                            const std::string& id) const {
  std::vector<ObjectPart> parts;
  const std::string path = UploadPath(bucket, id);
  const UniqueFd folder = OpenFolder(objects_.hidden().root(), path);
  if (!folder.valid()) return parts;
  for (const std::string& name : ReadFolder(folder.get()).value_or(std::vector<std::string>())) {
    const std::optional<int> number = PartNumberOf(name);
    if (!number) continue;
    if (std::optional<StoredPart> stored = ReadPart(path, *number)) {
      parts.push_back(std::move(stored->part));
    }
  }
  std::sort(parts.begin(), parts.end(),
            [](const ObjectPart& a, const ObjectPart& b) { return a.number < b.number; });
  return parts;
}

ObjectResult<ObjectInfo> UploadFolder::Complete(const std::string& bucket, const std::string& key,
                                                const std::string& id,
                                                UploadCompletion completion) {
  const HiddenFolder& hidden = objects_.hidden();
  const std::string folder = UploadPath(bucket, id);
  Expected<StagedFile, int> whole = objects_.Stage(bucket, key);
  int error = whole ? 0 : whole.error();
  completion.attributes.parts.clear();
  for (const int number : completion.part_numbers) {
    if (error != 0) break;
    std::optional<StoredPart> stored = ReadPart(folder, number);
    const UniqueFd body(stored ? openat(hidden.root(), (folder + "/" + stored->body).c_str(),
                                        O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
                               : -1);
    if (!body.valid()) {
      return Fail(ObjectError{ObjectErrorCode::kInvalidPart, bucket, key,
                              "Part " + std::to_string(number) + " was not uploaded."});
    }
    error = AppendRange(body.get(), 0, stored->part.size, whole->descriptor());
    completion.attributes.parts.push_back(std::move(stored->part));
  }
  if (error != 0 && !IsNoSpace(error)) ThrowErrno(error, "Joining the parts of an upload failed");
  if (error != 0) return Fail(ObjectError{ObjectErrorCode::kNoSpace, bucket, key, ""});

  completion.attributes.upload_id = id;
  ObjectInfo info =
      TRY(objects_.Commit(*whole, bucket, key, completion.etag, completion.attributes));
  Remove(bucket, id);
  return info;
}

void UploadFolder::Remove(const std::string& bucket, const std::string& id) {
  const HiddenFolder& hidden = objects_.hidden();
  const std::unique_lock lock(objects_.mutex());
  // The upload is gone with this file, even where the rest takes a crash to be left behind.
  unlinkat(hidden.root(), (UploadPath(bucket, id) + "/upload.json").c_str(), 0);
  RemoveTree(hidden.root(), UploadPath(bucket, id));
}

}  // namespace portside
