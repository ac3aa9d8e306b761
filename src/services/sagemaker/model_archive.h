// SPDX-License-Identifier: Apache-2.0
//
// ModelArchive: a model's tar.gz as compilation and packaging jobs read it: once to see what is in
// it, and once more to copy it, piece by piece; its bytes are never held.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "portside/formats/tar_gz.h"
#include "portside/objects/object_store.h"

namespace portside::sagemaker {

struct ArchiveFile {
  std::string path;
  std::string sha256;  // hex
  std::uint64_t size = 0;
  // The member of the archive that has its bytes: another one's of a hard link.
  std::size_t content = 0;
};

// [{"path", "sha256", "size"}], in the files' order, as JSON text.
std::string FileListText(std::span<const ArchiveFile> files);

class ModelArchive {
 public:
  // `reader` must outlive it. Errors are those of TarGzReader.
  static FormatResult<ModelArchive> Examine(std::shared_ptr<ObjectReader> reader);

  // Regular files by path; of several with one path the last, as unpacking would leave it.
  [[nodiscard]] const std::vector<ArchiveFile>& files() const { return files_; }

  // The bytes of a file, from the archive's beginning again.
  [[nodiscard]] FormatResult<void> Read(const ArchiveFile& file,
                                        const std::function<void(std::string_view)>& visit) const;
  // Writes the files that `keeps`, in the archive's order. Equal bytes are written once, and then
  // as hard links, where they were links before. Ends early, without an error, once stop was asked.
  [[nodiscard]] FormatResult<void> Copy(const std::function<bool(const ArchiveFile&)>& keeps,
                                        TarGzWriter& writer, std::stop_token stop) const;

 private:
  explicit ModelArchive(std::shared_ptr<ObjectReader> reader) : reader_(std::move(reader)) {}

  std::shared_ptr<ObjectReader> reader_;
  std::vector<ArchiveFile> files_;
};

}  // namespace portside::sagemaker
