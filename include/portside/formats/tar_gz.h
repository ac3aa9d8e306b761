// SPDX-License-Identifier: Apache-2.0
//
// tar.gz archives in memory. Reading is for archives that clients made: sizes and counts are
// bounded, member paths are only names here. Writing is reproducible: ustar/pax, members as given,
// mtime 0, uid/gid 0, mode 0644, a gzip header without time or name; equal members, equal bytes.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/limits.h"
#include "portside/formats/format_error.h"

namespace portside {

struct TarMember {
  std::string path;
  std::string bytes;
};

struct ArchiveLimits {
  std::size_t members = limits::kArchiveMembers;  // of all kinds
  std::uint64_t bytes = limits::kArchiveBytes;    // unpacked
};

// Regular files only, in the archive's order, `./` prefixes removed. A hard link is the file that
// it names; other kinds (directories, symbolic links, devices) are skipped. Nothing is written to
// disk. Errors: not a gzip file, a truncated or damaged archive (checksums are verified), gzip data
// that is no tar archive, an archive over its limits.
FormatResult<std::vector<TarMember>> ReadTarGz(std::string_view bytes, ArchiveLimits limits = {});

// Paths are written byte for byte; a path over 100 bytes gets a pax header.
std::string WriteTarGz(std::span<const TarMember> members);

}  // namespace portside
