// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/tar_gz.h"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <memory>
#include <optional>
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

}  // namespace

struct TarGzReader::Parts {
  Parts(ByteSource packed, ArchiveLimits bounds)
      : limits(bounds),
        source{.gunzip = Gunzip(std::move(packed), bounds.bytes), .error = {}},
        tar(archive_read_new(), archive_read_free) {
    archive_read_support_format_tar(tar.get());
  }

  FormatError Error() {
    if (source.error) return *source.error;
    if (entries == 0) return {"the gzip file holds no tar archive"};
    return {"cannot read the tar archive: " + Reason(tar.get())};
  }

  FormatResult<void> CountEntry(const archive_entry* entry) {
    if (++entries > limits.members) {
      return Fail(
          FormatError{"archive has more than " + std::to_string(limits.members) + " members"});
    }
    const char* const name = archive_entry_pathname(const_cast<archive_entry*>(entry));
    path_bytes += name == nullptr ? 0 : std::char_traits<char>::length(name);
    if (path_bytes <= limits.path_bytes) return {};
    return Fail(FormatError{"the names of its members have more than " +
                            std::to_string(limits.path_bytes) + " bytes together"});
  }

  // What follows the last member is padding, but the checksum of the whole comes after it.
  FormatResult<void> ReadToEnd() {
    while (!TRY(source.gunzip.Next()).empty()) continue;
    return {};
  }

  ArchiveLimits limits;
  Source source;
  ReadArchive tar;
  bool is_open = false;
  std::size_t entries = 0;
  std::size_t path_bytes = 0;
  std::uint64_t bytes = 0;  // of the members
  std::array<char, 64 * 1024> buffer;
};

TarGzReader::TarGzReader(ByteSource source, ArchiveLimits limits)
    : parts_(std::make_unique<Parts>(std::move(source), limits)) {}

TarGzReader::~TarGzReader() = default;

FormatResult<std::optional<TarGzReader::Member>> TarGzReader::Next() {
  archive* const tar = parts_->tar.get();
  if (!parts_->is_open &&
      !Succeeded(archive_read_open(tar, &parts_->source, nullptr, ReadPiece, nullptr))) {
    return Fail(parts_->Error());
  }
  parts_->is_open = true;
  for (;;) {
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(tar, &entry);
    if (code == ARCHIVE_EOF) {
      TRY(parts_->ReadToEnd());
      return std::nullopt;
    }
    if (!Succeeded(code)) return Fail(parts_->Error());
    TRY(parts_->CountEntry(entry));
    Member member{MemberPath(archive_entry_pathname_utf8(entry), archive_entry_pathname(entry)),
                  std::nullopt};
    if (archive_entry_hardlink(entry) != nullptr) {
      member.link = MemberPath(archive_entry_hardlink_utf8(entry), archive_entry_hardlink(entry));
      return member;
    }
    if (archive_entry_filetype(entry) == AE_IFREG) return member;
  }
}

FormatResult<std::string_view> TarGzReader::Read() {
  const la_ssize_t size =
      archive_read_data(parts_->tar.get(), parts_->buffer.data(), parts_->buffer.size());
  if (size < 0) return Fail(parts_->Error());
  // A sparse member can be larger than the unpacked archive, so its bytes are counted too.
  parts_->bytes += static_cast<std::uint64_t>(size);
  if (parts_->bytes > parts_->limits.bytes) {
    return Fail(
        FormatError{"members have more than " + std::to_string(parts_->limits.bytes) + " bytes"});
  }
  return std::string_view(parts_->buffer.data(), static_cast<std::size_t>(size));
}

struct TarGzWriter::Parts {
  explicit Parts(ByteSink sink) : gzip(DeflateFrame::kGzip, std::move(sink)) {}
  Deflater gzip;
  std::uint64_t size = 0;  // of the member that was begun
};

TarGzWriter::TarGzWriter(ByteSink sink) : parts_(std::make_unique<Parts>(std::move(sink))) {}

TarGzWriter::~TarGzWriter() = default;

void TarGzWriter::Begin(std::string_view path, std::uint64_t size) {
  parts_->gzip.Write(TarPadding(parts_->size));
  parts_->gzip.Write(TarHeader(path, size));
  parts_->size = size;
}

void TarGzWriter::Write(std::string_view bytes) { parts_->gzip.Write(bytes); }

void TarGzWriter::Add(std::string_view path, std::string_view bytes) {
  Begin(path, bytes.size());
  Write(bytes);
}

void TarGzWriter::AddLink(std::string_view path, std::string_view target) {
  parts_->gzip.Write(TarPadding(parts_->size));
  parts_->gzip.Write(TarLink(path, target));
  parts_->size = 0;
}

void TarGzWriter::Finish() {
  parts_->gzip.Write(TarPadding(parts_->size));
  parts_->gzip.Write(TarEnd());
  parts_->gzip.Finish();
}

}  // namespace portside
