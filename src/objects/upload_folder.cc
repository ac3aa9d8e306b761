// SPDX-License-Identifier: Apache-2.0

#include "objects/upload_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <mutex>
#include <tuple>

#include "objects/key_mapping.h"
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

ObjectError MissingPart(const std::string& bucket, const std::string& key, int number) {
  return {ObjectErrorCode::kInvalidPart, bucket, key,
          "Part " + std::to_string(number) + " was not uploaded."};
}

class PartJoin final : public UploadJoin {
 public:
  PartJoin(UploadFolder& uploads, StagedFile whole, std::string bucket, std::string key,
           std::string id, std::vector<UploadFolder::StoredPart> parts, UploadCompletion completion)
      : uploads_(uploads),
        whole_(std::move(whole)),
        bucket_(std::move(bucket)),
        key_(std::move(key)),
        id_(std::move(id)),
        parts_(std::move(parts)),
        completion_(std::move(completion)) {}

  ObjectResult<bool> Step(std::uint64_t bytes) override {
    while (at_ < parts_.size() && bytes > 0) {
      const ObjectPart& part = parts_[at_].part;
      if (!body_.valid()) TRY(OpenPart());
      const std::uint64_t length = std::min(bytes, part.size - offset_);
      const int error = AppendRange(body_.get(), offset_, length, whole_.descriptor());
      if (IsNoSpace(error)) return Fail(ObjectError{ObjectErrorCode::kNoSpace, bucket_, key_, ""});
      if (error != 0) ThrowErrno(error, "Joining the parts of an upload failed");
      bytes -= length;
      offset_ += length;
      if (offset_ < part.size) continue;
      body_.Reset();
      offset_ = 0;
      ++at_;
    }
    return at_ == parts_.size();
  }

  ObjectResult<ObjectInfo> Commit() override {
    if (!uploads_.Find(bucket_, key_, id_)) {
      return Fail(ObjectError{ObjectErrorCode::kNoSuchUpload, bucket_, key_, ""});
    }
    ObjectInfo info = TRY(
        uploads_.objects().Commit(whole_, bucket_, key_, completion_.etag, completion_.attributes));
    uploads_.Remove(bucket_, id_);
    return info;
  }

 private:
  ObjectResult<void> OpenPart() {
    const std::string path = UploadPath(bucket_, id_) + "/" + parts_[at_].body;
    body_ = UniqueFd(openat(uploads_.objects().hidden().root(), path.c_str(),
                            O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    // Replaced or aborted since.
    if (!body_.valid()) return Fail(MissingPart(bucket_, key_, parts_[at_].part.number));
    return {};
  }

  UploadFolder& uploads_;
  StagedFile whole_;
  std::string bucket_, key_, id_;
  std::vector<UploadFolder::StoredPart> parts_;
  UploadCompletion completion_;
  std::size_t at_ = 0;  // of parts_
  UniqueFd body_;       // of that part, while some of it is joined
  std::uint64_t offset_ = 0;
};

}  // namespace

ObjectResult<void> UploadFolder::Create(const std::string& bucket, const Upload& upload) {
  const Json json = {{"key", upload.key},
                     {"initiated_us", ToMicroseconds(upload.initiated)},
                     {"attributes", AttributesToJson(upload.attributes)},
                     {"settings", TextsToJson(upload.settings)}};
  const int root = objects_.hidden().root();
  const std::string folder = UploadPath(bucket, upload.id);
  // Exclusively: parts of another upload, also of a dead one, are not this one's.
  if (const int error = MakeNewFolder(root, folder); error != 0) {
    const bool is_there = error == EEXIST;
    return Fail(ObjectError{is_there ? ObjectErrorCode::kUploadExists : ObjectErrorCode::kNoSpace,
                            bucket, upload.key, ""});
  }
  if (objects_.hidden().WriteFile(folder + "/upload.json", DumpJson(json)) != 0) {
    RemoveTree(root, folder);
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
  StoredPart stored{PartFromJson(*json), StringOr(*json, "body")};
  // A loaded archive may say anything.
  if (!IsPlainSegment(stored.body)) return std::nullopt;
  return stored;
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

ObjectResult<std::unique_ptr<UploadJoin>> UploadFolder::Join(const std::string& bucket,
                                                             const std::string& key,
                                                             const std::string& id,
                                                             UploadCompletion completion) {
  const std::string folder = UploadPath(bucket, id);
  std::vector<StoredPart> parts;
  for (const int number : completion.part_numbers) {
    std::optional<StoredPart> stored = ReadPart(folder, number);
    if (!stored) return Fail(MissingPart(bucket, key, number));
    parts.push_back(std::move(*stored));
  }
  Expected<StagedFile, int> whole = objects_.Stage(bucket, key);
  if (!whole) return Fail(ObjectError{ObjectErrorCode::kNoSpace, bucket, key, ""});
  completion.attributes.upload_id = id;
  completion.attributes.parts.clear();
  for (const StoredPart& stored : parts) completion.attributes.parts.push_back(stored.part);
  return std::make_unique<PartJoin>(*this, std::move(*whole), bucket, key, id, std::move(parts),
                                    std::move(completion));
}

void UploadFolder::Remove(const std::string& bucket, const std::string& id) {
  const HiddenFolder& hidden = objects_.hidden();
  const std::unique_lock lock(objects_.mutex());
  // The upload is gone with this file, even where the rest takes a crash to be left behind.
  unlinkat(hidden.root(), (UploadPath(bucket, id) + "/upload.json").c_str(), 0);
  hidden.Discard(hidden.root(), UploadPath(bucket, id));
}

}  // namespace portside
