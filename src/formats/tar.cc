// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/tar.h"

#include <archive.h>
#include <archive_entry.h>

#include <array>

namespace portside {
namespace {

constexpr std::size_t kBlockBytes = 512;
constexpr std::size_t kNameBytes = 100;
constexpr std::uint64_t kMemberBytes = (1ULL << 33) - 1;  // eleven octal digits

void SetOctal(std::string& header, std::size_t offset, std::size_t digits, std::uint64_t value) {
  for (std::size_t i = digits; i-- > 0; value /= 8) {
    header[offset + i] = static_cast<char>('0' + value % 8);
  }
}

// A ustar header (POSIX.1-1988) and what it is for. Writing needs so little of the format that it
// is done here: libarchive writes names that are not ASCII in a way that depends on the locale.
std::string Header(char type, std::string_view name, std::uint64_t size,
                   std::string_view target = {}) {
  std::string header(kBlockBytes, '\0');
  name = name.substr(0, kNameBytes);
  name.copy(header.data(), name.size());
  SetOctal(header, 100, 7, 0644);  // mode
  SetOctal(header, 108, 7, 0);     // user
  SetOctal(header, 116, 7, 0);     // group
  SetOctal(header, 124, 11, size);
  SetOctal(header, 136, 11, 0);  // time
  header[156] = type;
  target = target.substr(0, kNameBytes);
  target.copy(header.data() + 157, target.size());
  header.replace(257, 8, "ustar\00000", 8);

  // The checksum is the sum of the header's bytes with blanks in its own place.
  std::uint64_t sum = 8 * ' ';
  for (const char c : header) sum += static_cast<unsigned char>(c);
  SetOctal(header, 148, 6, sum);
  header[155] = ' ';
  return header;
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

// The name without the `./` that `tar -c .` puts before it.
std::string MemberPath(archive_entry* entry) {
  const char* const utf8 = archive_entry_pathname_utf8(entry);
  const char* const bytes = archive_entry_pathname(entry);
  std::string_view path = utf8 != nullptr ? utf8 : bytes != nullptr ? bytes : "";
  while (path.starts_with("./")) path.remove_prefix(2);
  return std::string(path);
}

// A warning is about an attribute or the coding of a name, which is then taken as bytes.
bool Succeeded(la_ssize_t code) { return code >= 0 || code == ARCHIVE_WARN; }

struct Input {
  TarFile::Source source;
  std::string piece;
};

la_ssize_t ReadPiece(archive*, void* data, const void** piece) {
  Input& input = *static_cast<Input*>(data);
  input.piece = input.source();
  *piece = input.piece.data();
  return static_cast<la_ssize_t>(input.piece.size());
}

}  // namespace

std::string TarHeader(std::string_view path, std::uint64_t size) {
  std::string pax;
  if (path.size() > kNameBytes) pax += PaxRecord("path", path);
  if (size > kMemberBytes) pax += PaxRecord("size", std::to_string(size));
  std::string header;
  if (!pax.empty()) {
    header = Header('x', "pax", pax.size()) + pax + TarPadding(pax.size());
  }
  return header + Header('0', path, size > kMemberBytes ? 0 : size);
}

std::string TarLink(std::string_view path, std::string_view target) {
  std::string pax;
  if (path.size() > kNameBytes) pax += PaxRecord("path", path);
  if (target.size() > kNameBytes) pax += PaxRecord("linkpath", target);
  std::string header;
  if (!pax.empty()) header = Header('x', "pax", pax.size()) + pax + TarPadding(pax.size());
  return header + Header('1', path, 0, target);
}

std::string TarPadding(std::uint64_t size) {
  return std::string((kBlockBytes - size % kBlockBytes) % kBlockBytes, '\0');
}

std::string TarEnd() { return std::string(2 * kBlockBytes, '\0'); }

struct TarFile::Parts {
  Input input;
  std::unique_ptr<archive, decltype(&archive_read_free)> tar{archive_read_new(), archive_read_free};
  bool is_open = false;
  std::array<char, 256 * 1024> buffer;

  FormatError Error() {
    const char* const reason = archive_error_string(tar.get());
    if (!is_open) return {"it is no tar archive"};
    return {"cannot read the tar archive: " + std::string(reason ? reason : "no reason given")};
  }
};

TarFile::TarFile(Source source) : parts_(std::make_unique<Parts>()) {
  parts_->input.source = std::move(source);
  archive_read_support_format_tar(parts_->tar.get());
}

TarFile::~TarFile() = default;

FormatResult<std::optional<TarFile::Member>> TarFile::Next() {
  archive* const tar = parts_->tar.get();
  archive_entry* entry = nullptr;
  const bool was_open = parts_->is_open;
  if (!was_open &&
      !Succeeded(archive_read_open(tar, &parts_->input, nullptr, ReadPiece, nullptr))) {
    return Fail(parts_->Error());
  }
  const int code = archive_read_next_header(tar, &entry);
  if (code == ARCHIVE_EOF && was_open) return std::nullopt;
  // An archive without a single member is none.
  if (code == ARCHIVE_EOF || !Succeeded(code)) return Fail(parts_->Error());
  parts_->is_open = true;
  const bool is_file =
      archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == nullptr;
  return Member{MemberPath(entry), is_file};
}

FormatResult<std::string_view> TarFile::Read() {
  const la_ssize_t size =
      archive_read_data(parts_->tar.get(), parts_->buffer.data(), parts_->buffer.size());
  if (size < 0) return Fail(parts_->Error());
  return std::string_view(parts_->buffer.data(), static_cast<std::size_t>(size));
}

}  // namespace portside
