// SPDX-License-Identifier: Apache-2.0

#include "portside/tls/certificate_folder.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "portside/base/encoding.h"
#include "portside/tls/certificate.h"

namespace portside {
namespace {

namespace fs = std::filesystem;

constexpr auto kNearEnd = std::chrono::days(30);
constexpr std::size_t kMostBytes = 64 * 1024;  // no file of ours comes near

[[noreturn]] void Refuse(const std::string& what, const fs::path& file, int error) {
  throw std::runtime_error("cannot " + what + ' ' + file.string() + ": " + std::strerror(error));
}

// "" where there is no such file.
std::string Read(const fs::path& file) {
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  if (!stream && errno == ENOENT) return "";
  std::string text(kMostBytes, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad() || (!stream.eof() && stream.fail())) Refuse("read", file, errno);
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

// As a whole or not at all: beside it first, then in its place.
void Replace(const fs::path& file, const std::string& text, mode_t mode) {
  const fs::path beside = file.string() + ".new";
  ::unlink(beside.c_str());
  const int descriptor =
      ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  if (descriptor < 0) Refuse("write", beside, errno);
  const bool is_written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fchmod(descriptor, mode) == 0 && ::fsync(descriptor) == 0;
  const int error = errno == 0 ? ENOSPC : errno;
  ::close(descriptor);
  if (!is_written) Refuse("write", beside, error);
  if (::rename(beside.c_str(), file.c_str()) != 0) Refuse("write", file, errno);
}

// The key first: a certificate in place is one that has its key.
void Write(const fs::path& certificate, const fs::path& key, const KeyedCertificate& pair) {
  Replace(key, pair.key, 0600);
  Replace(certificate, pair.certificate, 0644);
}

// Whether it signs certificates that end before it does. One that is damaged is not replaced
// silently, because clients trust it.
bool CanSign(const KeyedCertificate& authority, const fs::path& file, const fs::path& key,
             Timestamp now) {
  if (authority.certificate.empty()) return false;
  const auto facts = ReadCertificate(authority.certificate);
  if (!facts) throw std::runtime_error(file.string() + " has " + facts.error());
  if (!IsKeyOf(authority)) {
    throw std::runtime_error(key.string() + " is not the key of " + file.string() +
                             "; without both files a new authority is made");
  }
  return facts->begins <= now && now + kServerCertificateTime <= facts->ends;
}

bool IsGood(const KeyedCertificate& server, const KeyedCertificate& authority,
            const std::vector<std::string>& names, Timestamp now) {
  const auto facts = ReadCertificate(server.certificate);
  return facts && facts->names == names && facts->begins <= now && now + kNearEnd < facts->ends &&
         IsKeyOf(server) && IsSignedBy(server.certificate, authority.certificate);
}

// The one way to write an address, as it is read back; "" for a name.
std::string AddressOf(const std::string& name) {
  in6_addr bytes{};
  std::array<char, INET6_ADDRSTRLEN> text{};
  for (const int family : {AF_INET, AF_INET6}) {
    if (::inet_pton(family, name.c_str(), &bytes) != 1) continue;
    return ::inet_ntop(family, &bytes, text.data(), text.size());
  }
  return "";
}

}  // namespace

bool CertificateFolder::Refresh(const std::vector<std::string>& names, Timestamp now) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) throw std::runtime_error("cannot make " + folder_.string() + ": " + error.message());
  const fs::path authority_key = folder_ / "ca-key.pem";
  KeyedCertificate authority{Read(this->authority()), Read(authority_key)};
  bool has_changed = false;
  if (!CanSign(authority, this->authority(), authority_key, now)) {
    authority = MakeAuthority(now);
    Write(this->authority(), authority_key, authority);
    has_changed = true;
  }
  if (!IsGood({Read(certificate()), Read(key())}, authority, names, now)) {
    Write(certificate(), key(), MakeServerCertificate(authority, names, now));
    has_changed = true;
  }
  return has_changed;
}

std::vector<std::string> ServerNames(const std::string& host,
                                     const std::vector<std::string>& more) {
  // A wildcard stands for one label, and most clients take none directly below a top level, as
  // *.localhost is; below the others they find buckets.
  std::vector<std::string> bases = {"localhost", "portside.localhost", "s3.localhost",
                                    "localhost.localstack.cloud", "s3.localhost.localstack.cloud"};
  std::vector<std::string> addresses = {"127.0.0.1", "::1"};
  std::vector<std::string> given = more;
  if (host != "0.0.0.0" && host != "::") given.push_back(host);
  for (const std::string& name : given) {
    const std::string address = AddressOf(name);
    (address.empty() ? bases : addresses).push_back(address.empty() ? ToLower(name) : address);
  }
  std::vector<std::string> names;
  const auto add = [&names](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const std::string& base : bases) {
    add(base);
    add("*." + base);
  }
  for (const std::string& address : addresses) add(address);
  return names;
}

}  // namespace portside
