// SPDX-License-Identifier: Apache-2.0
//
// Hash functions from OpenSSL (the only file that includes it); HMAC over them, because OpenSSL 3
// looks its HMAC up by name on every call, which costs more than the two short hashes.

#include "portside/base/digest.h"

#include <openssl/evp.h>

#include <stdexcept>

#include "portside/base/encoding.h"

namespace portside {
namespace {

EVP_MD* Fetch(const char* name) {
  EVP_MD* method = EVP_MD_fetch(nullptr, name, nullptr);
  if (method == nullptr) {
    throw std::runtime_error(std::string("OpenSSL offers no ") + name + " digest");
  }
  return method;
}

// Looked up once: a fetch by name takes longer than hashing a small body.
const EVP_MD* MethodOf(DigestAlgorithm algorithm) {
  static const std::array<EVP_MD*, 4> methods{Fetch("MD5"), Fetch("SHA1"), Fetch("SHA256"),
                                              Fetch("BLAKE2B-512")};
  return methods[static_cast<std::size_t>(algorithm)];
}

void Require(int result, const char* what) {
  if (result != 1) throw std::runtime_error(std::string("OpenSSL: ") + what + " failed");
}

std::string Hmac(DigestAlgorithm algorithm, std::string_view key, std::string_view bytes) {
  constexpr std::size_t kBlock = 64;  // of SHA-1 and SHA-256
  std::string block = key.size() > kBlock ? Digest(algorithm, key) : std::string(key);
  block.resize(kBlock, '\0');

  for (char& c : block) c = static_cast<char>(c ^ 0x36);
  Hasher inner(algorithm);
  inner.Update(block);
  inner.Update(bytes);

  for (char& c : block) c = static_cast<char>(c ^ 0x36 ^ 0x5c);
  block += inner.Finish();
  return Digest(algorithm, block);
}

}  // namespace

struct Hasher::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() {
    if (context == nullptr) throw std::bad_alloc();
  }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Hasher::Hasher(DigestAlgorithm algorithm) : state_(std::make_unique<State>()) {
  Require(EVP_DigestInit_ex2(state_->context, MethodOf(algorithm), nullptr), "digest start");
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::Update(std::string_view bytes) {
  Require(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()), "digest update");
}

std::string Hasher::Finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  Require(EVP_DigestFinal_ex(state_->context, out.data(), &size), "digest end");
  return std::string(reinterpret_cast<const char*>(out.data()), size);
}

std::string Digest(DigestAlgorithm algorithm, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  Require(EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, MethodOf(algorithm), nullptr),
          "digest");
  return std::string(reinterpret_cast<const char*>(out.data()), size);
}

std::string HexDigest(DigestAlgorithm algorithm, std::string_view bytes) {
  return HexEncode(Digest(algorithm, bytes));
}

std::string HmacSha256(std::string_view key, std::string_view bytes) {
  return Hmac(DigestAlgorithm::kSha256, key, bytes);
}

std::string HmacSha1(std::string_view key, std::string_view bytes) {
  return Hmac(DigestAlgorithm::kSha1, key, bytes);
}

}  // namespace portside
