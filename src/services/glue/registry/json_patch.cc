// SPDX-License-Identifier: Apache-2.0

#include "services/glue/registry/json_patch.h"

#include <algorithm>
#include <string>

namespace portside::glue {
namespace {

std::string Step(std::string_view name) {
  std::string step = "/";
  for (const char letter : name) {
    if (letter == '~') {
      step += "~0";
    } else if (letter == '/') {
      step += "~1";
    } else {
      step += letter;
    }
  }
  return step;
}

class Patch {
 public:
  void Compare(const Json& from, const Json& to, const std::string& path) {
    if (from == to) return;
    if (from.is_object() && to.is_object()) return CompareObjects(from, to, path);
    if (from.is_array() && to.is_array()) return CompareLists(from, to, path);
    operations.push_back({{"op", "replace"}, {"path", path}, {"value", to}});
  }

  Json operations = Json::array();

 private:
  void CompareObjects(const Json& from, const Json& to, const std::string& path) {
    for (const auto& [name, value] : from.items()) {
      const auto other = to.find(name);
      if (other == to.end()) {
        operations.push_back({{"op", "remove"}, {"path", path + Step(name)}});
      } else {
        Compare(value, *other, path + Step(name));
      }
    }
    for (const auto& [name, value] : to.items()) {
      if (from.contains(name)) continue;
      operations.push_back({{"op", "add"}, {"path", path + Step(name)}, {"value", value}});
    }
  }

  // The middles that differ: first what has a counterpart, then what is too much or too little.
  void CompareLists(const Json& from, const Json& to, const std::string& path) {
    std::size_t begin = 0;
    std::size_t from_end = from.size();
    std::size_t to_end = to.size();
    while (begin < std::min(from_end, to_end) && from[begin] == to[begin]) ++begin;
    while (from_end > begin && to_end > begin && from[from_end - 1] == to[to_end - 1]) {
      --from_end;
      --to_end;
    }
    const std::size_t shared = std::min(from_end, to_end);
    for (std::size_t at = begin; at < shared; ++at) {
      Compare(from[at], to[at], path + "/" + std::to_string(at));
    }
    for (std::size_t at = shared; at < from_end; ++at) {
      operations.push_back({{"op", "remove"}, {"path", path + "/" + std::to_string(shared)}});
    }
    for (std::size_t at = shared; at < to_end; ++at) {
      operations.push_back(
          {{"op", "add"}, {"path", path + "/" + std::to_string(at)}, {"value", to[at]}});
    }
  }
};

}  // namespace

Json MakePatch(const Json& from, const Json& to) {
  Patch patch;
  patch.Compare(from, to, "");
  return std::move(patch.operations);
}

}  // namespace portside::glue
