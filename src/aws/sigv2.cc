// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/sigv2.h"

#include <algorithm>
#include <map>
#include <vector>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/http/uri.h"

namespace portside {
namespace {

// The parameters that name what a request is about, and so are signed (S3 developer guide, and what
// botocore adds).
constexpr std::string_view kSubresources[] = {
    "accelerate",
    "acl",
    "analytics",
    "cors",
    "delete",
    "inventory",
    "lifecycle",
    "location",
    "logging",
    "metrics",
    "notification",
    "object-lock",
    "partNumber",
    "policy",
    "replication",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "select",
    "select-type",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
};

std::string Resource(const HttpRequest& request, std::string_view bucket) {
  std::string resource = bucket.empty() ? "" : "/" + std::string(bucket);
  resource += request.RawPath().empty() ? "/" : request.RawPath();
  std::vector<std::pair<std::string, std::string>> signed_parameters;
  for (const std::string_view parameter : Split(request.RawQuery(), '&')) {
    const std::size_t equals = parameter.find('=');
    const std::string name = PercentDecode(parameter.substr(0, equals)).value_or("");
    if (std::find(std::begin(kSubresources), std::end(kSubresources), name) ==
        std::end(kSubresources)) {
      continue;
    }
    // "tagging" and "tagging=" are signed alike, without the sign.
    std::string value;
    if (equals != std::string_view::npos) {
      value = PercentDecode(parameter.substr(equals + 1)).value_or("");
    }
    signed_parameters.emplace_back(name, value);
  }
  std::sort(signed_parameters.begin(), signed_parameters.end());
  char separator = '?';
  for (const auto& [name, value] : signed_parameters) {
    resource += separator + name + (value.empty() ? "" : "=" + value);
    separator = '&';
  }
  return resource;
}

}  // namespace

std::string StringToSignV2(const HttpRequest& request, std::string_view bucket,
                           std::string_view date, bool is_link) {
  std::vector<Headers::Field> fields = request.headers.fields();
  if (is_link) {
    const Query query = Query::Parse(request.RawQuery());
    fields.insert(fields.end(), query.pairs().begin(), query.pairs().end());
  }
  std::string md5;
  std::string type;
  std::map<std::string, std::string> amz_headers;
  for (const auto& [header, value] : fields) {
    const std::string name = ToLower(header);
    const std::string text(TrimSpace(value));
    if (name == "content-md5" && md5.empty()) md5 = text;
    if (name == "content-type" && type.empty()) type = text;
    if (!name.starts_with("x-amz-")) continue;
    const auto [entry, is_new] = amz_headers.emplace(name, text);
    if (!is_new) entry->second += "," + text;
  }

  std::string signed_text =
      request.method + "\n" + md5 + "\n" + type + "\n" + std::string(date) + "\n";
  for (const auto& [name, value] : amz_headers) signed_text += name + ":" + value + "\n";
  return signed_text + Resource(request, bucket);
}

std::string SignatureOfV2(std::string_view secret, std::string_view string_to_sign) {
  return Base64Encode(HmacSha1(secret, string_to_sign));
}

}  // namespace portside
