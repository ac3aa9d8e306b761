// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as an init file, of either ending: reading and checking ends, whatever is refused has a
// reason and a line of the file, and what is read is small and flat enough to be written.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/limits.h"
#include "portside/model/embedded_models.h"
#include "portside/seed/seed_check.h"
#include "portside/seed/seed_file.h"

namespace portside {
namespace {

struct Models {
  Models() {
    for (const std::string_view name : EmbeddedModelNames()) {
      loaded.push_back(LoadEmbeddedModel(name));
      all.push_back(loaded.back().get());
    }
  }
  std::vector<std::unique_ptr<const ServiceModel>> loaded;
  std::vector<const ServiceModel*> all;
};

void Require(bool condition) {
  if (!condition) std::abort();
}

void RequireReason(const FileError& error, std::string_view bytes) {
  // The end of a file is a line of its own; lone carriage returns end lines for YAML.
  const auto breaks =
      std::count(bytes.begin(), bytes.end(), '\n') + std::count(bytes.begin(), bytes.end(), '\r');
  Require(!error.reason.empty() && error.line >= 0 && error.line <= breaks + 2);
}

void Read(const std::string& path, std::string_view bytes) {
  static const Models models;
  const auto node = ReadYaml(path, bytes);
  if (!node) return RequireReason(node.error(), bytes);
  Require(DumpJson(node->ToJson()).size() < 10 * limits::kYamlTextBytes);

  const auto file = ParseSeedFile(path, bytes, {"123456789012", "us-east-1"});
  if (!file) return RequireReason(file.error(), bytes);
  const auto checked = CheckSeedCalls(*file, models.all);
  if (!checked) RequireReason(checked.error(), bytes);
}

}  // namespace
}  // namespace portside

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  portside::Read("init.yaml", bytes);
  portside::Read("init.json", bytes);
  return 0;
}
