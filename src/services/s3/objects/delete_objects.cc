// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <memory>

#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "services/s3/wire/checksums.h"
#include "services/s3/wire/conditions.h"
#include "services/s3/wire/handlers.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

struct Wanted {
  std::string key;
  std::string version;  // empty: none named
  std::string etag;     // empty: whatever it is
};

struct Deletion {
  std::vector<Wanted> objects;
  bool is_quiet = false;
};

S3Result<Wanted> ParseObject(const XmlElement& element) {
  const XmlElement* key = element.Find("Key");
  if (key == nullptr || key->text.empty()) return Fail(MalformedXml());
  return Wanted{key->text, element.Text("VersionId").value_or(""),
                element.Text("ETag").value_or("")};
}

S3Result<Deletion> ParseDeletion(const std::string& body) {
  const std::optional<XmlElement> xml = ParseXml(body);
  if (!xml || xml->name != "Delete") return Fail(MalformedXml());
  Deletion deletion;
  deletion.is_quiet = EqualsIgnoreCase(xml->Text("Quiet").value_or(""), "true");
  for (const XmlElement& element : xml->children) {
    if (element.name != "Object") continue;
    deletion.objects.push_back(TRY(ParseObject(element)));
    if (deletion.objects.size() > kDeletedKeys) return Fail(MalformedXml());
  }
  if (deletion.objects.empty()) return Fail(MalformedXml());
  return deletion;
}

// S3 wants to be sure that it deletes the right ones.
S3Result<void> RequireDigest(const S3Call& call) {
  if (call.request.headers.Has("content-md5")) return {};
  if (TRY(ParseChecksumHeaders(call)).algorithm != nullptr) return {};
  return Fail(
      InvalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*"));
}

S3Result<void> Delete(const S3Call& call, const Wanted& wanted) {
  if (wanted.key.size() > limits::kObjectKeyBytes) return Fail(KeyTooLong(wanted.key.size()));
  if (!wanted.version.empty() && wanted.version != "null") {
    return Fail(S3Error{"NoSuchVersion", 404, "The specified version does not exist."});
  }
  if (!wanted.etag.empty()) {
    const ObjectInfo info = TRY(FromStore(call.surroundings.objects.Head(call.bucket, wanted.key)));
    if (!MatchesEtag(wanted.etag, info.etag)) return Fail(PreconditionFailed("If-Match"));
  }
  TRY(FromStore(call.surroundings.objects.Remove(call.bucket, wanted.key)));
  return {};
}

void AddVersion(XmlWriter& xml, const Wanted& wanted) {
  if (!wanted.version.empty()) xml.Add("VersionId", wanted.version);
}

// A thousand keys are three thousand calls of the file system: others have their turn in between.
// S3 promises nothing about them together.
class DeletionAnswer final : public LongAnswer {
 public:
  DeletionAnswer(S3Call& call, Deletion deletion) : call_(call), deletion_(std::move(deletion)) {}

  S3Result<std::optional<HttpResponse>> Step() override {
    const std::size_t end = std::min(at_ + kKeysPerStep, deletion_.objects.size());
    for (; at_ < end; ++at_) DeleteOne(deletion_.objects[at_]);
    if (at_ < deletion_.objects.size()) return std::nullopt;
    return XmlResponse(200, xml_.Finish());
  }

 private:
  static constexpr std::size_t kKeysPerStep = 100;

  void DeleteOne(const Wanted& wanted) {
    const S3Result<void> deleted = Delete(call_, wanted);
    if (deleted && deletion_.is_quiet) return;
    xml_.Open(deleted ? "Deleted" : "Error").Add("Key", wanted.key);
    AddVersion(xml_, wanted);
    if (!deleted) {
      xml_.Add("Code", deleted.error().code).Add("Message", deleted.error().message);
    }
    xml_.Close();
  }

  S3Call& call_;
  Deletion deletion_;
  std::size_t at_ = 0;
  XmlWriter xml_{"DeleteResult"};
};

}  // namespace

S3Result<std::unique_ptr<LongAnswer>> DeleteObjects(S3Call& call) {
  TRY(OwnBucket(call));
  TRY(RequireDigest(call));
  Deletion deletion = TRY(ParseDeletion(call.request.body));
  // In haste, unlike the steps: what must be read for its ETag is read here (haste.h).
  for (const Wanted& wanted : deletion.objects) {
    if (!wanted.etag.empty()) (void)call.surroundings.objects.Head(call.bucket, wanted.key);
  }
  return std::make_unique<DeletionAnswer>(call, std::move(deletion));
}

}  // namespace portside::s3
