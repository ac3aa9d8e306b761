// SPDX-License-Identifier: Apache-2.0

#include "portside/model/shape.h"

#include <array>
#include <utility>

namespace portside {
namespace {

constexpr std::array<std::pair<std::string_view, ShapeType>, 12> kTypes{{
    {"structure", ShapeType::kStructure},
    {"list", ShapeType::kList},
    {"map", ShapeType::kMap},
    {"string", ShapeType::kString},
    {"blob", ShapeType::kBlob},
    {"boolean", ShapeType::kBoolean},
    {"integer", ShapeType::kInteger},
    {"long", ShapeType::kLong},
    {"float", ShapeType::kFloat},
    {"double", ShapeType::kDouble},
    {"timestamp", ShapeType::kTimestamp},
    {"document", ShapeType::kDocument},
}};

}  // namespace

const Member* Shape::FindMember(std::string_view member_name) const {
  for (const Member& member : members) {
    if (member.name == member_name) return &member;
  }
  return nullptr;
}

std::optional<ShapeType> ShapeTypeNamed(std::string_view name) {
  for (const auto& [text, type] : kTypes) {
    if (text == name) return type;
  }
  return std::nullopt;
}

std::string_view NameOf(ShapeType type) {
  for (const auto& [text, candidate] : kTypes) {
    if (candidate == type) return text;
  }
  return "";
}

}  // namespace portside
