// SPDX-License-Identifier: Apache-2.0
//
// --kind, --name and so on: which jobs, requests or state a command is about. One declaration for
// filters of lists (queries) and matches of rules (members).

#pragma once

#include <array>
#include <initializer_list>
#include <optional>
#include <string>

#include "cli/target.h"
#include "portside/base/json.h"

namespace CLI {
class App;
}

namespace portside::cli {

class MatchOptions {
 public:
  enum What { kKind, kName, kArn, kAccount, kRegion, kService, kState, kOperation, kResource };

  void Declare(CLI::App& app, std::initializer_list<What> which);

  // What was given, as an object.
  [[nodiscard]] Json ToJson() const;
  void AddTo(Target& target) const;
  [[nodiscard]] bool IsEmpty() const { return ToJson().empty(); }

 private:
  static constexpr std::size_t kOptions = kResource + 1;
  std::array<std::optional<std::string>, kOptions> values_;
};

// Of rules about jobs.
inline constexpr std::initializer_list<MatchOptions::What> kJobMatch = {
    MatchOptions::kKind, MatchOptions::kName, MatchOptions::kArn, MatchOptions::kAccount,
    MatchOptions::kRegion};
// Of resets and snapshots.
inline constexpr std::initializer_list<MatchOptions::What> kScope = {
    MatchOptions::kService, MatchOptions::kAccount, MatchOptions::kRegion};

}  // namespace portside::cli
