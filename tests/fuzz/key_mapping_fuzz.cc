// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as an object key: a plain key is a path that cannot leave its folder and that no other
// key is equal to; every key has one hidden path.

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "objects/key_mapping.h"
#include "objects/sidecar.h"

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view key(reinterpret_cast<const char*>(data), size);

  if (portside::IsPlainKey(key)) {
    const std::filesystem::path path(key);
    Require(path.is_relative());
    // What normalises to itself is reached by no other spelling.
    Require(path.lexically_normal().native() == key);
    for (const std::filesystem::path& segment : path) {
      Require(portside::IsPlainSegment(segment.native()));
      Require(segment != ".." && segment != "." && !segment.empty());
    }
  }

  const std::string hidden = portside::HashPath(key);
  Require(hidden.size() == 67 && hidden.substr(0, 2) == hidden.substr(3, 2));
  Require(hidden.find_first_not_of("0123456789abcdef/") == std::string::npos);

  if (!key.empty()) {
    const auto sidecar = portside::ParseSidecar(portside::DumpSidecar({std::string(key), {}}));
    Require(sidecar && sidecar->key == key);
  }
  (void)portside::ParseSidecar(key);
  return 0;
}
