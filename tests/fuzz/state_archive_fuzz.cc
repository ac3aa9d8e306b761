// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as an archive of the state, and any bytes as what follows the first file of one, which
// random bytes would hardly ever have. No path that is passed on leads out of its folder.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "portside/base/encoding.h"
#include "portside/formats/tar.h"
#include "portside/state/state_archive.h"

namespace portside {
namespace {

class Witness final : public ArchiveSink {
 public:
  bool Begin(const std::string& path) override {
    if (path.empty() || path.front() == '/' || path.find('\0') != std::string::npos) std::abort();
    for (const std::string_view name : Split(path, '/')) {
      if (name.empty() || name == "." || name == "..") std::abort();
    }
    has_begun_ = true;
    return path.size() < 1000;
  }
  void Write(std::string_view piece) override {
    if (!has_begun_ || piece.empty()) std::abort();
  }

 private:
  bool has_begun_ = false;
};

void Read(std::string_view bytes) {
  Witness witness;
  const auto about = ReadStateArchive(
      [&bytes] {
        // In pieces that end inside of headers.
        const std::string piece(bytes.substr(0, 700));
        bytes.remove_prefix(piece.size());
        return piece;
      },
      witness);
  if (!about && about.error().empty()) std::abort();
}

}  // namespace
}  // namespace portside

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  portside::Read(bytes);
  const std::string about = R"({"format":1,"schema":1,"members":1,"bytes":4})";
  portside::Read(portside::TarHeader("portside-state.json", about.size()) + about +
                 portside::TarPadding(about.size()) + std::string(bytes));
  return 0;
}
