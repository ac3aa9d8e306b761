// SPDX-License-Identifier: Apache-2.0

#include "portside/server/process_info.h"

#include <sys/utsname.h>

#include <filesystem>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/base/random.h"
#include "portside/server/version.h"

namespace portside {
namespace {

// As containers are told by those who run them.
bool IsInContainer() {
  std::error_code none;
  return std::filesystem::exists("/.dockerenv", none) ||
         std::filesystem::exists("/run/.containerenv", none);
}

std::string SessionId(const std::optional<std::uint64_t>& seed) {
  // A generator of its own: the ids of resources do not depend on this one.
  Random random = seed ? Random(StableHash("session", *seed)) : Random::FromEntropy();
  return random.Uuid();
}

}  // namespace

ProcessInfo::ProcessInfo(const Clock& machine_clock, const std::optional<std::uint64_t>& seed)
    : clock_(machine_clock), started_(machine_clock.Now()), session_id_(SessionId(seed)) {}

Json ProcessInfo::Describe() const {
  utsname system{};
  ::uname(&system);
  const Timestamp now = clock_.Now();
  const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(now - started_);
  std::string time = FormatIso8601(now, 0);
  time.pop_back();  // without the Z, as that emulator shows it
  return {{"version", std::string(kVersion)},
          {"edition", "portside"},
          {"is_license_activated", false},
          {"session_id", session_id_},
          // The same for all processes of this machine, and nothing else about it.
          {"machine_id", HexDigest(DigestAlgorithm::kSha256, system.nodename).substr(0, 12)},
          {"system", ToLower(system.sysname)},
          {"is_docker", IsInContainer()},
          {"server_time_utc", std::move(time)},
          {"uptime", uptime.count()}};
}

}  // namespace portside
