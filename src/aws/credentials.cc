// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/credentials.h"

#include <algorithm>
#include <vector>

#include "portside/aws/credential_scope.h"
#include "portside/base/encoding.h"

namespace portside {
namespace {

std::vector<std::string_view> Words(std::string_view line) {
  std::vector<std::string_view> words;
  while (!(line = TrimSpace(line)).empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return words;
}

bool IsAccount(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

Expected<Credentials, std::string> Credentials::Parse(std::string_view text) {
  Credentials credentials;
  std::size_t number = 0;
  for (const std::string_view line : Split(text, '\n')) {
    const std::string where = "line " + std::to_string(++number);
    const std::vector<std::string_view> words = Words(line);
    if (words.empty() || words[0].starts_with('#')) continue;
    if (words.size() != 3) {
      return Fail(where + " has " + std::to_string(words.size()) +
                  " words: an access key, its secret and its account are needed");
    }
    if (!IsAccount(words[2])) {
      return Fail(where + ": the account '" + std::string(words[2]) + "' does not have 12 digits");
    }
    const auto [entry, is_new] = credentials.by_access_key_.emplace(
        words[0], Credential{std::string(words[1]), std::string(words[2])});
    if (!is_new) return Fail(where + ": the access key '" + entry->first + "' was there before");
  }
  return credentials;
}

const Credential* Credentials::Find(std::string_view access_key) const {
  const auto found = by_access_key_.find(access_key);
  return found == by_access_key_.end() ? nullptr : &found->second;
}

std::string Credentials::AccountOf(std::string_view access_key, std::string_view fallback) const {
  const Credential* credential = Find(access_key);
  return credential != nullptr ? credential->account : portside::AccountOf(access_key, fallback);
}

}  // namespace portside
