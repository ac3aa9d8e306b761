// SPDX-License-Identifier: Apache-2.0
//
// Tar archives without compression, of any size: written and read member by member. (Small ones
// with compression are tar_gz.h.) What is written is reproducible: ustar/pax, mtime 0, uid/gid 0,
// mode 0644.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "portside/formats/format_error.h"

namespace portside {

// What stands before the bytes of a regular file, behind them, and at the end of the archive. Paths
// are written byte for byte; one over 100 bytes, and a size from 8 GiB on, get a pax header.
std::string TarHeader(std::string_view path, std::uint64_t size);
std::string TarPadding(std::uint64_t size);
// A hard link to a member that stands before it.
std::string TarLink(std::string_view path, std::string_view target);
std::string TarEnd();

// Reads archives of clients: member paths are only names here, and nothing is written to disk.
class TarFile {
 public:
  struct Member {
    std::string path;  // without `./` before it
    bool is_file;      // a regular one; no link, folder or device
  };

  // The next bytes of the archive, in pieces of any size; empty at its end.
  using Source = std::function<std::string()>;
  explicit TarFile(Source source);
  ~TarFile();
  TarFile(const TarFile&) = delete;
  TarFile& operator=(const TarFile&) = delete;

  // Nothing at the end. Errors: no tar archive, one that is damaged or cut off in a member.
  FormatResult<std::optional<Member>> Next();
  // The next bytes of the present member, valid until the next call; empty at its end.
  FormatResult<std::string_view> Read();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace portside
