// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/tar_gz.h"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <memory>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "formats/deflate.h"

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

// Writing needs so little of the format that it is done here: libarchive writes names that are not
// ASCII in a way that depends on the locale.
constexpr std::size_t kBlockBytes = 512;
constexpr std::size_t kNameBytes = 100;
constexpr std::uint64_t kMemberBytes = (1ULL << 33) - 1;  // eleven octal digits

void SetOctal(std::string& header, std::size_t offset, std::size_t digits, std::uint64_t value) {
  for (std::size_t i = digits; i-- > 0; value /= 8) {
    header[offset + i] = static_cast<char>('0' + value % 8);
  }
}

void AppendBlocks(std::string& tar, std::string_view bytes) {
  tar += bytes;
  tar.append((kBlockBytes - bytes.size() % kBlockBytes) % kBlockBytes, '\0');
}

// A ustar header (POSIX.1-1988) and what it is for.
void AppendEntry(std::string& tar, char type, std::string_view name, std::string_view bytes) {
  if (bytes.size() > kMemberBytes) throw std::length_error("a tar member cannot be over 8 GiB");
  std::string header(kBlockBytes, '\0');
  name = name.substr(0, kNameBytes);
  name.copy(header.data(), name.size());
  SetOctal(header, 100, 7, 0644);           // mode
  SetOctal(header, 108, 7, 0);              // user
  SetOctal(header, 116, 7, 0);              // group
  SetOctal(header, 124, 11, bytes.size());  // size
  SetOctal(header, 136, 11, 0);             // time
  header[156] = type;
  header.replace(257, 8, "ustar\00000", 8);

  // The checksum is the sum of the header's bytes with blanks in its own place.
  std::uint64_t sum = 8 * ' ';
  for (const char c : header) sum += static_cast<unsigned char>(c);
  SetOctal(header, 148, 6, sum);
  header[155] = ' ';
  tar += header;
  AppendBlocks(tar, bytes);
}

// A record of a pax header (POSIX.1-2001) begins with its own length, digits included.
std::string PaxRecord(std::string_view key, std::string_view value) {
  const std::string rest = " " + std::string(key) + "=" + std::string(value) + "\n";
  std::size_t length = rest.size();
  while (length != rest.size() + std::to_string(length).size()) {
    length = rest.size() + std::to_string(length).size();
  }
  return std::to_string(length) + rest;
}

}  // namespace

FormatResult<std::vector<TarMember>> ReadTarGz(std::string_view bytes, ArchiveLimits limits) {
  if (!IsGzip(bytes)) return Fail(FormatError{"not a gzip file"});
  return TarReader(bytes, limits).Read();
}

std::string WriteTarGz(std::span<const TarMember> members) {
  std::string tar;
  for (const TarMember& member : members) {
    if (member.path.size() > kNameBytes) {
      AppendEntry(tar, 'x', "pax", PaxRecord("path", member.path));
    }
    AppendEntry(tar, '0', member.path, member.bytes);
  }
  tar.append(2 * kBlockBytes, '\0');
  return Deflate(tar, DeflateFrame::kGzip);
}

}  // namespace portside
