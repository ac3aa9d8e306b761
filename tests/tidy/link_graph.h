// SPDX-License-Identifier: Apache-2.0
//
// The link graph of the layers, read from the add_layer lines of CMakeLists.txt: the one place
// that says which layer may include which.

#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace portside::tidy {

struct Layer {
  std::string name;                  // "services/glue"
  std::vector<std::string> depends;  // as written
  std::set<std::string> reaches;     // itself and everything that it links, however far
};

class LinkGraph {
 public:
  // Fails the test where there are no layers or one depends on a layer that comes later.
  explicit LinkGraph(std::string_view cmake_lists);

  [[nodiscard]] const std::vector<Layer>& layers() const { return layers_; }
  // Null where there is none.
  [[nodiscard]] const Layer* Find(std::string_view name) const;
  // The layer in whose folder, or a folder of it, "services/glue/tags.h" lies; null where in none.
  [[nodiscard]] const Layer* Of(std::string_view path) const;

 private:
  std::vector<Layer> layers_;
};

}  // namespace portside::tidy
