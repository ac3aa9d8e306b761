// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/job_inputs.h"

#include "services/sagemaker/limits.h"

namespace portside::sagemaker {
namespace {

using Visit = std::function<Expected<void, JobFailure>(const InputObject& object)>;

std::string LastName(const std::string& key) { return key.substr(key.rfind('/') + 1); }

std::string PathOf(const std::string& key, const std::string& prefix, PathRule rule) {
  if (prefix.empty() || prefix.ends_with('/')) return key.substr(prefix.size());
  if (key == prefix) return LastName(key);
  const bool is_below = key.size() > prefix.size() && key[prefix.size()] == '/';
  if (is_below && rule == PathRule::kBelowFolder) return key.substr(prefix.size() + 1);
  return key.substr(prefix.rfind('/') + 1);
}

JobFailure Nothing(const S3Uri& uri) {
  return {
      "ClientError: Data download failed:Failed to download data. No S3 objects found under S3 "
      "URL \"" +
      uri.ToString() + "\"."};
}

Expected<void, JobFailure> VisitPrefix(const ObjectAccess& objects, const S3Uri& prefix,
                                       PathRule rule, const Visit& visit) {
  ListQuery query{.prefix = prefix.key, .delimiter = {}, .start_after = {}, .etags = false};
  bool found = false;
  for (;;) {
    const auto page = objects.List(prefix.bucket, query);
    if (!page) return Fail(DownloadFailure(prefix, page.error()));
    for (const ObjectInfo& info : page->objects) {
      // The console's folders.
      if (info.key.ends_with('/')) continue;
      found = true;
      TRY(visit({{prefix.bucket, info.key}, info.size, PathOf(info.key, prefix.key, rule)}));
    }
    if (!page->truncated) break;
    query.start_after = page->last;
  }
  if (!found) return Fail(Nothing(prefix));
  return {};
}

JobFailure WrongManifest(const S3Uri& uri, const std::string& why) {
  return {"ClientError: Data download failed:Failed to download data. The manifest " +
          uri.ToString() + " " + why + "."};
}

// [{"prefix": "s3://bucket/some/"}, "a.csv", "b/c.csv"]
Expected<void, JobFailure> VisitManifest(const ObjectAccess& objects, const S3Uri& uri,
                                         const Visit& visit) {
  const auto text = objects.ReadAll(uri, limits::kManifestBytes);
  if (!text) return Fail(DownloadFailure(uri, text.error()));
  const auto manifest = ParseJson(*text);
  if (!manifest || !manifest->is_array() || manifest->empty() || !manifest->front().is_object()) {
    return Fail(
        WrongManifest(uri, "is not a JSON array that begins with {\"prefix\": \"s3://…\"}"));
  }
  const auto prefix = S3Uri::Parse(StringOr(manifest->front(), "prefix"));
  if (!prefix) return Fail(WrongManifest(uri, "has a prefix that is no S3 location"));
  for (std::size_t i = 1; i < manifest->size(); ++i) {
    if (!manifest->at(i).is_string()) {
      return Fail(WrongManifest(uri, "has an entry that is no text, at " + std::to_string(i)));
    }
    const auto& path = manifest->at(i).get_ref<const std::string&>();
    const S3Uri object{prefix->bucket, prefix->key + path};
    const auto info = objects.Head(object.bucket, object.key);
    if (!info) return Fail(DownloadFailure(object, info.error()));
    TRY(visit({object, info->size, path}));
  }
  return {};
}

}  // namespace

JobFailure Stopped() { return {"The job was stopped."}; }

JobFailure DownloadFailure(const S3Uri& uri, const ObjectError& error) {
  const std::string begin = "ClientError: Data download failed:";
  if (error.code == ObjectErrorCode::kAccessDenied) {
    return {begin + "Unable to download object " + uri.ToString() +
            " (AccessDenied: Access Denied)"};
  }
  if (error.code == ObjectErrorCode::kNoSpace) return ToJobFailure(error);
  return {begin + "Failed to download data. " + error.Describe()};
}

Expected<void, JobFailure> VisitInput(const ObjectAccess& objects, InputForm form,
                                      const std::string& location, PathRule rule,
                                      const Visit& visit) {
  const auto uri = S3Uri::Parse(location);
  if (!uri) {
    return Fail(JobFailure{"ClientError: Data download failed:Failed to download data. '" +
                           location + "' is not an Amazon S3 location."});
  }
  return form == InputForm::kManifest ? VisitManifest(objects, *uri, visit)
                                      : VisitPrefix(objects, *uri, rule, visit);
}

Expected<InputCount, JobFailure> CountInput(const WorkContext& context, InputForm form,
                                            const std::string& location) {
  InputCount count;
  TRY(VisitInput(context.objects, form, location, PathRule::kBelowFolder,
                 [&](const InputObject& object) -> Expected<void, JobFailure> {
                   if (context.stop.stop_requested()) return Fail(Stopped());
                   ++count.objects;
                   count.bytes += object.size;
                   return {};
                 }));
  return count;
}

bool HasObjects(const ObjectAccess& objects, const S3Uri& prefix) {
  const auto page = objects.List(
      prefix.bucket,
      {.prefix = prefix.key, .delimiter = {}, .start_after = {}, .max = 1, .etags = false});
  return page && !page->objects.empty();
}

}  // namespace portside::sagemaker
