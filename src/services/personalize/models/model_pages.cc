// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/model_pages.h"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <utility>

#include "portside/base/random.h"
#include "services/personalize/limits.h"

namespace portside::personalize {
namespace {

// Arrays are copied as they lie in memory.
static_assert(std::endian::native == std::endian::little);

// 1: personal models have no traits.
constexpr char kVersion = 2;
constexpr char kFirstVersion = 1;
constexpr std::size_t kHeaderBytes = 2 + sizeof(std::uint32_t);
constexpr std::size_t kDigestBytes = sizeof(std::uint64_t);
constexpr std::size_t kArrayHeaderBytes = 1 + sizeof(std::uint32_t);
// Where a page ends but for its digest.
constexpr std::size_t kPageEnd = limits::kRecordPageBytes - kDigestBytes;

template <typename T>
void AppendNumber(std::string& out, T number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

template <typename T>
T NumberAt(std::string_view bytes, std::size_t position) {
  if (bytes.size() < position + sizeof(T)) DamagedModel();
  T number;
  std::memcpy(&number, bytes.data() + position, sizeof(T));
  return number;
}

}  // namespace

void DamagedModel() { throw std::runtime_error("a stored page of a model is damaged"); }

ModelKind KindOfPage(std::string_view page) {
  if (page.size() < kHeaderBytes + kDigestBytes) DamagedModel();
  if (page[0] < kFirstVersion || page[0] > kVersion) DamagedModel();
  return static_cast<ModelKind>(page[1]);
}

ModelWriter::ModelWriter(ModelKind kind, Keep keep) : kind_(kind), keep_(std::move(keep)) {}

void ModelWriter::BeginPage() {
  page_.reserve(limits::kRecordPageBytes);
  page_.push_back(kVersion);
  page_.push_back(static_cast<char>(kind_));
  AppendNumber(page_, pages_++);
}

void ModelWriter::EndPage() {
  AppendNumber(page_, StableHash(page_));
  keep_(std::exchange(page_, {}));
}

void ModelWriter::AddBytes(std::size_t element_bytes, std::string_view bytes) {
  if (!page_.empty() && page_.size() + kArrayHeaderBytes > kPageEnd) EndPage();
  if (page_.empty()) BeginPage();
  page_.push_back(static_cast<char>(element_bytes));
  AppendNumber(page_, static_cast<std::uint32_t>(bytes.size() / element_bytes));
  while (!bytes.empty()) {
    if (page_.size() == kPageEnd) {
      EndPage();
      BeginPage();
    }
    const std::size_t piece = std::min(bytes.size(), kPageEnd - page_.size());
    page_.append(bytes.substr(0, piece));
    bytes.remove_prefix(piece);
  }
}

void ModelWriter::Finish() {
  if (!page_.empty()) EndPage();
}

void ModelReader::Add(std::string_view page) {
  if (KindOfPage(page) != kind_) DamagedModel();
  if (NumberAt<std::uint32_t>(page, 2) != pages_++) DamagedModel();
  if (pages_ == 1) version_ = page[0];
  if (page[0] != version_) DamagedModel();
  const std::size_t end = page.size() - kDigestBytes;
  if (NumberAt<std::uint64_t>(page, end) != StableHash(page.substr(0, end))) DamagedModel();
  std::string_view rest = page.substr(kHeaderBytes, end - kHeaderBytes);
  while (!rest.empty()) {
    if (missing_ == 0) {
      const auto count = NumberAt<std::uint32_t>(rest, 1);
      const auto element_bytes = static_cast<unsigned char>(rest[0]);
      if (element_bytes == 0) DamagedModel();
      arrays_.push_back({.element_bytes = element_bytes, .bytes = {}});
      missing_ = std::uint64_t{count} * element_bytes;
      rest.remove_prefix(kArrayHeaderBytes);
    }
    const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(missing_, rest.size()));
    arrays_.back().bytes.append(rest.substr(0, piece));
    missing_ -= piece;
    rest.remove_prefix(piece);
  }
}

std::string ModelReader::TakeBytes(std::size_t element_bytes) {
  if (missing_ != 0 || taken_ == arrays_.size()) DamagedModel();
  Array& array = arrays_[taken_++];
  if (array.element_bytes != element_bytes) DamagedModel();
  return std::exchange(array.bytes, {});
}

void ModelReader::Finish() const {
  if (missing_ != 0 || taken_ != arrays_.size()) DamagedModel();
}

}  // namespace portside::personalize
