// SPDX-License-Identifier: Apache-2.0

#include "cli/pages.h"

#include <algorithm>

namespace portside::cli {
namespace {

// What one question asks for, where the user has named a sum.
constexpr std::uint64_t kPage = 100;

}  // namespace

CliResult<Json> GetPages(ControlClient& client, const Target& target, const std::string& member,
                         std::optional<std::uint64_t> most) {
  Json all = {{member, Json::array()}, {"next_token", nullptr}};
  std::optional<std::string> token;
  while (true) {
    Target page = target;
    if (most) page.Add("max", std::to_string(std::min(kPage, *most - all[member].size())));
    page.Add("token", token);
    Json answer = TRY(client.Get(page.text()));
    const auto list = answer.find(member);
    if (list == answer.end() || !list->is_array()) {
      return Fail(CliError{"the answer has no list of " + member + ": is it a Portside server?"});
    }
    for (Json& entry : *list) all[member].push_back(std::move(entry));
    const std::string next = StringOr(answer, "next_token");
    if (next.empty()) return all;
    if (next == token) return Fail(CliError{"the server gives the same page again and again"});
    token = next;
    if (most && all[member].size() >= *most) {
      all["next_token"] = next;
      return all;
    }
  }
}

}  // namespace portside::cli
