// SPDX-License-Identifier: Apache-2.0

#include "tidy/link_graph.h"

#include <gtest/gtest.h>

#include <sstream>

namespace portside::tidy {

LinkGraph::LinkGraph(std::string_view cmake_lists) {
  constexpr std::string_view kCall = "\nadd_layer(";
  std::size_t at = cmake_lists.find(kCall);
  for (; at != std::string_view::npos; at = cmake_lists.find(kCall, at + 1)) {
    const std::size_t begin = at + kCall.size();
    std::istringstream words{
        std::string(cmake_lists.substr(begin, cmake_lists.find(')', begin) - begin))};
    Layer layer;
    words >> layer.name;
    layer.reaches.insert(layer.name);
    bool depends = false;
    for (std::string word; words >> word;) {
      if (word == "DEPENDS" || word == "LIBRARIES") {
        depends = word == "DEPENDS";
        continue;
      }
      if (!depends) continue;
      const Layer* lower = Find(word);
      if (lower == nullptr) {
        ADD_FAILURE() << layer.name << " depends on " << word << ", which no line before names";
        continue;
      }
      layer.depends.push_back(word);
      layer.reaches.insert(lower->reaches.begin(), lower->reaches.end());
    }
    layers_.push_back(std::move(layer));
  }
  EXPECT_FALSE(layers_.empty()) << "CMakeLists.txt has no add_layer lines";
}

const Layer* LinkGraph::Find(std::string_view name) const {
  for (const Layer& layer : layers_) {
    if (layer.name == name) return &layer;
  }
  return nullptr;
}

const Layer* LinkGraph::Of(std::string_view path) const {
  // A layer may have folders inside its own.
  for (std::size_t slash = path.rfind('/'); slash != std::string_view::npos;
       slash = path.rfind('/', slash - 1)) {
    if (const Layer* layer = Find(path.substr(0, slash))) return layer;
    if (slash == 0) break;
  }
  return nullptr;
}

}  // namespace portside::tidy
