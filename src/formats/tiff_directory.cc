// SPDX-License-Identifier: Apache-2.0

#include "formats/tiff_directory.h"

#include <bit>
#include <stdexcept>

namespace portside {
namespace {

static_assert(std::endian::native == std::endian::little,
              "values are written as they are in memory");

// Field types of TIFF 6.0.
constexpr std::uint16_t kAscii = 2;
constexpr std::uint16_t kShort = 3;
constexpr std::uint16_t kLong = 4;
constexpr std::uint16_t kDouble = 12;

constexpr std::size_t kEntryBytes = 12;
constexpr std::size_t kInlineBytes = 4;  // a value up to this size stands in its entry

template <typename T>
void Append(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

// Values begin on even addresses.
std::size_t StoredBytes(const std::string& value) {
  return value.size() <= kInlineBytes ? 0 : value.size() + value.size() % 2;
}

}  // namespace

std::string TiffHeader() {
  std::string out = "II*";
  out += '\0';
  Append(out, static_cast<std::uint32_t>(kTiffHeaderBytes));
  return out;
}

template <typename T>
void TiffDirectory::Add(std::uint16_t tag, std::uint16_t type, const T& values) {
  if (!entries_.empty() && entries_.back().tag >= tag) {
    throw std::logic_error("TIFF tags must be added in ascending order");
  }
  const std::size_t bytes = values.size() * sizeof(*values.data());
  entries_.push_back({tag, type, static_cast<std::uint32_t>(values.size()),
                      std::string(reinterpret_cast<const char*>(values.data()), bytes)});
}

void TiffDirectory::AddShorts(std::uint16_t tag, const std::vector<std::uint16_t>& values) {
  Add(tag, kShort, values);
}

void TiffDirectory::AddLongs(std::uint16_t tag, const std::vector<std::uint32_t>& values) {
  Add(tag, kLong, values);
}

void TiffDirectory::AddDoubles(std::uint16_t tag, const std::vector<double>& values) {
  Add(tag, kDouble, values);
}

void TiffDirectory::AddAscii(std::uint16_t tag, std::string_view text) {
  std::string value(text);
  value += '\0';
  Add(tag, kAscii, value);
}

std::size_t TiffDirectory::Size() const {
  std::size_t size = 2 + entries_.size() * kEntryBytes + 4;
  for (const Entry& entry : entries_) size += StoredBytes(entry.value);
  return size;
}

std::string TiffDirectory::Bytes(std::size_t offset, std::size_t next) const {
  std::string out;
  Append(out, static_cast<std::uint16_t>(entries_.size()));

  std::string values;
  const std::size_t values_offset = offset + 2 + entries_.size() * kEntryBytes + 4;
  for (const Entry& entry : entries_) {
    Append(out, entry.tag);
    Append(out, entry.type);
    Append(out, entry.count);
    if (entry.value.size() <= kInlineBytes) {
      out += entry.value;
      out.append(kInlineBytes - entry.value.size(), '\0');
    } else {
      Append(out, static_cast<std::uint32_t>(values_offset + values.size()));
      values += entry.value;
      values.append(entry.value.size() % 2, '\0');
    }
  }
  Append(out, static_cast<std::uint32_t>(next));
  return out + values;
}

}  // namespace portside
