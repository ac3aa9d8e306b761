// SPDX-License-Identifier: Apache-2.0
//
// tar.gz archives, member by member and piece by piece. Reading is for archives that clients made:
// sizes, counts and names are bounded, member paths are only names here, nothing is written to
// disk. Writing is reproducible: ustar/pax, members as given, mtime 0, uid/gid 0, mode 0644, a gzip
// header without time or name; equal members, equal bytes.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "portside/base/limits.h"
#include "portside/formats/byte_source.h"
#include "portside/formats/format_error.h"

namespace portside {

struct ArchiveLimits {
  std::size_t members = limits::kArchiveMembers;       // of all kinds
  std::uint64_t bytes = limits::kArchiveBytes;         // unpacked
  std::size_t path_bytes = limits::kArchivePathBytes;  // of all members' names together
};

class TarGzReader {
 public:
  struct Member {
    std::string path;                 // without `./` before it
    std::optional<std::string> link;  // a hard link: the path of the member that it is; no bytes
  };

  explicit TarGzReader(ByteSource source, ArchiveLimits limits = {});
  ~TarGzReader();
  TarGzReader(const TarGzReader&) = delete;
  TarGzReader& operator=(const TarGzReader&) = delete;

  // The next regular file or hard link, in the archive's order; other kinds (directories, symbolic
  // links, devices) are skipped. Nothing at the end, once the checksum of the whole was verified.
  // Errors: not a gzip file, a truncated or damaged archive, gzip data that is no tar archive, an
  // archive over its limits.
  FormatResult<std::optional<Member>> Next();
  // The next bytes of the present member, valid until the next call; empty at its end.
  FormatResult<std::string_view> Read();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

class TarGzWriter {
 public:
  explicit TarGzWriter(ByteSink sink);
  ~TarGzWriter();
  TarGzWriter(const TarGzWriter&) = delete;
  TarGzWriter& operator=(const TarGzWriter&) = delete;

  // Paths are written byte for byte; a path over 100 bytes gets a pax header. Then exactly `size`
  // bytes follow by Write.
  void Begin(std::string_view path, std::uint64_t size);
  void Write(std::string_view bytes);
  void Add(std::string_view path, std::string_view bytes);
  // A hard link to a member that was written before.
  void AddLink(std::string_view path, std::string_view target);
  void Finish();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace portside
