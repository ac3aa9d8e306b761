// SPDX-License-Identifier: Apache-2.0
//
// A model as pages of at most limits::kRecordPageBytes, for the record log. A model is a list of
// flat arrays; the pages cut it into pieces:
//
//   page  = version kind number piece digest      number: u32, from zero; digest: u64 of the rest
//   array = element-bytes count element*          one byte, u32; never cut within these five bytes
//
// All numbers are little endian. A reader is fed the pages in order and then asked for the arrays
// in the order in which they were written. What is not as it was written means a broken database:
// std::runtime_error. The arrays' bytes are held twice at most for the time of one Take.

#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portside::personalize {

enum class ModelKind : char {
  kPersonal = 'P',
  kSimilarItems = 'S',
  kPopularity = 'C',
  kTrending = 'T',
  kUserSegments = 'U',
  kActions = 'A',
};

// Throws: the database is broken.
[[noreturn]] void DamagedModel();

// The kind of the model that a page is of, which says what can read it.
ModelKind KindOfPage(std::string_view page);

class ModelWriter {
 public:
  using Keep = std::function<void(std::string page)>;
  ModelWriter(ModelKind kind, Keep keep);

  template <typename T>
  void Add(std::span<const T> array) {
    static_assert(std::is_trivially_copyable_v<T>);
    AddBytes(sizeof(T),
             std::string_view(reinterpret_cast<const char*>(array.data()), array.size_bytes()));
  }
  template <typename T>
  void Add(const std::vector<T>& array) {
    Add(std::span<const T>(array));
  }
  // Gives the last page. Ends the writer.
  void Finish();

 private:
  void AddBytes(std::size_t element_bytes, std::string_view bytes);
  void BeginPage();
  void EndPage();

  ModelKind kind_;
  Keep keep_;
  std::uint32_t pages_ = 0;
  std::string page_;
};

class ModelReader {
 public:
  explicit ModelReader(ModelKind kind) : kind_(kind) {}

  void Add(std::string_view page);
  // The next array.
  template <typename T>
  std::vector<T> Take() {
    const std::string bytes = TakeBytes(sizeof(T));
    std::vector<T> array(bytes.size() / sizeof(T));
    if (!array.empty()) std::memcpy(array.data(), bytes.data(), bytes.size());
    return array;
  }
  // Whether personal models have traits: they have since the second version.
  [[nodiscard]] bool has_traits() const { return version_ > 1; }
  // Throws if there is anything left.
  void Finish() const;

 private:
  struct Array {
    std::size_t element_bytes;
    std::string bytes;
  };
  std::string TakeBytes(std::size_t element_bytes);

  ModelKind kind_;
  char version_ = 0;  // of the first page
  std::uint32_t pages_ = 0;
  std::vector<Array> arrays_;
  std::uint64_t missing_ = 0;  // bytes of the last array
  std::size_t taken_ = 0;
};

}  // namespace portside::personalize
