// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/checksums.h"

#include <array>
#include <variant>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"

namespace portside::s3 {
namespace {

constexpr std::string_view kPrefix = "x-amz-checksum-";

// Newer algorithms of AWS (2026). Refused, for accepting them would mean not checking them.
constexpr std::string_view kUnserved[] = {"md5", "sha512", "xxhash64", "xxhash3", "xxhash128"};

std::optional<CrcAlgorithm> CrcOf(const ChecksumAlgorithm& algorithm) {
  if (algorithm.name == "crc32") return CrcAlgorithm::kCrc32;
  if (algorithm.name == "crc32c") return CrcAlgorithm::kCrc32c;
  if (algorithm.name == "crc64nvme") return CrcAlgorithm::kCrc64Nvme;
  return std::nullopt;
}

std::uint64_t ReflectedPolynomial(CrcAlgorithm crc) {
  switch (crc) {
    case CrcAlgorithm::kCrc32: return 0xEDB88320U;
    case CrcAlgorithm::kCrc32c: return 0x82F63B78U;
    case CrcAlgorithm::kCrc64Nvme: return 0x9A6C9329AC4BC9B5U;
  }
  return 0;
}

// A linear map over the bits of a CRC: column i is the image of bit i.
using Matrix = std::array<std::uint64_t, 64>;

std::uint64_t Times(const Matrix& matrix, std::uint64_t vector) {
  std::uint64_t product = 0;
  for (std::size_t bit = 0; vector != 0; ++bit, vector >>= 1) {
    if ((vector & 1) != 0) product ^= matrix[bit];
  }
  return product;
}

Matrix Squared(const Matrix& matrix) {
  Matrix square{};
  for (std::size_t bit = 0; bit < square.size(); ++bit) square[bit] = Times(matrix, matrix[bit]);
  return square;
}

// What one zero byte does to the CRC's register.
Matrix ZeroByte(std::uint64_t polynomial) {
  Matrix zero_bit{};
  zero_bit[0] = polynomial;
  for (std::size_t bit = 1; bit < zero_bit.size(); ++bit) zero_bit[bit] = 1ULL << (bit - 1);
  return Squared(Squared(Squared(zero_bit)));
}

std::uint64_t FromBigEndian(const std::string& bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

std::string ToBigEndian(std::uint64_t number, std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = size; i-- > 0; number >>= 8) bytes[i] = static_cast<char>(number & 0xFF);
  return bytes;
}

// The name after x-amz-checksum-, where a header is one that carries a value.
std::string_view ChecksumNameOf(std::string_view header) {
  if (!EqualsIgnoreCase(header.substr(0, kPrefix.size()), kPrefix)) return {};
  const std::string_view name = header.substr(kPrefix.size());
  for (const std::string_view other : {"algorithm", "mode", "type"}) {
    if (EqualsIgnoreCase(name, other)) return {};
  }
  return name;
}

S3Result<const ChecksumAlgorithm*> ServedChecksum(std::string_view name) {
  if (const ChecksumAlgorithm* algorithm = FindChecksum(name)) return algorithm;
  for (const std::string_view unserved : kUnserved) {
    if (EqualsIgnoreCase(name, unserved)) {
      return Fail(NotImplementedHeader(std::string(kPrefix) + std::string(unserved)));
    }
  }
  return Fail(
      InvalidRequest("The algorithm type you specified in x-amz-checksum- header is "
                     "invalid."));
}

// The algorithm of the trailer that is announced, if it is a checksum's.
S3Result<ChecksumRequest> ParseTrailerHeader(const S3Call& call) {
  ChecksumRequest request;
  for (const std::string_view entry : Split(call.request.headers.Get("x-amz-trailer"), ',')) {
    const std::string_view name = TrimSpace(entry);
    if (name.empty()) continue;
    const std::string_view checksum = ChecksumNameOf(name);
    if (checksum.empty()) {
      return Fail(
          InvalidRequest("The value specified in the x-amz-trailer header is not "
                         "supported"));
    }
    request.algorithm = TRY(ServedChecksum(checksum));
    request.in_trailer = true;
  }
  return request;
}

// x-amz-sdk-checksum-algorithm says what the SDK meant to send; it must have sent it. In a query
// it is left alone: presigned URLs of SDKs carry it for a body that they do not know.
S3Result<void> CheckAnnouncement(const S3Call& call, const ChecksumRequest& request) {
  const auto announced = call.request.headers.Find("x-amz-sdk-checksum-algorithm");
  if (!announced) return {};
  if (request.algorithm == nullptr) {
    return Fail(
        InvalidRequest("x-amz-sdk-checksum-algorithm specified, but no corresponding "
                       "x-amz-checksum-* or x-amz-trailer headers were found."));
  }
  if (!EqualsIgnoreCase(*announced, request.algorithm->label)) {
    return Fail(InvalidRequest("Value for x-amz-sdk-checksum-algorithm header is invalid."));
  }
  return {};
}

}  // namespace

const std::vector<ChecksumAlgorithm>& ChecksumAlgorithms() {
  static const std::vector<ChecksumAlgorithm> kAlgorithms = {
      {"crc32", "CRC32", "ChecksumCRC32", 4, true},
      {"crc32c", "CRC32C", "ChecksumCRC32C", 4, true},
      {"crc64nvme", "CRC64NVME", "ChecksumCRC64NVME", 8, true},
      {"sha1", "SHA1", "ChecksumSHA1", 20, false},
      {"sha256", "SHA256", "ChecksumSHA256", 32, false},
  };
  return kAlgorithms;
}

const ChecksumAlgorithm* FindChecksum(std::string_view name) {
  for (const ChecksumAlgorithm& algorithm : ChecksumAlgorithms()) {
    if (EqualsIgnoreCase(algorithm.name, name)) return &algorithm;
  }
  return nullptr;
}

const ChecksumAlgorithm& DefaultChecksum() { return *FindChecksum("crc64nvme"); }

bool IsChecksumValue(const ChecksumAlgorithm& algorithm, std::string_view value) {
  const std::optional<std::string> bytes = Base64Decode(value);
  return bytes && bytes->size() == algorithm.bytes;
}

struct ChecksumHasher::State {
  std::variant<Crc, Hasher> hash;
};

ChecksumHasher::ChecksumHasher(const ChecksumAlgorithm& algorithm) {
  if (const std::optional<CrcAlgorithm> crc = CrcOf(algorithm)) {
    state_ = std::make_unique<State>(State{Crc(*crc)});
  } else {
    const bool is_sha1 = algorithm.name == "sha1";
    state_ = std::make_unique<State>(
        State{Hasher(is_sha1 ? DigestAlgorithm::kSha1 : DigestAlgorithm::kSha256)});
  }
}

ChecksumHasher::~ChecksumHasher() = default;
ChecksumHasher::ChecksumHasher(ChecksumHasher&&) noexcept = default;

void ChecksumHasher::Update(std::string_view bytes) {
  std::visit([bytes](auto& hash) { hash.Update(bytes); }, state_->hash);
}

std::string ChecksumHasher::Finish() {
  if (const Crc* crc = std::get_if<Crc>(&state_->hash)) return Base64Encode(crc->Bytes());
  return Base64Encode(std::get<Hasher>(state_->hash).Finish());
}

std::string CombineCrcs(const ChecksumAlgorithm& algorithm, const std::string& first,
                        const std::string& second, std::uint64_t second_length) {
  const std::uint64_t polynomial = ReflectedPolynomial(CrcOf(algorithm).value());
  std::uint64_t crc = FromBigEndian(Base64Decode(first).value());
  // As if the first were followed by that many zero bytes; then the second's own bytes are added.
  Matrix zeros = ZeroByte(polynomial);
  for (std::uint64_t left = second_length; left != 0; left >>= 1) {
    if ((left & 1) != 0) crc = Times(zeros, crc);
    zeros = Squared(zeros);
  }
  crc ^= FromBigEndian(Base64Decode(second).value());
  return Base64Encode(ToBigEndian(crc, algorithm.bytes));
}

std::string CompositeChecksum(const ChecksumAlgorithm& algorithm,
                              const std::vector<std::string>& values) {
  ChecksumHasher hasher(algorithm);
  for (const std::string& value : values) hasher.Update(Base64Decode(value).value_or(""));
  return hasher.Finish();
}

S3Result<ChecksumRequest> ParseChecksumHeaders(const S3Call& call) {
  ChecksumRequest request = TRY(ParseTrailerHeader(call));
  for (const auto& [header, value] : call.request.headers.fields()) {
    const std::string_view name = ChecksumNameOf(header);
    if (name.empty()) continue;
    const ChecksumAlgorithm* algorithm = TRY(ServedChecksum(name));
    if (request.algorithm != nullptr) {
      return Fail(
          InvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum "
                         "Types are not allowed."));
    }
    if (!IsChecksumValue(*algorithm, value)) {
      return Fail(InvalidRequest("Value for x-amz-checksum-" + std::string(algorithm->name) +
                                 " header is invalid."));
    }
    request.algorithm = algorithm;
    request.expected = value;
  }
  TRY(CheckAnnouncement(call, request));
  return request;
}

}  // namespace portside::s3
