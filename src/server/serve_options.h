// SPDX-License-Identifier: Apache-2.0
//
// The options of `portside serve`, declared once: as flags, as environment variables and as keys of
// the config file. Afterwards it is known where each value came from.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/server/config.h"

namespace CLI {
class App;
}

namespace portside {

class ServeOptions {
 public:
  // Declares them for `app`, which is to write into `config`; both must outlive the parsing.
  ServeOptions(CLI::App& app, Config& config);
  ~ServeOptions();

  struct Setting {
    std::string name;    // "data-dir"
    Json value;          // a text, number or bool; null where it has none; "***" for a secret
    std::string source;  // "default", "file", "environment" or "flag"
    std::optional<std::string> from;  // the file's path or the variable's name
  };
  // After the parsing, in the order of the declarations. Options of `app` that are none of these
  // are left out.
  [[nodiscard]] std::vector<Setting> Settings() const;

 private:
  class FileBelowEnvironment;

  CLI::App& app_;
  std::shared_ptr<FileBelowEnvironment> file_;
};

}  // namespace portside
