// SPDX-License-Identifier: Apache-2.0
//
// Models: containers and where their data is.

#include <vector>

#include "portside/objects/s3_uri.h"
#include "services/sagemaker/errors.h"
#include "services/sagemaker/hosting/rules.h"

namespace portside::sagemaker {
namespace {

// The members of Create that hold a container, or several.
template <typename Document>
std::vector<Document*> ContainersOf(Document& document) {
  std::vector<Document*> containers;
  if (const auto primary = document.find("PrimaryContainer"); primary != document.end()) {
    containers.push_back(&*primary);
  }
  if (const auto list = document.find("Containers"); list != document.end()) {
    for (auto& container : *list) containers.push_back(&container);
  }
  return containers;
}

// The real service looks for the data before it answers. A location that ends with a slash is the
// folder of a multi-model endpoint, which may still be empty; other URLs than S3's are not looked
// at.
Result<void> CheckData(const std::string& url, RequestContext& context) {
  const auto uri = S3Uri::Parse(url);
  if (!url.starts_with("s3://") || !uri || uri->key.empty() || uri->key.ends_with('/')) return {};
  if (context.objects.Head(uri->bucket, uri->key)) return {};
  return Fail(NoModelData(url));
}

// Recorded answers of Describe: what was left out of a container is said.
void Complete(Json& container) {
  if (!container.contains("Mode")) container["Mode"] = "SingleModel";
  if (!container.contains("Environment")) container["Environment"] = Json::object();
  const std::string url = StringOr(container, "ModelDataUrl");
  if (url.empty() || container.contains("ModelDataSource")) return;
  const bool is_folder = url.ends_with('/');
  container["ModelDataSource"]["S3DataSource"] = {
      {"S3Uri", url},
      {"S3DataType", is_folder ? "S3Prefix" : "S3Object"},
      {"CompressionType", is_folder ? "None" : "Gzip"}};
}

}  // namespace

Result<void> CheckModel(Verb verb, const Json& input, RequestContext& context) {
  if (verb != kCreate) return {};
  if (input.contains("PrimaryContainer") && input.contains("Containers")) {
    return Fail(TwoKindsOfContainers());
  }
  const auto containers = ContainersOf(input);
  if (containers.empty()) return Fail(NoContainers());
  for (const Json* container : containers) {
    TRY(CheckData(StringOr(*container, "ModelDataUrl"), context));
  }
  return {};
}

Result<void> PrepareModel(const Json&, Resource& model, RequestContext&) {
  CompleteModel(model.document);
  return {};
}

void CompleteModel(Json& document) {
  for (Json* container : ContainersOf(document)) Complete(*container);
  if (!document.contains("EnableNetworkIsolation")) document["EnableNetworkIsolation"] = false;
}

}  // namespace portside::sagemaker
