// SPDX-License-Identifier: Apache-2.0
//
// The three reflected CRCs of S3, eight bytes at a step ("slicing by 8"): table k holds the effect
// of a byte that k zero bytes follow, so eight look-ups replace eight dependent steps. Long texts
// are folded first, where the processor can (crc_fold.h).

#include <bit>
#include <cstring>

#include "base/crc_fold.h"
#include "portside/base/digest.h"

namespace portside {
namespace {

template <typename Word>
using Tables = std::array<std::array<Word, 256>, 8>;

template <typename Word>
constexpr Tables<Word> MakeTables(Word reflected_polynomial) {
  Tables<Word> tables{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    Word value = static_cast<Word>(byte);
    for (int bit = 0; bit < 8; ++bit) {
      value = (value & 1) != 0 ? (value >> 1) ^ reflected_polynomial : value >> 1;
    }
    tables[0][byte] = value;
  }
  for (std::size_t zeros = 1; zeros < 8; ++zeros) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const Word before = tables[zeros - 1][byte];
      tables[zeros][byte] = (before >> 8) ^ tables[0][before & 0xFF];
    }
  }
  return tables;
}

template <typename Word>
struct Polynomial {
  Tables<Word> tables;
  FoldSteps steps;
};

template <typename Word>
constexpr Polynomial<Word> MakePolynomial(Word reflected) {
  return {MakeTables(reflected), MakeFoldSteps(reflected, 8 * sizeof(Word))};
}

constexpr auto kCrc32 = MakePolynomial<std::uint32_t>(0xEDB88320U);
constexpr auto kCrc32c = MakePolynomial<std::uint32_t>(0x82F63B78U);
constexpr auto kCrc64Nvme = MakePolynomial<std::uint64_t>(0x9A6C9329AC4BC9B5ULL);

std::uint64_t LoadLittleEndian(const unsigned char* from) {
  std::uint64_t word = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&word, from, sizeof word);
  } else {
    for (int i = 7; i >= 0; --i) word = (word << 8) | from[i];
  }
  return word;
}

template <typename Word>
Word AdvanceByTables(const Tables<Word>& tables, Word state, const unsigned char* at,
                     std::size_t left) {
  for (; left >= 8; left -= 8, at += 8) {
    const std::uint64_t word = LoadLittleEndian(at) ^ state;
    state = tables[7][word & 0xFF] ^ tables[6][(word >> 8) & 0xFF] ^
            tables[5][(word >> 16) & 0xFF] ^ tables[4][(word >> 24) & 0xFF] ^
            tables[3][(word >> 32) & 0xFF] ^ tables[2][(word >> 40) & 0xFF] ^
            tables[1][(word >> 48) & 0xFF] ^ tables[0][word >> 56];
  }
  for (; left > 0; --left, ++at) state = tables[0][(state ^ *at) & 0xFF] ^ (state >> 8);
  return state;
}

template <typename Word>
Word Advance(const Polynomial<Word>& polynomial, Word state, std::string_view bytes) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t left = bytes.size();
  if (left >= kFoldedBytes && CanFold()) {
    const std::size_t folded = left / 16 * 16;
    const std::array<unsigned char, 16> rest = Fold(polynomial.steps, state, at, folded);
    state = AdvanceByTables<Word>(polynomial.tables, 0, rest.data(), rest.size());
    at += folded;
    left -= folded;
  }
  return AdvanceByTables(polynomial.tables, state, at, left);
}

constexpr std::uint64_t MaskOf(CrcAlgorithm algorithm) {
  return algorithm == CrcAlgorithm::kCrc64Nvme ? ~0ULL : 0xFFFFFFFFULL;
}

}  // namespace

Crc::Crc(CrcAlgorithm algorithm) : algorithm_(algorithm), state_(MaskOf(algorithm)) {}

void Crc::Update(std::string_view bytes) {
  switch (algorithm_) {
    case CrcAlgorithm::kCrc32:
      state_ = Advance(kCrc32, static_cast<std::uint32_t>(state_), bytes);
      break;
    case CrcAlgorithm::kCrc32c:
      state_ = Advance(kCrc32c, static_cast<std::uint32_t>(state_), bytes);
      break;
    case CrcAlgorithm::kCrc64Nvme: state_ = Advance(kCrc64Nvme, state_, bytes); break;
  }
}

std::uint64_t Crc::Value() const { return state_ ^ MaskOf(algorithm_); }

std::string Crc::Bytes() const {
  const std::size_t size = algorithm_ == CrcAlgorithm::kCrc64Nvme ? 8 : 4;
  std::string bytes(size, '\0');
  std::uint64_t value = Value();
  for (std::size_t i = size; i-- > 0; value >>= 8) bytes[i] = static_cast<char>(value & 0xFF);
  return bytes;
}

}  // namespace portside
