// SPDX-License-Identifier: Apache-2.0
//
// A state in one file, to be carried to another server: a tar archive of
//
//   portside-state.json   format, versions, and how many files and bytes follow
//   rows.sqlite3          the database
//   objects/visible/…     objects by bucket and key
//   objects/hidden/…      what files cannot say, as in .portside
//
// Whoever made an archive is not trusted with where its files go.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "portside/formats/tar.h"

namespace portside {

inline constexpr std::int64_t kStateArchiveFormat = 1;

// Takes the files that an archive holds, one after the other.
class ArchiveSink {
 public:
  virtual ~ArchiveSink() = default;
  // Paths are of plain names, "a/b/c". False: there is one of that name, or none can be.
  virtual bool Begin(const std::string& path) = 0;
  virtual void Write(std::string_view piece) = 0;
};

// Reads an archive to its end. Gives what its first file says, or half a sentence of why it is
// refused.
Expected<Json, std::string> ReadStateArchive(TarFile::Source source, ArchiveSink& sink);

// The same into a folder, which is made.
Expected<Json, std::string> UnpackState(const std::filesystem::path& archive,
                                        const std::filesystem::path& folder);
// Writes the files of such a folder. `about` gets the members that the reader checks. Throws where
// the disk refuses.
void PackState(const std::filesystem::path& folder, Json about,
               const std::filesystem::path& archive);

}  // namespace portside
