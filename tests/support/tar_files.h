// SPDX-License-Identifier: Apache-2.0
//
// tar.gz archives as wholes, for tests.

#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/formats/tar_gz.h"

namespace portside {

struct TarMember {
  std::string path;
  std::string bytes;
  bool operator==(const TarMember&) const = default;
};

// The bytes in pieces of so many; they must outlive the source.
inline ByteSource PiecesOf(std::string_view bytes, std::size_t piece_bytes) {
  return [bytes, piece_bytes, at = std::size_t{0}]() mutable {
    const std::string_view piece = bytes.substr(at, piece_bytes);
    at += piece.size();
    return piece;
  };
}

// With hard links as the files that they name; those to nothing are left out.
inline FormatResult<std::vector<TarMember>> ReadTarGz(std::string_view bytes,
                                                      ArchiveLimits limits = {},
                                                      std::size_t piece_bytes = 64 * 1024) {
  TarGzReader reader(PiecesOf(bytes, piece_bytes), limits);
  std::vector<TarMember> members;
  std::map<std::string, std::string> known;
  while (auto member = TRY(reader.Next())) {
    TarMember read{member->path, ""};
    if (member->link) {
      const auto target = known.find(*member->link);
      if (target == known.end()) continue;
      read.bytes = target->second;
    } else {
      for (auto piece = TRY(reader.Read()); !piece.empty(); piece = TRY(reader.Read())) {
        read.bytes += piece;
      }
    }
    known[read.path] = read.bytes;
    members.push_back(std::move(read));
  }
  return members;
}

inline std::string WriteTarGz(std::span<const TarMember> members) {
  std::string bytes;
  TarGzWriter writer([&bytes](std::string_view piece) { bytes += piece; });
  for (const TarMember& member : members) writer.Add(member.path, member.bytes);
  writer.Finish();
  return bytes;
}

}  // namespace portside
