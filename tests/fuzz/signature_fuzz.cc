// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a target and as headers: nobody gets in without the secret, whatever the signature
// is said to be, and both checks come to an end.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "portside/base/clock.h"
#include "portside/base/encoding.h"
#include "portside/objects/memory_object_store.h"
#include "portside/services/s3/s3_service.h"
#include "server/signed_exchange.h"
#include "services/s3/authentication/authentication.h"

namespace {

// The first line is the target, each other one a header.
portside::HttpRequest ReadRequest(std::string_view text) {
  portside::HttpRequest request;
  request.method = "GET";
  for (const std::string_view line : portside::Split(text, '\n')) {
    const std::size_t colon = line.find(':');
    if (request.target.empty()) {
      request.target = "/" + std::string(line);
    } else if (colon != std::string_view::npos) {
      request.headers.Add(std::string(line.substr(0, colon)), std::string(line.substr(colon + 1)));
    }
  }
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const portside::Credentials credentials =
      *portside::Credentials::Parse("AKID a-secret-that-no-input-can-guess 123456789012");
  static const portside::VirtualClock clock;  // 20240101T000000Z
  static portside::MemoryObjectStore objects(clock);
  static const portside::S3Options options;
  const portside::SignatureCheck check{&credentials, &clock};

  const portside::HttpRequest request =
      ReadRequest(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!portside::FindSignatureFault(request, "glue", 400, "hash", check)) std::abort();

  portside::CallRecord record;
  portside::s3::S3Call call{{objects, clock, options}, request, {}, {}, record, "bucket", "key"};
  call.query = portside::Query::Parse(request.RawQuery());
  if (portside::s3::Authenticate(call, "", check)) std::abort();
  return 0;
}
