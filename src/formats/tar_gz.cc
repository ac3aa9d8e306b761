// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/tar_gz.h"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "formats/deflate.h"
#include "portside/formats/tar.h"

namespace portside {
namespace {

using ReadArchive = std::unique_ptr<archive, decltype(&archive_read_free)>;

// What libarchive reads from. The gzip frame is unpacked here, because libarchive neither verifies
// its checksum nor bounds its size.
struct Source {
  Gunzip gunzip;
  std::optional<FormatError> error;
};

la_ssize_t ReadPiece(archive*, void* data, const void** piece) {
  Source& source = *static_cast<Source*>(data);
  const FormatResult<std::string_view> bytes = source.gunzip.Next();
  if (!bytes) {
    source.error = bytes.error();
    return ARCHIVE_FATAL;
  }
  *piece = bytes->data();
  return static_cast<la_ssize_t>(bytes->size());
}

// The name without the `./` that `tar -c .` puts before it.
std::string MemberPath(const char* utf8, const char* bytes) {
  std::string_view path = utf8 != nullptr ? utf8 : bytes != nullptr ? bytes : "";
  while (path.starts_with("./")) path.remove_prefix(2);
  return std::string(path);
}

std::string Reason(archive* tar) {
  const char* const reason = archive_error_string(tar);
  return reason == nullptr ? "no reason given" : reason;
}

// A warning is about an attribute or the coding of a name, which is then taken as bytes. Where a
// header itself was unusable, the next call fails.
bool Succeeded(la_ssize_t code) { return code >= 0 || code == ARCHIVE_WARN; }

class TarReader {
 public:
  TarReader(std::string_view bytes, ArchiveLimits limits)
      : limits_(limits),
        source_{.gunzip = Gunzip(bytes, limits.bytes), .error = {}},
        archive_(archive_read_new(), archive_read_free) {}

  FormatResult<std::vector<TarMember>> Read() {
    archive_read_support_format_tar(archive_.get());
    if (!Succeeded(archive_read_open(archive_.get(), &source_, nullptr, ReadPiece, nullptr))) {
      return Fail(Error());
    }

    archive_entry* entry = nullptr;
    for (;;) {
      const int code = archive_read_next_header(archive_.get(), &entry);
      if (code == ARCHIVE_EOF) break;
      if (!Succeeded(code)) return Fail(Error());
      if (++entries_ > limits_.members) {
        return Fail(
            FormatError{"archive has more than " + std::to_string(limits_.members) + " members"});
      }
      TRY(ReadEntry(entry));
    }

    TRY(ReadToEnd());
    return std::move(members_);
  }

 private:
  FormatResult<void> ReadEntry(archive_entry* entry) {
    TarMember member;
    member.path = MemberPath(archive_entry_pathname_utf8(entry), archive_entry_pathname(entry));
    if (archive_entry_hardlink(entry) != nullptr) {
      const auto target = paths_.find(
          MemberPath(archive_entry_hardlink_utf8(entry), archive_entry_hardlink(entry)));
      if (target == paths_.end()) return {};
      TRY(CountBytes(members_[target->second].bytes.size()));
      member.bytes = members_[target->second].bytes;
    } else if (archive_entry_filetype(entry) == AE_IFREG) {
      TRY(ReadBytes(member.bytes));
    } else {
      return {};
    }
    paths_[member.path] = members_.size();
    members_.push_back(std::move(member));
    return {};
  }

  FormatResult<void> ReadBytes(std::string& bytes) {
    for (;;) {
      const la_ssize_t size = archive_read_data(archive_.get(), buffer_.data(), buffer_.size());
      if (size == 0) return {};
      if (size < 0) return Fail(Error());
      TRY(CountBytes(static_cast<std::size_t>(size)));
      bytes.append(buffer_.data(), static_cast<std::size_t>(size));
    }
  }

  // Sparse members and links can be larger than the unpacked archive, so that their bytes are
  // counted too.
  FormatResult<void> CountBytes(std::size_t size) {
    if (size > limits_.bytes - bytes_) {
      return Fail(
          FormatError{"members have more than " + std::to_string(limits_.bytes) + " bytes"});
    }
    bytes_ += size;
    return {};
  }

  // What follows the last member is padding, but the checksum of the whole comes after it.
  FormatResult<void> ReadToEnd() {
    while (!TRY(source_.gunzip.Next()).empty()) continue;
    return {};
  }

  FormatError Error() {
    if (source_.error) return *source_.error;
    if (entries_ == 0) return {"the gzip file holds no tar archive"};
    return {"cannot read the tar archive: " + Reason(archive_.get())};
  }

  ArchiveLimits limits_;
  Source source_;
  ReadArchive archive_;
  std::size_t entries_ = 0;
  std::uint64_t bytes_ = 0;  // of the members
  std::vector<TarMember> members_;
  std::unordered_map<std::string, std::size_t> paths_;  // what a hard link names -> its member
  std::array<char, 64 * 1024> buffer_;
};

}  // namespace

FormatResult<std::vector<TarMember>> ReadTarGz(std::string_view bytes, ArchiveLimits limits) {
  if (!IsGzip(bytes)) return Fail(FormatError{"not a gzip file"});
  return TarReader(bytes, limits).Read();
}

std::string WriteTarGz(std::span<const TarMember> members) {
  std::string tar;
  for (const TarMember& member : members) {
    tar += TarHeader(member.path, member.bytes.size());
    tar += member.bytes;
    tar += TarPadding(member.bytes.size());
  }
  tar += TarEnd();
  return Deflate(tar, DeflateFrame::kGzip);
}

}  // namespace portside
