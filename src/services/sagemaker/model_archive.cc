// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/model_archive.h"

#include <map>
#include <utility>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/base/json.h"
#include "portside/objects/object_stream.h"

namespace portside::sagemaker {

std::string FileListText(std::span<const ArchiveFile> files) {
  std::string text = "[";
  for (const ArchiveFile& file : files) {
    if (text.size() > 1) text += ',';
    text += DumpJson({{"path", file.path}, {"sha256", file.sha256}, {"size", file.size}});
  }
  return text + "]";
}

FormatResult<ModelArchive> ModelArchive::Examine(std::shared_ptr<ObjectReader> reader) {
  ModelArchive archive(std::move(reader));
  TarGzReader tar((ObjectInput(*archive.reader_)));
  std::map<std::string, ArchiveFile> files;
  for (std::size_t number = 0;; ++number) {
    const auto member = TRY(tar.Next());
    if (!member) break;
    ArchiveFile file{member->path, "", 0, number};
    if (member->link) {
      // The file that it names, as that is so far; one that is not there is left out.
      const auto target = files.find(*member->link);
      if (target == files.end()) continue;
      file = target->second;
      file.path = member->path;
    } else {
      Hasher hasher(DigestAlgorithm::kSha256);
      for (auto piece = TRY(tar.Read()); !piece.empty(); piece = TRY(tar.Read())) {
        hasher.Update(piece);
        file.size += piece.size();
      }
      file.sha256 = HexEncode(hasher.Finish());
    }
    files.insert_or_assign(file.path, std::move(file));
  }
  for (auto& [path, file] : files) archive.files_.push_back(std::move(file));
  return archive;
}

FormatResult<void> ModelArchive::Read(const ArchiveFile& file,
                                      const std::function<void(std::string_view)>& visit) const {
  TarGzReader tar((ObjectInput(*reader_)));
  for (std::size_t number = 0; TRY(tar.Next()); ++number) {
    if (number != file.content) continue;
    for (auto piece = TRY(tar.Read()); !piece.empty(); piece = TRY(tar.Read())) visit(piece);
    break;
  }
  return {};
}

FormatResult<void> ModelArchive::Copy(const std::function<bool(const ArchiveFile&)>& keeps,
                                      TarGzWriter& writer, std::stop_token stop) const {
  std::multimap<std::size_t, const ArchiveFile*> kept;
  for (const ArchiveFile& file : files_) {
    if (keeps(file)) kept.emplace(file.content, &file);
  }
  TarGzReader tar((ObjectInput(*reader_)));
  for (std::size_t number = 0; TRY(tar.Next()) && !stop.stop_requested(); ++number) {
    const auto [first, last] = kept.equal_range(number);
    if (first == last) continue;
    const ArchiveFile& file = *first->second;
    writer.Begin(file.path, file.size);
    for (auto piece = TRY(tar.Read()); !piece.empty(); piece = TRY(tar.Read())) {
      writer.Write(piece);
      if (stop.stop_requested()) return {};
    }
    for (auto link = std::next(first); link != last; ++link) {
      writer.AddLink(link->second->path, file.path);
    }
  }
  return {};
}

}  // namespace portside::sagemaker
