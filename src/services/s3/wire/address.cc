// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/address.h"

#include "portside/base/encoding.h"

namespace portside::s3 {
namespace {

bool IsPort(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string_view WithoutPort(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon == std::string_view::npos || !IsPort(host.substr(colon + 1))) return host;
  return host.substr(0, colon);
}

// "http://host/path" as proxies are asked: the path alone.
std::string_view PathOf(std::string_view raw_path) {
  if (raw_path.starts_with('/')) return raw_path;
  const std::size_t scheme = raw_path.find("://");
  if (scheme == std::string_view::npos) return raw_path;
  const std::size_t slash = raw_path.find('/', scheme + 3);
  return slash == std::string_view::npos ? std::string_view("/") : raw_path.substr(slash);
}

// "bucket.localhost" and "bucket.s3.localhost" name a bucket, "s3.localhost" is the endpoint.
std::string BelowEndpoint(const std::string& name, std::string_view ending) {
  const std::string bucket = name.substr(0, name.size() - ending.size());
  if (bucket == "s3") return "";
  constexpr std::string_view kService = ".s3";
  return bucket.ends_with(kService) ? bucket.substr(0, bucket.size() - kService.size()) : bucket;
}

// "bucket.s3.us-west-2", "bucket.s3-us-west-2", "bucket.s3". Names of buckets may hold dots, and
// "s3" between them: the last such label is the endpoint's.
std::string BucketOfAws(const std::string& name) {
  for (std::size_t at = name.rfind(".s3"); at != std::string::npos && at > 0;
       at = name.rfind(".s3", at - 1)) {
    const char next = at + 3 < name.size() ? name[at + 3] : '.';
    if (next == '.' || next == '-') return name.substr(0, at);
  }
  return "";
}

}  // namespace

std::string BucketOfHost(std::string_view host, const std::vector<std::string>& hosts) {
  const std::string name = ToLower(WithoutPort(host));
  for (const std::string& base : hosts) {
    const std::string ending = "." + ToLower(base);
    if (name.ends_with(ending)) return BelowEndpoint(name, ending);
  }
  for (const std::string_view ending : {".amazonaws.com", ".amazonaws.com.cn"}) {
    if (name.ends_with(ending)) return BucketOfAws(name.substr(0, name.size() - ending.size()));
  }
  return "";
}

S3Result<Address> ParseAddress(const HttpRequest& request, const std::vector<std::string>& hosts) {
  std::string_view path = PathOf(request.RawPath());
  if (path.starts_with('/')) path.remove_prefix(1);

  Address address;
  address.bucket = BucketOfHost(request.headers.Get("Host"), hosts);
  address.is_virtual = !address.bucket.empty();
  if (!address.is_virtual) {
    const std::size_t slash = path.find('/');
    const auto bucket = PercentDecode(path.substr(0, slash));
    if (!bucket || !IsValidUtf8(*bucket)) return Fail(InvalidUri(std::string(path)));
    address.bucket = *bucket;
    // "//key" names an object, if one of no bucket: not the list of all buckets.
    if (bucket->empty() && slash != std::string_view::npos) return Fail(InvalidBucketName(""));
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  const auto key = PercentDecode(path);
  if (!key || !IsValidUtf8(*key)) return Fail(InvalidUri(std::string(path)));
  address.key = *key;
  return address;
}

}  // namespace portside::s3
