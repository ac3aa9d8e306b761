// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a tar.gz file, and any bytes as the tar inside one, which random bytes would hardly
// ever reach through a checksum. What was read is read back from what WriteTarGz writes of it.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats/deflate.h"
#include "support/tar_files.h"

namespace portside {
namespace {

constexpr ArchiveLimits kLimits{.members = 1000, .bytes = 4 << 20};

void Read(std::string_view bytes) {
  const auto members = ReadTarGz(bytes, kLimits);
  if (!members) {
    if (members.error().message.empty()) std::abort();
    return;
  }
  std::size_t size = 0;
  for (const TarMember& member : *members) size += member.bytes.size();
  if (size > kLimits.bytes || members->size() > kLimits.members) std::abort();

  const auto again = ReadTarGz(WriteTarGz(*members));
  if (!again || again->size() != members->size()) std::abort();
  for (std::size_t i = 0; i < members->size(); ++i) {
    if ((*again)[i].path != (*members)[i].path) std::abort();
    if ((*again)[i].bytes != (*members)[i].bytes) std::abort();
  }
}

}  // namespace
}  // namespace portside

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  portside::Read(bytes);
  portside::Read(portside::Deflate(bytes, portside::DeflateFrame::kGzip));
  return 0;
}
